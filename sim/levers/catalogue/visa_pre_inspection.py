"""Look at visa applications more closely before they are granted: fewer people get a visa."""

from sim.levers.changes import scale_rest
from sim.levers.reach import country, need_visa
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country that gives the visas",
    "nationality": "whose visas; * for all",
    "factor": "share of applications granted, relative to before",
}
CHANGES = ("visas.refusal",)
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Grant fewer visas to those who need one."""
    scale_rest(conditions.visas[:, country(scope, settings)], "refusal", need_visa(conditions, scope, settings), float(settings["factor"]))
