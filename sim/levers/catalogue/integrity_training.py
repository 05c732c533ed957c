"""Train guards against dishonest practice: fewer can be bribed, and a bribe costs more."""

from sim.levers.changes import scale
from sim.levers.reach import PLACES_OF_ACTION, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    **PLACES_OF_ACTION,
    "factor": "share of checks whose guard takes bribes, relative to before",
    "price_factor": "bribe relative to before",
}
CHANGES = ("posts.corrupt_share", "posts.bribe_cents")
COST_UNIT = "post"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply corrupt share and bribe at the posts that the settings name."""
    chosen = posts(scope, settings)
    scale(conditions.posts, "corrupt_share", chosen, float(settings["factor"]), 1.0)
    scale(conditions.posts, "bribe_cents", chosen, float(settings["price_factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Posts touched."""
    return float(posts(scope, settings).sum())
