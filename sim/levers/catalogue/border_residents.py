"""Change what residents of the border may do, such as five days of stay: local guides become more or less expensive, and known or strange to the ground."""

from sim.levers.changes import scale
from sim.levers.reach import BORDERS, border_rows, borders
from sim.levers.scope import Scope, Settings
from sim.world.conditions import NONE, Conditions

SETTINGS = {
    **BORDERS,
    "factor": "cost of taking one person across, relative to before",
    "exposure_factor": "exposure of guided people, relative to before",
}
CHANGES = ("borders.running_cents", "moves.running_cents", "borders.exposure_ratio")
COST_UNIT = "border"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply what guides pay for a passage, and how exposed they are."""
    chosen = borders(scope, settings)
    scale(conditions.borders, "running_cents", chosen, float(settings["factor"]))
    led = chosen[scope.once("border of moves", lambda: border_rows(scope))] & (conditions.moves.running_cents > NONE)
    scale(conditions.moves, "running_cents", led, float(settings["factor"]))
    scale(conditions.borders, "exposure_ratio", chosen, float(settings["exposure_factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Directed borders touched."""
    return float(borders(scope, settings).sum())
