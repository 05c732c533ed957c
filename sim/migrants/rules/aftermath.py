"""Aftermath: what follows when guards or police have caught somebody: a fine at once, or custody and what comes after it."""

from sim.basis.rule import rule
from sim.basis.words import After


@rule
def after_custody(u: float, release_share: float, push_back_share: float, at_home: bool, inland: bool) -> int:
    """What follows custody, a :class:`sim.basis.words.After`, from one uniform draw.

    A state sets its own citizens free. Inside a country nobody is put back across a border: that share is deported.
    """
    if at_home or u < release_share:
        return After.RELEASED
    if not inland and u < release_share + push_back_share:
        return After.PUSHED_BACK
    return After.DEPORTED


@rule
def fined_at_once(u: float, share: float, identified: bool, purse: int, fine: int) -> bool:
    """Whether police fine somebody found inside the country and let them go, from one uniform draw.

    Custody is for those who cannot show who they are, or cannot pay; of the others the ``share`` is fined where they stand. Without a fine all are held.
    """
    return identified and 0 < fine <= purse and u < share


@rule
def expelled_unpaid(after: int, purse: int, fine: int) -> bool:
    """Whether a fine that cannot be paid turns release into expulsion."""
    return after == After.RELEASED and purse < fine
