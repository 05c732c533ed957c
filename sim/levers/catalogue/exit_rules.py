"""Ask for, or drop, a permission to leave: another share of the country's own people holds it."""

from sim.levers.changes import scale
from sim.levers.reach import country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country that does so",
    "factor": "share of own citizens who hold the permission to leave, relative to before",
}
CHANGES = ("countries.exit_permit_share",)
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the share of those who may leave; people's papers are looked at when they depart."""
    row = country(scope, settings)
    scale(conditions.countries, "exit_permit_share", row, float(settings["factor"]), 1.0)
