"""Permits to work at the destination: more people of a community can go by the legal channel."""

import numpy as np

from sim.levers.reach import communities
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {"community": "name of the community; * for all", "permits": "people of each community who hold a permit beside those before"}
CHANGES = ("communities.permit",)
COST_UNIT = "permit"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Raise the share of permit holders; people's papers are looked at when they depart."""
    for row in np.flatnonzero(communities(scope, settings)):
        people = scope.world.parameters.number(f"community.{scope.world.communities[row].name}.people")
        share = conditions.communities.permit[row] + float(settings["permits"]) / people
        conditions.communities.permit[row] = max(conditions.communities.permit[row], min(1.0, share))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Permits in all."""
    return float(settings["permits"]) * float(communities(scope, settings).sum())
