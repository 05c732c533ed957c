"""Strangers: what guides ask of people from afar, and how guards notice them."""

from sim.rule import rule
from sim.words import Channel


@rule
def fee_of(fee: int, surcharge: int, stranger: bool) -> int:
    """What a guide asks of somebody, in cents: of people from afar a ``surcharge`` above the ``fee`` that neighbours pay."""
    return fee + surcharge if stranger else fee


@rule
def stands_out(channel: int, stranger: bool, ratio: float) -> float:
    """How much more a country's guards notice somebody, relative to a neighbour: ``ratio`` for who is from afar and goes hidden without a guide."""
    return ratio if stranger and channel == Channel.ALONE else 1.0
