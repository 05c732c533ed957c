"""More or fewer patrols between the checkpoints: at green crossings and on the shore."""

from sim.levers.changes import scale
from sim.levers.reach import BETWEEN_CHECKPOINTS, PLACES_OF_ACTION, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {**PLACES_OF_ACTION, "factor": "patrols between checkpoints relative to before"}
CHANGES = ("posts.effort",)
COST_UNIT = "patrol"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the effort at the posts between checkpoints that the settings name."""
    scale(conditions.posts, "effort", posts(scope, settings, BETWEEN_CHECKPOINTS), float(settings["factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Patrols and inspectors added; fewer than none if some leave."""
    return float(conditions.posts.effort[posts(scope, settings, BETWEEN_CHECKPOINTS)].sum()) * (float(settings["factor"]) - 1.0)
