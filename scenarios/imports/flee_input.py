"""What FLEE reads: its files as records, every row checked, all findings at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import chain
from pathlib import Path

from scenarios.imports.lines import day_of, read_lines
from scenarios.reading.files import Row
from scenarios.reading.names import spelled
from scenarios.reading.paths import is_file, is_folder, shown, there
from scenarios.reading.problems import Problems, listed, nearest
from sim.world.meanings import UNITS

ROOMS = ("", "input_csv", "source_data", "refugee_data")
"""Where FLEE's files lie, below the folder of a conflict."""
PERIODS = ("sim_period.csv", "conflict_period.csv")
"""The file with the simulated days: its name now, and before."""
TOTAL = "total"
"""What ``data_layout.csv`` calls the number of all who fled."""
MOST_DAYS = 36_525
"""A hundred years, the longest that a scenario may be."""
LEAST_KM, MOST_KM = 0.1, 40_075
"""Shortest and longest route: once round the earth."""


class Type(Enum):
    """What a location is."""

    TOWN = "town"
    CONFLICT = "conflict_zone"
    CAMP = "camp"
    HUB = "forwarding_hub"
    MARKER = "marker"


_TYPES: Mapping[str, Type] = {
    **{one.value: one for one in Type},
    "conflict": Type.CONFLICT, "idpcamp": Type.CAMP, "forward": Type.HUB, "forwarding": Type.HUB,
}  # fmt: skip
CLOSURES = ("country", "location", "link", "camp", "idpcamp", "remove_forced_redirection")


@dataclass(frozen=True, slots=True)
class Location:
    """A location: its ``name`` in FLEE, its ``key`` here, and the ``point`` (latitude, longitude) where it has one.

    ``begins`` is the day, from 0, on which a conflict zone becomes one; ``people`` are its population, or the capacity of a camp.
    """

    name: str
    key: str
    country: str
    type: Type
    point: tuple[float, float] | None
    begins: int
    people: int
    where: str


@dataclass(frozen=True, slots=True)
class Route:
    """A way between two locations, in km; ``redirects`` is FLEE's forced redirection: 0 none, 1 from the second to the first, 2 the other way."""

    ends: tuple[str, str]
    km: float
    redirects: str
    where: str


@dataclass(frozen=True, slots=True)
class Closure:
    """What is closed from a day on; ``end`` is the day on which it opens again, ``None`` if never."""

    kind: str
    names: tuple[str, str]
    start: int
    end: int | None
    where: str


Counts = Mapping[date, float]
"""People by day."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """All that FLEE reads of a conflict; locations by their names in FLEE, ``intensity`` by zone and day where ``conflicts.csv`` gives it."""

    start: date
    days: int
    locations: Mapping[str, Location]
    routes: Sequence[Route]
    closures: Sequence[Closure]
    corrections: Sequence[tuple[str, date, str]]
    total: Counts
    camps: Mapping[str, Counts]
    intensity: Mapping[str, Sequence[float]]

    @property
    def last(self) -> date:
        """The last simulated day."""
        return self.start + timedelta(days=self.days - 1)


def read_conflict(folders: Sequence[Path], codes: Mapping[str, str], problems: Problems) -> Conflict:
    """Read the files of a conflict that lie in some folders, or in those that FLEE keeps below them.

    Parameters
    ----------
    folders
        The folder of the conflict, and one with its validation data if that lies elsewhere.
    codes
        Codes of countries by how :func:`~scenarios.reading.names.spelled` writes their names.

    Raises
    ------
    BadInput
        With everything that is wrong.
    """
    for folder in folders:
        if not is_folder(folder):
            problems.add(
                shown(folder), "no such folder" if not there(folder) else "a file", "a folder with locations.csv, routes.csv and sim_period.csv of FLEE"
            )
    problems.stop()
    start, days = _period(folders, problems)
    locations = _locations(_found(folders, "locations.csv", problems), codes, problems)
    routes = _routes(_found(folders, "routes.csv", problems), locations, problems)
    closures = _closures(_found(folders, "closures.csv"), locations, codes, problems)
    total, camps = _validation(_found(folders, "data_layout.csv", problems), folders, locations, problems)
    corrections = _corrections(_found(folders, "registration_corrections.csv"), locations, problems)
    intensity = _intensity(_found(folders, "conflicts.csv"), locations, problems)
    if not any(one.type is Type.CONFLICT for one in locations.values()) and not intensity:
        problems.add(shown(folders[0]), "no conflict zone", f"a location of the type {Type.CONFLICT.value}, or a file conflicts.csv")
    if not any(one.type is Type.CAMP for one in locations.values()):
        problems.add(shown(folders[0]), "no camp", "a location of the type camp")
    problems.stop()
    assert start is not None  # noqa: S101 - there was no finding
    return Conflict(start, days, locations, routes, closures, corrections, total, camps, intensity)


def _found(folders: Sequence[Path], name: str, problems: Problems | None = None) -> Path | None:
    """Where a file lies; ``None`` if it does not, a finding where ``problems`` are given because it is needed."""
    for folder in folders:
        for room in ROOMS:
            if is_file(folder / room / name):
                return folder / room / name
    if problems is not None:
        problems.add(shown(folders[0]), f"no file {name}", f"that file, in the folder or below it in {listed(ROOMS[1:])}")
    return None


def _period(folders: Sequence[Path], problems: Problems) -> tuple[date | None, int]:
    path = next((path for name in PERIODS if (path := _found(folders, name)) is not None), None)
    if path is None:
        _found(folders, PERIODS[0], problems)
        return None, 0
    rows = {row["key"].lower(): row for row in read_lines(path, ("key", "value"), problems, least=2)}
    for key in ("startdate", "length"):
        if key not in rows:
            problems.add(shown(path), f"no row {key}", "StartDate,2015-05-01 and Length,396")
    start = day_of(rows["startdate"], "value") if "startdate" in rows else None
    days = _whole(rows["length"], "value", 1, MOST_DAYS) if "length" in rows else None
    return start, days or 0


def _whole(row: Row, column: str, low: float, high: float) -> int | None:
    """A whole number in a cell; ``None`` after a finding."""
    value = row.number(column, low, high)
    if value is not None and value != round(value):
        row.bad(column, f"a whole number from {low:g} to {high:g}")
        return None
    return None if value is None else int(value)


def _locations(path: Path | None, codes: Mapping[str, str], problems: Problems) -> Mapping[str, Location]:
    found: dict[str, Location] = {}
    keys: dict[str, str] = {}
    columns = ("name", "region", "country", "latitude", "longitude", "location_type", "conflict_date", "population")
    for row in read_lines(path, columns, problems, least=6, heads=("name",)) if path is not None else ():
        key = spelled(row["name"])
        if not key:
            row.bad("name", "a name in Latin letters")
        elif key in keys:
            row.reject(f'name "{row["name"]}" again', f"each location once; it stands at {keys[key]}")
        keys.setdefault(key, row.where)
        kind = _TYPES.get(row["location_type"].lower())
        if kind is None:
            row.bad("location_type", listed(_TYPES, len(_TYPES)), nearest(row["location_type"], _TYPES))
        country = row["country"] if row["country"] in codes.values() else codes.get(spelled(row["country"]), "")
        if not country:
            name = row["country"] or "NAME"
            near = nearest(spelled(row["country"]), codes)
            row.bad("country", f"a country by its English name or code; or say which it is with --country {name}=CODE", near)
        point = _point(row)
        begins = (_whole(row, "conflict_date", 0, MOST_DAYS) or 0) if row["conflict_date"] else 0
        people = (_whole(row, "population", 0, UNITS["persons"][1]) or 0) if row["population"] else 0
        found.setdefault(row["name"], Location(row["name"], key, country, kind or Type.TOWN, point, begins, people, row.where))
    return found


def _point(row: Row) -> tuple[float, float] | None:
    """Latitude and longitude; ``None`` where both are empty, or after a finding."""
    if not row["latitude"] and not row["longitude"]:
        return None
    lat, lon = row.number("latitude", -90, 90), row.number("longitude", -180, 180)
    return None if lat is None or lon is None else (lat, lon)


def _name(row: Row, column: str, locations: Mapping[str, Location]) -> None:
    """Check that a cell names a location; where none could be read that is known already."""
    if locations:
        row.known(column, locations)


def _routes(path: Path | None, locations: Mapping[str, Location], problems: Problems) -> Sequence[Route]:
    found: list[Route] = []
    seen: dict[frozenset[str], str] = {}
    for row in read_lines(path, ("name1", "name2", "distance", "forced_redirection"), problems, least=3, heads=("name1",)) if path is not None else ():
        ends = row["name1"], row["name2"]
        _name(row, "name1", locations)
        _name(row, "name2", locations)
        km = row.number("distance", LEAST_KM, MOST_KM)
        if row["forced_redirection"] not in ("", "0", "1", "2"):
            row.bad("forced_redirection", "0, 1, 2 or empty")
        if ends[0] == ends[1]:
            row.reject(f"a route from {ends[0]} to itself", "two locations")
        elif frozenset(ends) in seen:
            row.reject(f"a route between {ends[0]} and {ends[1]} again", f"each once, since it leads both ways; it stands at {seen[frozenset(ends)]}")
        seen.setdefault(frozenset(ends), row.where)
        found.append(Route(ends, km or 0.0, row["forced_redirection"] or "0", row.where))
    return found


def _closures(path: Path | None, locations: Mapping[str, Location], codes: Mapping[str, str], problems: Problems) -> Sequence[Closure]:
    found = []
    text = ("closure_type", "name1", "name2", "closure_start", "closure_end")
    countries = tuple(dict.fromkeys(one.country for one in locations.values() if one.country))
    for row in read_lines(path, text, problems, least=5, heads=("closure_type",)) if path is not None and _has_rows(path) else ():
        row.known("closure_type", CLOSURES)
        names = row["name1"], row["name2"]
        if row["closure_type"] == "country":
            names = _code(row, "name1", codes, countries), _code(row, "name2", codes, countries)
        elif row["closure_type"] in CLOSURES:
            _name(row, "name1", locations)
            if row["closure_type"] in ("link", "remove_forced_redirection"):
                _name(row, "name2", locations)
        start, end = _whole(row, "closure_start", 0, MOST_DAYS), _whole(row, "closure_end", -1, MOST_DAYS)
        if row.valid and start is not None and end is not None:
            found.append(Closure(row["closure_type"], names, start, end if end > start else None, row.where))
    return found


def _has_rows(path: Path) -> bool:
    """Whether an optional file holds anything: FLEE ships empty ones."""
    return path.stat().st_size > 0


def _code(row: Row, column: str, codes: Mapping[str, str], there: Sequence[str]) -> str:
    """The code of a country that is closed; a finding unless a location lies in it."""
    code = row[column] if row[column] in there else codes.get(spelled(row[column]), "")
    if code not in there:
        row.bad(column, f"a country of locations.csv: {listed(there)}", nearest(spelled(row[column]), codes))
    return code


def _validation(path: Path | None, folders: Sequence[Path], locations: Mapping[str, Location], problems: Problems) -> tuple[Counts, Mapping[str, Counts]]:
    """The number of all who fled, and that in each camp."""
    total: Counts = {}
    camps: dict[str, Counts] = {}
    names: list[str] = []
    for row in read_lines(path, ("name", "file"), problems, least=2, heads=("name",)) if path is not None else ():
        if row["name"] != TOTAL:
            _name(row, "name", locations)
        beside = [path.parent] if path is not None else []
        file = next((one for folder in (*beside, *folders) for room in ROOMS if is_file(one := folder / room / row["file"])), None)
        if file is None:
            row.bad("file", f"a file beside {path.name if path else ''}")
            continue
        names.append(row["name"])
        counts = _counts(file, problems)
        if row["name"] == TOTAL:
            total = counts
        elif row.valid:
            camps[row["name"]] = counts
    if path is not None and TOTAL not in names:
        problems.add(shown(path), f"no row {TOTAL}", f"{TOTAL},refugees.csv: how many people had fled by when")
    return total, camps


def _counts(path: Path, problems: Problems) -> Counts:
    """People by day, in the order of days."""
    found: dict[date, float] = {}
    for row in read_lines(path, ("date", "people"), problems, least=2, heads=("date",)):
        day, people = day_of(row, "date"), row.number("people", 0, UNITS["persons"][1])
        if day is not None and people is not None:
            found[day] = people  # of a day that stands twice FLEE, too, takes the last
    return dict(sorted(found.items()))


def _corrections(path: Path | None, locations: Mapping[str, Location], problems: Problems) -> Sequence[tuple[str, date, str]]:
    found = []
    for row in read_lines(path, ("name", "date"), problems, least=2, heads=("name",)) if path is not None and _has_rows(path) else ():
        _name(row, "name", locations)
        day = day_of(row, "date")
        if day is not None and row.valid:
            found.append((row["name"], day, row.where))
    return found


def _intensity(path: Path | None, locations: Mapping[str, Location], problems: Problems) -> Mapping[str, Sequence[float]]:
    """Intensity of conflict by zone and day, from ``conflicts.csv``: its first line names the zones, its first column the days."""
    if path is None or not _has_rows(path):
        return {}
    first = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()[0].lstrip("#")
    zones = [cell.strip() for cell in first.split(",")][1:]
    zones = [zone for zone in zones if zone]
    for zone in zones:
        if locations and zone not in locations:
            problems.unknown(f"{shown(path)}:1", "location", zone, locations)
    rows = read_lines(path, ("day", *zones), problems, least=1 + len(zones), heads=("day",))
    for row, column in chain.from_iterable(((row, zone) for zone in zones) for row in rows):
        row.number(column, 0)
    return {zone: [float(row[zone]) for row in rows] for zone in zones} if all(row.valid for row in rows) else {}
