"""Staff follow knowledge of flows: a service can move a larger part of its effort to where the traffic is."""

from sim.levers.changes import scale
from sim.levers.reach import country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country that does so",
    "factor": "share of the effort that can be moved, relative to before",
}
CHANGES = ("countries.mobile_share",)
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the mobile share of a service."""
    row = country(scope, settings)
    scale(conditions.countries, "mobile_share", row, float(settings["factor"]), 1.0)
