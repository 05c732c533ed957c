"""What became of every followed person by an hour: exclusive and exhaustive, so that people under two policies can be counted against each other.

For one directed border and the hours from ``since`` up to a horizon everybody has exactly one of: the first success over that border, by crossing and
channel; else another way (the border's first country left, its second entered, or the destination reached, without it); else where they stand at the
horizon (:data:`STANDINGS`). Where they stand is read from the log of events alone, so that it is known for every hour and not only for the end.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.words import Event, State
from sim.books.results import Table
from sim.outcomes.reading import Rows, goes_on, numbers, passages, words
from sim.world.world import World

Numbers = NDArray[np.int64]
NEVER = np.iinfo(np.int64).max
"""The hour of what does not happen."""
ELSEWHERE = "through another border"
UNDER_WAY, WAITING, DETAINED, STRANDED = "under way", "waiting", "detained", "stranded"
RETURNED, LOST, DEAD, ABROAD, NEVER_DEPARTED = "returned", "missing", "dead", "abroad all along", "never departed"
STANDINGS = (UNDER_WAY, WAITING, DETAINED, STRANDED, RETURNED, LOST, DEAD, ABROAD, NEVER_DEPARTED)
"""Where somebody stands who has not got through; who waits for help home on the way counts as stranded."""
_HOME = "home"
_AFTER: dict[Event, str] = {
    Event.DEPARTED: UNDER_WAY,
    Event.ATTEMPTED: UNDER_WAY,
    Event.TRAVELLED: UNDER_WAY,
    Event.CROSSED: UNDER_WAY,
    Event.REFUSED_BOARDING: UNDER_WAY,
    Event.REACHED: UNDER_WAY,
    Event.PUSHED_BACK: UNDER_WAY,
    Event.ARRIVED: ABROAD,
    Event.WAITED: WAITING,
    Event.STRANDED: STRANDED,
    Event.APPLIED_AVR: STRANDED,
    Event.DETAINED: DETAINED,
    Event.RELEASED: UNDER_WAY,
    Event.DEPORTED: RETURNED,
    Event.GAVE_UP: RETURNED,
    Event.RETURNED: RETURNED,
    Event.ASSISTED: RETURNED,
    Event.HOME_AGAIN: _HOME,
    Event.DISAPPEARED: LOST,
    Event.DIED: DEAD,
}
"""Where an event leaves somebody; all other events leave people where they are."""
_STATES = {State.HOME: _HOME, State.SETTLED: ABROAD}
"""Where somebody stands to whom nothing has happened."""
_WORDS = (*STANDINGS, _HOME)
_CODE = {word: code for code, word in enumerate(_WORDS)}


class Lives(NamedTuple):
    """The followed people of a run and what happened to them, sorted by person and time.

    A row of the people is a party, and ``people`` how many are of it; or one member of a party that is taken apart, because some of it died or went missing
    while the others went on. ``community`` (codes of ``communities``), ``ordinal`` and the number of the ``member`` (0 for a whole party) say who they are,
    shape (people,); ``at_first`` where they stood when the run began. Of events, shape (events,): ``person`` is a row of the people, ``event``, ``hour`` and
    ``move`` (codes of ``moves``) as in the log; ``stands`` is where they stand after it; ``over`` the move by which a border is passed with it, or -1: by
    crossing, or by being set free beyond it after having been caught on entry.
    """

    communities: tuple[str, ...]
    community: Numbers
    ordinal: Numbers
    member: Numbers
    people: Numbers
    at_first: Numbers
    person: Numbers
    hour: Numbers
    event: Numbers
    move: Numbers
    moves: tuple[str, ...]
    stands: Numbers
    over: Numbers


def taken_apart(events: Table) -> Numbers:
    """The parties that lose members and go on, by the number that they have in the table ``people``; shape (parties,)."""
    return np.unique(numbers(events, "person")[goes_on(events)])


def read_lives(events: Table, people: Table, apart: Numbers | None = None) -> Lives:
    """The lives that the tables ``events`` and ``people`` of a run tell.

    ``apart`` are the parties that are :func:`taken_apart`, in this run if not given: two runs whose lives are compared must take apart the same.
    """
    apart = taken_apart(events) if apart is None else apart
    who = words(people, "community")
    rank = {name: k for k, name in enumerate(sorted(set(who.labels)))}
    community = np.array([rank[name] for name in who.labels], np.int64)[who.codes] if len(who) else np.zeros(0, np.int64)
    row, member, size = _rows_of_people(events, people, apart)
    # Sorted by who they are, so that the same row is the same person in every run.
    order = np.lexsort((member, numbers(people, "ordinal")[row], community[row]))
    row, member, size = row[order], member[order], size[order]
    number = numbers(people, "person")[row]
    place = np.empty(int(number.max(initial=-1)) + 1, np.int64)
    place[number[::-1]] = np.arange(len(order))[::-1]  # of a party that is taken apart, its first member
    label = words(events, "event")
    names = {event.word: event for event in Event}
    kind = np.array([names[word] for word in label.labels], np.int64)[label.codes] if len(label) else np.zeros(0, np.int64)
    logged, person = _rows_of_events(events, place, np.bincount(number), apart)
    rows = np.lexsort((logged, numbers(events, "hour")[logged], person))
    rows, person = logged[rows], person[rows]
    kind = kind[rows]
    moves = words(events, "move")
    final = words(people, "state")
    stood = {state.word: _CODE.get(_STATES.get(state, ""), -1) for state in State}
    at_end = np.array([stood[label] for label in final.labels], np.int64)[final.codes][row] if len(final) else np.zeros(0, np.int64)
    move = moves.codes[rows].astype(np.int64)
    at_first, stands = _stands(person, kind, at_end)
    return Lives(
        tuple(rank), community[row], numbers(people, "ordinal")[row], member, size, at_first, person, numbers(events, "hour")[rows], kind, move, moves.labels,
        stands, _over(person, kind, move),
    )  # fmt: skip


def _rows_of_people(events: Table, people: Table, apart: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """For every row of the lives: the row of ``people``, the number of the member, and how many people it is; by party, members in their order."""
    number = numbers(people, "person")
    lost = np.zeros(int(number.max(initial=-1)) + 1, np.int64)
    part = goes_on(events)
    np.add.at(lost, numbers(events, "person")[part], numbers(events, "people")[part])
    at_first = numbers(people, "people") + lost[number]
    split = np.isin(number, apart)
    each = np.where(split, at_first, 1)
    row = np.repeat(np.arange(len(number)), each)
    member = np.arange(len(row)) - np.repeat(np.cumsum(each) - each, each)
    return row, member, np.where(split[row], 1, at_first[row])


def _rows_of_events(events: Table, place: Numbers, members: Numbers, apart: Numbers) -> tuple[Numbers, Numbers]:
    """For every event of the lives: its row in the log, and the row of the person, given the first row and the members of every party.

    Those who die or go missing out of a party are its first members who are left, one time after another; what happens to the party happens to all who are.
    """
    person, people, part = numbers(events, "person"), numbers(events, "people"), goes_on(events)
    whole = np.flatnonzero(~np.isin(person, apart))
    rows, whose = [whole], [place[person[whole]]]
    split = np.flatnonzero(np.isin(person, apart))
    split = split[np.argsort(person[split], kind="stable")]
    for party in np.split(split, np.flatnonzero(np.diff(person[split])) + 1) if len(split) else []:
        first = int(place[person[party[0]]])
        story: list[int] = []
        for event in party.tolist():
            if part[event]:
                for _ in range(int(people[event])):
                    rows.append(np.array([*story, event], np.int64))
                    whose.append(np.full(len(story) + 1, first))
                    first += 1
            else:
                story.append(event)
        left = int(place[person[party[0]]] + members[person[party[0]]]) - first
        rows.append(np.tile(np.array(story, np.int64), left))
        whose.append(np.repeat(np.arange(first, first + left), len(story)))
    return np.concatenate(rows), np.concatenate(whose)


def _over(person: Numbers, kind: Numbers, move: Numbers) -> Numbers:
    """The move by which a border is passed with each event, or -1."""
    over = np.where(kind == Event.CROSSED, move, -1)
    # What put somebody into custody is the last of these before it; only who was caught on entry is set free beyond the border.
    caught = np.flatnonzero(np.isin(kind, (Event.DETECTED_LEAVING, Event.DETECTED_ENTERING, Event.DETECTED_INLAND, Event.DENOUNCED)))
    freed = np.flatnonzero(kind == Event.RELEASED)
    last = np.searchsorted(caught, freed) - 1
    freed, last = freed[last >= 0], caught[last[last >= 0]]
    inside = (person[last] == person[freed]) & (kind[last] == Event.DETECTED_ENTERING)
    over[freed[inside]] = move[last[inside]]
    return over


def _stands(person: Numbers, kind: Numbers, at_end: Numbers) -> tuple[Numbers, Numbers]:
    """Where people stood at first, shape (people,), and where they stand after each event, shape (events,)."""
    after = np.full(max(Event) + 1, -1, np.int64)
    for event, word in _AFTER.items():
        after[event] = _CODE[word]
    effect = after[kind]
    telling = np.flatnonzero(effect >= 0)
    at_first = at_end.copy()
    whose, first = np.unique(person[telling], return_index=True)
    # Who departs first of all was at home; whoever else something happens to was abroad already.
    at_first[whose] = np.where(kind[telling[first]] == Event.DEPARTED, _CODE[_HOME], _CODE[ABROAD])
    stands = np.empty(len(person), np.int64)
    current = now = before_custody = -1
    for k, (who, what, then) in enumerate(zip(person.tolist(), kind.tolist(), effect.tolist(), strict=True)):
        if who != current:
            current = who
            now = before_custody = int(at_first[who])
        if what == Event.DETAINED:
            before_custody = now if now != then else before_custody
            now = then
        elif what == Event.RELEASED:
            # Who was settled goes on living there; everybody else looks for a way on.
            now = before_custody if before_custody == _CODE[ABROAD] else then
        elif what == Event.APPLIED_AVR:
            # Who asks for help where they live goes on living there.
            lived_there = now if now != _CODE[DETAINED] else before_custody
            now = lived_there if lived_there == _CODE[ABROAD] else then
        elif what == Event.WAITED:
            now = now if now == _CODE[STRANDED] else then
        elif then >= 0:
            now = then
        stands[k] = now
    return at_first, stands


class Destinies:
    """What became of the people of a run at any horizon: see the head of this module.

    ``labels`` are the outcomes there are: the ways over the border, sorted, then :data:`ELSEWHERE` and :data:`STANDINGS`. They depend on the world
    alone, so that runs of one world under two policies have the same.
    """

    def __init__(self, lives: Lives, world: World, border: str, since: int) -> None:
        """Read off when people got through; ``border`` is directed, such as ``AAA-BBB``, ``since`` an hour of the run.

        Raises
        ------
        KeyError
            If no move of the world leads over that border.
        """
        known = passages(world)
        over = {name: p for name, p in known.items() if f"{p.origin_country}-{p.target_country}" == border}
        if not over:
            msg = f"no move leads over {border}"
            raise KeyError(msg)
        ways = sorted({f"{p.move.leg.entry}, {p.move.channel.word}" for p in over.values()})
        self.labels = (*ways, ELSEWHERE, *STANDINGS)
        self.lives, self.since = lives, since
        near, _, far = border.partition("-")
        way = np.full(len(lives.moves), -1, np.int64)
        around = np.zeros(len(lives.moves), bool)
        for m, name in enumerate(lives.moves):
            if name in over:
                way[m] = ways.index(f"{over[name].move.leg.entry}, {over[name].move.channel.word}")
            elif name in known:
                around[m] = known[name].origin_country == near or known[name].target_country == far
        later = lives.hour > since
        crossed = later & (lives.over >= 0)
        self.through, rows = _first(lives, crossed & (way[lives.over] >= 0))
        self.way = np.where(rows >= 0, way[lives.over[rows]], -1) if len(lives.over) else rows
        self.around, _ = _first(lives, (crossed & around[lives.over]) | (later & (lives.event == Event.ARRIVED)))
        self.left, _ = _first(lives, later & (lives.event == Event.DEPARTED))

    def at(self, hour: int) -> Numbers:
        """Everybody's outcome when the horizon is this hour, as codes of ``labels``, shape (people,)."""
        ways = len(self.labels) - len(STANDINGS) - 1
        codes = ways + 1 + self._standing(hour)
        codes = np.where(self.around <= hour, ways, codes)
        return np.where(self.through <= hour, self.way, codes)

    def _standing(self, hour: int) -> Numbers:
        stands, last = standing(self.lives, hour)
        back = (stands == _CODE[_HOME]) & ((last > self.since) | (self.left <= hour))
        return np.where(back, _CODE[RETURNED], np.where(stands == _CODE[_HOME], _CODE[NEVER_DEPARTED], stands))


def standing(lives: Lives, hour: int) -> tuple[Numbers, Numbers]:
    """Where everybody stands at an hour (its events included) and the hour of the last thing that happened to them; shape (people,) each."""
    people = np.arange(len(lives.ordinal))
    length = int(max(hour, lives.hour.max(initial=0))) + 1
    last = np.searchsorted(lives.person * length + lives.hour, people * length + hour, side="right") - 1
    none = (last < 0) | (lives.person[last] != people) if len(lives.person) else np.ones(len(people), bool)
    safe = np.where(none, 0, last)
    if not len(lives.person):
        return lives.at_first.copy(), np.full(len(people), -1, np.int64)
    return np.where(none, lives.at_first, lives.stands[safe]), np.where(none, -1, lives.hour[safe])


def first_use(lives: Lives, used: Rows) -> Numbers:
    """The hour at which everybody first does one of the events that ``used``, shape (events,), marks; :data:`NEVER` where nobody does."""
    return _first(lives, used)[0]


def tries(lives: Lives) -> Rows:
    """Which events are the trying of a move, over a border or inside a country, shape (events,)."""
    tried: Rows = (lives.event == Event.ATTEMPTED) | (lives.event == Event.TRAVELLED)
    return tried


def _first(lives: Lives, chosen: Rows) -> tuple[Numbers, Numbers]:
    """Hour and row of everybody's first chosen event; :data:`NEVER` and -1 without one."""
    rows = np.flatnonzero(chosen)
    whose, first = np.unique(lives.person[rows], return_index=True)
    hours, where = np.full(len(lives.ordinal), NEVER, np.int64), np.full(len(lives.ordinal), -1, np.int64)
    hours[whose], where[whose] = lives.hour[rows[first]], rows[first]
    return hours, where


def corridors(lives: Lives, world: World, since: int, hour: int) -> list[str]:
    """The countries of everybody's first journey that is completed after ``since`` and by ``hour``, such as ``AAA>BBB>CCC``; empty without one.

    Countries that were left again by the way one came are passed over.
    """
    known = passages(world)
    sides = [(known[name].origin_country, known[name].target_country) if name in known else ("", "") for name in lives.moves]
    found = [""] * len(lives.ordinal)
    telling = np.flatnonzero((np.isin(lives.event, (Event.DEPARTED, Event.ARRIVED)) | (lives.over >= 0)) & (lives.hour <= hour))
    path: list[str] = []
    current = -1
    columns = (lives.person, lives.event, lives.hour, lives.over)
    for who, what, when, move in zip(*(column[telling].tolist() for column in columns), strict=True):
        if who != current or what == Event.DEPARTED:
            current, path = who, []
        if move >= 0:
            for country in sides[move] if not path or path[-1] != sides[move][0] else sides[move][1:]:
                path = [*path[: path.index(country)], country] if country in path else [*path, country]
        elif what == Event.ARRIVED and when > since and path and not found[who]:
            found[who] = ">".join(path)
    return found
