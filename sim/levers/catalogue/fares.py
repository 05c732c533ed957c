"""Change the fares of a leg, or of what leads over a crossing, border or into and out of a country."""

from sim.levers.changes import scale
from sim.levers.reach import LEGS_TOO, moves
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {**LEGS_TOO, "factor": "fare relative to before"}
CHANGES = ("moves.fare_cents",)
COST_UNIT = "leg"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the fares of the moves that the settings name."""
    scale(conditions.moves, "fare_cents", moves(scope, settings), float(settings["factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Legs whose fares change."""
    chosen = moves(scope, settings)
    return len({move.leg.name for move, met in zip(scope.atlas.moves, chosen, strict=True) if met})
