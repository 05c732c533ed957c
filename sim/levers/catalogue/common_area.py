"""Several countries end the checks among themselves and watch their common outer border more closely, as the Schengen area does."""

from sim.levers.changes import scale
from sim.levers.reach import inside, outside
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {"countries": "the members, such as AAA BBB CCC", "factor": "patrols and inspectors of the members at borders with others, relative to before"}
CHANGES = ("moves.checked", "posts.effort")
COST_UNIT = "patrol"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """End the checks between members, and multiply the effort at the borders with others."""
    conditions.moves.checked[inside(scope, settings)] = False
    scale(conditions.posts, "effort", outside(scope, settings), float(settings["factor"]))


def amount(conditions: Conditions, scope: Scope, settings: Settings) -> float:
    """Patrols and inspectors added at the outer border."""
    return float(conditions.posts.effort[outside(scope, settings)].sum()) * (float(settings["factor"]) - 1.0)
