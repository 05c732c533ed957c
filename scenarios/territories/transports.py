"""Transports of governments: the optional file ``transports.csv`` of a territory, each row a leg in one direction with its timetable."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from scenarios.reading.files import Row, read_rows
from scenarios.reading.names import NAME, name_allowed, spelled
from scenarios.reading.paths import there
from scenarios.reading.problems import Problems
from scenarios.territories.columns import TRANSPORTS
from sim.basis.clock import DAY
from sim.basis.words import Kind, Mode
from sim.world.meanings import MOST_USD_A_PERSON
from sim.world.network import MINUTES, Leg, Transport
from sim.world.world import World

FILE = "transports.csv"
LONGEST_HOURS = 10_000
"""Longest ride: that of a leg."""
LEAST_OFTEN = 30 * DAY
"""Most hours between two departures: a month."""
MOST_SEATS = 1_000_000
"""Most seats of one departure, more than any ship or train has."""
MODES: Mapping[str, Mode] = {mode.word: mode for mode in (Mode.ROAD, Mode.RAIL, Mode.FERRY)}
"""How a government's transport goes: whoever boards an aeroplane shows papers."""
YES_NO: Mapping[str, bool] = {"yes": True, "no": False, "": False}
HIDDEN = (Kind.GREEN, Kind.SEA)
"""Kinds of crossing without a checkpoint."""
OPTIONAL = tuple(name for name, column in TRANSPORTS.items() if "or empty" in column.allowed)
"""Columns that the file may do without."""
Check = Callable[[Row, Mapping[str, Mode]], Mode | None]

def read_transports(folder: Path, check: Check, home: Mapping[str, str], kinds: Mapping[str, Kind], problems: Problems) -> tuple[tuple[Leg, str], ...]:
    """The transports of a territory with the ``file:line`` of each; none where there is no such file.

    Parameters
    ----------
    folder
        That of the territory.
    check
        Notes what is wrong with the ends, the mode and the crossing of a row, and says how it is travelled.
    home, kinds
        Countries of places, and kinds of crossings, by name.
    problems
        Takes up findings.
    """
    if not there(folder / FILE):
        return ()
    found, first = [], dict[str, str]()
    for row in read_rows(folder / FILE, tuple(TRANSPORTS), problems, OPTIONAL) or ():
        if kinds.get(row["crossing"]) in HIDDEN:
            row.bad("crossing", f"a checkpoint, not one of kind {' or '.join(kind.word for kind in HIDDEN)}: a government's transport hides nobody")
        leg = _leg(row, check, home, first)
        if leg is not None:
            found.append((leg, row.where))
    return tuple(found)


def _leg(row: Row, check: Check, home: Mapping[str, str], first: dict[str, str]) -> Leg | None:
    name = row["name"]
    if not NAME.fullmatch(name):
        row.bad("name", name_allowed(name), spelled(name))
    elif name in first:
        row.reject(f'transport "{name}" again', f"each name once; it stands at {first[name]}")
    first.setdefault(name, row.where)
    mode = check(row, MODES)
    km, hours = row.number("km", 0, 40_075), row.number("hours", 1 / MINUTES, LONGEST_HOURS)
    every, seats = _whole(row, "every_hours", 1, LEAST_OFTEN), _whole(row, "seats", 0, MOST_SEATS)
    hour = _whole(row, "first_hour", 0, DAY - 1) if row["first_hour"] else 0
    fare = row.number("fare_usd", 0, MOST_USD_A_PERSON) if row["fare_usd"] else 0.0
    start, end = _date(row, "start"), _date(row, "end")
    admits, checks = (row.word(column, YES_NO) for column in ("admits", "checks"))
    if start is not None and end is not None and start >= end:
        row.bad("end", f"a date after {start}, the first on which it does not run any more")
    over, inland = row["crossing"] or None, home.get(row["origin"]) == home.get(row["target"])
    if inland and admits:
        row.bad("admits", "no, or empty: it passes no border")
    if not inland and checks:
        row.bad("checks", "no, or empty: it stays in no country; whom a country lets in is a rule of entry")
    if not row["source"]:
        row.bad("source", "where the transport is known from")
    if not row.valid or mode is None or km is None or hours is None or every is None or seats is None or hour is None or fare is None:
        return None
    minutes = max(1, round(hours * MINUTES))
    ride = Transport(name, every, seats, hour, start, end, fare, bool(admits), bool(checks))
    return Leg(row["origin"], row["target"], mode, km, minutes // MINUTES, over, over, minutes % MINUTES, ride)


def warn_of_transports(world: World, last: date, where: Mapping[tuple[str, ...], str], problems: Problems) -> None:
    """Warn of transports that do not run between the first simulated day and the ``last``; ``where`` they stand is known by their names."""
    given = {event.settings.get("transport") for event in world.events}
    for leg in world.legs:
        ride = leg.transport
        if ride is None or ride.name in given:
            continue
        if ride.seats == 0:
            problems.warn(where["transport", ride.name], f"transport {ride.name}, which has no seats: it has no effect", "seats, or a lever that gives it some")
        elif (ride.since is not None and ride.since > last) or (ride.until is not None and ride.until <= world.start):
            found = f"transport {ride.name}, which does not run from {world.start} to {last}: it has no effect"
            problems.warn(where["transport", ride.name], found, "a start and an end that reach into these days")


def _whole(row: Row, column: str, low: int, high: int) -> int | None:
    number = row.number(column, low, high)
    if number is not None and not math.isclose(number, round(number)):
        row.bad(column, f"a whole number from {low:,} to {high:,}")
        return None
    return None if number is None else round(number)


def _date(row: Row, column: str) -> date | None:
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        row.bad(column, "a date such as 2015-09-21, or empty")
        return None
