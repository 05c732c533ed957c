"""End the checks at a crossing or border: whoever comes may pass by the road."""

from sim.levers.reach import PLACES_OF_ACTION, crossings_met, moves
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = PLACES_OF_ACTION
CHANGES = ("moves.checked",)
COST_UNIT = "crossing"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Stop checking where the settings say."""
    conditions.moves.checked[moves(scope, settings)] = False


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Crossings touched."""
    return crossings_met(scope, settings)
