"""Attempt: what happens to somebody on a move that meets a border.

In this order: a carrier may refuse to board, the way may kill or injure, the country left and the country entered may
notice, and a guard who noticed may be bought off.
"""

from sim.basis.rule import rule
from sim.basis.words import Channel

PASSED = 0
NOTICED_LEAVING = 1
NOTICED_ENTERING = 2


@rule
def check(u: float, p_leaving: float, p_entering: float) -> int:
    """Which side notices, if any, from one uniform draw.

    The two services check one after the other and independently: the chance to pass is ``(1 - p_leaving) * (1 - p_entering)``.
    """
    if u < p_leaving:
        return NOTICED_LEAVING
    if u < p_leaving + (1.0 - p_leaving) * p_entering:
        return NOTICED_ENTERING
    return PASSED


@rule
def noticed_leaving(channel: int, unlawful: bool) -> bool:
    """Whether the country left has anything to notice: hidden people and forged papers, or a lawful stay that has lapsed."""
    return channel in (Channel.GUIDED, Channel.ALONE, Channel.FORGED) or (unlawful and channel in (Channel.LEGAL, Channel.VISA))


@rule
def noticed_entering(channel: int) -> bool:
    """Whether the country entered has anything to notice: all but lawful entry."""
    return channel not in (Channel.INLAND, Channel.LEGAL)


@rule
def is_perilous(channel: int) -> bool:
    """Whether the way itself can kill: off the road, or hidden."""
    return channel in (Channel.GUIDED, Channel.ALONE)


@rule
def bought_off(u: float, corrupt_share: float, purse: int, bribe: int) -> bool:
    """Whether a guard who noticed lets go: not if honest (keyed draw), not if the bribe cannot be paid."""
    return u < corrupt_share and purse >= bribe
