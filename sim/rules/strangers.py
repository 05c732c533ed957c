"""Strangers: what guides and drivers ask of people from afar, and how guards notice them."""

import math

from sim.rule import rule
from sim.words import Channel, Mode


@rule
def fee_of(fee: int, surcharge: int, stranger: bool) -> int:
    """What a guide asks of somebody, in cents: of people from afar a ``surcharge`` above the ``fee`` that neighbours pay."""
    return fee + surcharge if stranger else fee


@rule
def stands_out(channel: int, stranger: bool, ratio: float) -> float:
    """How much more a country's guards notice somebody, relative to a neighbour: ``ratio`` for who is from afar and goes hidden without a guide."""
    return ratio if stranger and channel == Channel.ALONE else 1.0


@rule
def dearer_ride(stranger: bool, ratio: float) -> float:
    """How much dearer than the fare a ride by road is to somebody: people from afar, who ask in no bazaar which bus leaves when, take a taxi."""
    return ratio if stranger else 1.0


@rule
def fare_of(fare: int, mode: int, dearer: float) -> int:
    """What a leg costs somebody to whom rides by road are so much dearer, in whole cents."""
    return math.floor(fare * dearer + 0.5) if mode == Mode.ROAD else fare
