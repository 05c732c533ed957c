"""The fee: what taking somebody across costs a guide, what he asks, and what a crossing promises to earn."""

import math

from sim.basis.rule import rule


@rule
def tries_led(believed: float, put_back: float, covered: int) -> float:
    """Tries that a guide expects to lead for one fee that covers so many.

    ``1 + b p + (b p)^2 + ...``: of those caught with the chance ``p`` that is ``believed``, the share ``b`` that is ``put_back`` over the border is led again.
    """
    tries = 1.0
    power = 1.0
    for _ in range(1, covered):
        power *= believed * put_back
        tries += power
    return tries


@rule
def unit_cost(running_cents: int, believed: float, loss_cents: int, group_size: int, tries: float) -> float:
    """Cost of taking one client across, in cents.

    Each of the ``tries`` (:func:`tries_led`) takes the running cost, and the believed chance of being caught times the loss, shared by a full group.
    """
    return (float(running_cents) + believed * loss_cents / group_size) * tries


@rule
def pressure(sold_share: float, unserved: float, target: float) -> float:
    """How far more seats are asked for than the target share of those offered, at most 1.

    Where nobody waits it is the share sold beyond the target; ``unserved``, people who wait at a time for each seat, bring it toward 1 the more they are. Of
    seats sold alone no guide could see that more are wanted.
    """
    return (sold_share + unserved - target) / (1.0 + unserved)


@rule
def next_log_fee(log_fee: float, anchor_cents: float, cost_cents: float, pressed: float, adjustment: float, response: float) -> float:
    """Log of the fee after a week: toward the anchor, unit cost plus margin, and on with the :func:`pressure` of demand; never below unit cost.

    Without the anchor fees run away; without the response they never learn of demand.
    """
    return max(math.log(cost_cents), log_fee + adjustment * (math.log(anchor_cents) - log_fee) + response * pressed)


@rule
def fee_cents(log_fee: float) -> int:
    """A fee in whole cents, at least one."""
    return max(1, math.floor(math.exp(log_fee) + 0.5))


@rule
def profit(fee: float, cost: float, sold_share: float) -> float:
    """Profit expected of a crossing, in cents a seat."""
    return (fee - cost) * sold_share


@rule
def fee_of(fee: int, surcharge: int, stranger: bool) -> int:
    """What a guide asks of somebody, in cents: of people from afar a ``surcharge`` above the ``fee`` that neighbours pay."""
    return fee + surcharge if stranger else fee
