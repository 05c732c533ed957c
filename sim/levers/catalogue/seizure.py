"""Take vehicles, boats and profits from smugglers: a caught group costs them more."""

from sim.levers.changes import scale
from sim.levers.reach import BORDERS, borders
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    **BORDERS,
    "factor": "what a smuggler loses when a group is caught, relative to before",
}
CHANGES = ("borders.loss_cents",)
COST_UNIT = "border"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply what a caught group costs its smuggler."""
    chosen = borders(scope, settings)
    scale(conditions.borders, "loss_cents", chosen, float(settings["factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Directed borders touched."""
    return float(borders(scope, settings).sum())
