"""The model: :class:`RouteModel`, whose :meth:`~RouteModel.step` reads as the agenda of one tick."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.clock import DAY, WEEK, begins_month
from sim.basis.words import State
from sim.books.results import Results
from sim.books.tally import Stays, empty_tally
from sim.engine import business, compiled, nights
from sim.engine.record import HARM, Present, Record, Who, log_rows, with_room
from sim.guards.agent import BorderGuard
from sim.guards.crowding import Crowding
from sim.guards.deployment import Deployment
from sim.guards.detection import no_checks, noticed
from sim.guards.gates import Gates
from sim.levers import calendar
from sim.levers.scope import Scope
from sim.migrants.assisted_return import ReturnOffices
from sim.migrants.enrol import nobodys_draws
from sim.migrants.life.stage import Stage
from sim.migrants.record import empty_people
from sim.migrants.rules.search import empty_search
from sim.migrants.sent_out import SentOut
from sim.migrants.sites import Sites
from sim.routes.beliefs import first_beliefs, guides_believe, hear_announcement, memory_of
from sim.routes.classes import empty_routes, hub_rows
from sim.routes.costs import Worth
from sim.routes.prospects import all_news, empty_prospects
from sim.routes.seen import looks_alike
from sim.smugglers.agent import Smuggler
from sim.smugglers.market import Market, trade_of
from sim.smugglers.organiser_agent import Organiser
from sim.smugglers.organisers import first_organisers, names_of_ways
from sim.smugglers.record import first_smugglers, names_of_smugglers
from sim.world.conditions import Conditions, conditions_at_start
from sim.world.geography import draw_atlas
from sim.world.stays import sites_of
from sim.world.traits import traits_of
from sim.world.world import World

OF_AN_AGENT = ("role", "name")
OF_A_SMUGGLER = ("name", "border", "move", "guides", "fee_usd", "seats", "sold", "purse_usd")
OF_AN_ORGANISER = ("name", "community", "way", "price_ratio", "waiting")
OF_A_GUARD = ("name", "crossing", "country", "effort", "apprehended")
REPORTED = {Smuggler: OF_A_SMUGGLER, Organiser: OF_AN_ORGANISER, BorderGuard: OF_A_GUARD}
"""What is collected of the agents of each kind at the end of a week."""


class RouteModel(mesa.Model):
    """Migrants, smugglers and border guards, all adapting on one network.

    Parameters
    ----------
    world
        Everything that does not change in a run.
    seed
        Key of every draw: the same world and seed give the same history.
    collect_agents
        Whether ``datacollector`` keeps every smuggler, organiser and border guard week by week, beside the totals of the model.

    Smugglers, organisers and border guards are Mesa agents; migrants, of whom there can be millions, are records (:data:`sim.migrants.record.MIGRANT`)
    that compiled rules work on. ``model.people`` holds them, ``model.due`` the hour at which something next happens to each. ``model.run_model()`` ends
    after the world's last day.
    """

    @np.errstate(over="ignore")  # keys of draws wrap round
    def __init__(self, world: World, seed: int = 0, *, collect_agents: bool = True) -> None:
        """Set the stage for the first tick."""
        super().__init__(seed=seed)
        self.world = world
        self.seed = seed
        self.seed_key = draws.name_key(f"seed {seed}")
        self.hour = 0
        self.phases: dict[str, float] = {}
        parameters, communities = world.parameters, len(world.communities)
        with self._timed("set up"):
            self.atlas = draw_atlas(world)
            self._scope = Scope(world, self.atlas)
            self.baseline = conditions_at_start(world, self.atlas)
            self.traits = traits_of(world, self.atlas)
            self.conditions: Conditions = self.baseline
            self.trade = trade_of(parameters)
            self.memory = memory_of(parameters)
            self.worth = Worth(*(parameters.number(f"choice.{name}") for name in Worth._fields))
        atlas, geography = self.atlas, self.atlas.geography
        with self._timed("enrol"):
            numbers = np.zeros(communities, np.int64)
            compiled.count_all(numbers, self.seed_key, self.traits)
            self.people = empty_people(int(numbers.sum()))
            self.due = np.zeros(len(self.people), np.int32)
            permit_draws = nobodys_draws(communities)
            compiled.enrol_all(self.people, self.due, self.seed_key, numbers, self.traits, geography, self.baseline, permit_draws)
        self._queue = np.zeros(len(self.people), np.int64)
        self.sent_out = SentOut(self.people, self.due, self.traits)
        followed = int(numbers[self.traits.communities.followed].sum())
        numbers_of = len(atlas.moves), len(atlas.places), communities, len(atlas.posts), len(atlas.countries)
        self.tally = empty_tally(*numbers_of, log_rows(followed, world.legs), len(self.baseline.sites))
        compiled.count_stocks(self.people, geography.places.country.copy(), self.tally.stocks)
        self.deployment = Deployment(atlas, self.baseline.posts.effort, parameters.number("guard.redeploy_rate"), world.scale)
        self.crowding = Crowding(len(atlas.posts), parameters.number("guard.crowding_half_life_days"))
        self.offices = ReturnOffices(len(atlas.countries))
        self.gates = Gates(len(atlas.posts), geography)
        self.checks = no_checks(len(atlas.moves), len(atlas.posts))
        self._set_checks()
        self.beliefs = first_beliefs(geography, self.checks, communities, parameters.number("belief.prior_weight"))
        self.smugglers = first_smugglers(world, atlas, self.baseline, guides_believe(self.beliefs), self.trade.margin, self.seed_key)
        self.market = Market(self.smugglers, geography, len(atlas.borders), self.trade.sold_target)
        with self._timed("set up"):
            self.routes = empty_routes(world, atlas, self.baseline, parameters, permit_draws)
            self.organisers, self.ways, self.organiser_names = first_organisers(world, atlas, hub_rows(self.routes, atlas.places))
            self._way_costs = np.zeros(len(self.ways.stops), np.int64)
            self._prospects = empty_prospects(communities, len(atlas.moves))
            self._everything, self._news = (all_news(geography) for _ in range(2))
            self._changed = np.zeros(len(self.routes.classes), np.bool_)
            self.sites = Sites(self.baseline, len(atlas.places), self.routes.classes)
            self._settle_in_camps()
            self._search = empty_search(len(atlas.places))
        self._solve_routes()
        business.cost_ways(self.routes, self.ways, self._way_costs)
        business.know_ways(self.organisers, self.ways, self._way_costs, self.seed_key, self.baseline.habits.perception_error)
        self.routes.start[:] = self.routes.now  # what pulls are relative to: ways from every home as they are worth at the start
        self._change_conditions()
        for name, record in zip(names_of_smugglers(self.smugglers, atlas.borders), self.smugglers, strict=True):
            Smuggler(self, name, record, atlas.borders[record["border"]], atlas.move_names)
        names_of_communities, way_names = tuple(c.name for c in world.communities), names_of_ways(self.ways, atlas.places)
        for name, record in zip(self.organiser_names, self.organisers, strict=True):
            Organiser(self, name, record, names_of_communities[record["community"]], way_names)
        for row, post in enumerate(atlas.posts):
            BorderGuard(self, row, post, self.deployment, self.tally.stopped)
        self.record = Record(atlas, names_of_communities, self.ways, self.organiser_names, sites_of(world))
        self.datacollector = self._collector(collect_agents=collect_agents)

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
        """What has been recorded up to now, the day and the week under way as if they ended here."""
        who = Who(np.flatnonzero(self.traits.communities.followed[self.people["community"]]), self.people, self.routes.classes.destination)
        tables = self.record.tables_so_far(self.hour, self._present(), who)
        return Results(self.world.name, self.seed, self.world.start, self.day, tables, dict(self.phases))

    def people_in(self, *states: State) -> int:
        """How many people are in any of some states, as last counted: at the end of a day."""
        return sum(int(self.record.people_by_state[state]) for state in states)

    @np.errstate(over="ignore")
    def step(self) -> None:
        """One tick: what holds, what guards see, what smugglers offer; then all who are due decide and move, in passes; then beliefs and effort follow."""
        if self.hour % DAY == 0 and self.day > 0:
            if begins_month(self.world.start, self.day):
                self._assist_returns()
            if calendar.changes_on(self.world, self.day):
                self._change_conditions()
                self._close_sites()
        if self.sent_out.given and self.hour % DAY == 0:
            with self._timed("migrants"):
                compiled.send_all_out(self.people, self.stage(), self.day, self.sent_out.still)
        with self._timed("guards"):
            self.crowding.expect(self.tally.seen, self.world.tick_hours, self.conditions.posts.capacity_per_day, self.checks.crowding)
            compiled.open_gates(self.stage(), self.gates.bounded, self.world.tick_hours)
        with self._timed("smugglers"):
            business.offer_all(self.smugglers, self.conditions, self.world.tick_hours / DAY)
            business.open_organisers(self.organisers, self.world.tick_hours / DAY)
        with self._timed("assisted return"):
            self.offices.post_queues()
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
        self.tally = with_room(self.tally)
        if self.hour % DAY == 0:
            if len(self.sites) > 0:
                self._spend_nights()
            with self._timed("books and tables"):
                self.record.close_day(self.day - 1, self._present())
            if self.hour % WEEK == 0:
                self._week_ends()
                self.datacollector.collect(self)
            if begins_month(self.world.start, self.day):
                self._month_ends()
        self.running = self.day < self.world.days

    def stage(self) -> Stage:
        """All that is around a migrant in this tick."""
        return Stage(
            self.seed_key, calendar.month_index(self.world, self.day), self.due, self.atlas.geography, self.conditions, self.traits, self.routes, self.beliefs,
            self.checks, self.market.posted_fee, self.tally, self._search, self.worth,
            self.organisers, self.ways, self.offices.queues, self.gates.rows, self.hour, self.gates.free,
        )  # fmt: skip

    def compute_routes(self, *, announced: bool = True) -> None:
        """Compute every class's costs again; ``announced`` tells whether conditions may have changed since they were last."""
        compiled.compute_routes(
            self.atlas.geography, self.conditions, self.routes, self.beliefs, self.traits, self.market.posted_fee,
            self.market.posted_wait + self.gates.posted_wait, self.sites.stay_hours, self.worth,
            self._prospects, self._everything, self._news, announced, self._changed,
        )  # fmt: skip

    def _change_conditions(self) -> None:
        """Take in what levers, series and the season change today; a closure is known at once, and of what changes at posts as much as was announced.

        Tables are solved again only if they see any of it: a series of departures, effort or throughput can change every day.
        """
        with self._timed("levers and seasons"):
            earlier, waits = self.conditions, self.gates.posted_wait.copy()
            self.conditions = calendar.conditions_on(self._scope, self.baseline, self.day)
            before = noticed(self.checks)
            self._set_checks()
            self.gates.take_in(self.conditions.throughput, self.conditions.moves.checked, self.conditions.seats)
            self.sites.take_in(self.conditions)
        with self._timed("beliefs"):
            announced = calendar.announced_on(self.world, self.day)
            hear_announcement(self.beliefs, before, noticed(self.checks), announced)
        shut = self.sites.shut(self.routes.classes)
        if shut.any() or self._see_change(earlier, waits, announced):
            self._solve_routes(shut=shut)

    def _see_change(self, earlier: Conditions, waits: NDArray[np.int64], announced: float) -> bool:
        """Whether tables of costs see what changed since some conditions and posted waits.

        On the first day they always do: eagerness is relative to the ways at the start, which are known by then.
        """
        return self.day == 0 or announced > 0.0 or not looks_alike(earlier, self.conditions) or bool((waits != self.gates.posted_wait).any())

    def _set_checks(self) -> None:
        self.deployment.put_on_duty(self.conditions.posts.effort)
        compiled.set_all_checks(self.atlas.geography, self.conditions, self.deployment.on_duty, self.checks)

    def _lead(self, waiting: int, end: int) -> None:
        queue = self._queue[:waiting]
        wanted, since, ranks = np.empty(waiting, np.int64), np.empty(waiting, np.int64), np.empty(waiting)
        compiled.rank_queue(self.people, self.seed_key, self.atlas.geography, queue, self.tick, wanted, since, ranks)
        queue[:] = queue[np.lexsort((ranks, since, wanted))]
        market = self.market
        compiled.lead_groups(
            self.people, self.stage(), end, self.tick, queue, self.smugglers, market.first_guide, market.guides, market.turned_away, market.lost
        )

    def _week_ends(self) -> None:
        with self._timed("books and tables"):
            self.record.close_week(self.week - 1, self._present())
        with self._timed("beliefs"):
            compiled.hear_all_news(self.beliefs, self.memory, float(self.world.scale))
        with self._timed("guards"):
            self.gates.post_waits(WEEK // self.world.tick_hours, self.memory.kept)
        with self._timed("migrants"):
            self.sites.post_shares(self.memory.kept)
        with self._timed("smugglers"):
            self.market.note_sales(self.conditions.borders, self.world.tick_hours, self.world.scale)
            self.market.post_waits(self.memory.kept, self.conditions.habits.stranded_hours)
            now = self.market.now(self.conditions, guides_believe(self.beliefs))
            business.review_all(self.smugglers, self.seed_key, self.week, now, self.trade)
            self.market.post_fees()
            usual = math.log1p(self.conditions.habits.organiser_margin)
            error = self.conditions.habits.perception_error
            business.cost_ways(self.routes, self.ways, self._way_costs)
            business.review_organisers(self.organisers, self.ways, self._way_costs, self.seed_key, self.week, self.trade, usual, error, float(self.world.scale))
        self._solve_routes(announced=False)

    def _month_ends(self) -> None:
        with self._timed("guards"):
            self.deployment.end_month(self.tally.stopped, self.conditions.posts, self.conditions.countries)
            self.agents_by_type[BorderGuard].do("redeploy")
            self.record.close_month(self.deployment.on_duty, self.tally.stopped)
            self.tally.stopped[:] = 0
            self._set_checks()

    def _assist_returns(self) -> None:
        """On the first of a month offices help people home: it belongs to the new day, so that the last day of a run holds none of the next."""
        with self._timed("assisted return"):
            self.offices.open_places(self.conditions.countries.avr_per_month * self.world.scale)
            rows = np.flatnonzero(self.people["state"] == State.ASSISTED)
            if len(rows) == 0:
                return
            ranks = np.empty(len(rows))
            compiled.rank_people(self.people, self.seed_key, rows, self.hour, ranks)
            rows = rows[np.lexsort((ranks, self.people["since"][rows], self.people["until"][rows] > 0))]
            country = self.atlas.geography.places.country[self.people["place"][rows]]
            helped = self.offices.choose(country, self.people["people"][rows])
            compiled.assist(self.people, self.stage(), self.hour, rows[helped])

    def _solve_routes(self, *, announced: bool = True, shut: NDArray[np.bool_] | bool = False) -> None:
        """Compute every class's costs again, and solve its tables where any hop changed, or whether its camp is ``shut``: exact, without tolerance."""
        with self._timed("routes"):
            self.compute_routes(announced=announced)
            self._changed |= shut & (self.routes.classes.used != 0)
            compiled.solve_routes(self.atlas.geography, self.routes, self.traits, self._changed)

    def _settle_in_camps(self) -> None:
        """Count those who live in camps when the run begins."""
        rows = np.flatnonzero(self.people["site"] >= 0)
        np.add.at(self.tally.stays, (self.people["site"][rows], self.people["community"][rows], Stays.CAME), self.people["people"][rows])

    def _close_sites(self) -> None:
        """Who stays where nobody of theirs is taken in any more has to go."""
        with self._timed("migrants"):
            rows = np.flatnonzero(self.people["site"] >= 0)
            nights.close_sites(self.people, self.stage(), self.hour, rows)

    def _spend_nights(self) -> None:
        """In the last hour of a day beds are given to who had one, then to who came first; camps with none left, or some again, change where people go."""
        with self._timed("migrants"):
            rows = np.flatnonzero(self.people["site"] >= 0)
            p, ranks = self.people[rows], np.empty(len(rows))
            nights.rank_for_beds(self.people, self.seed_key, rows, ranks)
            rows = rows[np.lexsort((ranks, p["since"], p["bed"] == 0, p["site"]))]
            free, turned_away = np.array(self.conditions.sites.beds), np.zeros(len(self.sites), np.bool_)
            nights.spend_nights(self.people, self.stage(), self.hour - 1, rows, free, turned_away)
            self.sites.close_evening(free, turned_away, self.tally.stays)
        with self._timed("routes"):
            changed = self.sites.shut(self.routes.classes) & (self.routes.classes.used != 0)
            compiled.solve_routes(self.atlas.geography, self.routes, self.traits, changed)

    def _present(self) -> Present:
        return Present(self.tally, self.smugglers, self.organisers, self.beliefs)

    def _collector(self, *, collect_agents: bool) -> mesa.DataCollector:
        """Totals of the week and stocks at its end, and, if asked for, every agent: what a Mesa user expects."""
        totals = {name: (lambda m, name=name: m.record.totals[name]) for name in ("attempts", "apprehensions", "arrivals", "fees_usd", *HARM)}
        return mesa.DataCollector(
            model_reporters={
                "day": "day",
                "under_way": lambda m: m.people_in(State.MOVING, State.HUB),
                "stranded": lambda m: m.people_in(State.STRANDED),
                "detained": lambda m: m.people_in(State.DETAINED),
                "dead": lambda m: m.people_in(State.DEAD),
                "mean_fee_usd": lambda m: m.market.mean_fee_usd,
                **totals,
            },
            agent_reporters={name: name for name in OF_AN_AGENT} if collect_agents else None,
            agenttype_reporters={kind: {n: n for n in names} for kind, names in REPORTED.items()} if collect_agents else None,
        )

    @contextmanager
    def _timed(self, phase: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.phases[phase] = self.phases.get(phase, 0.0) + time.perf_counter() - began
