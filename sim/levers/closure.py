"""Close a crossing, a directed border or all borders of a country: nobody passes by it."""

from sim.conditions import Conditions
from sim.levers import Scope, Settings
from sim.levers._select import PLACES_OF_ACTION, moves

SETTINGS = PLACES_OF_ACTION


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Close what the settings name."""
    conditions.moves.open[moves(scope, settings)] = False
