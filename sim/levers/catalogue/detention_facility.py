"""Build rooms to hold and process people: the posts of a country can deal with more of those they detect."""

from sim.levers.changes import scale
from sim.levers.reach import PLACES_OF_ACTION, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {**PLACES_OF_ACTION, "factor": "detections a day that a post can process, relative to before"}
CHANGES = ("posts.capacity_per_day",)
COST_UNIT = "post"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the processing capacity of the posts that the settings name."""
    scale(conditions.posts, "capacity_per_day", posts(scope, settings), float(settings["factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Posts touched."""
    return float(posts(scope, settings).sum())
