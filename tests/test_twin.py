"""The readable twin and the engine must tell the same story, bit for bit.

``examples/plain_mesa`` shares rules, draws and parameters with the engine and does everything else by itself: the clock, seats and groups, news,
books, offices, order. Where the two differ, one of them is wrong.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import mesa
import numpy as np
import pytest
from hypothesis import given, seed, settings

from examples.plain_mesa import PlainModel
from scenarios import load
from sim import RouteModel, World
from sim.basis.words import Channel, Event
from sim.books.results import Labelled, Table
from sim.books.tally import Flow, Stays
from sim.guards.gates import GATE
from worlds import small_worlds

CHUNKS, WORLDS_A_CHUNK, WORLDS_TURNED_ROUND = 4, 50, 25
PURSE = ("funds", "prepaid", "package", "debt", "spent", "document_worth")
WHO = ("home", "people", "guided", "contract", "age", "woman", "passport", "permit", "exit_permit", "employer", "organiser", "way", "stop", "sent")
STANDING = (
    "state", "place", "klass", "trip", "since", "until", "checked", "lawful_until", "valid_until", "queued", "attempts", "failures", "move",
    "steps", "planned", "tries_left", "returned", "minutes", "site", "bed",
)  # fmt: skip
PAPERS = ("document", "shown", "papers")
BUSINESS = ("fee", "purse", "move", "log_fee", "credit", "guides", "jailed", "sold", "offered")
SALES, KNOWN_WAY = ("community", "log_price", "credit", "per_day", "waiting", "posted", "came", "sent", "earned"), ("way", "worse")
SEATS = ("come", "part", "kept", "most", "aboard", "occasion", "group_caught")

Story = list[tuple[int, ...]]
Counts = dict[tuple[int, ...], int]


@contextmanager
def simulated(kind: type[Any], world: World, key: int) -> Iterator[Any]:
    """A model after its last day."""
    with np.errstate(over="ignore"):
        model = kind(world, key)
        while model.day < world.days:
            model.step()
        yield model
    mesa.Agent._ids.pop(model, None)  # else Mesa keeps every model alive


def rows(table: Table, *names: str) -> Iterator[tuple[int, ...]]:
    """Some columns of a table row by row, words as their numbers."""
    columns = [column.codes if isinstance(column, Labelled) else column for column in (table[name] for name in names)]
    return zip(*(column.tolist() for column in columns), strict=True)


def by_person(story: Iterable[tuple[int, ...]]) -> Story:
    """Rows by person, and for each person as they happened; how persons take turns within an hour is nobody's business."""
    return sorted(story, key=lambda row: row[1])


def filled(counter: Mapping[tuple[int, ...], int]) -> Counts:
    return {key: number for key, number in counter.items() if number}


def standing(twin: PlainModel) -> Counts:
    """People by country, community and state: the parties as they are, and those who are gone from parties that went on."""
    found = Counter(twin.gone)
    for person in twin.migrants:
        found[person.country, person.community, person.state] += person.people
    return filled(found)


def story_of_engine(tables: Mapping[str, Table]) -> Story:
    events = rows(tables["events"], "hour", "person", "event", "place", "move", "cents", "people")
    return [(*row[:4], row[4] - 1, *row[5:]) for row in events]  # move 0 is "none" there


def flows_of_engine(tables: Mapping[str, Table]) -> Counts:
    columns = rows(tables["flows"], "day", "move", "community", *(flow.word for flow in Flow))
    return filled({(*row[:3], flow): row[3 + flow] for row in columns for flow in Flow})


def assert_twins(world: World, key: int = 1) -> PlainModel:
    with simulated(RouteModel, world, key) as engine, simulated(PlainModel, world, key) as twin:
        tables = engine.results().tables
        for mine, its in zip(by_person(twin.ledger.story), by_person(story_of_engine(tables)), strict=False):
            assert mine == its  # one row, so that a failure is short
        assert len(twin.ledger.story) == len(tables["events"]["hour"])
        assert filled(twin.ledger.books) == {row[:3]: row[3] for row in rows(tables["books"], "day", "community", "purpose", "cents")}
        assert filled(twin.ledger.counts) == {row[:4]: row[4] for row in rows(tables["counts"], "day", "place", "community", "event", "people")}
        assert filled(twin.ledger.papers) == {row[:4]: row[4] for row in rows(tables["papers"], "day", "post", "community", "shown", "apprehended")}
        assert filled(twin.ledger.flows) == flows_of_engine(tables)
        assert [person.due for person in twin.migrants] == engine.due.tolist()
        assert standing(twin) == filled({cell: int(people) for cell, people in np.ndenumerate(engine.tally.stocks)})
        for name in (*PURSE, *WHO, *STANDING, *PAPERS):
            assert [int(getattr(person, name)) for person in twin.migrants] == engine.people[name].tolist(), name
        ways = zip(engine.people["itinerary"].tolist(), engine.people["planned"].tolist(), strict=True)
        assert [person.itinerary[: person.planned] for person in twin.migrants] == [moves[:planned] for moves, planned in ways]
        for name in (*BUSINESS, *SEATS):
            assert [getattr(smuggler, name) for smuggler in twin.market.smugglers] == engine.smugglers[name].tolist(), name
        for name in SALES:
            assert [getattr(organiser, name) for organiser in twin.trade.organisers] == engine.organisers[name].tolist(), name
        assert twin.market.posted_fee == engine.market.posted_fee.tolist()
        assert filled(twin.ledger.waiting) == {row[:3]: row[3] for row in rows(tables["queues"], "day", "move", "community", "people")}
        assert [twin.gates.wait(move) for move in range(len(engine.atlas.moves))] == engine.gates.posted_wait.tolist()
        assert twin.sites.share == engine.sites._share.tolist()
        if world.stays:
            stays = engine.record._stays
            its = {(*row[:3], Stays(k)): row[3 + k] for day in stays for row in day.tolist() for k in range(len(Stays)) if row[3 + k]}
            assert filled(twin.ledger.stays) == its
        for (post, channel), gate in twin.gates.of.items():
            mine = engine.gates.rows[post * len(Channel) + channel]
            assert [getattr(gate, name) for name in GATE.names] == [mine[name] for name in GATE.names]
        assert twin.market.posted_wait == engine.market.posted_wait.tolist()
        assert [guard.effort for guard in twin.guards] == engine.deployment.on_duty.tolist()
        assert [guard.crowding for guard in twin.guards] == engine.checks.crowding.tolist()
        assert [guard.expected_a_day for guard in twin.guards] == engine.crowding.expected_a_day.tolist()
        for mine, its in ((twin.news.caught, engine.beliefs.caught), (twin.news.passed, engine.beliefs.passed), (twin.news.standing, engine.beliefs.standing)):
            assert [mine[cell] for cell in np.ndindex(its.shape)] == its.ravel().tolist()
        used = engine.routes.classes.used != 0  # the twin solves the classes that nobody is in too: to leave them out must change nothing
        leads = [bool(used[engine.routes.first[organiser.community, 1, 0]]) for organiser in twin.trade.organisers]  # else ways have no cost there
        for name in KNOWN_WAY:
            assert [getattr(one, name) for one, led in zip(twin.trade.organisers, leads, strict=True) if led] == engine.organisers[name][leads].tolist(), name
        for table in ("cheapest", "counted", "least"):
            assert np.array_equal(np.array(getattr(twin.routes, table))[used], getattr(engine.routes, table)[used]), table
        return twin


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_twin_and_engine_tell_the_same_story(chunk: int) -> None:
    @seed(chunk)
    @settings(max_examples=WORLDS_A_CHUNK, deadline=None, derandomize=False, database=None)
    @given(world=small_worlds())
    def same_story(world: World) -> None:
        assert_twins(world, chunk)

    same_story()


def test_twin_and_engine_agree_on_two_valleys() -> None:
    world = load("two-valleys", days=120)
    everybody_followed = tuple(replace(community, followed=True) for community in world.communities)
    twin = assert_twins(replace(world, communities=everybody_followed))
    assert {Event.ARRIVED, Event.APPREHENDED, Event.DEPORTED, Event.EXTORTED, Event.HOME_AGAIN} <= {row[2] for row in twin.ledger.story}


class TurnedRound(PlainModel):
    """Everybody takes turns in the opposite order."""

    def __init__(self, world: World, key: int) -> None:
        super().__init__(world, key)
        self.migrants.reverse()


@settings(max_examples=WORLDS_TURNED_ROUND)
@given(world=small_worlds())
def test_nobody_depends_on_who_comes_first(world: World) -> None:
    with simulated(PlainModel, world, 1) as plain, simulated(TurnedRound, world, 1) as turned_round:
        assert by_person(plain.ledger.story) == by_person(turned_round.ledger.story)
        assert plain.ledger.books == turned_round.ledger.books
