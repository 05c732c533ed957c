"""Followed people at the borders of one country: who enters and leaves, bound for where, by which corridor, and who is present irregularly."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from experiments.profile.years import Year
from sim.basis.clock import DAY
from sim.basis.words import Channel, Event
from sim.books.results import Results
from sim.outcomes.reading import goes_on, numbers, passages, words
from sim.world.world import World

HIDDEN = frozenset({Channel.FORGED, Channel.GUIDED, Channel.ALONE})
"""Channels by which somebody enters irregularly."""
GONE = frozenset({
    Event.DIED, Event.DISAPPEARED, Event.DEPORTED, Event.ASSISTED, Event.RETURNED, Event.GAVE_UP, Event.HOME_AGAIN,
})  # fmt: skip
"""Events after which somebody is no longer in the country."""


@dataclass(frozen=True, slots=True)
class Passing:
    """Passages of borders of a country by followed people, all arrays of shape (passages,), in the order of persons and time.

    ``person`` is a row of ``people``; ``day`` counts from the start of the run; ``other`` is a position in ``countries``, where from or where to; ``inward``
    says which. ``bound`` tells whether the destination lies in the country, ``lives`` whether the community lives there; ``people`` are how many pass
    together.
    """

    country: str
    start: date
    countries: tuple[str, ...]
    person: NDArray[np.int64]
    day: NDArray[np.int64]
    other: NDArray[np.int64]
    inward: NDArray[np.bool_]
    bound: NDArray[np.bool_]
    lives: NDArray[np.bool_]
    people: NDArray[np.int64]

    def within(self, year: Year) -> NDArray[np.bool_]:
        """Which passages lie in some days."""
        return (self.day >= (year.first - self.start).days) & (self.day <= (year.last - self.start).days)

    def corridors(self, year: Year) -> Mapping[tuple[str, str], float]:
        """People by country of entry and country of the next exit, counted on the day of the exit."""
        found: dict[tuple[str, str], float] = defaultdict(float)
        pairs = np.flatnonzero(self.inward[:-1] & ~self.inward[1:] & (self.person[:-1] == self.person[1:])) if len(self.person) else np.zeros(0, np.int64)
        for k in pairs[self.within(year)[pairs + 1]].tolist():
            found[self.countries[self.other[k]], self.countries[self.other[k + 1]]] += float(self.people[k])
        return found


def passing(results: Results, world: World, country: str) -> Passing:
    """The passages of a run."""
    events, known = results.tables["events"], passages(world)
    move = words(events, "move")
    codes = tuple(sorted({place.country for place in world.places}))
    at = {code: k for k, code in enumerate(codes)}
    inward, other = np.zeros(len(move.labels), bool), np.full(len(move.labels), -1, np.int64)
    for k, name in enumerate(move.labels):
        if name in known and country in (known[name].origin_country, known[name].target_country):
            inward[k] = known[name].target_country == country
            other[k] = at[known[name].origin_country if inward[k] else known[name].target_country]
    rows = words(events, "event").rows([Event.CROSSED.word])
    rows = rows[other[move.codes[rows]] >= 0] if len(rows) else rows
    person, hour = numbers(events, "person")[rows], numbers(events, "hour")[rows]
    order = np.lexsort((np.arange(len(rows)), person))
    rows, person, hour = rows[order], person[order], hour[order]
    bound, lives = _people(results, world, country)
    return Passing(
        country, results.start, codes, person, hour // DAY, other[move.codes[rows]], inward[move.codes[rows]], bound[person], lives[person],
        numbers(events, "people")[rows],
    )  # fmt: skip


def _people(results: Results, world: World, country: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of every person, by number: bound for the country, and of a community that lives there."""
    table = results.tables["people"]
    number = numbers(table, "person")
    size = int(number.max(initial=-1)) + 1
    home = {place.name: place.country for place in world.places}
    target, who = words(table, "destination"), words(table, "community")
    ours = communities_living_in(world, country)
    bound, lives = np.zeros(size, bool), np.zeros(size, bool)
    if len(number):
        bound[number] = np.array([home.get(name) == country for name in target.labels], bool)[target.codes]
        lives[number] = np.array([name in ours for name in who.labels], bool)[who.codes]
    return bound, lives


def communities_living_in(world: World, country: str) -> frozenset[str]:
    """The communities of which some depart from the country, or whose nationality it is."""
    country_of = {place.name: place.country for place in world.places}
    return frozenset(c.name for c in world.communities if c.nationality == country or any(country_of.get(name) == country for name in c.origins))


def present_irregularly(results: Results, world: World, country: str, years: tuple[Year, ...]) -> tuple[float, ...]:
    """Followed foreigners in a country who entered hidden or with a forged paper, whose stay has lapsed, or who were held: mean over days of a year, people."""
    _, lives = _people(results, world, country)
    stays = _stays(results, world, country, lives)
    found = []
    for year in years:
        first, end = (year.first - results.start).days * DAY, ((year.last - results.start).days + 1) * DAY
        hours = sum(max(0, min(until, end) - max(since, first)) * people for people, since, until in stays)
        found.append(hours / (DAY * year.days))
    return tuple(found)


def _stays(results: Results, world: World, country: str, lives: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """People, first and last hour of every irregular stay of foreigners in a country; who dies or goes missing has a stay that ends there."""
    events, known = results.tables["events"], passages(world)
    kind, move, place = words(events, "event"), words(events, "move"), words(events, "place")
    here = np.array([name in {p.name for p in world.places if p.country == country} for name in place.labels], bool)
    rows = kind.rows([event.word for event in (Event.CROSSED, Event.LAPSED, Event.RELEASED, Event.PUSHED_BACK, *GONE)])
    rows = rows[~lives[numbers(events, "person")[rows]]]
    person, hour, people = (numbers(events, name)[rows].tolist() for name in ("person", "hour", "people"))
    parts = goes_on(events)[rows].tolist()
    over = [known.get(name) for name in move.labels]
    what = [kind.labels[code] for code in kind.codes[rows].tolist()]
    which, within = move.codes[rows].tolist(), here[place.codes[rows]].tolist()
    log = _Presence()
    for who, when, number, part, event, code, inside in zip(person, hour, people, parts, what, which, within, strict=True):
        passage = over[code] if event == Event.CROSSED.word else None
        if part:
            log.lose(who, when, number)
        elif event in _GONE_WORDS or (event == Event.PUSHED_BACK.word and inside) or (event == Event.RELEASED.word and not inside):
            log.leave(who, when, number)
        elif event == Event.CROSSED.word and passage is not None:
            if passage.origin_country == country:
                log.leave(who, when, number)
            if passage.target_country == country:
                log.enter(who, when, hidden=passage.move.channel in HIDDEN)
        elif event == Event.RELEASED.word:
            log.enter(who, when, hidden=True)
        elif event == Event.PUSHED_BACK.word or (event == Event.LAPSED.word and inside):
            log.lapse(who, when)
    table = results.tables["people"]
    left = dict(zip(numbers(table, "person").tolist(), numbers(table, "people").tolist(), strict=True))
    for who in list(log.since):
        log.leave(who, results.days * DAY, left[who])
    return log.stays


_GONE_WORDS = frozenset(event.word for event in GONE)


class _Presence:
    """Who is in the country, since when irregularly, and the irregular stays that have ended."""

    def __init__(self) -> None:
        self.present: set[int] = set()
        self.since: dict[int, int] = {}
        self.stays: list[tuple[int, int, int]] = []

    def enter(self, who: int, when: int, *, hidden: bool) -> None:
        self.present.add(who)
        if hidden:
            self.since.setdefault(who, when)

    def lapse(self, who: int, when: int) -> None:
        if who in self.present:
            self.since.setdefault(who, when)

    def lose(self, who: int, when: int, people: int) -> None:
        if who in self.since:
            self.stays.append((people, self.since[who], when))

    def leave(self, who: int, when: int, people: int) -> None:
        self.present.discard(who)
        self.lose(who, when, people)
        self.since.pop(who, None)
