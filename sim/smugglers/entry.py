"""Entry and exit: how many guides work for a smuggler, and who of them is in prison.

Guides are counted in parts of one: they are those of the full world whatever its scale, and some guide now and then. All smugglers of a border draw on the
same people, who go where a group is to be led: so whatever comes, goes or is arrested is shared by all of them in proportion.
"""

import math

from sim.basis.clock import WEEK
from sim.basis.rows import Rows
from sim.basis.rule import rule


@rule
def growth(gained: float, aimed: float, margin: float, rate: float) -> float:
    """Guides after a week, relative to before: more where a border earns above the margin, fewer where it earns less.

    ``gained`` is what all earned above cost, and ``aimed`` what the seats cost that they meant to sell (cents): who sells those at unit cost plus
    margin gains ``margin * aimed``, and nobody comes or goes. Where no seat was offered, nobody learns anything.
    """
    return max(0.0, 1.0 + rate * (gained / aimed - margin)) if aimed > 0.0 else 1.0


@rule
def released(jailed: float, prison_hours: int) -> float:
    """Guides who come out of prison in a week, so that a sentence lasts ``prison_hours`` on average."""
    return jailed * min(1.0, WEEK / max(1, prison_hours))


@rule
def still_free(chance: float, lost: int, scale: float, guides: float) -> float:
    """Share of the ``guides`` of a border who are not arrested for groups ``lost``.

    Each of these stands for ``1 / scale`` of the full world, and one after the other takes ``chance`` of a guide along: whoever led is one of all.
    """
    return math.exp(-chance * lost / (scale * guides)) if guides > 0.0 else 1.0


@rule
def arrest_guides(smugglers: Rows, border: int, chance: float, lost: int, scale: float) -> None:
    """Take guides of a border into prison for groups lost, each smuggler's in proportion."""
    guides = 0.0
    for row in range(len(smugglers)):
        if smugglers[row].border == border:
            guides += smugglers[row].guides
    free = still_free(chance, lost, scale, guides)
    for row in range(len(smugglers)):
        if smugglers[row].border == border:
            at_work = smugglers[row].guides
            smugglers[row].guides = free * at_work
            smugglers[row].jailed += at_work - smugglers[row].guides
