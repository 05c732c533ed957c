"""Equip one service at one border: patrols see more of it, and inspectors notice more of those hidden in vehicles and more forged documents."""

from sim.levers.changes import scale
from sim.levers.reach import posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "border": "the border that AAA watches towards BBB, as AAA-BBB",
    "factor": "how well one patrol or inspector sees who passes hidden, relative to before",
    "document_factor": "how well one inspector reads documents, relative to before",
}
CHANGES = ("posts.exposure", "posts.document_equipment")
COST_UNIT = "post"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply exposure and equipment at the posts of the service at that border."""
    chosen = posts(scope, settings)
    scale(conditions.posts, "exposure", chosen, float(settings["factor"]))
    scale(conditions.posts, "document_equipment", chosen, float(settings["document_factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Posts touched."""
    return float(posts(scope, settings).sum())
