"""Services exchange news: a country hears more, and sooner, of what its neighbours' services stopped."""

from sim.levers.changes import scale
from sim.levers.reach import country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country that does so",
    "factor": "share of the neighbours' apprehensions that its service hears of, relative to before",
    "delay_factor": "delay of that news, relative to before",
}
CHANGES = ("countries.news_share", "countries.news_delay_hours")
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the share and the delay of the news that a service gets."""
    row = country(scope, settings)
    scale(conditions.countries, "news_share", row, float(settings["factor"]), 1.0)
    scale(conditions.countries, "news_delay_hours", row, float(settings["delay_factor"]))
