"""Fares: what a carrier asks of people from afar, who take a taxi where neighbours take a bus."""

import math

from sim.basis.rule import rule
from sim.basis.words import Mode


@rule
def ride_ratio_of(stranger: bool, ratio: float) -> float:
    """What a ride by road costs somebody, relative to the fare: people from afar, who ask in no bazaar which bus leaves when, take a taxi."""
    return ratio if stranger else 1.0


@rule
def fare_of(fare: int, mode: int, ride_ratio: float) -> int:
    """What a leg costs somebody to whom rides by road cost ``ride_ratio`` times the fare, in whole cents."""
    return math.floor(fare * ride_ratio + 0.5) if mode == Mode.ROAD else fare
