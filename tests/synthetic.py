"""Results that no model made: a small world, and journeys drawn at random on any world.

For tests of what reads results (store, plots, command line). The journeys have the shape of real
ones, the numbers mean nothing.
"""

import heapq
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from sim.basis.words import Channel, Contract, Entry, Event, Kind, Mode, State
from sim.books.results import Labelled, Results, Table
from sim.outcomes.reading import passages
from sim.world.network import CHANNELS, Crossing, Leg, Move, Place
from sim.world.parameters import Parameter, Parameters, Status
from sim.world.world import Community, DatedLever, Regime, World

FLOW_COLUMNS = ("attempts", "crossed", "refused", "detected_leaving", "detected_entering", "bribed", "apprehended", "died", "injured", "covered", "fee_cents")


def small_world(days: int = 112, scale: float = 1.0) -> World:
    """Four countries in a row with two communities: one that transits, one that works next door."""
    places = (
        Place("alpha", "Alpha", "PAK", 33.7, 73.0, ("capital",)),
        Place("beta", "Beta", "KGZ", 42.9, 74.6, ("capital", "main_hub")),
        Place("gamma", "Gamma", "KAZ", 43.3, 76.9, ("main_hub",)),
        Place("delta", "Delta", "KAZ", 51.1, 71.4, ("capital",)),
        Place("epsilon", "Épsilon “E”", "RUS", 55.8, 37.6, ("capital", "destination")),
    )
    crossings = (
        Crossing("alpha-air", "Alpha airport", Kind.AIRPORT, ("PAK",), 33.6, 73.1),
        Crossing("beta-air", "Beta airport", Kind.AIRPORT, ("KGZ",), 43.1, 74.5),
        Crossing("river", "River post", Kind.OFFICIAL, ("KAZ", "KGZ"), 43.0, 74.7),
        Crossing("river-green", "River banks", Kind.GREEN, ("KAZ", "KGZ"), 43.1, 74.5, closed_months=(1, 2), hard_months=(12,)),
        Crossing("steppe", "Steppe", Kind.GREEN, ("KAZ", "RUS"), 54.0, 69.0, checked=True),
    )
    both = [
        Leg("alpha", "beta", Mode.AIR, 1100, 3, "alpha-air", "beta-air"),
        Leg("beta", "alpha", Mode.AIR, 1100, 3, "beta-air", "alpha-air"),
        *(Leg(a, b, Mode.ROAD, 240.5, 5, over, over) for over in ("river", "river-green") for a, b in (("beta", "gamma"), ("gamma", "beta"))),
        *(Leg(a, b, Mode.RAIL, 1200, 20) for a, b in (("gamma", "delta"), ("delta", "gamma"))),
        *(Leg(a, b, Mode.ROAD, 2700, 40, "steppe", "steppe") for a, b in (("delta", "epsilon"), ("epsilon", "delta"))),
    ]
    parameters = {
        "choice.perception_error": Parameter(0.1, "ratio", Status.ASSUMED, 'a "reason"', 0.05, 0.3),
        "country.KAZ.fine_usd": Parameter(120, "USD/person", Status.DOCUMENTED, "FEE-32", as_of="2004"),
        "community.*.people": Parameter(400, "persons", Status.ASSUMED, "for the test", 1, 1000),
        "community.*.weight": Parameter(1, "count", Status.ASSUMED, "for the test", 1, 1),
    }
    start = date(2004, 1, 1)
    return World(
        name="small",
        title="A small world",
        start=start,
        days=days,
        report=(start + timedelta(days // 4), start + timedelta(days - 1)),
        places=tuple(sorted(places, key=lambda p: p.name)),
        crossings=tuple(sorted(crossings, key=lambda c: c.name)),
        legs=tuple(sorted(both, key=lambda leg: leg.name)),
        communities=(
            Community("kyrgyz-workers", "Workers from Beta", "KGZ", ("beta",), ("epsilon", "gamma"), followed=False),
            Community("pakistani", "Travellers from Alpha", "PAK", ("alpha",), ("epsilon",)),
        ),
        regimes=(Regime("KGZ", "KAZ", Entry.FREE), Regime("PAK", "KGZ", Entry.VISA, exit_permit=False), Regime("PAK", "PAK", Entry.OWN, exit_permit=True)),
        parameters=Parameters(parameters, {c.name: c.kind.word for c in crossings}),
        events=(DatedLever("close_crossing", start + timedelta(days // 2), None, {"crossing": "river"}),),
        scale=scale,
    )


def results(world: World, seed: int = 1, people: int = 60) -> Results:
    """Journeys drawn at random on a world, ``people`` of each community (labour: five times as many)."""
    rng = random.Random(f"{world.name} {seed}")  # noqa: S311 - no secret hangs on it
    tally = _Tally(world, rng)
    for community in sorted(world.communities, key=lambda c: c.name):
        for ordinal in range(people if community.followed else 5 * people):
            tally.journey(community, ordinal)
    return Results(world.name, seed, world.start, world.days, tally.tables(), {"decide": 0.25, "attempt": 0.5})


class _Tally:
    def __init__(self, world: World, rng: random.Random) -> None:
        self.world, self.rng = world, rng
        self.kinds = {c.name: c.kind for c in world.crossings}
        self.out: dict[str, list[Leg]] = {}
        for leg in world.legs:
            self.out.setdefault(leg.origin, []).append(leg)
        self.flows: Counter[tuple[int, str, str, str]] = Counter()
        self.counts: Counter[tuple[int, str, str, str]] = Counter()
        self.books: Counter[tuple[int, str, str, str, str]] = Counter()
        self.events: list[tuple[int, int, str, str, str, int]] = []
        self.people: list[tuple[Any, ...]] = []
        self.risk = {c.name: rng.uniform(0.02, 0.35) for c in world.crossings}
        self.price = {c.name: rng.uniform(0.6, 2.2) for c in world.communities}

    def path(self, origin: str, target: str) -> list[Leg]:
        best: dict[str, tuple[float, Leg | None]] = {origin: (0.0, None)}
        queue = [(0.0, origin)]
        while queue:
            cost, here = heapq.heappop(queue)
            if here == target:
                break
            for leg in self.out.get(here, []):
                step = cost + leg.hours * (3 if leg.mode is Mode.AIR else 1) * self.rng.lognormvariate(0, 0.7)
                if step < best.get(leg.target, (1e9, None))[0]:
                    best[leg.target] = (step, leg)
                    heapq.heappush(queue, (step, leg.target))
        legs: list[Leg] = []
        while target in best and best[target][1] is not None:
            leg = best[target][1]
            assert leg is not None
            legs.append(leg)
            target = leg.origin
        return legs[::-1]

    def journey(self, community: Community, ordinal: int) -> None:  # noqa: C901 - one story from start to end
        rng, place = self.rng, self.rng.choice(community.origins)
        destination = rng.choice(community.destinations)
        hour, spent, state, person = rng.randrange(self.world.days * 24), 0, State.MOVING, len(self.people)

        def tell(event: Event, move: str = "", cents: int = 0) -> None:
            self.counts[hour // 24, place, community.name, event.word] += 1
            if community.followed:
                self.events.append((hour, person, event.word, place, move, cents))

        def note(column: str, move: Move, amount: int = 1) -> None:
            self.flows[hour // 24, move.name, community.name, column] += amount

        tell(Event.DEPARTED)
        for leg in self.path(place, destination):
            move = Move(leg, Channel.INLAND if leg.entry is None else rng.choice(CHANNELS[self.kinds[leg.entry]]))
            while state is State.MOVING:
                cents = int(leg.km * 60 * self.price[community.name] * rng.lognormvariate(0, 0.4))
                spent += cents
                self.books[hour // 24, community.name, "migrant", "facilitator", "fee"] += cents
                note("attempts", move)
                note("fee_cents", move, cents)
                tell(Event.ATTEMPTED, move.name, cents)
                caught = leg.entry is not None and move.channel is not Channel.LEGAL and rng.random() < self.risk[leg.entry]
                if not caught:
                    break
                note("detected_entering", move)
                tell(Event.DETECTED_ENTERING, move.name)
                if rng.random() < 0.3:
                    note("bribed", move)
                    tell(Event.BRIBED, move.name, 5000)
                    break
                note("apprehended", move)
                tell(Event.APPREHENDED, move.name)
                hour += rng.randrange(24, 720)
                if hour >= self.world.days * 24:
                    hour, state = self.world.days * 24 - 1, State.DETAINED
                elif rng.random() < 0.03:
                    note("died", move)
                    tell(Event.DIED, move.name)
                    state = State.DEAD
                elif rng.random() < 0.3:
                    tell(Event.STRANDED)
                    state = State.STRANDED
            if state is not State.MOVING or hour + leg.hours >= self.world.days * 24:
                break
            note("crossed", move)
            if leg.entry is not None:
                tell(Event.CROSSED, move.name)
            hour, place = hour + leg.hours, leg.target
            tell(Event.REACHED if place != destination else Event.ARRIVED, move.name, spent)
            if rng.random() < 0.05:
                tell(Event.EXTORTED, cents=2000)
            hour = min(hour + rng.randrange(240), self.world.days * 24 - 1)
        if place == destination:
            state = State.SETTLED
        if community.followed:
            head = (person, community.name, ordinal, rng.choice(("woman", "man")), rng.randrange(16, 60), rng.choice(("yes", "no")))
            self.people.append((*head, rng.choice(tuple(Contract)).word, destination, state.word, place, 100000, 0, spent))

    def tables(self) -> dict[str, Table]:
        world, weeks = self.world, range(0, max(1, self.world.days // 7), 4)
        self.events.sort(key=lambda row: row[0])
        rows = sorted({key[:3] for key in self.flows})
        return {
            "flows": _table(("day", "move", "community", *FLOW_COLUMNS), [(*row, *(self.flows[(*row, column)] for column in FLOW_COLUMNS)) for row in rows]),
            "counts": _table(("day", "place", "community", "event", "people"), [(*key, n) for key, n in self.counts.items()]),
            "books": _table(("day", "community", "payer", "payee", "purpose", "cents"), [(*key, n) for key, n in self.books.items()]),
            "events": _table(("hour", "person", "event", "place", "move", "cents"), self.events),
            "people": _table(_PEOPLE, self.people),
            "stocks": _table(
                ("day", "country", "community", "state", "people"),
                [(7 * w, p.country, c.name, State.HUB.word, 3) for w in weeks for p in world.places[:2] for c in world.communities],
            ),
            "queues": _table(("day", "move", "community", "people"), [(0, next(iter(passages(world))), world.communities[0].name, 2)]),
            "smugglers": _table(_SMUGGLERS, [(w, "smuggler 1", "KAZ-KGZ", world.crossings[0].name, 50000, 2, 6, 100000 + w, 1000) for w in weeks]),
            "organisers": _table(
                _ORGANISERS, [(w, f"{c.name} by direct 1", c.name, "direct", 1250, 5 + w % 3, 5 + w % 3, 0, 70000) for w in weeks for c in world.communities]
            ),
            "papers": _table(
                ("day", "post", "community", "shown", "apprehended"),
                [(0, f"{c.name}/{c.countries[0]}", world.communities[0].name, "RUS", 1) for c in world.crossings],
            ),
            "guards": _table(("month", "post", "effort_milli", "apprehended"), [(0, f"{c.name}/{c.countries[0]}", 1500, 4) for c in world.crossings]),
            "beliefs": {
                **_table(("week", "community", "move"), [(w, world.communities[0].name, "x") for w in weeks]),
                "p_caught": np.array([0.1 + 0.01 * w for w in weeks]),
            },
        }


_PEOPLE = "person community ordinal sex age guided contract destination state place funds_cents debt_cents spent_cents".split()
_SMUGGLERS = "week smuggler border crossing fee_cents sold seats purse_cents guides_milli".split()
_ORGANISERS = "week organiser community way price_milli came sent waiting earned_cents".split()


def _table(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """A table of some columns; of a table by person that does not say how many ``people`` each stands for, one."""
    if "person" in names and "people" not in names:
        names, rows = (*names, "people"), [(*row, 1) for row in rows]
    columns: Mapping[str, list[Any]] = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    found: dict[str, Any] = {}
    for name, values in columns.items():
        if values and isinstance(values[0], str):
            labels = tuple(dict.fromkeys(values))
            place = {label: code for code, label in enumerate(labels)}
            found[name] = Labelled(np.array([place[value] for value in values], np.int32), labels)
        else:
            found[name] = np.array(values, np.int64)
    return found
