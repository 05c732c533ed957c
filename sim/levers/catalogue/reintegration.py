"""Help those who returned to find their feet: they stay at home longer before they think of leaving again."""

from sim.levers.changes import scale
from sim.levers.reach import communities
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "community": "name of the community; * for all",
    "days_factor": "time at home between trips, relative to before",
}
CHANGES = ("communities.home_hours",)
COST_UNIT = "community"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the time at home between two trips."""
    chosen = communities(scope, settings)
    scale(conditions.communities, "home_hours", chosen, float(settings["days_factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Communities addressed."""
    return float(communities(scope, settings).sum())
