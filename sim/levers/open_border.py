"""End the checks at a crossing or border: whoever comes may pass by the road."""

from sim.conditions import Conditions
from sim.levers import Scope, Settings
from sim.levers._select import PLACES_OF_ACTION, moves

SETTINGS = PLACES_OF_ACTION


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Stop checking where the settings say."""
    conditions.moves.checked[moves(scope, settings)] = False
