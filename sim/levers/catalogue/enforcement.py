"""More or fewer patrols between checkpoints, and inspectors of vehicles and papers at these: at a crossing, of a service at one border, or of a country."""

from sim.levers.changes import scale
from sim.levers.reach import PLACES_OF_ACTION, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {**PLACES_OF_ACTION, "factor": "effort relative to before (0 withdraws the service)"}
CHANGES = ("posts.effort",)
COST_UNIT = "patrol"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the effort at the posts that the settings name."""
    scale(conditions.posts, "effort", posts(scope, settings), float(settings["factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Patrols and inspectors added; fewer than none if some leave."""
    return float(conditions.posts.effort[posts(scope, settings)].sum()) * (float(settings["factor"]) - 1.0)
