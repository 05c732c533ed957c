"""What the map shows, read from the tables: flows between places, and apprehensions by border."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.plots.basemap import names
from experiments.store import Run
from experiments.store.tables import reported, sum_by
from sim.network import Crossing
from sim.outcomes.reading import in_period, is_word, moves_by_name
from sim.words import Mode

MODES = {Mode.ROAD: "land", Mode.RAIL: "land", Mode.FOOT: "land", Mode.AIR: "air", Mode.FERRY: "sea", Mode.BOAT: "sea"}
"""How a picture tells the modes apart."""


@dataclass(frozen=True, slots=True)
class Flow:
    """People who passed from one place to another by land, air or sea."""

    origin: str
    target: str
    mode: str
    people: int


@dataclass(frozen=True, slots=True)
class Border:
    """Apprehensions at a border: of followed communities and of the others; ``at`` is the crossing with most of them."""

    title: str
    followed: int
    others: int
    at: Crossing


def communities(run: Run, *, followed: bool) -> tuple[str, ...]:
    """Names of the communities whose journeys are followed (transit), or of the others (labour)."""
    return tuple(c.name for c in run.world.communities if c.followed is followed)


def flows(run: Run, *, followed: bool) -> list[Flow]:
    """The flows of one stratum in the reporting period, largest first. Inland moves, which meet no crossing, count as passed when made."""
    table, moves = run.results.tables["flows"], moves_by_name(run.world)
    rows = _rows(run, followed=followed)
    passed, made = (sum_by(table, ("move",), column, rows) for column in ("crossed", "attempts"))
    people: dict[tuple[str, str, str], int] = defaultdict(int)
    for (name,), tries in made.items():
        leg = moves[name].leg
        people[leg.origin, leg.target, MODES[leg.mode]] += passed[name,] if leg.entry is not None else max(passed[name,], tries)
    return sorted((Flow(*key, number) for key, number in people.items() if number), key=lambda f: (-f.people, f.origin, f.target, f.mode))


def borders(run: Run) -> list[Border]:
    """Borders and airports with apprehensions in the reporting period, most of followed communities first."""
    moves, crossings = moves_by_name(run.world), {c.name: c for c in run.world.crossings}
    table = run.results.tables["flows"]
    caught: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for stratum, followed in enumerate((True, False)):
        for (name,), people in sum_by(table, ("move",), "apprehended", _rows(run, followed=followed)).items():
            over = moves[name].leg.entry
            if over is not None:
                caught[over][stratum] += people
    grouped: dict[str, list[str]] = defaultdict(list)
    for name in caught:
        grouped[_title(crossings[name])].append(name)
    found = []
    for title, members in grouped.items():
        followed_people, others = (sum(caught[name][stratum] for name in members) for stratum in (0, 1))
        most = max(sorted(members), key=lambda name: (caught[name][0], caught[name][1]))
        if followed_people + others:
            found.append(Border(title, followed_people, others, crossings[most]))
    return sorted(found, key=lambda border: (-border.followed, -border.others, border.title))


def country(code: str) -> str:
    """Name of a country, or its code where the basemap has none."""
    return names().get(code, code)


def _title(crossing: Crossing) -> str:
    if len(crossing.countries) == 1:
        return f"{country(crossing.countries[0])}, airports"
    return " – ".join(sorted(country(code) for code in crossing.countries))


def _rows(run: Run, *, followed: bool) -> NDArray[np.bool_]:
    table = run.results.tables["flows"]
    return in_period(table, run.world.start, reported(run.world)) & is_word(table, "community", *communities(run, followed=followed))
