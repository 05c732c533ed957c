"""Open a crossing, a directed border, all borders of a country, or a leg that something else (a season, a closure) had closed."""

from sim.conditions import Conditions
from sim.levers import Scope, Settings
from sim.reach import LEGS_TOO, crossings_met, moves

SETTINGS = LEGS_TOO
CHANGES = ("moves.open",)
COST_UNIT = "crossing"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Open what the settings name."""
    conditions.moves.open[moves(scope, settings)] = True


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Crossings touched."""
    return crossings_met(scope, settings)
