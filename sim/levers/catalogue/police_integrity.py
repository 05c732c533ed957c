"""Police who do not extort: people without papers are robbed less often, and of less."""

from sim.levers.changes import scale
from sim.levers.reach import country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country that does so",
    "factor": "chance a day that police extort somebody, relative to before",
    "sum_factor": "sum taken, relative to before",
}
CHANGES = ("countries.extortion", "countries.extortion_cents")
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the chance and the sum of extortion in a country."""
    row = country(scope, settings)
    scale(conditions.countries, "extortion", row, float(settings["factor"]), 1.0)
    scale(conditions.countries, "extortion_cents", row, float(settings["sum_factor"]))
