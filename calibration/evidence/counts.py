"""The error of a count that was written down: which expected counts agree with it.

People are caught together, so that a register varies more than people who are caught one by one: negative binomial, as in
:func:`calibration.fit.observation.register`, which judges the same rows in a fit.
"""

from collections.abc import Callable

GROUP = 4.0
"""People caught together (BEH-03 and BEH-05: groups of three to five): variance of a register is so many times that of single people."""
CLOSE = 1e-9
"""Relative error at which a bound is good enough."""


def least_expected(count: float, tail: float, group: float = GROUP) -> float:
    """Smallest expected count, people, under which ``count`` or more are written down with probability ``tail``; 0 for a count of 0."""
    return 0.0 if count <= 0 else _where(lambda expected: 1.0 - at_most(count - 1.0, expected, group) < tail, count)


def most_expected(count: float, tail: float, group: float = GROUP) -> float:
    """Largest expected count, people, under which ``count`` or fewer are written down with probability ``tail``."""
    return _where(lambda expected: at_most(count, expected, group) > tail, count)


def at_most(count: float, expected: float, group: float = GROUP) -> float:
    """Probability that ``count`` or fewer people are written down where ``expected`` are, with a variance ``group`` times as large.

    The regularised incomplete beta function gives it for counts between whole numbers too.
    """
    from scipy.special import betainc  # here, so that commands that compare nothing start sooner

    return 0.0 if count <= -1 else float(betainc(expected / (group - 1.0), count + 1.0, 1.0 / group)) if expected > 0 else 1.0


def _where(below: Callable[[float], bool], near: float) -> float:
    """The expected count up to which ``below`` holds, by bisection."""
    low, high = 0.0, max(near, 1.0)
    while below(high):
        low, high = high, 2.0 * high
    while high - low > CLOSE * high and high > CLOSE:
        middle = (low + high) / 2.0
        low, high = (middle, high) if below(middle) else (low, middle)
    return high
