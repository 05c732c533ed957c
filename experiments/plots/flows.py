"""Flows between places, and apprehensions by border: the content of maps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.plots.titles import country
from experiments.plots.weekly_flows import View, WeeklyFlows, rows_in_view, weekly_flows_of_run
from experiments.store import Run
from experiments.store.tables import reported
from sim.basis.words import Mode
from sim.outcomes.reading import moves_by_name
from sim.world.network import Crossing
from sim.world.world import World

MODES = {Mode.ROAD: "land", Mode.RAIL: "land", Mode.FOOT: "land", Mode.AIR: "air", Mode.FERRY: "sea", Mode.BOAT: "sea"}
"""Modes as pictures distinguish them."""


@dataclass(frozen=True, slots=True)
class Flow:
    """People who passed from one place to another by land, air or sea; negative in a difference."""

    origin: str
    target: str
    mode: str
    people: float


@dataclass(frozen=True, slots=True)
class Border:
    """Apprehensions at a border: of followed communities and of the others; ``at`` is the crossing with most of them."""

    title: str
    followed: float
    others: float
    at: Crossing


def communities(run: Run, *, followed: bool) -> tuple[str, ...]:
    """Names of the communities whose journeys are followed (transit), or of the others (labour)."""
    return tuple(c.name for c in run.world.communities if c.followed is followed)


def flows(run: Run, *, followed: bool) -> list[Flow]:
    """The flows of one stratum of a run in its reporting period, largest first."""
    return flows_of(weekly_flows_of_run(run.results.tables["flows"], run.world), run.world, View(period=reported(run.world)), followed=followed)


def borders(run: Run) -> list[Border]:
    """Borders and airports of a run with apprehensions in its reporting period, most of followed communities first."""
    return borders_of(weekly_flows_of_run(run.results.tables["flows"], run.world), run.world, View(period=reported(run.world)))


def flows_of(weekly: WeeklyFlows, world: World, view: View, *, followed: bool | None) -> list[Flow]:
    """The flows that a view selects, largest first. Inland moves, which meet no crossing, count as passed when made."""
    moves, rows = moves_by_name(world), rows_in_view(weekly, world, view, followed=followed)
    inside = {p.name for p in world.places if not view.countries or p.country in view.countries}
    sums = np.bincount(weekly.move[rows], weekly.people[rows], len(weekly.moves))
    people: dict[tuple[str, str, str], float] = defaultdict(float)
    for name, number in zip(weekly.moves, sums.tolist(), strict=True):
        if number and name in moves:
            leg = moves[name].leg
            if leg.origin not in inside and leg.target not in inside:
                continue
            people[leg.origin, leg.target, MODES[leg.mode]] += number
    return _ranked(Flow(*key, number) for key, number in people.items())


def borders_of(weekly: WeeklyFlows, world: World, view: View) -> list[Border]:
    """Borders and airports with apprehensions that a view selects, most of followed communities first."""
    moves, crossings = moves_by_name(world), {c.name: c for c in world.crossings}
    caught: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for stratum, followed in enumerate((True, False)):
        rows = rows_in_view(weekly, world, view, followed=followed)
        sums = np.bincount(weekly.move[rows], weekly.apprehended[rows], len(weekly.moves))
        for name, number in zip(weekly.moves, sums.tolist(), strict=True):
            over = moves[name].leg.entry if name in moves else None
            if over is not None and number and (not view.countries or set(crossings[over].countries) & set(view.countries)):
                caught[over][stratum] += number
    grouped: dict[str, list[str]] = defaultdict(list)
    for name in caught:
        grouped[_title(crossings[name], world)].append(name)
    found = []
    for title, members in grouped.items():
        ours, others = (sum(caught[name][stratum] for name in members) for stratum in (0, 1))
        most = max(sorted(members), key=lambda name: (caught[name][0], caught[name][1]))
        found.append(Border(title, ours, others, crossings[most]))
    return sorted(found, key=lambda border: (-border.followed, -border.others, border.title))


def through(found: Sequence[Flow]) -> dict[str, float]:
    """People who came to or left each place."""
    sums: dict[str, float] = defaultdict(float)
    for flow in found:
        sums[flow.origin] += abs(flow.people)
        sums[flow.target] += abs(flow.people)
    return dict(sums)


def _ranked(found: Iterable[Flow]) -> list[Flow]:
    return sorted(found, key=lambda f: (-abs(f.people), f.origin, f.target, f.mode))


def _title(crossing: Crossing, world: World) -> str:
    if len(crossing.countries) == 1:
        return f"{country(crossing.countries[0], world)}, airports"
    return " – ".join(sorted(country(code, world) for code in crossing.countries))
