"""Change how long people are held, and what a day of it costs the state."""

from sim.levers.changes import scale
from sim.levers.reach import country, own_posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import NONE, Conditions

SETTINGS = {
    "country": "the country that does so",
    "days_factor": "days in custody relative to before",
    "cost_factor": "cost of a day in custody relative to before",
}
CHANGES = ("countries.detention_hours", "posts.detention_hours", "countries.custody_cents")
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the time in custody and its cost in a country, and the time at posts of it that have one of their own."""
    row = country(scope, settings)
    scale(conditions.countries, "detention_hours", row, float(settings["days_factor"]))
    scale(conditions.posts, "detention_hours", own_posts(scope, settings) & (conditions.posts.detention_hours > NONE), float(settings["days_factor"]))
    scale(conditions.countries, "custody_cents", row, float(settings["cost_factor"]))
