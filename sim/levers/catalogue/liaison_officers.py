"""Post liaison officers at airports and ports: carriers let fewer forged documents on board there."""

from sim.levers.changes import scale_rest
from sim.levers.reach import departures
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "crossing": "airport or port of departure",
    "country": "every airport and port of one country",
    "factor": "share of forged documents that get on board, relative to before",
}
CHANGES = ("moves.boarding_refusal",)
COST_UNIT = "post"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Let fewer forged documents on board where the settings say."""
    scale_rest(conditions.moves, "boarding_refusal", departures(scope, settings), float(settings["factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Airports and ports with an officer."""
    chosen = departures(scope, settings)
    return float(len({move.leg.exit for move, met in zip(scope.atlas.moves, chosen, strict=True) if met}))
