"""Entry and exit: how many guides work for a smuggler, and who of them is in prison.

Guides are counted in parts of one: they are those of the full world whatever its scale, and some guide now and then. All smugglers of a border draw on the
same people, who go where a group is to be led: so whatever comes, goes or is arrested is shared by all of them in proportion.
"""

import math

from sim.basis.clock import WEEK
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
def still_free(arrested: float, guides: float) -> float:
    """Share of the ``guides`` of a border who are free after so many were ``arrested``, one after the other: whoever led a lost group is one of all."""
    return math.exp(-arrested / guides) if guides > 0.0 else 1.0
