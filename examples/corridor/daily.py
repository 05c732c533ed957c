"""The corridor day by day: who came to each place, passed on, left, died and is there, as a table and a picture.

``python -m examples.corridor.daily`` simulates ``corridor.toml`` and writes ``docs/images/corridor.png``; ``--table FILE`` writes the table too.
"""

import argparse
import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.dates import DateFormatter, WeekdayLocator
from numpy.typing import NDArray

import sim
from scenarios import load
from sim.basis.words import Channel
from sim.books.results import Results
from sim.outcomes.reading import moves_by_name, numbers, words
from sim.world.world import World

FOLDER = Path(__file__).parent
PICTURE = Path("docs/images/corridor.png")
PRESENT = ("hub", "stranded", "detained", "settled", "assisted")
"""States of people who are at a place; whoever moves is between two."""
COLUMNS = ("came", "passed on", "left", "died", "there")
Days = NDArray[np.int64]


@dataclass(frozen=True)
class Place:
    """One place by day, each of shape (days,): people who came, passed on, went home or were sent there, died, and are there at the end of the day."""

    came: Days
    passed_on: Days
    left: Days
    died: Days
    there: Days


def daily(results: Results, world: World) -> Mapping[str, Place]:
    """Every place of a territory with one place a country, from the counts of events, the flows over borders and the stocks, which are kept apart."""
    days = results.days
    flows, counts, stocks = (results.tables[name] for name in ("flows", "counts", "stocks"))
    moves = moves_by_name(world)
    move, day = words(flows, "move").words(), numbers(flows, "day")
    event, where = words(counts, "event").words(), words(counts, "place").words()
    when, people = numbers(counts, "day"), numbers(counts, "people")
    state, country = words(stocks, "state").words(), words(stocks, "country").words()

    def counted(place: str, *events: str) -> Days:
        rows = np.isin(event, events) & (where == place)
        return np.bincount(when[rows], people[rows], days).astype(np.int64)

    def over(names: Iterable[str], *columns: str) -> Days:
        rows = np.isin(move, list(names))
        return sum((np.bincount(day[rows], numbers(flows, column)[rows], days).astype(np.int64) for column in columns), np.zeros(days, np.int64))

    found = {}
    for place in world.places:
        into = [name for name, one in moves.items() if one.leg.target == place.name and one.leg.entry is not None]
        out = [name for name, one in moves.items() if one.leg.origin == place.name and one.leg.entry is not None]
        targets = {moves[name].leg.target for name in out if moves[name].channel is Channel.ALONE}
        # Nobody is bribed: whom the service behind does not stop, the one ahead does, and they are held there until they are let go or put back.
        held_here, held_ahead = (over(names, "apprehended") - over(names, "detected_leaving") for names in (into, out))
        put_back = sum((counted(target, "pushed_back") for target in targets), np.zeros(days, np.int64))
        sent_off = counted(place.name, "pushed_back") if any(moves[name].channel is Channel.ALONE for name in into) else np.zeros(days, np.int64)
        present = np.isin(state, PRESENT) & (country == place.country)
        there = np.bincount(numbers(stocks, "day")[present], numbers(stocks, "people")[present], days).astype(np.int64)
        found[place.name] = Place(
            came=counted(place.name, "departed", "reached", "arrived") + held_here + put_back,
            passed_on=over(out, "crossed") + held_ahead,
            left=counted(place.name, "gave_up", "returned", "deported") + sent_off,
            died=counted(place.name, "died"),
            there=there,
        )
    return found


def as_rows(found: Mapping[str, Place], world: World) -> list[list[str]]:
    """The table, one row a day and place."""
    rows = [["date", "place", *COLUMNS]]
    for number in range(world.days):
        for name, one in found.items():
            numbers_of = (one.came, one.passed_on, one.left, one.died, one.there)
            rows.append([(world.start + timedelta(days=number)).isoformat(), name, *(str(int(column[number])) for column in numbers_of)])
    return rows


def draw(found: Mapping[str, Place], world: World, path: Path) -> None:
    """Arrivals a day by country above, people who are there in the evening below, and what happened when."""
    dates = [world.start + timedelta(days=number) for number in range(world.days)]
    figure, (above, below) = plt.subplots(2, 1, figsize=(9, 7), sharex=True, layout="constrained")
    last = world.communities[0].destinations[0]
    for place in world.places[1:]:
        title = world.countries[place.country]
        above.plot(dates, found[place.name].came, label=title, linewidth=1.4)
    for place in world.places:
        if place.name != last:
            below.plot(dates, found[place.name].there, label=world.countries[place.country], linewidth=1.4, color="0.35" if place is world.places[0] else None)
    for axis, title in ((above, "People who come, a day"), (below, "People who are there in the evening")):
        axis.set_title(title, loc="left", fontsize=11)
        axis.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axis.set_ylim(0)
        axis.spines[["top", "right"]].set_visible(False)
        axis.legend(frameon=False, ncols=3, fontsize=9, loc="upper left")
        for event in world.events:
            axis.axvline(event.start, color="0.6", linewidth=0.8, linestyle="--")
    for words_, event in zip(("the Plains close", "the Hills close"), sorted({event.start for event in world.events}), strict=False):
        above.annotate(words_, (event, above.get_ylim()[1]), xytext=(4, -4), textcoords="offset points", va="top", fontsize=8, color="0.35")
    below.xaxis.set_major_locator(WeekdayLocator(interval=2))
    below.xaxis.set_major_formatter(DateFormatter("%-d %b"))
    figure.savefig(path, dpi=150)
    plt.close(figure)


def main() -> None:
    """Simulate, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m examples.corridor.daily", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="seed of the run (1)")
    parser.add_argument("--table", type=Path, help="CSV file to write the table to")
    parser.add_argument("--picture", type=Path, default=PICTURE, help=f"picture to write ({PICTURE})")
    given = parser.parse_args()
    world = load(str(FOLDER / "corridor.toml"))
    found = daily(sim.run(world, given.seed), world)
    if given.table is not None:
        with given.table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(as_rows(found, world))
    draw(found, world, given.picture)


if __name__ == "__main__":
    main()
