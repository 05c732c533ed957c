"""Places where people stay: the optional ``stays.csv`` of a territory."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path

from scenarios.reading.files import Row, read_rows, split
from scenarios.reading.paths import is_file
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.territories.columns import STAYS, STAYS_OPTIONAL
from scenarios.territories.parts import Parts
from scenarios.territories.people import Communities
from sim.basis.words import StayKind
from sim.world.meanings import UNITS
from sim.world.parameters import Status
from sim.world.stay import Stay
from sim.world.world import World

FILE = "stays.csv"
ALL = "*"
KINDS: Mapping[str, StayKind] = {kind.word: kind for kind in StayKind}
STATUSES: Mapping[str, Status] = {status.value: status for status in Status}
TURNS_AWAY: Mapping[str, bool] = {"take in": False, "turn away": True}


@dataclass(frozen=True, slots=True)
class StayRow:
    """A row and the line on which it stands."""

    stay: Stay
    where: str


def read_stays(folder: Path, places: Collection[str], communities: Communities, problems: Problems) -> tuple[StayRow, ...]:
    """The valid rows of the file, none without it."""
    path = folder / FILE
    rows = read_rows(path, tuple(STAYS), problems, STAYS_OPTIONAL) if is_file(path) else None
    found = tuple(StayRow(stay, row.where) for row in rows or () if (stay := _stay(row, places, communities)) is not None)
    _check_overlaps(found, problems)
    return found


def _stay(row: Row, places: Collection[str], communities: Communities) -> Stay | None:
    row.known("place", places)
    kind = row.word("kind", KINDS)
    names = _communities(row, communities)
    if kind is StayKind.CAMP:
        for column in ("days", "days_most"):
            if row[column]:
                row.bad(column, "an empty cell: people live in a camp for as long as they stay at a destination")
        days = days_most = 0.0
    else:
        days = row.number("days", *UNITS["days"]) or 0.0
        days_most = (row.number("days_most", days, UNITS["days"][1]) or 0.0) if row["days_most"] else days
    beds = row.number("beds", *UNITS["persons"]) if row["beds"] else None
    turns_away = row.word("when_full", TURNS_AWAY) if row["when_full"] else False
    cost = (row.number("no_bed_usd", *UNITS["USD/day"]) or 0.0) if row["no_bed_usd"] else 0.0
    first, end = _date(row, "from"), _date(row, "until")
    if first is not None and end is not None and end <= first:
        row.bad("until", f"a date after {first}, or an empty cell")
    row.word("status", STATUSES)
    if not row["source"]:
        row.bad("source", "where the row is known from, or the reason for it")
    if not row.valid or kind is None:
        return None
    return Stay(row["place"], kind, names, days, days_most, beds, bool(turns_away), cost, first, end, row["status"], row["source"])


def _communities(row: Row, known: Communities) -> tuple[str, ...]:
    """The communities of a row: by name, by nationality, or all of them."""
    words = split(row["community"])
    if not words or ALL in words:
        return tuple(known.placed)
    found: dict[str, None] = {}
    for word in words:
        meant = [name for name, placed in known.placed.items() if word in (name, placed.community.nationality)]
        if not meant and word not in (*known.names, *known.nationalities):
            allowed = (*known.names, *known.nationalities)
            row.reject(f'community "{word}"', f"{listed(allowed)}, joined by ;, or an empty cell for all", nearest(word, allowed))
        found |= dict.fromkeys(meant)
    return tuple(found)


def _date(row: Row, column: str) -> date | None:
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        row.bad(column, "a date such as 2015-10-01, or an empty cell")
        return None


def _check_overlaps(rows: Sequence[StayRow], problems: Problems) -> None:
    """Note rows by which somebody would stay twice at one place at a time."""
    for one, other in combinations(rows, 2):
        a, b = one.stay, other.stay
        camps = a.kind is StayKind.CAMP
        if a.place != b.place or camps != (b.kind is StayKind.CAMP) or not _meet(a, b):
            continue
        both = [name for name in a.communities if name in b.communities]
        if both:
            found = f'a stay of "{both[0]}" at "{b.place}" while they stay there by {one.where}'
            problems.add(other.where, found, "other communities, another place or other dates: at a place one stays once at a time")


def _meet(a: Stay, b: Stay) -> bool:
    """Whether two rows are in force on a day both."""
    return (a.first is None or b.end is None or a.first < b.end) and (b.first is None or a.end is None or b.first < a.end)


def chosen_stays(rows: Iterable[StayRow], parts: Parts) -> tuple[Stay, ...]:
    """The rows that the chosen parts of a territory have, with their communities."""
    places, names = {place.name for place in parts.places}, {community.name for community in parts.communities}
    kept = (replace(row.stay, communities=tuple(name for name in row.stay.communities if name in names)) for row in rows if row.stay.place in places)
    return tuple(stay for stay in kept if stay.communities)


def warn_of_stays(rows: Iterable[StayRow], parts: Parts, problems: Problems) -> None:
    """Warn of rows by which nobody can stay anywhere."""
    ends = {leg.target for leg in parts.legs}
    destinations = {community.name: community.destinations for community in parts.communities}
    for row in rows:
        stay = row.stay
        to = [destinations[name] for name in stay.communities if name in destinations]
        if not to:
            continue
        kind = stay.kind.word
        if stay.place not in ends:
            problems.warn(row.where, f"a {kind} at {stay.place}, to which no leg leads: it has no effect", "a place that a row of legs.csv names")
        elif stay.kind is StayKind.CAMP and not any(stay.place in places for places in to):
            allowed = tuple(dict.fromkeys(place for places in to for place in places))
            found = f"a camp at {stay.place}, which is no destination of its communities: it has no effect"
            problems.warn(row.where, found, f"one of their destinations: {listed(allowed)}")
        elif stay.kind is not StayKind.CAMP and all(places == (stay.place,) for places in to):
            found = f"a {kind} at {stay.place}, the only destination of its communities: nobody is on the way there, and it has no effect"
            problems.warn(row.where, found, "a place on the way, or the kind camp")


def warn_of_dates(rows: Iterable[StayRow], world: World, last: date, problems: Problems) -> None:
    """Warn of rows that are in force on no simulated day, of beds that nobody can lack, and of stays that are over before one would go on anyway."""
    usual = world.parameters.number("choice.transfer_hours_share")
    bounded = {(stay.place, stay.kind) for stay in world.stays if stay.beds is not None}
    there = {(stay.place, stay.kind) for stay in world.stays}
    for row in rows:
        stay = row.stay
        if (stay.place, stay.kind) not in there:
            continue
        kind = stay.kind.word
        if (stay.first is not None and stay.first > last) or (stay.end is not None and stay.end <= world.start):
            found = f"a {kind} at {stay.place} that is open on no simulated day: it has no effect"
            problems.warn(row.where, found, f"days from {world.start} to {last}")
        elif (stay.turns_away or stay.no_bed_usd > 0) and (stay.place, stay.kind) not in bounded:
            found = f"what happens at the {kind} at {stay.place} without a bed, where there is one for everybody: it has no effect"
            problems.warn(row.where, found, "a number of beds")
        elif stay.kind is not StayKind.CAMP and stay.days_most <= usual and (stay.place, stay.kind) not in bounded:
            found = f"a {kind} at {stay.place} of {stay.days_most:g} days, no longer than people rest at any place: it has no effect"
            problems.warn(row.where, found, f"more than {usual:g} days (choice.transfer_hours_share), or a number of beds")
