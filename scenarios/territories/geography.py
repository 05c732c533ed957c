"""The network of a territory: places, crossings and legs."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from scenarios.reading.files import Row, read_rows, split
from scenarios.reading.names import COUNTRY, COUNTRY_TEXT, NAME, name_allowed, spelled
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.territories.columns import CROSSINGS, LEGS, PLACES
from scenarios.territories.transports import read_transports
from scenarios.territories.unlikely import leg_key
from sim.basis.words import Kind, Mode
from sim.world.network import MINUTES, Crossing, Leg, Place

LONGEST_KM = 40_075
"""Longest leg: once round the earth."""
KINDS: Mapping[str, Kind] = {kind.word: kind for kind in Kind}
MODES: Mapping[str, Mode] = {mode.word: mode for mode in Mode}
KINDS_BY_MODE: Mapping[Mode, tuple[Kind, ...]] = {
    Mode.ROAD: (Kind.OFFICIAL, Kind.GREEN),
    Mode.RAIL: (Kind.OFFICIAL, Kind.GREEN),
    Mode.FOOT: (Kind.OFFICIAL, Kind.GREEN),
    Mode.FERRY: (Kind.FERRY, Kind.OFFICIAL),
    Mode.BOAT: (Kind.SEA, Kind.GREEN),
    Mode.AIR: (Kind.AIRPORT,),
}
"""The kinds of crossing that a leg of each mode may pass."""


@dataclass(frozen=True, slots=True)
class Ends:
    """When the checks at a crossing end: ``on`` a date, or they ``never`` were."""

    on: date | None = None
    never: bool = False


@dataclass(frozen=True, slots=True)
class Geography:
    """The whole network of a territory; ``legs`` holds both directions.

    ``place_names`` and ``crossing_names`` include those whose rows have findings, and how those are rightly spelled, so that one finding does not draw others
    after it. ``flown`` are airports of places with flights, ``where`` is the ``file:line`` of rows: see :data:`scenarios.territories.unlikely.Where`.
    """

    places: Mapping[str, Place]
    crossings: Mapping[str, Crossing]
    legs: tuple[Leg, ...]
    ends: Mapping[str, Ends]
    countries: tuple[str, ...]
    place_names: tuple[str, ...]
    crossing_names: tuple[str, ...]
    flown: frozenset[str]
    where: Mapping[tuple[str, ...], str]


def read_geography(folder: Path, problems: Problems) -> Geography | None:
    """The network in ``places.csv``, ``crossings.csv``, ``legs.csv`` and, if it is there, ``transports.csv``, or ``None`` if one cannot be read as a table."""
    place_rows = read_rows(folder / "places.csv", tuple(PLACES), problems)
    crossing_rows = read_rows(folder / "crossings.csv", tuple(CROSSINGS), problems)
    leg_rows = read_rows(folder / "legs.csv", tuple(LEGS), problems, ("minutes",))
    if place_rows is None or crossing_rows is None or leg_rows is None:
        return None
    _unique(place_rows, "place")
    _unique(crossing_rows, "crossing")
    for row in crossing_rows:
        if row["name"] in KINDS:
            row.bad("name", "a name that is not a kind of crossing, because parameters speak of kinds by these words")
    countries = tuple(dict.fromkeys(row["country"] for row in place_rows))
    places = {row["name"]: place for row in place_rows if (place := _place(row))}
    home = {row["name"]: row["country"] for row in place_rows}
    for row in place_rows:  # a name that is rightly spelled elsewhere is no unknown name
        home.setdefault(spelled(row["name"]) or row["name"], row["country"])
    crossing_names = tuple(dict.fromkeys(name for row in crossing_rows for name in (row["name"], spelled(row["name"]) or row["name"])))
    crossings: dict[str, Crossing] = {}
    ends: dict[str, Ends] = {}
    airports: dict[str, str] = {}
    for row in crossing_rows:
        if crossing := _crossing(row, countries, home, airports):
            crossings[crossing.name] = crossing
            ends[crossing.name] = _ends(row)
    reader = _Legs(home, crossings, frozenset(crossing_names), airports)
    legs = []
    where: dict[tuple[str, ...], str] = {(noun, row["name"]): row.where for noun, rows in (("place", place_rows), ("crossing", crossing_rows)) for row in rows}
    for row in leg_rows:
        for leg in reader.both(row):
            legs.append(leg)
            where[leg_key(leg)] = row.where
    for leg, at in read_transports(folder, reader.mode_of, home, {name: crossing.kind for name, crossing in crossings.items()}, problems):
        legs.append(leg)
        where[leg_key(leg)] = at
    flown = frozenset(airports[name] for leg in legs if leg.mode is Mode.AIR for name in (leg.origin, leg.target) if name in airports)
    return Geography(places, crossings, tuple(legs), ends, countries, tuple(home), crossing_names, flown, where)


def _unique(rows: list[Row], noun: str) -> None:
    first: dict[str, str] = {}
    for row in rows:
        name = row["name"]
        if not NAME.fullmatch(name):
            row.bad("name", name_allowed(name), spelled(name))
        if name and name in first:
            row.reject(f'{noun} "{name}" again', f"each name once; it stands at {first[name]}")
        first.setdefault(name, row.where)


def _titled(row: Row) -> None:
    if not row["title"]:
        row.bad("title", "what a reader sees")


def _place(row: Row) -> Place | None:
    _titled(row)
    if not COUNTRY.fullmatch(row["country"]):
        row.bad("country", COUNTRY_TEXT)
    lat, lon = row.number("lat", -90, 90), row.number("lon", -180, 180)
    if not row.valid or lat is None or lon is None:
        return None
    return Place(row["name"], row["title"], row["country"], lat, lon, split(row["roles"]))


def _crossing(row: Row, countries: Collection[str], home: Mapping[str, str], airports: dict[str, str]) -> Crossing | None:
    _titled(row)
    kind = row.word("kind", KINDS)
    lat, lon = row.number("lat", -90, 90), row.number("lon", -180, 180)
    closed, hard = row.months("closed_months"), row.months("hard_months")
    if kind is Kind.AIRPORT:
        _airport(row, home, airports)
    elif kind is not None:
        _border(row, countries)
    if not row["source"]:
        row.bad("source", "where the crossing is known from")
    if not row.valid or kind is None or lat is None or lon is None or closed is None or hard is None:
        return None
    sides = (home[row["place"]],) if kind is Kind.AIRPORT else (row["country_a"], row["country_b"])
    return Crossing(row["name"], row["title"], kind, sides, lat, lon, closed, hard)


def _airport(row: Row, home: Mapping[str, str], airports: dict[str, str]) -> None:
    """Check the place that an airport serves; ``airports`` gathers airports by place."""
    if not row.known("place", home):
        return
    for column in ("country_a", "country_b"):
        if row[column] not in ("", home[row["place"]]):
            row.bad(column, f"the country of the airport's place, or empty, with {row['place']} as its place", home[row["place"]])
    if row["place"] in airports:
        row.reject(f'a second airport of "{row["place"]}"', f"one airport a place; the other is {airports[row['place']]}")
    airports.setdefault(row["place"], row["name"])


def _border(row: Row, countries: Collection[str]) -> None:
    """Check that a crossing lies on a border between two known countries."""
    if row["place"]:
        row.bad("place", "an empty cell: only airports belong to a place")
    for column in ("country_a", "country_b"):
        if not row[column]:
            row.reject(f"no {column}", "two countries: a crossing lies on a border")
        else:
            row.known(column, countries)
    if row["country_a"] and row["country_a"] == row["country_b"]:
        row.reject(f"{row['country_a']} on both sides", "two different countries: a crossing lies on a border")


def _ends(row: Row) -> Ends:
    cell = row["checked_until"]
    if not cell:
        return Ends()
    if cell == "never":
        return Ends(never=True)
    try:
        return Ends(date.fromisoformat(cell))
    except ValueError:
        row.bad("checked_until", "a date such as 2004-05-31, never, or empty", nearest(cell, ["never"]))
        return Ends()


@dataclass(slots=True)
class _Legs:
    """Reads legs; knows the country of each place, the valid crossings, the names of all crossings, and airports by place."""

    home: Mapping[str, str]
    crossings: Mapping[str, Crossing]
    names: Collection[str]
    airports: Mapping[str, str]
    first: dict[tuple[frozenset[str], str, str], str] = field(default_factory=dict)

    def both(self, row: Row) -> tuple[Leg, ...]:
        """The leg of a row there and back; nothing after a finding."""
        origin, target, over = row["origin"], row["target"], row["crossing"]
        km, minutes = row.number("km", 0, LONGEST_KM), self._minutes(row)
        mode = self.mode_of(row)
        key = (frozenset((origin, target)), row["mode"], over)
        if key in self.first:
            found = f"leg {origin} - {target} by {row['mode']}{over and ' over '}{over} again"
            row.reject(found, f"each leg once, in one direction; it stands at {self.first[key]}")
        self.first.setdefault(key, row.where)
        if not row.valid or mode is None or km is None or minutes is None:
            return ()
        whole, rest = divmod(minutes, MINUTES)
        leave = enter = over or None
        if mode is Mode.AIR and self.home[origin] != self.home[target]:
            leave, enter = self.airports[origin], self.airports[target]
        return Leg(origin, target, mode, km, whole, leave, enter, rest), Leg(target, origin, mode, km, whole, enter, leave, rest)

    def mode_of(self, row: Row, modes: Mapping[str, Mode] = MODES) -> Mode | None:
        """How a leg is travelled, its ends, mode and crossing checked."""
        mode, over = row.word("mode", modes), row["crossing"]
        ends_known = [row.known(column, self.home) for column in ("origin", "target")]
        if over and over not in self.names:
            row.bad("crossing", listed(self.names), nearest(over, self.names))
        if all(ends_known) and mode is not None:
            self._ends(row, mode)
        return mode

    @staticmethod
    def _minutes(row: Row) -> int | None:
        """Moving time of a leg: hours are rounded up to whole ones, at least one; minutes are not."""
        if row["minutes"]:
            if row["hours"]:
                row.bad("hours", "an empty cell where minutes stand")
            minutes = row.number("minutes", 1, 10_000 * MINUTES)
            return None if minutes is None else round(minutes)
        hours = row.number("hours", 0, 10_000)
        return None if hours is None else MINUTES * max(1, math.ceil(hours))

    def _ends(self, row: Row, mode: Mode) -> None:
        """Check that a leg meets the border that lies between its ends."""
        origin, target, over = row["origin"], row["target"], row["crossing"]
        sides = {self.home[origin], self.home[target]}
        if origin == target:
            row.reject(f'a leg from "{origin}" to itself', "two different places")
        elif len(sides) == 1:
            if over:
                row.bad("crossing", f"an empty cell: both places are in {self.home[origin]}")
        elif mode is Mode.AIR:
            for place in (origin, target):
                if place not in self.airports:
                    row.reject(f'an air leg, but no airport at "{place}"', f"places with an airport in crossings.csv: {listed(self.airports)}")
            if over and target in self.airports and over != self.airports[target]:
                row.bad("crossing", f"the airport of {target}, or empty", self.airports[target])
        elif not over:
            near = self._between(sides, tuple(Kind))
            row.bad("crossing", f"a crossing between {' and '.join(sorted(sides))}: {listed(near)}", near[0] if near else "")
        elif over in self.crossings:
            crossing = self.crossings[over]
            if set(crossing.countries) != sides:
                near = self._between(sides, KINDS_BY_MODE[mode])
                found = f'crossing "{over}", which lies between {" and ".join(crossing.countries)}'
                row.reject(found, f"a crossing between {' and '.join(sorted(sides))}: {listed(near)}", nearest(over, near))
            elif crossing.kind not in KINDS_BY_MODE[mode]:
                near = self._between(sides, KINDS_BY_MODE[mode])
                found = f'crossing "{over}" of kind {crossing.kind.word} on a leg by {mode.word}'
                row.reject(found, f"kind {' or '.join(kind.word for kind in KINDS_BY_MODE[mode])}: {listed(near)}", nearest(over, near))

    def _between(self, sides: set[str], kinds: Collection[Kind]) -> list[str]:
        """Crossings of some kinds between two countries."""
        return [name for name, crossing in self.crossings.items() if set(crossing.countries) == sides and crossing.kind in kinds]
