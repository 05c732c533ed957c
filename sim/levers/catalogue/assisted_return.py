"""Offer assisted voluntary return: more places a month, and offices that are easier to reach."""

from sim.levers.changes import scale
from sim.levers.reach import country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country in which the office stands",
    "places_per_month": "places more a month",
    "apply_factor": "chance a day that somebody stranded applies, relative to before",
}
CHANGES = ("countries.avr_per_month", "countries.avr_apply")
COST_UNIT = "place a month"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Add places, and multiply the chance to apply."""
    row = country(scope, settings)
    conditions.countries.avr_per_month[row] += float(settings["places_per_month"])
    scale(conditions.countries, "avr_apply", row, float(settings["apply_factor"]), 1.0)


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Places more a month; what each return costs stands in the books."""
    return float(settings["places_per_month"])
