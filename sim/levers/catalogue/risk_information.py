"""Inform people of the risks: a community expects a higher chance of being caught and of dying than it would from hearsay."""

from sim.levers.changes import scale
from sim.levers.reach import communities
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "community": "name of the community; * for all",
    "factor": "chance of being caught or of dying that people expect, relative to what they hear",
}
CHANGES = ("communities.risk_ratio",)
COST_UNIT = "community"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the risk that a community sees; what happens to people is as before."""
    chosen = communities(scope, settings)
    scale(conditions.communities, "risk_ratio", chosen, float(settings["factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Communities addressed."""
    return float(communities(scope, settings).sum())
