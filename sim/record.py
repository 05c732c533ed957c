"""The record: what is kept of every week and month, and the tables made of it."""

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim import compiled
from sim.books import SIDES, Purpose
from sim.results import Labelled, Table
from sim.tally import Flow
from sim.words import Account, Contract, Document, Event, State, Status

if TYPE_CHECKING:
    from sim.model import RouteModel

ROWS_A_PERSON = 48
"""Room in the log for each followed person to begin with, in events; it is made as large again when half of it is used."""


def words(kind: type[Event] | type[State] | type[Account] | type[Contract] | type[Document]) -> tuple[str, ...]:
    """The spellings of an enumeration, in the order of its numbers."""
    return tuple(member.word for member in kind)


class Record:
    """Keeps the sparse rows of every closed week, and turns them into tables at the end.

    ``people_by_state`` has shape (states,): people at the end of the last closed week.
    """

    def __init__(self, model: "RouteModel") -> None:
        """Start with nothing kept."""
        self._model = model
        self._flows: list[NDArray[np.int64]] = []
        self._counts: list[NDArray[np.int64]] = []
        self._books: list[NDArray[np.int64]] = []
        self._papers: list[NDArray[np.int64]] = []
        self._stocks: list[NDArray[np.int64]] = []
        self._smugglers: list[NDArray[np.int64]] = []
        self._beliefs: list[tuple[int, NDArray[np.int64], NDArray[np.float64]]] = []
        self._guards: list[NDArray[np.int64]] = []
        self._log: list[NDArray[np.int64]] = []
        self.people_by_state = np.zeros(len(State), np.int64)

    @staticmethod
    def log_rows(followed: int) -> int:
        """Room for the log of a week to begin with."""
        return ROWS_A_PERSON * followed

    def make_room(self) -> None:
        """Make the log as large again when half of it is used."""
        tally = self._model.tally
        if 2 * tally.logged[0] > len(tally.log):
            self._model.tally = tally._replace(log=np.concatenate((tally.log, np.zeros_like(tally.log))))

    def close_week(self, *, partial: bool = False) -> None:
        """Keep what was counted in the week that ends now (or, ``partial``, is under way), and count from zero."""
        model = self._model
        tally, week = model.tally, model.week if partial else model.week - 1
        self._close_log()
        self._flows.append(_taken(tally.flows, week, np.flatnonzero(tally.tried), tally.tried.shape))
        tally.tried[:] = False
        self._counts.append(_taken_where_filled(tally.counts, week))
        self._books.append(_taken_where_filled(tally.books, week))
        self._papers.append(_taken_where_filled(tally.papers, week))
        s = model.smugglers
        columns = (np.full(len(s), week), np.arange(len(s)), *(s[name] for name in ("border", "move", "fee", "sold", "offered", "purse", "status")))
        self._smugglers.append(np.column_stack(columns).astype(np.int64))
        news = model.beliefs.news_tries > 0
        caught, passed = model.beliefs.caught[news], model.beliefs.passed[news]
        self._beliefs.append((week, np.argwhere(news).astype(np.int64), caught / (caught + passed)))
        stocks = self._stocks_now(week)
        self._stocks.append(stocks)
        self.people_by_state = np.bincount(stocks[:, 3], stocks[:, 4], len(State)).astype(np.int64)

    def _close_log(self) -> None:
        tally = self._model.tally
        used = int(tally.logged[0])
        if used > len(tally.log):
            msg = f"the log had room for {len(tally.log)} events and {used} happened within one tick: raise ROWS_A_PERSON in sim/record.py"
            raise RuntimeError(msg)
        self._log.append(tally.log[:used].copy())
        tally.logged[0] = 0

    def _stocks_now(self, week: int) -> NDArray[np.int64]:
        model = self._model
        number = model.tally.stocks
        country, community, state = np.nonzero(number)
        weight = model.conditions.communities.weight[community]
        return np.column_stack((np.full(len(country), week), country, community, state, number[country, community, state] * weight))

    def close_month(self) -> None:
        """Keep where effort stood and what was stopped in the month that ends now."""
        model = self._model
        month = len(self._guards)
        posts = len(model.atlas.posts)
        effort = np.rint(model.effort * 1000).astype(np.int64)
        self._guards.append(np.column_stack((np.full(posts, month), np.arange(posts), effort, model.tally.stopped)))

    def tables_so_far(self) -> dict[str, Table]:
        """All tables, with the week under way closed for them and then taken up again."""
        model, before = self._model, self.people_by_state
        kept = [rows for rows in vars(self).values() if isinstance(rows, list)]
        lengths = [len(rows) for rows in kept]
        tally = model.tally
        # The log is only read: it has far more room than it holds.
        model.tally = tally._replace(**{name: part.copy() for name, part in tally._asdict().items() if name != "log"})
        self.close_week(partial=True)
        tables = self.tables()
        model.tally, self.people_by_state = tally, before
        for rows, length in zip(kept, lengths, strict=True):
            del rows[length:]
        return tables

    def tables(self) -> dict[str, Table]:
        """All tables, as :class:`sim.results.Results` describes them."""
        model, atlas = self._model, self._model.atlas
        communities = tuple(c.name for c in model.world.communities)
        flows, counts, books = _stack(self._flows, 13), _stack(self._counts, 5), _stack(self._books, 4)
        stocks, smugglers, guards, log = _stack(self._stocks, 5), _stack(self._smugglers, 9), _stack(self._guards, 4), _stack(self._log, 6)
        papers, posts = _stack(self._papers, 5), tuple("/".join(post) for post in atlas.posts)
        payer = np.array([SIDES[u].payer for u in Purpose])
        payee = np.array([SIDES[u].payee for u in Purpose])
        crossing = ("", *atlas.crossings)
        belief_rows = _stack([np.column_stack((np.full(len(r), w), r)) for w, r, _ in self._beliefs], 3)
        return {
            "flows": {
                "week": flows[:, 0], "move": Labelled(flows[:, 1], atlas.move_names), "community": Labelled(flows[:, 2], communities),
                **{flow.word: flows[:, 3 + flow] for flow in Flow},
            },
            "counts": {
                "week": counts[:, 0], "place": Labelled(counts[:, 1], atlas.places), "community": Labelled(counts[:, 2], communities),
                "event": Labelled(counts[:, 3], words(Event)), "people": counts[:, 4],
            },
            "books": {
                "week": books[:, 0], "community": Labelled(books[:, 1], communities), "payer": Labelled(payer[books[:, 2]], words(Account)),
                "payee": Labelled(payee[books[:, 2]], words(Account)), "purpose": Labelled(books[:, 2], tuple(u.word for u in Purpose)), "cents": books[:, 3],
            },
            "papers": {
                "week": papers[:, 0], "post": Labelled(papers[:, 1], posts), "community": Labelled(papers[:, 2], communities),
                "shown": Labelled(papers[:, 3], atlas.countries), "apprehended": papers[:, 4],
            },
            "events": {
                "hour": log[:, 0], "person": log[:, 1], "event": Labelled(log[:, 2], words(Event)),
                "place": Labelled(log[:, 3], atlas.places), "move": Labelled(log[:, 4] + 1, ("", *atlas.move_names)), "cents": log[:, 5],
            },
            "people": self._people(communities),
            "stocks": {
                "week": stocks[:, 0], "country": Labelled(stocks[:, 1], atlas.countries), "community": Labelled(stocks[:, 2], communities),
                "state": Labelled(stocks[:, 3], words(State)), "people": stocks[:, 4],
            },
            "smugglers": {
                "week": smugglers[:, 0], "smuggler": Labelled(smugglers[:, 1], self._smuggler_names()), "border": Labelled(smugglers[:, 2], atlas.borders),
                "crossing": Labelled(atlas.geography.moves.crossing[smugglers[:, 3]] + 1, crossing), "fee_cents": smugglers[:, 4], "sold": smugglers[:, 5],
                "seats": smugglers[:, 6], "purse_cents": smugglers[:, 7], "status": Labelled(smugglers[:, 8], tuple(s.word for s in Status)),
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

    def _smuggler_names(self) -> tuple[str, ...]:
        seen: dict[int, int] = {}
        names = []
        for border in self._model.smugglers["border"]:
            seen[int(border)] = seen.get(int(border), 0) + 1
            names.append(f"{self._model.atlas.borders[border]} {seen[int(border)]}")
        return tuple(names)

    def _people(self, communities: tuple[str, ...]) -> Table:
        model, atlas = self._model, self._model.atlas
        rows = np.flatnonzero(model.traits.communities.followed[model.people["community"]])
        p = model.people[rows]
        no_yes = ("no", "yes")
        destination = np.where(p["klass"] >= 0, model.routes.classes.destination[p["klass"]] + 1, 0)
        return {
            "person": rows,
            "community": Labelled(p["community"].copy(), communities),
            "ordinal": p["ordinal"].astype(np.int64),
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


def _taken(table: NDArray[np.int64], week: int, places: NDArray[np.intp], shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Take what stands at some places out of a table, whose first axes have a shape: rows of the week, the place and what stood there."""
    cells = table.reshape(math.prod(shape), -1)
    rows = np.empty((len(places), 1 + len(shape) + cells.shape[1]), np.int64)
    rows[:, 0] = week
    rows[:, 1 : 1 + len(shape)] = np.column_stack(np.unravel_index(places, shape))
    rows[:, 1 + len(shape) :] = cells[places]
    cells[places] = 0  # as sparse as it is: to clear whole tables would take as long as to search them
    return rows


def _taken_where_filled(table: NDArray[np.int64], week: int) -> NDArray[np.int64]:
    """Take what is not zero out of a table."""
    found = np.empty(table.size, np.int64)
    return _taken(table, week, found[: compiled.find_filled(table.reshape(-1), found)], table.shape)


def _stack(parts: list[NDArray[np.int64]], columns: int) -> NDArray[np.int64]:
    return np.concatenate(parts).astype(np.int64, copy=False) if parts else np.zeros((0, columns), np.int64)
