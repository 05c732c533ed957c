"""Legs and crossings that are proposed: which places are neighbours, how far it is by road, where a border is passed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from scenarios.proposal.gazetteer import Point, border_of
from scenarios.territories.great_circle import great_circle_km
from sim.basis.words import Kind, Mode
from sim.world.network import Crossing, Place

ROAD_FACTOR = 1.3
"""Distance by road over the great circle: between towns most countries lie between 1.2 and 1.5, flat ones below, mountains and coasts above."""
ROAD_KMH = 60.0
"""A coach with its stops: half of what motorways allow, and twice what a mountain road does."""
FOOT_KM = 15.0
"""What is walked of a way over a green section: a night's walk from the last road on one side to the first on the other."""
FOOT_KMH = 4.0
"""A walk over fields and in woods."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """One row of the table of legs; ``crossing`` is empty inside a country."""

    origin: str
    target: str
    mode: Mode
    km: int
    hours: float
    crossing: str
    basis: str


def inland_legs(places: Sequence[Place]) -> list[Proposed]:
    """Roads between the neighbours of one country: two places of which no third is nearer to both (their relative neighbourhood graph).

    That graph joins all places: it holds the shortest tree that does.
    """
    legs = []
    for one, other in combinations(places, 2):
        far = _km(one, other)
        if not any(max(_km(one, third), _km(other, third)) < far for third in places if third not in (one, other)):
            legs.append(_by_road(one, other, ROAD_FACTOR * far, ""))
    return legs


def over_the_border(here: Sequence[Place], there: Sequence[Place], names: tuple[str, str]) -> tuple[list[Crossing], list[Proposed]]:
    """One official and one green crossing of the common border of two countries, and the legs over them.

    Parameters
    ----------
    here, there
        Places of the two countries.
    names
        What the countries are called in titles.

    Returns
    -------
    tuple
        The crossings, and one leg over each, between the two places that are nearest to each other by way of a point of the border. The official
        crossing is that point, the green one the next best; the distance is the great circle times the factor, and not less than by way of the point.
    """
    points = border_of(here[0].country, there[0].country)
    ways = sorted((_by_way(one, point, other), one.name, other.name, point, one, other) for one in here for other in there for point in points)
    *_, best, one, other = ways[0]
    others = [way[3] for way in ways if (way[1], way[2]) == ways[0][1:3]]
    crossings, legs = [], []
    for kind, point in ((Kind.OFFICIAL, best), (Kind.GREEN, others[min(1, len(others) - 1)])):
        name = f"{here[0].country}-{there[0].country}-{kind.word}".lower()
        crossings.append(Crossing(name, f"{names[0]} - {names[1]}, {kind.word}", kind, (here[0].country, there[0].country), *point))
        km = max(ROAD_FACTOR * _km(one, other), _by_way(one, point, other))
        legs.append(_by_road(one, other, km, name) if kind is Kind.OFFICIAL else _over_green(one, other, km, name))
    return crossings, legs


def _by_road(one: Place, other: Place, km: float, crossing: str) -> Proposed:
    return Proposed(one.name, other.name, Mode.ROAD, math.ceil(km), round(km / ROAD_KMH, 1), crossing, f"great circle x {ROAD_FACTOR:g} at {ROAD_KMH:g} km/h")


def _over_green(one: Place, other: Place, km: float, crossing: str) -> Proposed:
    """By road with a walk, or on foot where the walk is half of the way and more."""
    if km < 2 * FOOT_KM:
        return Proposed(one.name, other.name, Mode.FOOT, math.ceil(km), round(km / FOOT_KMH, 1), crossing, f"great circle x {ROAD_FACTOR:g} on foot")
    hours = (km - FOOT_KM) / ROAD_KMH + FOOT_KM / FOOT_KMH
    return Proposed(one.name, other.name, Mode.ROAD, math.ceil(km), round(hours, 1), crossing, f"great circle x {ROAD_FACTOR:g} with {FOOT_KM:g} km on foot")


def _km(one: Place, other: Place) -> float:
    return great_circle_km(one.lat, one.lon, other.lat, other.lon)


def _by_way(one: Place, point: Point, other: Place) -> float:
    return great_circle_km(one.lat, one.lon, *point) + great_circle_km(*point, other.lat, other.lon)
