"""Close a crossing, a directed border, all borders of a country, or a leg: nobody passes by it."""

from sim.levers.reach import LEGS_TOO, crossings_met, moves
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = LEGS_TOO
CHANGES = ("moves.open",)
COST_UNIT = "crossing"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Close what the settings name."""
    conditions.moves.open[moves(scope, settings)] = False


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Crossings touched."""
    return crossings_met(scope, settings)
