"""The record: what is kept of every day, week and month, and the tables made of it."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import DAY, WEEK
from sim.basis.money import CENTS_A_DOLLAR
from sim.basis.rows import Rows
from sim.basis.words import Account, Contract, Document, Event, State, StayKind
from sim.books.ledger import SIDES, Purpose
from sim.books.results import Labelled, Table
from sim.books.tally import Flow, Stays, Tally
from sim.engine import compiled
from sim.migrants.itinerary import ITINERARY_LENGTH
from sim.routes.beliefs import Beliefs, all_believed
from sim.smugglers.organisers import Ways, names_of_ways
from sim.smugglers.record import names_of_smugglers
from sim.world.geography import Atlas
from sim.world.network import Leg

ROWS_A_PERSON = 48
"""Room in the log for each followed person to begin with, in events; it is made as large again when half of it is used."""

ROWS_OF_SHORT_LEGS = 3 * ITINERARY_LENGTH + 16
"""The same where a leg takes less than an hour: a whole trip fits a tick, with three events a move at most, and what begins and ends it."""

DAYS_A_WEEK = WEEK // DAY

HARM = {"deaths": Event.DIED, "injuries": Event.INJURED, "extortions": Event.EXTORTED, "strandings": Event.STRANDED, "disappearances": Event.DISAPPEARED}
"""What is counted as harm in the totals of a week."""


def words(kind: type[Event] | type[State] | type[Account] | type[Contract] | type[Document] | type[StayKind]) -> tuple[str, ...]:
    """The spellings of an enumeration, in the order of its numbers."""
    return tuple(member.word for member in kind)


def log_rows(followed: int, legs: Sequence[Leg]) -> int:
    """Room for the log of a day to begin with, for so many followed people who move over these legs."""
    return (ROWS_OF_SHORT_LEGS if any(leg.hours == 0 for leg in legs) else ROWS_A_PERSON) * followed


def with_room(tally: Tally) -> Tally:
    """The tally, its log as large again if half of it is used."""
    if 2 * tally.logged[0] <= len(tally.log):
        return tally
    return tally._replace(log=np.concatenate((tally.log, np.zeros_like(tally.log))))


class Present(NamedTuple):
    """What the record reads when a day or a week ends."""

    tally: Tally
    smugglers: Rows
    organisers: Rows
    beliefs: Beliefs


class Who(NamedTuple):
    """What the record reads of the followed people when tables are made: ``rows`` of ``people``, and the ``destination`` of every class of route tables."""

    rows: NDArray[np.int64]
    people: Rows
    destination: NDArray[np.int16]


class Record:
    """Keeps the sparse rows of every closed day, week and month, and turns them into tables at the end.

    What happens is kept by day, so that any period counts exactly its days; smugglers, organisers and beliefs, which change once a week, by week.

    ``people_by_state`` has shape (states,): people at the end of the last closed day. ``totals`` are those of the last closed week, by name: attempts,
    apprehensions, arrivals, fees in dollars, and harm (:data:`HARM`).
    """

    def __init__(self, atlas: Atlas, communities: tuple[str, ...], ways: Ways, organisers: tuple[str, ...], sites: Sequence[tuple[str, StayKind]] = ()) -> None:
        """Start with nothing kept; ``organisers`` are their names, ``ways`` those of the trade, ``sites`` the place and kind of each."""
        self._sites = tuple((atlas.places.index(place), kind) for place, kind in sites)
        self._atlas, self._communities = atlas, communities
        self._organiser_names, self._way_names, self._stops = organisers, names_of_ways(ways, atlas.places), ways.stops
        self._flows: list[NDArray[np.int64]] = []
        self._counts: list[NDArray[np.int64]] = []
        self._books: list[NDArray[np.int64]] = []
        self._papers: list[NDArray[np.int64]] = []
        self._stocks: list[NDArray[np.int64]] = []
        self._queues: list[NDArray[np.int64]] = []
        self._stays: list[NDArray[np.int64]] = []
        self._smugglers: list[NDArray[np.int64]] = []
        self._organisers: list[NDArray[np.int64]] = []
        self._beliefs: list[tuple[int, NDArray[np.int64], NDArray[np.float64]]] = []
        self._guards: list[NDArray[np.int64]] = []
        self._log: list[NDArray[np.int64]] = []
        self.people_by_state = np.zeros(len(State), np.int64)
        self.totals: Mapping[str, float] = dict.fromkeys(("attempts", "apprehensions", "arrivals", "fees_usd", *HARM), 0)

    def close_day(self, day: int, now: Present) -> None:
        """Keep what was counted in a day, and count from zero."""
        tally = now.tally
        self._close_log(tally)
        self._flows.append(_taken(tally.flows, day, np.flatnonzero(tally.tried), tally.tried.shape))
        tally.tried[:] = False
        self._counts.append(_taken_where_filled(tally.counts, day))
        self._books.append(_taken_where_filled(tally.books, day))
        self._papers.append(_taken_where_filled(tally.papers, day))
        self._queues.append(_taken_where_filled(tally.waiting, day))
        if self._sites:
            self._stays.append(_taken(tally.stays, day, np.flatnonzero(tally.stays.any(axis=2)), tally.stays.shape[:2]))
        stocks = _stocks(day, tally.stocks)
        self._stocks.append(stocks)
        self.people_by_state = np.bincount(stocks[:, 3], stocks[:, 4], len(State)).astype(np.int64)

    def close_week(self, week: int, now: Present) -> None:
        """Keep how smugglers, organisers and beliefs stand at the end of a week, after its last day was closed and before anybody reviews anything."""
        s = now.smugglers
        milli = np.rint(s["guides"] * 1000)
        columns = (np.full(len(s), week), np.arange(len(s)), *(s[name] for name in ("border", "move", "fee", "sold", "offered", "purse")), milli)
        self._smugglers.append(np.column_stack([column.astype(np.int64) for column in columns]))
        self._organisers.append(_organisers(week, now.organisers, self._stops))
        news = now.beliefs.news_tries > 0
        self._beliefs.append((week, np.argwhere(news).astype(np.int64), all_believed(now.beliefs)[news]))
        first = -(len(self._flows) - week * DAYS_A_WEEK)
        self.totals = _totals(np.concatenate(self._flows[first:]), np.concatenate(self._counts[first:]))

    def _close_log(self, tally: Tally) -> None:
        used = int(tally.logged[0])
        if used > len(tally.log):
            msg = f"the log had room for {len(tally.log)} events and {used} happened within one tick: raise ROWS_A_PERSON in sim/engine/record.py"
            raise RuntimeError(msg)
        self._log.append(tally.log[:used].copy())
        tally.logged[0] = 0

    def close_month(self, effort: NDArray[np.float64], stopped: NDArray[np.int64]) -> None:
        """Keep where effort stands and what was stopped in the month that ends now; both have shape (posts,)."""
        posts = len(effort)
        milli = np.rint(effort * 1000).astype(np.int64)
        self._guards.append(np.column_stack((np.full(posts, len(self._guards)), np.arange(posts), milli, stopped)))

    def tables_so_far(self, hour: int, now: Present, who: Who) -> dict[str, Table]:
        """All tables at an hour of the run, with the day and week under way closed for them and then taken up again."""
        before = self.people_by_state, self.totals
        kept = [rows for rows in vars(self).values() if isinstance(rows, list)]
        lengths = [len(rows) for rows in kept]
        # The log is only read: it has far more room than it holds.
        copied = now.tally._replace(**{name: part.copy() for name, part in now.tally._asdict().items() if name != "log"})
        if hour % DAY:
            self.close_day(hour // DAY, now._replace(tally=copied))
        if hour % WEEK:
            self.close_week(hour // WEEK, now)
        tables = self.tables(now.smugglers, who)
        self.people_by_state, self.totals = before
        for rows, length in zip(kept, lengths, strict=True):
            del rows[length:]
        return tables

    def tables(self, smugglers: Rows, who: Who) -> dict[str, Table]:
        """All tables, as :class:`sim.books.results.Results` describes them."""
        atlas, communities = self._atlas, self._communities
        flows, counts, books = _stack(self._flows, 14), _stack(self._counts, 5), _stack(self._books, 4)
        stocks, trade, guards, log = _stack(self._stocks, 5), _stack(self._smugglers, 9), _stack(self._guards, 4), _stack(self._log, 7)
        queues = _stack(self._queues, 4)
        papers, posts = _stack(self._papers, 5), tuple("/".join(post) for post in atlas.posts)
        sold, ways = _stack(self._organisers, 9), tuple(dict.fromkeys(self._way_names))
        way_of = np.array([ways.index(name) for name in self._way_names], np.int64)
        payer = np.array([SIDES[u].payer for u in Purpose])
        payee = np.array([SIDES[u].payee for u in Purpose])
        crossing = ("", *atlas.crossings)
        belief_rows = _stack([np.column_stack((np.full(len(r), w), r)) for w, r, _ in self._beliefs], 3)
        tables: dict[str, Table] = {
            "flows": {
                "day": flows[:, 0], "move": Labelled(flows[:, 1], atlas.move_names), "community": Labelled(flows[:, 2], communities),
                **{flow.word: flows[:, 3 + flow] for flow in Flow},
            },
            "counts": {
                "day": counts[:, 0], "place": Labelled(counts[:, 1], atlas.places), "community": Labelled(counts[:, 2], communities),
                "event": Labelled(counts[:, 3], words(Event)), "people": counts[:, 4],
            },
            "books": {
                "day": books[:, 0], "community": Labelled(books[:, 1], communities), "payer": Labelled(payer[books[:, 2]], words(Account)),
                "payee": Labelled(payee[books[:, 2]], words(Account)), "purpose": Labelled(books[:, 2], tuple(u.word for u in Purpose)), "cents": books[:, 3],
            },
            "papers": {
                "day": papers[:, 0], "post": Labelled(papers[:, 1], posts), "community": Labelled(papers[:, 2], communities),
                "shown": Labelled(papers[:, 3], atlas.countries), "apprehended": papers[:, 4],
            },
            "events": {
                "hour": log[:, 0], "person": log[:, 1], "event": Labelled(log[:, 2], words(Event)),
                "place": Labelled(log[:, 3], atlas.places), "move": Labelled(log[:, 4] + 1, ("", *atlas.move_names)), "cents": log[:, 5],
                "people": log[:, 6],
            },
            "people": self._people(who),
            "stocks": {
                "day": stocks[:, 0], "country": Labelled(stocks[:, 1], atlas.countries), "community": Labelled(stocks[:, 2], communities),
                "state": Labelled(stocks[:, 3], words(State)), "people": stocks[:, 4],
            },
            "queues": {
                "day": queues[:, 0], "move": Labelled(queues[:, 1], atlas.move_names), "community": Labelled(queues[:, 2], communities), "people": queues[:, 3],
            },
            "smugglers": {
                "week": trade[:, 0], "smuggler": Labelled(trade[:, 1], names_of_smugglers(smugglers, atlas.borders)),
                "border": Labelled(trade[:, 2], atlas.borders),
                "crossing": Labelled(atlas.geography.moves.crossing[trade[:, 3]] + 1, crossing), "fee_cents": trade[:, 4], "sold": trade[:, 5],
                "seats": trade[:, 6], "purse_cents": trade[:, 7], "guides_milli": trade[:, 8],
            },
            "organisers": {
                "week": sold[:, 0], "organiser": Labelled(sold[:, 1], self._organiser_names), "community": Labelled(sold[:, 2], communities),
                "way": Labelled(way_of[sold[:, 3]], ways), "price_milli": sold[:, 4], "came": sold[:, 5], "sent": sold[:, 6], "waiting": sold[:, 7],
                "earned_cents": sold[:, 8],
            },
            "guards": {
                "month": guards[:, 0], "post": Labelled(guards[:, 1], posts), "effort_milli": guards[:, 2],
                "apprehended": guards[:, 3],
            },
            "beliefs": {
                "week": belief_rows[:, 0], "community": Labelled(belief_rows[:, 1], (*communities, "smugglers")),
                "move": Labelled(belief_rows[:, 2], atlas.move_names),
                "p_caught": np.concatenate([p for _, _, p in self._beliefs]) if self._beliefs else np.zeros(0),
            },
        }  # fmt: skip
        return tables | ({"stays": self._table_of_stays()} if self._sites else {})

    def _table_of_stays(self) -> Table:
        stays = _stack(self._stays, 3 + len(Stays))
        place, kind = (np.array([site[side] for site in self._sites], np.int64)[stays[:, 1]] for side in (0, 1))
        return {
            "day": stays[:, 0], "place": Labelled(place, self._atlas.places), "kind": Labelled(kind, words(StayKind)),
            "community": Labelled(stays[:, 2], self._communities), **{column.word: stays[:, 3 + column] for column in Stays},
        }  # fmt: skip

    def _people(self, who: Who) -> Table:
        atlas, p = self._atlas, who.people[who.rows]
        no_yes = ("no", "yes")
        destination = np.where(p["klass"] >= 0, who.destination[p["klass"]] + 1, 0)
        return {
            "person": who.rows,
            "community": Labelled(p["community"].copy(), self._communities),
            "ordinal": p["ordinal"].astype(np.int64),
            "people": p["people"].astype(np.int64),
            "sex": Labelled(p["woman"].copy(), ("man", "woman")),
            "age": p["age"].astype(np.int64),
            "guided": Labelled(np.where(p["trip"] > 0, p["led"], p["guided"]), no_yes),
            "contract": Labelled(p["contract"].copy(), words(Contract)),
            "destination": Labelled(destination, ("", *atlas.places)),
            "state": Labelled(p["state"].copy(), words(State)),
            "place": Labelled(p["place"].copy(), atlas.places),
            "document": Labelled(p["document"].copy(), words(Document)),
            "shown": Labelled(p["shown"].copy(), atlas.countries),
            "funds_cents": p["funds"].copy(),
            "debt_cents": p["debt"].copy(),
            "spent_cents": p["spent"].copy(),
        }


def _stocks(day: int, people: NDArray[np.int64]) -> NDArray[np.int64]:
    country, community, state = np.nonzero(people)
    return np.column_stack((np.full(len(country), day), country, community, state, people[country, community, state]))


def _organisers(week: int, rows: Rows, stops: NDArray[np.int16]) -> NDArray[np.int64]:
    """A row an organiser; who has no hub sends everybody off at once, and from a former one those who still wait there."""
    milli = np.array([round(1000 * math.exp(price)) for price in rows["log_price"].tolist()], np.int64)
    sent = rows["sent"] + np.where(stops[rows["way"]] == 0, rows["came"], 0)
    columns = (np.full(len(rows), week), np.arange(len(rows)), rows["community"], rows["way"], milli, rows["came"], sent, rows["waiting"], rows["earned"])
    return np.column_stack([np.asarray(column, np.int64) for column in columns])


def _totals(flows: NDArray[np.int64], counts: NDArray[np.int64]) -> Mapping[str, float]:
    """Totals of a week from the rows kept of it."""
    of_flows = flows[:, 3:].sum(axis=0)
    of_events = np.bincount(counts[:, 3], counts[:, 4], len(Event)).astype(np.int64)
    return {
        "attempts": int(of_flows[Flow.ATTEMPTS]),
        "apprehensions": int(of_events[Event.APPREHENDED]),
        "arrivals": int(of_events[Event.ARRIVED]),
        "fees_usd": int(of_flows[Flow.FEE_CENTS]) / CENTS_A_DOLLAR,
        **{name: int(of_events[event]) for name, event in HARM.items()},
    }


def _taken(table: NDArray[np.int64], day: int, places: NDArray[np.intp], shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Take what stands at some places out of a table, whose first axes have a shape: rows of the day, the place and what stood there."""
    cells = table.reshape(math.prod(shape), -1)
    rows = np.empty((len(places), 1 + len(shape) + cells.shape[1]), np.int64)
    rows[:, 0] = day
    rows[:, 1 : 1 + len(shape)] = np.column_stack(np.unravel_index(places, shape))
    rows[:, 1 + len(shape) :] = cells[places]
    cells[places] = 0  # as sparse as it is: to clear whole tables would take as long as to search them
    return rows


def _taken_where_filled(table: NDArray[np.int64], day: int) -> NDArray[np.int64]:
    """Take what is not zero out of a table."""
    found = np.empty(table.size, np.int64)
    return _taken(table, day, found[: compiled.find_filled(table.reshape(-1), found)], table.shape)


def _stack(parts: list[NDArray[np.int64]], columns: int) -> NDArray[np.int64]:
    return np.concatenate(parts).astype(np.int64, copy=False) if parts else np.zeros((0, columns), np.int64)
