"""Documents that are harder to forge: fewer forged ones pass a country's desks, and one that serves for the country costs more."""

from sim.levers.changes import scale
from sim.levers.reach import CHECKPOINTS, country, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country whose documents these are",
    "factor": "share of forged documents that pass its desks, relative to before",
    "price_factor": "price of a forged document that serves for the country, relative to before",
}
CHANGES = ("posts.forged_pass", "countries.forged_cents")
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Let fewer forged documents pass the checkpoints of the country, and make them more expensive."""
    scale(conditions.posts, "forged_pass", posts(scope, settings, CHECKPOINTS), float(settings["factor"]))
    scale(conditions.countries, "forged_cents", country(scope, settings), float(settings["price_factor"]))
