"""Begin checks at a crossing or border that nobody guarded: a new border, or checks brought back."""

from sim.levers.reach import PLACES_OF_ACTION, crossings_met, moves
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = PLACES_OF_ACTION
CHANGES = ("moves.checked",)
COST_UNIT = "crossing"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Check where the settings say."""
    conditions.moves.checked[moves(scope, settings)] = True


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Crossings touched."""
    return crossings_met(scope, settings)
