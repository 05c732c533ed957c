"""Change what residents of the border may do, such as five days of stay: local guides become more or less expensive, and known or strange to the ground."""

from sim.levers.changes import scale
from sim.levers.reach import BORDERS, borders
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    **BORDERS,
    "factor": "cost of taking one person across, relative to before",
    "exposure_factor": "exposure of guided people, relative to before",
}
CHANGES = ("borders.running_cents", "borders.exposure_ratio")
COST_UNIT = "border"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply what guides pay for a passage, and how exposed they are."""
    chosen = borders(scope, settings)
    scale(conditions.borders, "running_cents", chosen, float(settings["factor"]))
    scale(conditions.borders, "exposure_ratio", chosen, float(settings["exposure_factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Directed borders touched."""
    return float(borders(scope, settings).sum())
