"""Make carriers pay the way back of people with bad documents: whoever flies or sails to the country looks at documents more closely."""

from sim.levers.changes import scale_rest
from sim.levers.reach import arrivals
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {"country": "the country that carriers serve", "factor": "share of forged documents that get on board, relative to before"}
CHANGES = ("moves.boarding_refusal",)
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Let fewer forged documents on board of what leads to the country."""
    scale_rest(conditions.moves, "boarding_refusal", arrivals(scope, settings), float(settings["factor"]))
