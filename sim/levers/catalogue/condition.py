"""Multiply any one condition of a country, border or community: the general form of the levers that change a parameter."""

import numpy as np

from sim.levers.changes import scale
from sim.levers.reach import ALL
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "group": "countries, borders or communities",
    "name": "name in that group, or * for all",
    "field": "condition, such as fine_cents or inland_detection",
    "factor": "value relative to before",
}
CHANGES = ("{group}.{field}",)
COST_UNIT = ""


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply one field of a group, for one name or for all.

    Raises
    ------
    KeyError, ValueError
        If group, name or field do not exist.
    """
    group = str(settings["group"])
    names = {
        "countries": scope.atlas.countries,
        "borders": scope.atlas.borders,
        "communities": tuple(community.name for community in scope.world.communities),
    }[group]
    chosen = np.ones(len(names), np.bool_) if settings["name"] == ALL else names.index(str(settings["name"]))
    scale(getattr(conditions, group), str(settings["field"]), chosen, float(settings["factor"]))
