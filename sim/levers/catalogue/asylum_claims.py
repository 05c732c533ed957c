"""Change how many of those who arrive claim asylum, as when a resettlement programme ends or begins."""

from sim.levers.changes import scale
from sim.levers.reach import communities
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

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
