"""Contract: a fee that covers several tries over one border.

Who is stopped with a guide and goes again with a guide over the same border pays no second fee, until the tries that the first one covers are used up
or the border is behind them. The guide bears the cost of every try.
"""

from sim.basis.rule import rule

NO_BORDER = -1


@rule
def border_paid(paid_border: int, tries_left: int) -> int:
    """The border over which somebody will be led without another fee, :data:`NO_BORDER` if there is none."""
    return paid_border if tries_left > 0 else NO_BORDER


@rule
def tries_left_after(tries_left: int, is_paid: bool, covered: int) -> int:
    """Tries left when one more is made: by a fee that covers so many, or of those that were paid before."""
    return tries_left - 1 if is_paid else covered - 1


@rule
def tries_unpaid(p: float, failures: int, covered: int) -> float:
    """Expected tries that cost no fee, of those after each of up to so many ``failures``, each of chance ``p``.

    Every ``covered``-th is paid again, and after the last failure no try is made.
    """
    total = 0.0
    power = 1.0
    for k in range(1, failures + 1):
        power *= p
        if k == failures or k % covered != 0:
            total += power
    return total
