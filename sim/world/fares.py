"""Fares: what a carrier asks of people from afar, who take a taxi where neighbours take a bus."""

import math

from sim.basis.rule import rule
from sim.basis.words import Mode


@rule
def dearer_ride(stranger: bool, ratio: float) -> float:
    """How much dearer than the fare a ride by road is to somebody: people from afar, who ask in no bazaar which bus leaves when, take a taxi."""
    return ratio if stranger else 1.0


@rule
def fare_of(fare: int, mode: int, dearer: float) -> int:
    """What a leg costs somebody to whom rides by road are so much dearer, in whole cents."""
    return math.floor(fare * dearer + 0.5) if mode == Mode.ROAD else fare
