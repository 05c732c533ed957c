"""Another service takes over posts: its effort and its honesty differ from those before."""

from sim.levers.changes import scale
from sim.levers.reach import PLACES_OF_ACTION, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    **PLACES_OF_ACTION,
    "factor": "patrols and inspectors relative to before",
    "corrupt_factor": "share of checks whose guard takes bribes, relative to before",
}
CHANGES = ("posts.effort", "posts.corrupt_share")
COST_UNIT = "patrol"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply effort and corrupt share at the posts that the settings name."""
    chosen = posts(scope, settings)
    scale(conditions.posts, "effort", chosen, float(settings["factor"]))
    scale(conditions.posts, "corrupt_share", chosen, float(settings["corrupt_factor"]), 1.0)


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Patrols and inspectors added; fewer than none if some leave."""
    return float(conditions.posts.effort[posts(scope, settings)].sum()) * (float(settings["factor"]) - 1.0)
