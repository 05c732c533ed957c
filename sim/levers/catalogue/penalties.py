"""Heavier penalties for violating a border: a higher fine for who is caught."""

from sim.levers.changes import scale
from sim.levers.reach import country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

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
