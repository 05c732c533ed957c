"""The model: :class:`RouteModel`, whose :meth:`~RouteModel.step` reads as the agenda of one tick."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim import calendar, compiled, draws, guarding
from sim.agents.border_guards import BorderGuard
from sim.agents.migrants import agents_of, empty_people, traits_of
from sim.agents.smugglers import Smuggler
from sim.beliefs import Beliefs
from sim.clock import DAY, MONTHS_A_YEAR, WEEK, begins_month
from sim.conditions import Conditions, conditions_at_start
from sim.deployment import Deployment
from sim.geography import draw_atlas
from sim.life.stage import Stage
from sim.prospects import empty_prospects
from sim.record import Record
from sim.results import Results
from sim.route_choice import Worth, empty_room
from sim.routes import empty_routes, set_references, set_starts
from sim.rules.review import MarketNow
from sim.tally import empty_tally
from sim.trade import first_smugglers, news_of, trade_of
from sim.words import Channel, State, Status
from sim.world import World

if TYPE_CHECKING:
    from numpy.typing import NDArray


class RouteModel(mesa.Model):
    """Migrants, smugglers and border guards, all adapting on one network.

    Parameters
    ----------
    world
        Everything that does not change in a run.
    seed
        Key of every draw: the same world and seed give the same history.

    Smugglers and border guards are Mesa agents; migrants, of whom there can be millions, are records (:data:`sim.agents.migrants.MIGRANT`) that compiled rules
    work on. ``model.people`` holds them, ``model.due`` the hour at which something next happens to each.
    """

    def __init__(self, world: World, seed: int = 0) -> None:
        """Set the stage for the first tick."""
        super().__init__(seed=seed)
        self.world = world
        self.seed = seed
        self.seed_key = draws.name_key(f"seed {seed}")
        self.hour = 0
        self.phases: dict[str, float] = {}
        figures = world.figures
        with self._timed("set up"):
            self.atlas = draw_atlas(world)
            self.baseline = conditions_at_start(world, self.atlas)
            self.traits = traits_of(world, self.atlas)
            # Scales of choice are set out of season and without levers: a pass closed on the first day must not decide them.
            self.conditions: Conditions = self.baseline
            self.trade = trade_of(figures)
            self.news = news_of(figures)
            self.crowding_half_life_days = figures.number("guard.crowding_half_life_days")
            self.worth = Worth(*(figures.number(f"choice.{name}") for name in Worth._fields))
        with self._timed("enrol"):
            numbers = np.array([agents_of(world, c.name, figures) for c in world.communities], np.int64)
            self.people = empty_people(int(numbers.sum()))
            self.due = np.zeros(len(self.people), np.int32)
            compiled.enrol_all(self.people, self.due, self.seed_key, numbers, self.traits, self.atlas.geography, self.baseline)
        self._queue = np.zeros(len(self.people), np.int64)
        followed = int(numbers[self.traits.communities.followed].sum())
        atlas = self.atlas
        self.tally = empty_tally(
            len(atlas.moves), len(atlas.places), len(world.communities), len(atlas.posts), len(atlas.countries), Record.log_rows(followed)
        )
        self.effort = self.baseline.posts.effort.copy()
        self._places_to_return = np.zeros(len(self.atlas.countries))
        self.deployment = Deployment(self)
        self.checks = guarding.Checks(np.zeros(len(self.atlas.moves)), np.zeros(len(self.atlas.moves)), np.ones(len(self.atlas.posts)))
        self.expected_a_day = np.zeros(len(self.atlas.posts))
        self._set_checks()
        self.beliefs = self._first_beliefs()
        self.smugglers = first_smugglers(self)
        border = self.atlas.geography.moves.border
        self._repertoire = np.argsort(border, kind="stable")[np.sum(border < 0) :]
        self._first_of_border = np.searchsorted(border[self._repertoire], np.arange(len(self.atlas.borders) + 1))
        self.sold_share: NDArray[np.float64] = np.full(len(self.atlas.moves), self.trade.sold_target)
        self.profit_of_border: NDArray[np.float64] = np.ones(len(self.atlas.borders))
        self._post_fees()
        with self._timed("set up"):
            self.routes = empty_routes(world, self.atlas, self.baseline, figures)
            self._prospects = empty_prospects(len(self.atlas.moves))
            self._changed = np.zeros(len(self.routes.classes), np.bool_)
            self._room = empty_room(len(self.atlas.geography.first_of_hop) - 1, *self.routes.value.shape[1:])
            set_references(self)
        self._solve_routes()
        set_starts(self)
        self._change_conditions()
        for row in range(len(self.smugglers)):
            Smuggler(self, row)
        for row in range(len(self.atlas.posts)):
            BorderGuard(self, row)
        self.record = Record(self)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "day": "day",
                "under_way": lambda m: m.people_in(State.MOVING, State.HUB),
                "stranded": lambda m: m.people_in(State.STRANDED),
                "detained": lambda m: m.people_in(State.DETAINED),
                "dead": lambda m: m.people_in(State.DEAD),
                "mean_fee_usd": lambda m: float(np.mean(m.posted_fee[m.posted_fee > 0])) / 100 if (m.posted_fee > 0).any() else 0.0,
            }
        )

    @property
    def day(self) -> int:
        """Day of the run, 0 for the first."""
        return self.hour // DAY

    @property
    def week(self) -> int:
        """Week of the run, 0 for the first."""
        return self.hour // WEEK

    @property
    def tick(self) -> int:
        """Tick of the run, 0 for the first."""
        return self.hour // self.world.tick_hours

    def results(self) -> Results:
        """What has been recorded up to now, the week under way as if it ended here."""
        tables = self.record.tables_so_far() if self.hour % WEEK else self.record.tables()
        return Results(self.world.name, self.seed, self.world.start, self.day, tables, dict(self.phases))

    def people_in(self, *states: State) -> int:
        """How many people are in any of some states, as last counted: at the end of a week."""
        return sum(int(self.record.people_by_state[state]) for state in states)

    def effort_now(self) -> "NDArray[np.float64]":
        """Effort on duty at every post, shape (posts,): what is posted there, times what levers make of it."""
        start = self.baseline.posts.effort
        levers: NDArray[np.float64] = np.divide(self.conditions.posts.effort, start, out=np.ones(len(start)), where=start > 0.0)
        now: NDArray[np.float64] = self.effort * levers
        return now

    def market_now(self) -> MarketNow:
        """What smugglers look at when they reconsider."""
        caught, passed = self.beliefs.caught[-1], self.beliefs.passed[-1]
        return MarketNow(
            self.atlas.geography, self.conditions, caught / (caught + passed), self.posted_fee, self.sold_share, self.profit_of_border,
            self._first_of_border, self._repertoire,
        )  # fmt: skip

    def step(self) -> None:
        """One tick: what holds, what guards see, what smugglers offer; then everybody who is due decides and moves, in passes; then what is learnt."""
        new_day = self.hour % DAY == 0
        if new_day and self.day > 0 and calendar.changes_on(self.world, self.day):
            self._change_conditions()
        with self._timed("guards"):
            self._crowd_posts()
        with self._timed("smugglers"):
            self._offer_seats()
        end = self.hour + self.world.tick_hours
        with self._timed("migrants"):
            waiting = compiled.live_through(self.people, self._stage(), end, np.flatnonzero(self.due < end), self._queue)
        while waiting > 0:
            with self._timed("groups"):
                self._lead(waiting, end)
            with self._timed("migrants"):
                waiting = compiled.live_through(self.people, self._stage(), end, self._queue[:waiting], self._queue)
        self.hour = end
        self.record.make_room()
        if self.hour % DAY == 0:
            if self.hour % WEEK == 0:
                self._week_ends()
                self.datacollector.collect(self)
            if begins_month(self.world.start, self.day):
                self._month_ends()

    def _stage(self) -> Stage:
        return Stage(
            self.seed_key, calendar.month_index(self.world, self.day), self.due, self.atlas.geography, self.conditions, self.traits, self.routes, self.beliefs,
            self.checks, self.posted_fee, self.tally,
        )  # fmt: skip

    def _change_conditions(self) -> None:
        """Take in what levers and the season change today; a closure is announced, so that tables know it at once."""
        with self._timed("levers and seasons"):
            self.conditions = calendar.conditions_on(self.world, self.atlas, self.baseline, self.day)
            self._set_checks()
        self._solve_routes()

    def _set_checks(self) -> None:
        compiled.set_all_checks(self.atlas.geography, self.conditions, self.effort_now(), self.checks)

    def _crowd_posts(self) -> None:
        """Congestion, set before anybody moves: from the detections that recent traffic lets expect."""
        days = self.world.tick_hours / DAY
        kept = 0.5 ** (days / self.crowding_half_life_days)
        self.expected_a_day = kept * self.expected_a_day + (1.0 - kept) * (self.tally.seen / guarding.MILLION) / days
        capacity = self.conditions.posts.capacity_per_day
        self.checks.crowding[:] = np.divide(capacity, self.expected_a_day, out=np.ones(len(capacity)), where=self.expected_a_day > capacity)
        self.tally.seen[:] = 0

    def _offer_seats(self) -> None:
        """Every smuggler at work offers the seats of this tick: whole groups, by cumulative floor."""
        s = self.smugglers
        working = s["status"] == Status.WORKING
        open_moves = self.conditions.moves.open[s["move"]]
        s["credit"] += np.where(working, s["groups_per_day"] * (self.world.tick_hours / DAY), 0.0)
        groups = np.floor(s["credit"]).astype(np.int32)
        s["credit"] -= groups
        s["seats"] = np.where(working & open_moves, groups * s["group_size"], 0)
        s["offered"] += s["seats"]
        s["used"] = 0
        s["group"] = -1

    def _lead(self, waiting: int, end: int) -> None:
        queue = self._queue[:waiting]
        moves, since, ranks = np.empty(waiting, np.int64), np.empty(waiting, np.int64), np.empty(waiting)
        compiled.rank_queue(self.people, self.seed_key, queue, self.tick, moves, since, ranks)
        queue[:] = queue[np.lexsort((ranks, since, moves))]
        compiled.lead_groups(self.people, self._stage(), end, self.tick, queue, self.smugglers, self._first_guide, self._guides)

    def _post_fees(self) -> None:
        """Post what is asked on every move: the mean fee of those who work it; and the order in which they are asked, the cheapest first."""
        s = self.smugglers
        at_work = np.flatnonzero(s["status"] == Status.WORKING)
        order = at_work[np.lexsort((s["key"][at_work], s["fee"][at_work], s["move"][at_work]))]
        self._guides = order
        self._first_guide = np.searchsorted(s["move"][order], np.arange(len(self.atlas.moves) + 1))
        number = np.bincount(s["move"][order], minlength=len(self.atlas.moves))
        total = np.zeros(len(self.atlas.moves), np.int64)
        np.add.at(total, s["move"][order], s["fee"][order])
        self.posted_fee = np.where(number > 0, total // np.maximum(number, 1), 0).astype(np.int64)

    def _week_ends(self) -> None:
        with self._timed("books and tables"):
            self.record.close_week()
        with self._timed("beliefs"):
            kept = 0.5 ** (1.0 / self.news.half_life_weeks)
            compiled.hear_all_news(self.beliefs, kept, self.news.count_limit, self.news.prior_weight, float(self.world.scale))
        with self._timed("smugglers"):
            self._note_sales()
            compiled.review_all(self.smugglers, self.seed_key, self.hour, self.week, self.market_now(), self.trade)
            self._post_fees()
        self._solve_routes()

    def _note_sales(self) -> None:
        """Share of seats sold by move and profit by border in the past week; where nobody worked, the target stands for the share."""
        s = self.smugglers
        moves, borders = len(self.atlas.moves), len(self.atlas.borders)
        sold = np.bincount(s["move"], s["sold"], moves)
        offered = np.bincount(s["move"], s["offered"], moves)
        self.sold_share = np.where(offered > 0, sold / np.maximum(offered, 1.0), self.trade.sold_target)
        earned = (s["purse"] - s["week_start_purse"]).astype(np.float64)
        self.profit_of_border = np.bincount(s["border"], earned, borders).astype(np.float64)

    def reckon_routes(self) -> None:
        """Reckon every class's costs anew."""
        compiled.reckon_routes(
            self.atlas.geography, self.conditions, self.routes, self.beliefs, self.traits, self.posted_fee, self.worth, self._prospects, self._changed,
        )  # fmt: skip

    def _solve_routes(self) -> None:
        """Reckon every class's costs anew, and solve its tables where a cost in whole cents changed: exact, without tolerance."""
        with self._timed("routes"):
            self.reckon_routes()
            compiled.solve_routes(self.atlas.geography, self.routes, self.traits.home_place, self._changed, self._room)

    def _month_ends(self) -> None:
        with self._timed("guards"):
            self.deployment.end_month()
            self.agents_by_type[BorderGuard].do("redeploy")
            self.record.close_month()
            self.tally.stopped[:] = 0
            self._set_checks()
        with self._timed("assisted return"):
            self._assist_returns()

    def _assist_returns(self) -> None:
        """Every country's office helps as many home as it has places, those who applied first, then by keyed rank; unused places last a year."""
        a_month = self.conditions.countries.avr_per_month * self.world.scale
        self._places_to_return = np.minimum(self._places_to_return + a_month, a_month * MONTHS_A_YEAR)
        rows = np.flatnonzero(self.people["state"] == State.ASSISTED)
        if len(rows) == 0:
            return
        ranks = np.empty(len(rows))
        compiled.rank_people(self.people, self.seed_key, rows, self.hour, ranks)
        country = self.atlas.geography.places.country[self.people["place"][rows]]
        weight = self.conditions.communities.weight[self.people["community"][rows]]
        helped: list[int] = []
        places = self._places_to_return
        for j in np.lexsort((ranks, self.people["since"][rows])):
            if places[country[j]] >= weight[j]:
                places[country[j]] -= weight[j]
                helped.append(int(rows[j]))
        compiled.assist(self.people, self._stage(), self.hour, np.array(helped, np.int64))

    def _first_beliefs(self) -> Beliefs:
        """Before any news everybody believes the mean of the border, by channel."""
        g = self.atlas.geography
        leaving = np.where(g.moves.channel == Channel.VISA, 0.0, self.checks.leaving)
        true = leaving + (1.0 - leaving) * self.checks.entering
        prior = np.zeros(len(true))
        country = g.places.country
        groups: dict[tuple[int, int, int], list[int]] = {}
        for m in range(len(true)):
            if g.moves.channel[m] >= Channel.VISA:
                alike = (int(country[g.moves.origin[m]]), int(country[g.moves.target[m]]), int(g.moves.channel[m]))
                groups.setdefault(alike, []).append(m)
        for moves in groups.values():
            prior[moves] = math.fsum(true[moves]) / len(moves)
        shape = (len(self.world.communities) + 1, len(true))
        weight = self.news.prior_weight
        return Beliefs(
            caught=np.tile(prior * weight, (shape[0], 1)),
            passed=np.tile(weight - prior * weight, (shape[0], 1)),
            prior=prior,
            news_tries=np.zeros(shape, np.int64),
            news_caught=np.zeros(shape, np.int64),
        )

    @contextmanager
    def _timed(self, phase: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.phases[phase] = self.phases.get(phase, 0.0) + time.perf_counter() - began
