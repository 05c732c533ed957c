"""Weekly arrivals, interceptions and harm by community, for the strip and the small multiples of the page."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.plots.result_folder import ResultFolder
from experiments.store.tables import DAYS
from sim.basis.clock import WEEK
from sim.basis.words import Event
from sim.books.results import Table
from sim.outcomes.reading import numbers, weeks_of, words
from sim.world.world import World

KINDS: Mapping[str, tuple[Event, ...]] = {
    "arrived": (Event.ARRIVED,),
    "apprehended": (Event.APPREHENDED,),
    "extorted or stranded": (Event.EXTORTED, Event.STRANDED),
    "injured, missing or dead": (Event.INJURED, Event.DISAPPEARED, Event.DIED),
}
"""Rows of the strip and the events that each sums: arrivals, interceptions, harm."""


def weekly_events(results: ResultFolder, policy: str) -> dict[str, NDArray[np.float64]]:
    """People by community, shape (kinds, weeks), mean over the runs of a policy."""
    if results.run is not None:
        return _of(results.run.results.tables, results.world)
    paths = results.files[policy]
    found: dict[str, NDArray[np.float64]] = {}
    for path in paths:
        tables, world = results.tables(path)
        for name, values in _of(tables, world).items():
            found[name] = found.get(name, np.zeros_like(values)) + values / len(paths)
    return found


def _of(tables: Mapping[str, Table], world: World) -> dict[str, NDArray[np.float64]]:
    """From the counts where they are there, else from the log."""
    weeks = max(1, world.days // DAYS)
    ours = [c.name for c in world.communities if c.followed] or [c.name for c in world.communities]
    kind_of = {one.word: k for k, events in enumerate(KINDS.values()) for one in events}
    if "counts" in tables:
        table = tables["counts"]
        week, people, who = weeks_of(table), numbers(table, "people").astype(float), words(table, "community")
        community, labels, event = who.codes, who.labels, words(table, "event")
    else:
        table, roster = tables["events"], words(tables["people"], "community")
        codes = np.zeros(int(numbers(tables["people"], "person").max(initial=-1)) + 1, np.int64)
        codes[numbers(tables["people"], "person")] = roster.codes
        week, community, labels, event = numbers(table, "hour") // WEEK, codes[numbers(table, "person")], roster.labels, words(table, "event")
        people = numbers(table, "people").astype(float)
    kind = np.array([kind_of.get(label, -1) for label in event.labels], np.int64)[event.codes] if len(event) else np.zeros(0, np.int64)
    found = {}
    for name in ours:
        mine = (community == labels.index(name)) & (kind >= 0) & (week < weeks) if name in labels else np.zeros(len(week), bool)
        flat = np.bincount(kind[mine] * weeks + week[mine], people[mine], len(KINDS) * weeks).astype(float)
        found[name] = flat.reshape(len(KINDS), weeks)
    return found


def strips(found: Mapping[str, Mapping[str, NDArray[np.float64]]], step: int) -> list[dict[str, Any]]:
    """Sums over communities by policy for the strip below the map, weeks merged by ``step``."""
    out = []
    for name, by in found.items():
        total = sum(by.values(), np.zeros((len(KINDS), 1)))
        joined = np.add.reduceat(total, np.arange(0, total.shape[1], step), axis=1)
        out.append({"name": name, "rows": {kind: [round(float(v), 1) for v in joined[k]] for k, kind in enumerate(KINDS)}})
    return out
