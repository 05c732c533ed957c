"""Ask for, or issue, passports: another share of a community holds a valid one."""

from sim.levers.changes import scale
from sim.levers.reach import communities
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "community": "name of the community; * for all",
    "factor": "share of holders of a valid passport, relative to before",
}
CHANGES = ("communities.passport",)
COST_UNIT = "community"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the share of passport holders; people's papers are looked at when they depart."""
    chosen = communities(scope, settings)
    scale(conditions.communities, "passport", chosen, float(settings["factor"]), 1.0)


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Communities addressed."""
    return float(communities(scope, settings).sum())
