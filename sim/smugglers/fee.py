"""The fee: what taking somebody across costs a guide, what he asks, and what a crossing promises to earn."""

import math

from sim.basis.rule import rule


@rule
def unit_cost(running_cents: int, believed: float, loss_cents: int, group_size: int) -> float:
    """Cost of taking one person across, in cents: running cost and the believed chance of being caught times the loss, shared by a full group."""
    return float(running_cents) + believed * loss_cents / group_size


@rule
def next_log_fee(log_fee: float, anchor_cents: float, sold_share: float, adjustment: float, response: float, target: float) -> float:
    """Log of the fee after a week: toward unit cost plus margin, and up when more than the target share of seats was sold.

    Without the anchor fees run away; without the response they never learn of demand.
    """
    return log_fee + adjustment * (math.log(anchor_cents) - log_fee) + response * (sold_share - target)


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
