"""Indicators of one run as a long table: one row a number, with its unit.

Counts are people (a person who tries twice counts twice), summed over the weeks that begin in the
reporting period. Ratios are left out where nothing was there to divide by. Communities are never pooled.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from experiments.store.tables import DAYS, reported, sum_by
from sim.basis.words import Channel, Event, State
from sim.books.results import Results
from sim.outcomes.reading import in_period, numbers, passages, words
from sim.world.world import World

EVERYWHERE = "all"
"""What stands for the whole territory in the column ``place_or_crossing``."""

AT_CROSSINGS: Mapping[str, str] = {
    "attempts": "attempts",
    "crossed": "crossed",
    "refused": "refused boarding",
    "detected_leaving": "detected leaving",
    "detected_entering": "detected entering",
    "bribed": "bribed",
    "apprehended": "apprehended",
    "died": "died",
    "injured": "injured",
}
"""Columns of ``flows`` and the indicators that they become."""

BY_CHANNEL: Mapping[Channel, str] = {channel: f"crossed by {channel.word}" for channel in Channel if channel is not Channel.INLAND}
"""Indicators of the whole territory that add up to ``crossed``: by which channel borders are passed."""

DAYS_IN: Mapping[str, str] = {State.DETAINED.word: "days detained", State.STRANDED.word: "days stranded"}
"""States whose person-days are given: people at the end of each week, times the days of a week."""

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
    everywhere: dict[tuple[str, str], int] = defaultdict(int)
    attempted = Event.ATTEMPTED.word
    counts = results.tables["counts"]
    for (place, community, event), people in sum_by(counts, ("place", "community", "event"), "people", in_period(counts, world.start, reported(world))).items():
        if event == attempted:
            continue  # comes from the flows, by crossing
        name = event.replace("_", " ")
        yield place, community, name, people, "people"
        everywhere[community, name] += people
    for (community, name), people in everywhere.items():
        yield EVERYWHERE, community, name, people, "people"
    stocks = results.tables["stocks"]
    for (community, state), people in sum_by(stocks, ("community", "state"), "people", in_period(stocks, world.start, reported(world))).items():
        if state in DAYS_IN:
            yield EVERYWHERE, community, DAYS_IN[state], people * DAYS, "person-days"
    for (community, channel), people in _by_channel(results, world).items():
        yield EVERYWHERE, community, BY_CHANNEL[channel], people, "people"
    passed = _at_crossings(results, world)
    for (crossing, community), sums in passed.items():
        for column, name in AT_CROSSINGS.items():
            if sums[column]:
                yield crossing, community, name, sums[column], "people"
        yield from _ratios(crossing, community, sums)
    for (crossing, community), sums in passed.items():
        if crossing == EVERYWHERE and sums["attempts"]:
            yield EVERYWHERE, community, "deaths per 1000 attempts", 1000 * sums["died"] / sums["attempts"], RATIOS["deaths per 1000 attempts"][0]
            departed = everywhere.get((community, "departed"), 0)
            if departed:
                stranded = 1000 * everywhere.get((community, "stranded"), 0) / departed
                yield EVERYWHERE, community, "stranded per 1000 departures", stranded, RATIOS["stranded per 1000 departures"][0]
    books = results.tables["books"]
    for (community, payer, payee), cents in sum_by(books, ("community", "payer", "payee"), "cents", in_period(books, world.start, reported(world))).items():
        yield EVERYWHERE, community, f"paid by {payer} to {payee}".replace("_", " "), cents / 100, "USD"


def _by_channel(results: Results, world: World) -> dict[tuple[str, Channel], int]:
    """People who passed a border, by community and channel."""
    over, found = passages(world), defaultdict[tuple[str, Channel], int](int)
    flows = results.tables["flows"]
    for (move, community), people in sum_by(flows, ("move", "community"), "crossed", in_period(flows, world.start, reported(world))).items():
        if move in over and people:
            found[community, over[move].move.channel] += people
    return found


def _at_crossings(results: Results, world: World) -> dict[tuple[str, str], dict[str, int]]:
    """Sums of the flows by crossing and community, and over all crossings."""
    flows = results.tables["flows"]
    move, community = words(flows, "move"), words(flows, "community")
    over = passages(world)
    entries = [over[name].move.leg.entry if name in over else None for name in move.labels]
    crossings = sorted({entry for entry in entries if entry is not None})
    number = {name: k for k, name in enumerate(crossings)} | {None: -1}
    crossing = np.array([number[entry] for entry in entries], np.int64)[move.codes] if entries else np.zeros(0, np.int64)
    rows = np.flatnonzero(in_period(flows, world.start, reported(world)) & (crossing >= 0))
    pair = crossing[rows] * len(community.labels) + community.codes[rows]
    pairs = np.unique(pair)
    names = [(crossings[code // len(community.labels)], community.labels[code % len(community.labels)]) for code in pairs.tolist()]
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for column in (*AT_CROSSINGS, "fee_cents"):
        totals = np.zeros(len(crossings) * len(community.labels), np.int64)
        np.add.at(totals, pair, numbers(flows, column)[rows])
        for (name, whose), total in zip(names, totals[pairs].tolist(), strict=True):
            sums[name, whose][column] += total
            sums[EVERYWHERE, whose][column] += total
    return sums


def _ratios(crossing: str, community: str, sums: Mapping[str, int]) -> Iterator[tuple[str, str, str, float, str]]:
    attempts, crossed = sums["attempts"], sums["crossed"]
    if attempts:
        detected = sums["detected_leaving"] + sums["detected_entering"]
        yield crossing, community, "apprehension rate", sums["apprehended"] / attempts, RATIOS["apprehension rate"][0]
        yield crossing, community, "detection rate", detected / attempts, RATIOS["detection rate"][0]
    if crossed:
        yield crossing, community, "failures a success", (attempts - crossed) / crossed, RATIOS["failures a success"][0]
        if sums["fee_cents"]:
            yield crossing, community, "fee a crossing", sums["fee_cents"] / 100 / crossed, RATIOS["fee a crossing"][0]
