"""Offer assisted voluntary return: more places a month, and more people who know of it."""

from sim.levers.changes import scale
from sim.levers.reach import country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country in which the office stands",
    "places_per_month": "places more a month",
    "known_factor": "share of those who may ask that know of it and dare to, relative to before",
}
CHANGES = ("countries.avr_per_month", "countries.avr_known")
COST_UNIT = "place a month"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Add places, and multiply the share that knows of them and dares to ask."""
    row = country(scope, settings)
    conditions.countries.avr_per_month[row] += float(settings["places_per_month"])
    scale(conditions.countries, "avr_known", row, float(settings["known_factor"]), 1.0)


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Places more a month; what each return costs stands in the books."""
    return float(settings["places_per_month"])
