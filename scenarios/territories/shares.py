"""Shares of one whole that were rounded: how far their sum may be from 1 for that, and what they are when they are made to fit."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from scenarios.territories.parts import Parts
from sim.world.parameters import Parameter, Parameters

EXACT = 1e-6
"""Sums this near to a whole are as good as equal to it."""
MOST_ROUNDING = 0.01
"""Largest part of a whole that rounding is believed to take or add; what is farther off is a mistake."""


def explained(shares: Iterable[float]) -> float:
    """How far the sum of shares may be from a whole because each was rounded: half of the last digit that stands in any of them, for each of them."""
    written = tuple(shares)
    digits = max((_decimals(share) for share in written), default=0)
    return max(EXACT, min(MOST_ROUNDING, 0.5 * len(written) * 10.0**-digits + EXACT))


def _decimals(number: float) -> int:
    """Digits behind the point of the shortest text that is this number."""
    exponent = Decimal(repr(number)).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def normalised(parameters: Parameters, parts: Parts) -> Parameters:
    """Parameters whose origin shares add up to 1 for every community; those that did so before are left as they were."""
    keys = {id(parameter): key for key, parameter in parameters.table.items()}
    changes: dict[str, Parameter] = {}
    for community in parts.communities:
        shares = [parameters.get(f"community.{community.name}.origin.{place}") for place in community.origins]
        total = _sum(shares)
        if abs(total - 1.0) > EXACT:
            changes |= {keys[id(share)]: _divided(share, total) for share in shares if keys[id(share)] not in changes}
    return parameters.replace(changes) if changes else parameters


def _sum(shares: Sequence[Parameter]) -> float:
    total = 0.0
    for share in shares:
        total += share.value
    return total


def _divided(share: Parameter, total: float) -> Parameter:
    """A share of a whole of 1; its range holds what it is now."""
    value = share.value / total
    return replace(share, value=value, low=None if share.low is None else min(share.low, value), high=None if share.high is None else max(share.high, value))
