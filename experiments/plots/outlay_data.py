"""What followed migrants had paid when they first reached a country, and documented prices."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from experiments.plots.titles import country
from experiments.store import Run
from experiments.store.tables import reported
from scenarios.reading.files import table_of
from sim.basis.words import Event
from sim.outcomes.reading import is_word, numbers, words
from sim.world.world import Community

MOST_TARGETS = 2
"""Countries shown of a community without documented prices."""


@dataclass(frozen=True, slots=True)
class Document:
    """A documented price: ``low`` and ``high`` in dollars, ``None`` where no bound is given; ``years`` that it is of; ``led`` if an organiser takes it."""

    id: str
    nationalities: frozenset[str]
    target: str
    countries: frozenset[str]
    via: str
    low: float | None
    high: float | None
    years: str
    led: bool = False


@dataclass(frozen=True, slots=True)
class Corridor:
    """One community's way to one target: dollars paid, shape (people,), and the documents about it."""

    community: str
    target: str
    dollars: NDArray[np.float64]
    documents: tuple[Document, ...]


@cache
def documents() -> tuple[Document, ...]:
    """The documented prices of ``corridors.csv``, with their bounds from the evidence."""
    evidence = {row["id"]: row for row in _rows(files("scenarios") / "evidence" / "documented.csv")}
    found = []
    for row in _rows(files("experiments.plots") / "corridors.csv"):
        said = evidence[row["evidence"]]
        low, high = (float(text) if (text := said[bound]) else None for bound in ("low", "high"))
        who, where = (frozenset(row[column].split(";")) for column in ("nationalities", "countries"))
        found.append(Document(row["evidence"], who, row["target"], where, row["via"], low, high, said["period"], row["led"] == "yes"))
    return tuple(found)


def corridors(run: Run) -> list[Corridor]:
    """Every community of the run with every documented target in the scenario, in the order of ``corridors.csv``.

    Followed communities without a document come last, with their destination countries.
    """
    log = _Log(run)
    targets: dict[tuple[str, str], list[Document]] = {}
    followed = sorted((c for c in run.world.communities if c.followed), key=lambda c: c.title)
    titles = {c.name: c.title for c in followed}
    there = {place.country for place in run.world.places}
    for document in documents():
        if not document.countries & there or (document.via and document.via not in there):
            continue
        for community in followed:
            if community.nationality in document.nationalities:
                targets.setdefault((document.target, community.name), []).append(document)
    order = list(dict.fromkeys(document.target for document in documents()))
    keys = sorted(targets, key=lambda key: (order.index(key[0]), titles[key[1]]))
    found = [Corridor(titles[name], target, log.paid(name, targets[target, name][0]), tuple(targets[target, name])) for target, name in keys]
    covered = {name for _, name in targets}
    return found + [corridor for c in followed if c.name not in covered for corridor in _undocumented(run, c, log)]


def _undocumented(run: Run, community: Community, log: "_Log") -> list[Corridor]:
    """The countries that most of a community reach."""
    country_of = {p.name: p.country for p in run.world.places}
    wanted = {country_of[name] for name in community.destinations if name in country_of}
    asked = {code: Document("", frozenset(), country(code, run.world), frozenset({code}), "", None, None, "") for code in sorted(wanted)}
    found = [Corridor(community.title, document.target, log.paid(community.name, document), ()) for document in asked.values()]
    return sorted(found, key=lambda corridor: -len(corridor.dollars))[:MOST_TARGETS]


class _Log:
    """The journeys of a run, indexed for outlays by person and country."""

    def __init__(self, run: Run) -> None:
        self._reached: dict[frozenset[str], tuple[NDArray[np.int64], NDArray[np.int64]]] = {}
        events = run.results.tables["events"]
        rows = words(events, "event").rows([Event.REACHED.word, Event.ARRIVED.word])
        country = {p.name: p.country for p in run.world.places}
        self.person, self.hour, self.cents, self.people = (numbers(events, column)[rows] for column in ("person", "hour", "cents", "people"))
        place = words(events, "place")
        self.places, self.place = [country[name] for name in place.labels], place.codes[rows]
        people = run.results.tables["people"]
        who = words(people, "community")
        self.community, self.labels = np.full(int(numbers(people, "person").max(initial=-1)) + 1, -1), who.labels
        self.community[numbers(people, "person")] = who.codes
        self.led = np.zeros(len(self.community), bool)
        self.led[numbers(people, "person")[is_word(people, "guided", "yes")]] = True
        first, last = reported(run.world)
        self.window = ((first - run.world.start).days * 24, ((last - run.world.start).days + 1) * 24)

    def paid(self, community: str, document: Document) -> NDArray[np.float64]:
        """Dollars paid by those of a community (led, if the document asks) who first reached a target in the reporting period, in the order of persons."""
        persons, first = self._earliest(document.countries)
        hour = self.hour[first]
        ours = self.community[persons] == (self.labels.index(community) if community in self.labels else -2)
        ours &= (hour >= self.window[0]) & (hour < self.window[1])
        if document.led:
            ours &= self.led[persons]
        if document.via:
            passing, rows = self._earliest(frozenset({document.via}))
            passed = np.full(len(self.community), np.iinfo(np.int64).max)
            passed[passing] = self.hour[rows]
            ours &= passed[persons] <= hour
        return np.repeat(self.cents[first[ours]] / 100, self.people[first[ours]])

    def _earliest(self, countries: frozenset[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Who reached one of the countries, and the row at which they first did; cached, because many rows need the same."""
        if countries not in self._reached:
            there = np.array([code in countries for code in self.places], bool)
            rows = np.flatnonzero(there[self.place]) if len(there) else np.zeros(0, np.int64)
            # The log runs in order of time, so that the first row of a person is the earliest.
            persons, first = np.unique(self.person[rows], return_index=True)
            self._reached[countries] = persons, rows[first]
        return self._reached[countries]


def _rows(path: Traversable) -> list[dict[str, str]]:
    return table_of(path.read_text(encoding="utf-8"))
