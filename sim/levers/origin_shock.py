"""Unrest, war or disaster at an origin: people there are readier to leave, or less so."""

from sim.conditions import Conditions
from sim.levers import Scope, Settings

SETTINGS = {"community": "name of the community", "factor": "readiness to leave relative to before"}


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the readiness to leave of one community.

    Raises
    ------
    ValueError
        If the world holds no such community.
    """
    row = [community.name for community in scope.world.communities].index(str(settings["community"]))
    conditions.season[row] *= float(settings["factor"])
