"""Make smuggling an offence and investigate it: guides of a caught group are arrested more often and held longer."""

from sim.levers.changes import scale
from sim.levers.reach import BORDERS, borders
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    **BORDERS,
    "factor": "chance that the guide of a caught group is arrested, relative to before",
    "days_factor": "time out of business after arrest, relative to before",
}
CHANGES = ("borders.arrest", "borders.prison_hours")
COST_UNIT = "border"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply arrests and time in prison."""
    chosen = borders(scope, settings)
    scale(conditions.borders, "arrest", chosen, float(settings["factor"]), 1.0)
    scale(conditions.borders, "prison_hours", chosen, float(settings["days_factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Directed borders touched."""
    return float(borders(scope, settings).sum())
