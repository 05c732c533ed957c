"""Close a crossing, a directed border, all borders of a country, or a leg: nobody passes by it."""

from sim.conditions import Conditions
from sim.levers import Scope, Settings
from sim.reach import LEGS_TOO, crossings_met, moves

SETTINGS = LEGS_TOO
CHANGES = ("moves.open",)
COST_UNIT = "crossing"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Close what the settings name."""
    conditions.moves.open[moves(scope, settings)] = False


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Crossings touched."""
    return crossings_met(scope, settings)
