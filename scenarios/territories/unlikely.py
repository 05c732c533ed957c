"""What is possible on a map and unlikely: legs shorter than the straight line, speeds that no vehicle has, one town twice, codes of no country."""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations

from scenarios.reading.files import table_of
from scenarios.reading.folders import COUNTRIES
from scenarios.reading.likeness import unmarked
from scenarios.reading.problems import Problems
from scenarios.territories.great_circle import KM_A_DEGREE, great_circle_km
from scenarios.territories.parts import Parts
from sim.basis.words import Mode
from sim.world.network import MINUTES, Crossing, Leg, Place

Where = Mapping[tuple[str, ...], str]
"""``file:line`` of the rows of a territory: of ``("place", NAME)``, ``("crossing", NAME)`` and of :func:`leg_key`."""

TOLERANCE = 0.02
"""Part of a great circle by which a leg may be shorter: points of towns and green sections are rounded, and the earth is no sphere (0.6 per cent at most)."""
NEAR_KM = 1.0
"""Distance below which two places are one town."""
SPEEDS: Mapping[Mode, tuple[float, float]] = {
    Mode.FOOT: (0.5, 10.0),
    Mode.ROAD: (5.0, 130.0),
    Mode.RAIL: (10.0, 350.0),
    Mode.FERRY: (5.0, 110.0),
    Mode.BOAT: (2.0, 100.0),
    Mode.AIR: (50.0, 1_000.0),
}
"""Least and greatest speed of a leg in km/h. On foot: from snow in mountains to a run. By road: from tracks to motorways at the usual limit.
By rail: to the fastest timetable. By ferry: to fast catamarans; by boat: to speedboats. By air: to a jet's cruise, with some wind."""


def leg_key(leg: Leg) -> tuple[str, ...]:
    """How a leg is known in :data:`Where`: both directions alike, a flight by its places and a transport by its name alone."""
    over = "" if leg.mode is Mode.AIR else (leg.entry or "")
    if leg.transport is not None:
        return ("transport", leg.transport.name)
    return ("leg", *sorted((leg.origin, leg.target)), leg.mode.word, over)


def warn_of_map(parts: Parts, where: Where, problems: Problems, *, invented: bool) -> None:
    """Warn of places, crossings and legs that are unlikely; codes of an ``invented`` territory may be any."""
    _warn_of_points(parts, where, problems)
    _warn_of_doubles(parts.places, where, problems)
    if not invented:
        _warn_of_codes(parts, where, problems)
    places = {place.name: place for place in parts.places}
    crossings = {crossing.name: crossing for crossing in parts.crossings}
    seen: set[tuple[str, ...]] = set()
    for leg in parts.legs:
        key = leg_key(leg)
        if key not in seen:  # as its row says it, and not also the other way round
            _warn_of_leg(leg, places, crossings, where[key], problems)
        seen.add(key)


@cache
def iso_codes() -> frozenset[str]:
    """The codes of ISO 3166-1 alpha-3, and XKX."""
    return frozenset(row["code"] for row in table_of(COUNTRIES.read_text(encoding="utf-8")))


def _warn_of_points(parts: Parts, where: Where, problems: Problems) -> None:
    named: list[tuple[str, Iterable[Place | Crossing]]] = [("place", parts.places), ("crossing", parts.crossings)]
    for noun, rows in named:
        for row in rows:
            if row.lat == row.lon == 0.0:
                problems.warn(where[noun, row.name], f"{noun} {row.name} lies at latitude 0, longitude 0, in the open sea", "the point of the town or border")


def _warn_of_doubles(places: Iterable[Place], where: Where, problems: Problems) -> None:
    by_title: dict[tuple[str, str], list[str]] = {}
    by_country: dict[str, list[Place]] = {}
    for place in places:
        by_title.setdefault((place.country, " ".join(unmarked(place.title).split())), []).append(place.name)
        by_country.setdefault(place.country, []).append(place)
    noted = {frozenset(pair) for names in by_title.values() for pair in combinations(names, 2)} if by_title else set()
    for (country, _), names in by_title.items():
        if len(names) > 1:
            problems.warn(where["place", names[-1]], f"places {', '.join(names)} of {country} have the same title", "one row a town")
    for country, there in by_country.items():
        there.sort(key=lambda place: (place.lat, place.name))
        for position, place in enumerate(there):
            for other in there[position + 1 :]:
                if (other.lat - place.lat) * KM_A_DEGREE >= NEAR_KM:
                    break
                apart = great_circle_km(place.lat, place.lon, other.lat, other.lon)
                if apart < NEAR_KM and frozenset((place.name, other.name)) not in noted:
                    found = f"places {place.name} and {other.name} of {country} lie {apart * 1000:,.0f} m apart"
                    problems.warn(where["place", other.name], found, f"one row a town: {NEAR_KM:g} km and more")


def _warn_of_codes(parts: Parts, where: Where, problems: Problems) -> None:
    first: dict[str, str] = {}
    for place in parts.places:
        first.setdefault(place.country, where["place", place.name])
    for community in parts.communities:
        first.setdefault(community.nationality, where.get(("community", community.name), "communities.toml"))
    for code, at in first.items():
        if code not in iso_codes():
            usual = "such a code, so that no country has two names; or invented = true in territory.toml"
            problems.warn(at, f"country {code}, which is no code of ISO 3166-1", usual)


def _warn_of_leg(leg: Leg, places: Mapping[str, Place], crossings: Mapping[str, Crossing], at: str, problems: Problems) -> None:
    origin, target = places[leg.origin], places[leg.target]
    straight = great_circle_km(origin.lat, origin.lon, target.lat, target.lon)
    if leg.km < straight * (1 - TOLERANCE):
        found = f"{leg.km:g} km by {leg.mode.word} from {leg.origin} to {leg.target}, which lie {straight:,.0f} km apart"
        problems.warn(at, found, "at least the distance over the globe")
    if leg.entry is not None and leg.mode is not Mode.AIR:
        over = crossings[leg.entry]
        ways = [great_circle_km(over.lat, over.lon, end.lat, end.lon) for end in (origin, target)]
        if min(ways) > leg.km * (1 + TOLERANCE):
            found = f"a leg of {leg.km:g} km from {leg.origin} to {leg.target} over {leg.entry}, which lies {min(ways):,.0f} km from the nearer of them"
            problems.warn(at, found, "a crossing on the way")
    slow, fast = SPEEDS[leg.mode]
    speed = leg.km / leg.moving_hours
    if speed > fast or (speed < slow and leg.moving_hours != 1):  # hours without minutes are whole, and at least one
        time = f"{leg.hours:,} hours" if leg.minutes == 0 else f"{MINUTES * leg.hours + leg.minutes:,} minutes"
        found = f"{leg.km:g} km by {leg.mode.word} from {leg.origin} to {leg.target} in {time}, {speed:,.3g} km/h"
        problems.warn(at, found, f"{slow:g} to {fast:g} km/h by {leg.mode.word}")
