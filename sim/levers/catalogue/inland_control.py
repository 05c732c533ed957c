"""A register of foreigners, and police who use it: unlawful presence is found more often inside the country."""

from sim.levers.changes import scale
from sim.levers.reach import country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country that does so",
    "factor": "chance a day that somebody present unlawfully is detected, relative to before",
}
CHANGES = ("countries.inland_detection",)
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the chance of detection inside a country."""
    row = country(scope, settings)
    scale(conditions.countries, "inland_detection", row, float(settings["factor"]), 1.0)
