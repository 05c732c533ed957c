"""Computers, readers and trained eyes at checkpoints, airports and ports: forged documents and lapsed stays are noticed more often."""

from sim.levers.changes import scale
from sim.levers.reach import CHECKPOINTS, PLACES_OF_ACTION, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {**PLACES_OF_ACTION, "factor": "how well one inspector reads documents, relative to before"}
CHANGES = ("posts.document_equipment",)
COST_UNIT = "post doubled"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the equipment at the checkpoints that the settings name."""
    scale(conditions.posts, "document_equipment", posts(scope, settings, CHECKPOINTS), float(settings["factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Posts whose equipment is doubled, or as many as that comes to."""
    return float(posts(scope, settings, CHECKPOINTS).sum()) * (float(settings["factor"]) - 1.0)
