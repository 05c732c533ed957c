"""Fence what lies between the checkpoints of a border: patrols see more of it, and who tries it is hurt more often."""

from sim.levers.changes import scale
from sim.levers.reach import BETWEEN_CHECKPOINTS, PLACES_OF_ACTION, crossings_met, moves, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    **PLACES_OF_ACTION,
    "factor": "how well one patrol covers the section, relative to before",
    "injury_factor": "injuries an attempt relative to before",
}
CHANGES = ("posts.exposure", "moves.injury_hazard")
COST_UNIT = "section"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Raise exposure at the posts of the section, and the hazard of injury on its moves."""
    scale(conditions.posts, "exposure", posts(scope, settings, BETWEEN_CHECKPOINTS), float(settings["factor"]))
    scale(conditions.moves, "injury_hazard", moves(scope, settings, BETWEEN_CHECKPOINTS), float(settings["injury_factor"]), 1.0)


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Sections fenced."""
    return crossings_met(scope, settings, BETWEEN_CHECKPOINTS)
