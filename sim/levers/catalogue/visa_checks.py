"""One record of visas for all services: inspectors refuse visas under false pretences more often at the border."""

from sim.levers.changes import scale
from sim.levers.reach import CHECKPOINTS, PLACES_OF_ACTION, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {**PLACES_OF_ACTION, "factor": "how well one inspector finds out a visa under false pretences, relative to before"}
CHANGES = ("posts.pretence_detection",)
COST_UNIT = "post"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply what one inspector finds out at the checkpoints that the settings name."""
    scale(conditions.posts, "pretence_detection", posts(scope, settings, CHECKPOINTS), float(settings["factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Posts touched."""
    return float(posts(scope, settings, CHECKPOINTS).sum())
