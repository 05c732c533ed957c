"""The model: :class:`RouteModel`, whose :meth:`~RouteModel.step` reads as the agenda of one tick."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim import calendar, compiled, draws, guarding
from sim.agents.border_guards import BorderGuard
from sim.agents.migrants import agents_of, empty_people, nobodys_draws, traits_of
from sim.agents.smugglers import Smuggler
from sim.beliefs import first_beliefs, news_of
from sim.clock import DAY, WEEK, begins_month
from sim.conditions import Conditions, conditions_at_start
from sim.deployment import Deployment
from sim.geography import draw_atlas
from sim.levers import Scope
from sim.life.stage import Stage
from sim.offers import Offers
from sim.prospects import all_news, empty_prospects
from sim.record import Record
from sim.results import Results
from sim.returns import Returns
from sim.route_choice import Worth
from sim.routes import empty_routes, set_references, set_starts
from sim.tally import empty_tally
from sim.trade import first_smugglers, trade_of
from sim.value_tables import empty_room
from sim.words import State
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
            self._scope = Scope(world, self.atlas)
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
            permit_draws = nobodys_draws(len(world.communities))
            compiled.enrol_all(self.people, self.due, self.seed_key, numbers, self.traits, self.atlas.geography, self.baseline, permit_draws)
        self._queue = np.zeros(len(self.people), np.int64)
        followed = int(numbers[self.traits.communities.followed].sum())
        atlas = self.atlas
        self.tally = empty_tally(
            len(atlas.moves), len(atlas.places), len(world.communities), len(atlas.posts), len(atlas.countries), Record.log_rows(followed)
        )
        compiled.count_stocks(self.people, atlas.geography.places.country.copy(), self.tally.stocks)
        self.effort = self.baseline.posts.effort.copy()
        self.deployment = Deployment(self)
        self.returns = Returns(self)
        self.checks = guarding.Checks(np.zeros(len(self.atlas.moves)), np.zeros(len(self.atlas.moves)), np.ones(len(self.atlas.posts)))
        self.expected_a_day = np.zeros(len(self.atlas.posts))
        self._set_checks()
        self.beliefs = first_beliefs(self.atlas.geography, self.checks, len(world.communities), self.news.prior_weight)
        self.smugglers = first_smugglers(self)
        self.offers = Offers(self)
        with self._timed("set up"):
            self.routes = empty_routes(world, self.atlas, self.baseline, figures, permit_draws)
            self._prospects = empty_prospects(len(world.communities), len(self.atlas.moves))
            self._everything, self._news = (all_news(self.atlas.geography) for _ in range(2))
            self._changed = np.zeros(len(self.routes.classes), np.bool_)
            self._room = empty_room(len(self._everything.hops))
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
                "mean_fee_usd": lambda m: m.offers.mean_fee_usd,
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

    def step(self) -> None:
        """One tick: what holds, what guards see, what smugglers offer; then everybody who is due decides and moves, in passes; then what is learnt."""
        new_day = self.hour % DAY == 0
        if new_day and self.day > 0 and calendar.changes_on(self.world, self.day):
            self._change_conditions()
        with self._timed("guards"):
            self._crowd_posts()
        with self._timed("smugglers"):
            self.offers.offer_seats()
        end = self.hour + self.world.tick_hours
        with self._timed("migrants"):
            due = compiled.find_due(self.due, end, self._queue)
            waiting = compiled.live_through(self.people, self.stage(), end, self._queue[:due], self._queue)
        while waiting > 0:
            with self._timed("groups"):
                self._lead(waiting, end)
            with self._timed("migrants"):
                waiting = compiled.live_through(self.people, self.stage(), end, self._queue[:waiting], self._queue)
        self.hour = end
        self.record.make_room()
        if self.hour % DAY == 0:
            if self.hour % WEEK == 0:
                self._week_ends()
                self.datacollector.collect(self)
            if begins_month(self.world.start, self.day):
                self._month_ends()

    def stage(self) -> Stage:
        """All that is around a migrant in this tick."""
        return Stage(
            self.seed_key, calendar.month_index(self.world, self.day), self.due, self.atlas.geography, self.conditions, self.traits, self.routes, self.beliefs,
            self.checks, self.offers.posted_fee, self.tally,
        )  # fmt: skip

    def _change_conditions(self) -> None:
        """Take in what levers and the season change today; a closure is announced, so that tables know it at once."""
        with self._timed("levers and seasons"):
            self.conditions = calendar.conditions_on(self._scope, self.baseline, self.day)
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

    def _lead(self, waiting: int, end: int) -> None:
        queue = self._queue[:waiting]
        moves, since, ranks = np.empty(waiting, np.int64), np.empty(waiting, np.int64), np.empty(waiting)
        compiled.rank_queue(self.people, self.seed_key, queue, self.tick, moves, since, ranks)
        queue[:] = queue[np.lexsort((ranks, since, moves))]
        compiled.lead_groups(self.people, self.stage(), end, self.tick, queue, self.smugglers, self.offers.first_guide, self.offers.guides)

    def _week_ends(self) -> None:
        with self._timed("books and tables"):
            self.record.close_week()
        with self._timed("beliefs"):
            kept = 0.5 ** (1.0 / self.news.half_life_weeks)
            compiled.hear_all_news(self.beliefs, kept, self.news.count_limit, self.news.prior_weight, float(self.world.scale))
        with self._timed("smugglers"):
            self.offers.reconsider()
        self._solve_routes(announced=False)

    def reckon_routes(self, *, announced: bool = True) -> None:
        """Reckon every class's costs anew; ``announced`` tells whether conditions may have changed since they were last."""
        compiled.reckon_routes(
            self.atlas.geography, self.conditions, self.routes, self.beliefs, self.traits, self.offers.posted_fee, self.worth, self._prospects,
            self._everything, self._news, announced, self._changed,
        )  # fmt: skip

    def _solve_routes(self, *, announced: bool = True) -> None:
        """Reckon every class's costs anew, and solve its tables where any hop changed: exact, without tolerance."""
        with self._timed("routes"):
            self.reckon_routes(announced=announced)
            compiled.solve_routes(self.atlas.geography, self.routes, self.traits, self._changed, self._room)

    def _month_ends(self) -> None:
        with self._timed("guards"):
            self.deployment.end_month()
            self.agents_by_type[BorderGuard].do("redeploy")
            self.record.close_month()
            self.tally.stopped[:] = 0
            self._set_checks()
        with self._timed("assisted return"):
            self.returns.end_month()

    @contextmanager
    def _timed(self, phase: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.phases[phase] = self.phases.get(phase, 0.0) + time.perf_counter() - began
