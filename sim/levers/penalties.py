"""Heavier penalties for violating a border: a higher fine for who is caught."""

from sim.changes import scale
from sim.conditions import Conditions
from sim.levers import Scope, Settings
from sim.reach import country

SETTINGS = {
    "country": "the country that does so",
    "factor": "fine relative to before",
}
CHANGES = ("countries.fine_cents",)
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the fine of a country."""
    row = country(scope, settings)
    scale(conditions.countries, "fine_cents", row, float(settings["factor"]))
