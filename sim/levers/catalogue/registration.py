"""Make it easier to register after entry: more of those who enter lawfully stay lawful."""

from sim.levers.changes import scale, scale_rest
from sim.levers.reach import country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country that does so",
    "factor": "share of lawful entrants who do not register, relative to before",
    "days_factor": "lawful days without registering, relative to before",
}
CHANGES = ("countries.registration_share", "countries.registration_hours")
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the share that does not register, and the days it has."""
    row = country(scope, settings)
    scale_rest(conditions.countries, "registration_share", row, float(settings["factor"]))
    scale(conditions.countries, "registration_hours", row, float(settings["days_factor"]))
