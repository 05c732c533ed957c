"""Change how many of those who arrive claim asylum, as when a resettlement programme ends or begins."""

from sim.changes import scale
from sim.conditions import Conditions
from sim.levers import Scope, Settings
from sim.reach import communities

SETTINGS = {
    "community": "name of the community; * for all",
    "factor": "share of arrivals who claim asylum, relative to before",
}
CHANGES = ("communities.asylum",)
COST_UNIT = ""


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the share that claims asylum."""
    chosen = communities(scope, settings)
    scale(conditions.communities, "asylum", chosen, float(settings["factor"]), 1.0)
