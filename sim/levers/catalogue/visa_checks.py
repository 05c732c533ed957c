"""One record of visas for all services: a visa under false pretences is refused at the border more often."""

from sim.levers.changes import scale
from sim.levers.reach import CHECKPOINTS, PLACES_OF_ACTION, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {**PLACES_OF_ACTION, "factor": "share of visas under false pretences refused at the border, relative to before"}
CHANGES = ("posts.pretence_detection",)
COST_UNIT = "post"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the chance that a visa under false pretences is refused at the checkpoints that the settings name."""
    scale(conditions.posts, "pretence_detection", posts(scope, settings, CHECKPOINTS), float(settings["factor"]), 1.0)


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Posts touched."""
    return float(posts(scope, settings, CHECKPOINTS).sum())
