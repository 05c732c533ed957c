"""What followed migrants had paid when they first reached a country, beside what documents say."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from experiments.plots.flows import country
from experiments.store import Run
from experiments.store.tables import reported
from scenarios.files import table_of
from sim.outcomes.reading import is_word, numbers, words
from sim.words import Event
from sim.world import Community

MOST_TARGETS = 2
"""Countries shown of a community that no document speaks of."""


@dataclass(frozen=True, slots=True)
class Document:
    """A documented price: ``low`` and ``high`` in dollars, ``None`` where no bound is given."""

    id: str
    nationalities: frozenset[str]
    target: str
    countries: frozenset[str]
    via: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Corridor:
    """One community's way to one target: dollars paid, shape (people,), and the documents that speak of it."""

    community: str
    target: str
    dollars: NDArray[np.float64]
    documents: tuple[Document, ...]


@cache
def documents() -> tuple[Document, ...]:
    """The documented prices of ``corridors.csv``, with their bounds from the evidence."""
    evidence = {row["id"]: row for row in _rows(files("scenarios") / "evidence" / "figures.csv")}
    found = []
    for row in _rows(files("experiments.plots") / "corridors.csv"):
        bounds = (float(text) if (text := evidence[row["evidence"]][bound]) else None for bound in ("low", "high"))
        who, where = (frozenset(row[column].split(";")) for column in ("nationalities", "countries"))
        found.append(Document(row["evidence"], who, row["target"], where, row["via"], *bounds))
    return tuple(found)


def corridors(run: Run) -> list[Corridor]:
    """Every community of the run with every target that a document speaks of, in the order of ``corridors.csv``.

    A followed community of which none speaks stands at the end, with the countries that it wants to reach.
    """
    log = _Log(run)
    targets: dict[tuple[str, str], list[Document]] = {}
    followed = sorted((c for c in run.world.communities if c.followed), key=lambda c: c.title)
    titles = {c.name: c.title for c in followed}
    for document in documents():
        for community in followed:
            if community.nationality in document.nationalities:
                targets.setdefault((document.target, community.name), []).append(document)
    order = list(dict.fromkeys(document.target for document in documents()))
    keys = sorted(targets, key=lambda key: (order.index(key[0]), titles[key[1]]))
    found = [Corridor(titles[name], target, log.paid(name, targets[target, name][0]), tuple(targets[target, name])) for target, name in keys]
    spoken_of = {name for _, name in targets}
    return found + [corridor for c in followed if c.name not in spoken_of for corridor in _undocumented(run, c, log)]


def _undocumented(run: Run, community: Community, log: "_Log") -> list[Corridor]:
    """The countries that most of a community reach."""
    country_of = {p.name: p.country for p in run.world.places}
    wanted = {country_of[name] for name in community.destinations if name in country_of}
    asked = {code: Document("", frozenset(), country(code), frozenset({code}), "", None, None) for code in sorted(wanted)}
    found = [Corridor(community.title, document.target, log.paid(community.name, document), ()) for document in asked.values()]
    return sorted(found, key=lambda corridor: -len(corridor.dollars))[:MOST_TARGETS]


class _Log:
    """The journeys of a run, ready to be asked who had paid what where."""

    def __init__(self, run: Run) -> None:
        events = run.results.tables["events"]
        rows = is_word(events, "event", Event.REACHED.word, Event.ARRIVED.word)
        country = {p.name: p.country for p in run.world.places}
        self.person, self.hour, self.cents = (numbers(events, column)[rows] for column in ("person", "hour", "cents"))
        place = words(events, "place")
        self.places, self.place = [country[name] for name in place.labels], place.codes[rows]
        people = run.results.tables["people"]
        self.community = dict(zip(numbers(people, "person").tolist(), words(people, "community").words(), strict=True))
        first, last = reported(run.world)
        self.window = ((first - run.world.start).days * 24, ((last - run.world.start).days + 1) * 24)

    def paid(self, community: str, document: Document) -> NDArray[np.float64]:
        """Dollars paid by those of a community who first reached a target in the reporting period."""
        reached = self._in(document.countries)
        persons, rows = np.unique(self.person[reached], return_index=True)
        first = np.flatnonzero(reached)[rows]
        passed = {int(p): int(h) for p, h in _earliest(self.person, self.hour, self._in(frozenset({document.via})))} if document.via else {}
        return np.array(
            [
                self.cents[row] / 100
                for person, row in zip(persons.tolist(), first.tolist(), strict=True)
                if self.community[person] == community
                and self.window[0] <= self.hour[row] < self.window[1]
                and (not document.via or passed.get(person, self.hour[row] + 1) <= self.hour[row])
            ],
            float,
        )

    def _in(self, countries: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([code in countries for code in self.places], bool)[self.place] if self.places else np.zeros(0, bool)


def _earliest(person: NDArray[np.int64], hour: NDArray[np.int64], rows: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    # The log runs in order of time, so that the first row of a person is the earliest.
    persons, first = np.unique(person[rows], return_index=True)
    return zip(persons.tolist(), hour[rows][first].tolist(), strict=True)


def _rows(path: Traversable) -> list[dict[str, str]]:
    return table_of(path.read_text(encoding="utf-8"))
