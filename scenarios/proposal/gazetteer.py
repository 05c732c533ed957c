"""The tables from which a territory is proposed: cities, common borders, and a user's own list of places."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from scenarios.reading.files import Row, read_rows, table_of
from scenarios.reading.names import COUNTRY, COUNTRY_TEXT, NAME, name_allowed, spelled
from scenarios.reading.problems import Problems, nearest
from sim.world.network import Place

Point = tuple[float, float]
"""Latitude and longitude in degrees."""
Pair = tuple[str, str]
"""Codes of two countries, in the order of the alphabet."""
KINDS = ("capital", "city", "border_town")
_CITIES = Path(__file__).with_name("cities.csv")
_BORDERS = Path(__file__).with_name("borders.csv")


@cache
def read_cities() -> tuple[Place, ...]:
    """The places of ``cities.csv``, which ships; of each country the capital first."""
    rows = table_of(_CITIES.read_text(encoding="utf-8"))
    return tuple(Place(row["name"], row["title"], row["country"], float(row["lat"]), float(row["lon"]), (row["kind"],)) for row in rows)


@cache
def read_borders() -> Mapping[Pair, tuple[Point, ...]]:
    """Points of every common border of ``borders.csv``, which ships, by the two countries."""
    found: dict[Pair, list[Point]] = {}
    for row in table_of(_BORDERS.read_text(encoding="utf-8")):
        found.setdefault((row["country_a"], row["country_b"]), []).append((float(row["lat"]), float(row["lon"])))
    return {pair: tuple(points) for pair, points in found.items()}


def border_of(one: str, other: str) -> tuple[Point, ...]:
    """Points of the common border of two countries; none if they have none."""
    return read_borders().get((min(one, other), max(one, other)), ())


def read_own_places(path: Path, problems: Problems) -> tuple[Place, ...]:
    """The valid places of a user's list: ``name,country,lat,lon`` and, if they are there, ``title`` and ``kind``."""
    found: dict[str, Place] = {}
    first: dict[str, str] = {}
    for row in read_rows(path, ("name", "country", "lat", "lon", "title", "kind"), problems, ("title", "kind")) or ():
        place = _place(row)
        if row["name"] in first:
            row.reject(f'place "{row["name"]}" again', f"each name once; it stands at {first[row['name']]}")
        first.setdefault(row["name"], row.where)
        if place is not None:
            found.setdefault(place.name, place)
    return tuple(found.values())


def _place(row: Row) -> Place | None:
    if not NAME.fullmatch(row["name"]):
        row.bad("name", name_allowed(row["name"]), spelled(row["name"]))
    if not COUNTRY.fullmatch(row["country"]):
        row.bad("country", COUNTRY_TEXT)
    if row["kind"] and row["kind"] not in KINDS:
        row.bad("kind", f"{', '.join(KINDS)}, or empty", nearest(row["kind"], KINDS))
    lat, lon = row.number("lat", -90, 90), row.number("lon", -180, 180)
    if not row.valid or lat is None or lon is None:
        return None
    title = row["title"] or row["name"].replace("-", " ").title()
    return Place(row["name"], title, row["country"], lat, lon, (row["kind"] or "city",))
