"""Open a crossing, a directed border or all borders of a country that something else (a season, a closure) had closed."""

from sim.conditions import Conditions
from sim.levers import Scope, Settings
from sim.levers._select import PLACES_OF_ACTION, moves

SETTINGS = PLACES_OF_ACTION


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Open what the settings name."""
    conditions.moves.open[moves(scope, settings)] = True
