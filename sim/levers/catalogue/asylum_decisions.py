"""Decide on asylum otherwise: another share of claims is granted, and decisions take another time."""

from sim.levers.changes import scale
from sim.levers.reach import country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country that does so",
    "factor": "share of claims granted relative to before",
    "days_factor": "days to a decision relative to before",
}
CHANGES = ("countries.asylum_granted", "countries.asylum_hours")
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the share granted and the time to a decision."""
    row = country(scope, settings)
    scale(conditions.countries, "asylum_granted", row, float(settings["factor"]), 1.0)
    scale(conditions.countries, "asylum_hours", row, float(settings["days_factor"]))
