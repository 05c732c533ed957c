"""Indicators of one run as a long table: one row a number, with its unit.

Counts are people (a person who tries twice counts twice), summed over exactly the days of the
reporting period. Ratios are left out where nothing was there to divide by. Communities are never pooled.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from experiments.store.sums import AT_CROSSINGS, border_sums, by_channel, entries, happened, paid, queued, spent_nights, stayed
from experiments.store.tables import reported
from sim.books.results import Labelled, Results, Table
from sim.outcomes.reading import CENTS, Rows, in_period, words
from sim.world.world import World

EVERYWHERE = "all"
"""What stands for the whole territory in the column ``place_or_crossing``."""

RATIOS: Mapping[str, tuple[str, str]] = {
    "apprehension rate": ("share of attempts", "apprehended / attempts"),
    "detection rate": ("share of attempts", "detected, leaving or entering / attempts"),
    "failures a success": ("ratio", "(attempts - crossed) / crossed"),
    "fee a crossing": ("USD/person", "paid to smugglers / crossed"),
    "deaths per 1000 attempts": ("people", "1000 x died / attempts, in the whole territory"),
    "stranded per 1000 departures": ("people", "1000 x stranded / departed, in the whole territory"),
}
"""Indicators without a row where nothing was there to divide by, with unit and formula; of all others, no row means zero."""


class Indicator(NamedTuple):
    """One number of one run: ``period`` is ``first/last`` in ISO dates; ``policy`` is empty for a run without one."""

    scenario: str
    policy: str
    seed: int
    period: str
    place_or_crossing: str
    community: str
    indicator: str
    value: float
    unit: str


def indicators(results: Results, world: World, policy: str = "") -> list[Indicator]:
    """The indicators of a run in its reporting period, sorted by place or crossing, community and indicator."""
    period = "/".join(day.isoformat() for day in reported(world))
    found = {(place, community, name): (value, unit) for place, community, name, value, unit in _all(results, world)}
    return [Indicator(results.scenario, policy, results.seed, period, *key, *found[key]) for key in sorted(found)]


def _all(results: Results, world: World) -> Iterator[tuple[str, str, str, float, str]]:
    counts, flows, stocks, queues, books = (_everywhere(results.tables[name], world) for name in ("counts", "flows", "stocks", "queues", "books"))
    yield from happened(counts[0], words(counts[0], "place"), counts[2])
    everywhere = list(happened(*counts))
    yield from everywhere
    yield from stayed(*stocks)
    yield from queued(queues[0], entries(queues[0], world), queues[2])
    yield from queued(*queues)
    if "stays" in results.tables:
        stays = _everywhere(results.tables["stays"], world)
        yield from spent_nights(stays[0], words(stays[0], "place"), stays[2])
        yield from spent_nights(*stays)
    yield from by_channel(*flows, world)
    yield from paid(*books)
    passed = _at_crossings(flows[0], flows[2], world)
    for (crossing, community), sums in passed.items():
        for column, name in AT_CROSSINGS.items():
            if sums[column]:
                yield crossing, community, name, sums[column], "people"
        yield from _ratios(crossing, community, sums)
    people = {(community, name): value for _, community, name, value, _ in everywhere}
    for (crossing, community), sums in passed.items():
        if crossing == EVERYWHERE and sums["attempts"]:
            yield EVERYWHERE, community, "deaths per 1000 attempts", 1000 * sums["died"] / sums["attempts"], RATIOS["deaths per 1000 attempts"][0]
            departed = people.get((community, "departed"), 0)
            if departed:
                stranded = 1000 * people.get((community, "stranded"), 0) / departed
                yield EVERYWHERE, community, "stranded per 1000 departures", stranded, RATIOS["stranded per 1000 departures"][0]


def _everywhere(table: Table, world: World) -> tuple[Table, Labelled, Rows]:
    """A table by day, one word for the whole territory in every row, and the rows of the reporting period."""
    where = in_period(table, world.start, reported(world))
    return table, Labelled(np.zeros(len(where), np.int64), (EVERYWHERE,)), where


def _at_crossings(flows: Table, where: Rows, world: World) -> dict[tuple[str, str], dict[str, int]]:
    """Sums of the flows by crossing and community, and over all crossings."""
    found = border_sums(flows, entries(flows, world), where, world, (*AT_CROSSINGS, "fee_cents"))
    everywhere: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (_, community), sums in found.items():
        for column, number in sums.items():
            everywhere[EVERYWHERE, community][column] += number
    return found | everywhere


def _ratios(crossing: str, community: str, sums: Mapping[str, int]) -> Iterator[tuple[str, str, str, float, str]]:
    attempts, crossed = sums["attempts"], sums["crossed"]
    if attempts:
        detected = sums["detected_leaving"] + sums["detected_entering"]
        yield crossing, community, "apprehension rate", sums["apprehended"] / attempts, RATIOS["apprehension rate"][0]
        yield crossing, community, "detection rate", detected / attempts, RATIOS["detection rate"][0]
    if crossed:
        yield crossing, community, "failures a success", (attempts - crossed) / crossed, RATIOS["failures a success"][0]
        if sums["fee_cents"]:
            yield crossing, community, "fee a crossing", sums["fee_cents"] / CENTS / crossed, RATIOS["fee a crossing"][0]
