"""The model: what happens in one tick, in plain Python."""

from collections import Counter

import mesa

from examples.plain_mesa import border_guard
from examples.plain_mesa.gate import Gates
from examples.plain_mesa.ledger import Ledger
from examples.plain_mesa.market import Market
from examples.plain_mesa.migrant import Migrant
from examples.plain_mesa.news import News
from examples.plain_mesa.office import Offices
from examples.plain_mesa.organiser import Trade
from examples.plain_mesa.plain import plain
from examples.plain_mesa.routes import Routes
from examples.plain_mesa.sent_out import SentOut
from examples.plain_mesa.sites import Sites
from sim.basis import draws
from sim.basis.clock import DAY, WEEK, begins_month
from sim.books.tally import Stays
from sim.levers import calendar
from sim.levers.scope import Scope
from sim.migrants.rules.search import empty_search
from sim.world.conditions import conditions_at_start
from sim.world.geography import draw_atlas
from sim.world.traits import traits_of
from sim.world.world import World


class PlainModel(mesa.Model):
    """Migrants, smugglers and border guards on one network, all of them ordinary Mesa agents.

    Work with it under ``numpy.errstate(over="ignore")``: the keys of random draws are integers that wrap round.

    Parameters
    ----------
    world
        Everything that does not change in a run.
    seed
        Key of every draw: the same world and seed give the same history.
    """

    def __init__(self, world: World, seed: int = 0) -> None:
        """Set the stage for the first tick."""
        super().__init__(seed=seed)
        self.world = world
        self.seed_key = draws.name_key(f"seed {seed}")
        self.hour = 0
        self.atlas = draw_atlas(world)
        self.geography = plain(self.atlas.geography)
        self._baseline = conditions_at_start(world, self.atlas)
        self.at_start = plain(self._baseline)
        self.conditions = self.at_start
        self.traits = plain(traits_of(world, self.atlas))
        self.ledger = Ledger()
        self.guards = [border_guard.BorderGuard(self, row) for row in range(len(self.atlas.posts))]
        self.watch()
        self.news = News(self)
        self.gates = Gates(self)
        self.sites = Sites(self)
        self.market = Market(self)
        self.market.open()
        self.routes = Routes(self)
        self.trade = Trade(self)
        self.trade.open()
        self.search = empty_search(len(self.atlas.places))
        self.change_conditions()
        self.offices = Offices(self)
        self.gone: Counter[tuple[int, int, int]] = Counter()  # members of parties that went on, by country, community and state
        self.migrants: list[Migrant] = []
        for c, left in enumerate(self.traits.communities.people):
            self.enrol(c, left)
        self.sent_out = SentOut(self)

    def enrol(self, community: int, left: int) -> None:
        """Let the people of a community come into being, party by party, until none of them are left."""
        ordinal = 0
        while left > 0:
            self.migrants.append(Migrant(self, len(self.migrants), community, ordinal, left))
            if self.migrants[-1].site >= 0:
                self.sites.count(self.migrants[-1], Stays.CAME)
            left -= self.migrants[-1].people
            ordinal += 1

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

    @property
    def month(self) -> int:
        """Month of the year, 0 for January."""
        return calendar.month_index(self.world, self.day)

    def step(self) -> None:
        """One tick: what holds, what guards expect, what smugglers offer; then everybody who is due decides and moves, until nobody is; then what is learnt."""
        if self.hour % DAY == 0 and self.day > 0:
            if begins_month(self.world.start, self.day):
                self.offices.assist_returns()
            if calendar.changes_on(self.world, self.day):
                self.change_conditions()
                self.sites.send_out()
        if self.hour % DAY == 0:
            self.sent_out.send_out()
        for guard in self.guards:
            guard.expect_traffic()
        self.gates.open()
        for smuggler in self.market.smugglers:
            smuggler.offer_seats()
        for organiser in self.trade.organisers:
            organiser.open()
        self.offices.post_queues()
        end = self.hour + self.world.tick_hours
        waiting = [person for person in self.migrants if person.live(end)]
        while waiting:
            self.market.lead_groups(waiting, end)
            waiting = [person for person in waiting if person.live(end)]
        self.hour = end
        if self.hour % DAY == 0:
            self.sites.spend_nights()
        self.ledger.day = self.day
        if self.hour % WEEK == 0:
            self.week_ends()
        if self.hour % DAY == 0 and begins_month(self.world.start, self.day):
            self.month_ends()

    def change_conditions(self) -> None:
        """A lever or a season begins or ends today: a closure is known at once, and of what changes at posts as much as was announced."""
        self.conditions = plain(calendar.conditions_on(Scope(self.world, self.atlas), self._baseline, self.day))
        announced = calendar.announced_on(self.world, self.day)
        before = self.noticed() if announced > 0.0 else []
        self.watch()
        self.gates.take_in()
        shut = self.sites.close_camps()
        if announced > 0.0:
            self.news.hear_announcement(before, self.noticed(), announced)
        self.routes.solve()
        for k in shut:
            self.routes.join(k)

    def watch(self) -> None:
        """Set what each post notices of each move: shape (moves,), for those who leave a country and for those who enter one."""
        self.noticed_leaving = [self._notice(m, move.exit, leaving=True) for m, move in enumerate(self.geography.moves)]
        self.noticed_entering = [self._notice(m, move.entry, leaving=False) for m, move in enumerate(self.geography.moves)]

    def noticed(self) -> list[float]:
        """The chance that somebody is noticed by either country, by move."""
        return [leaving + (1.0 - leaving) * entering for leaving, entering in zip(self.noticed_leaving, self.noticed_entering, strict=True)]

    def _notice(self, m: int, post: int, *, leaving: bool) -> float:
        if post < 0 or not self.conditions.moves[m].checked:
            return 0.0
        move = self.geography.moves[m]
        guides_care = self.conditions.borders[move.border].exposure_ratio if move.border >= 0 else 1.0
        return self.guards[post].notices(move.channel, guides_care, leaving=leaving)

    def month_ends(self) -> None:
        """Services move their effort."""
        border_guard.redeploy(self)
        self.watch()

    def week_ends(self) -> None:
        """News spreads, smugglers reconsider, and the costs of ways are computed again."""
        self.news.spread()
        self.gates.post_waits()
        self.sites.post_shares()
        self.market.close_week()
        self.trade.close_week()
        self.routes.solve()
