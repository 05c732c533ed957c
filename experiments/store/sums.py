"""What adds up over days, places and crossings, summed by community and by one column more: a place, a crossing, a period, or one word for all.

Every function takes a table, that column (``by``), and which rows count (``where``, shape (rows,)).
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from experiments.store.tables import sum_by
from sim.basis.words import Channel, Event, State, StayKind
from sim.books.results import Labelled, Table
from sim.outcomes.reading import CENTS, Rows, over_borders, passages, words
from sim.world.world import World

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
"""States whose person-days are given: people at the end of each day."""

IN_QUEUES = "days in queues"
"""Person-days before crossings that let in only so many."""

WITHOUT_BED = "nights without a bed"
"""Person-nights of those who stay at a place where there is no bed for them."""

NIGHTS: Mapping[str, str] = {kind.word: f"nights in {kind.word}" if kind is not StayKind.CAMP else "nights in camps" for kind in StayKind}
"""Person-nights by kind of stay, in a bed or without."""

Summed = Iterator[tuple[str, str, str, float, str]]
"""Word of the column, community, indicator, value and unit. No row means zero."""


def entries(table: Table, world: World) -> Labelled:
    """The crossing at which each row of a table by move enters a country, an empty word for moves that meet no border."""
    over, moves = passages(world), words(table, "move")
    names = [over[name].move.leg.entry or "" if name in over else "" for name in moves.labels]
    labels = tuple(sorted(set(names)))
    return Labelled(np.array([labels.index(name) for name in names], np.int64)[moves.codes], labels)


def happened(counts: Table, by: Labelled, where: Rows) -> Summed:
    """People to whom something happened, but for attempts, which come from the flows."""
    for (group, community, event), people in sum_by({**counts, "by": by}, ("by", "community", "event"), "people", where).items():
        if event != Event.ATTEMPTED.word:
            yield group, community, event.replace("_", " "), people, "people"


def at_borders(flows: Table, by: Labelled, where: Rows, world: World) -> Summed:
    """People who tried to pass a border, and what became of them there."""
    for (group, community), sums in border_sums(flows, by, where, world, tuple(AT_CROSSINGS)).items():
        for column, people in sums.items():
            if people:
                yield group, community, AT_CROSSINGS[column], people, "people"


def border_sums(flows: Table, by: Labelled, where: Rows, world: World, columns: Sequence[str]) -> dict[tuple[str, str], dict[str, int]]:
    """Sums of columns over moves that meet a border, by word of ``by`` and community, and then by column."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    rows = where & over_borders(flows, world)
    for column in columns:
        for (group, community), number in sum_by({**flows, "by": by}, ("by", "community"), column, rows).items():
            found.setdefault((group, community), {})[column] = number
    return found


def by_channel(flows: Table, by: Labelled, where: Rows, world: World) -> Summed:
    """People who passed a border by each channel."""
    over, moves = passages(world), words(flows, "move")
    channels = tuple(BY_CHANNEL)
    code = np.array([channels.index(over[name].move.channel) if name in over else 0 for name in moves.labels], np.int64)
    table = {**flows, "by": by, "channel": Labelled(code[moves.codes], tuple(BY_CHANNEL.values()))}
    for (group, community, name), people in sum_by(table, ("by", "community", "channel"), "crossed", where & over_borders(flows, world)).items():
        if people:
            yield group, community, name, people, "people"


def stayed(stocks: Table, by: Labelled, where: Rows) -> Summed:
    """Person-days in custody and stranded."""
    for (group, community, state), people in sum_by({**stocks, "by": by}, ("by", "community", "state"), "people", where).items():
        if state in DAYS_IN:
            yield group, community, DAYS_IN[state], people, "person-days"


def queued(queues: Table, by: Labelled, where: Rows) -> Summed:
    """Person-days before crossings that let in only so many."""
    for (group, community), people in sum_by({**queues, "by": by}, ("by", "community"), "people", where).items():
        if people:
            yield group, community, IN_QUEUES, people, "person-days"


def spent_nights(stays: Table, by: Labelled, where: Rows) -> Summed:
    """Person-nights where people stay, by kind, and those of them without a bed."""
    in_beds, without = (sum_by({**stays, "by": by}, ("by", "community", "kind"), column, where) for column in ("in_beds", "without_bed"))
    lacking: dict[tuple[str, str], int] = {}
    for group, community, kind in sorted({*in_beds, *without}):
        none = without.get((group, community, kind), 0)
        people = in_beds.get((group, community, kind), 0) + none
        if people:
            yield group, community, NIGHTS[kind], people, "person-nights"
        lacking[group, community] = lacking.get((group, community), 0) + none
    for (group, community), people in lacking.items():
        if people:
            yield group, community, WITHOUT_BED, people, "person-nights"


def paid(books: Table, by: Labelled, where: Rows) -> Summed:
    """Dollars that one party paid to another."""
    for (group, community, payer, payee), cents in sum_by({**books, "by": by}, ("by", "community", "payer", "payee"), "cents", where).items():
        yield group, community, f"paid by {payer} to {payee}".replace("_", " "), cents / CENTS, "USD"
