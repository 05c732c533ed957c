"""Border guards: the unit of a country's service at one crossing, and the service that sends its units where it is wanted."""

import math
from typing import TYPE_CHECKING

import mesa

from sim.basis.clock import DAY, HOURS_A_MONTH
from sim.basis.words import Channel
from sim.guards.crowding import MILLION, crowding
from sim.guards.deployment import redeployed, typical
from sim.guards.detection import chance_at_post

if TYPE_CHECKING:
    from examples.plain_mesa.model import PlainModel


class BorderGuard(mesa.Agent):
    """One post.

    ``strength`` is what stands there relative to the plan of the day; ``stopped`` counts this month's apprehensions, ``seen`` this tick's detections to
    expect, in millionths.
    """

    model: "PlainModel"

    def __init__(self, model: "PlainModel", row: int) -> None:
        """Take up post ``row``."""
        super().__init__(model)
        self.row = row
        self.crossing, self.country = model.atlas.posts[row]
        self.country_row = model.atlas.countries.index(self.country)
        self.reads_papers = any(move.channel == Channel.FORGED and row in (move.exit, move.entry) for move in model.geography.moves)
        self.strength = self.wanted = 1.0
        self.seen = 0
        self.expected_a_day = 0.0
        self.crowding = 1.0
        self.stopped = 0
        self.stopped_by_month: list[float] = []

    @property
    def post(self) -> object:
        """What holds at this post today."""
        return self.model.conditions.posts[self.row]

    @property
    def effort(self) -> float:
        """Patrols or inspectors on duty."""
        return self.post.effort * self.strength

    @property
    def service(self) -> object:
        """What holds today for the service that this post belongs to."""
        return self.model.conditions.countries[self.country_row]

    def notices(self, channel: int, exposure_ratio: float, *, leaving: bool) -> float:
        """Chance that this post notices somebody who passes by a channel."""
        p = self.post
        return chance_at_post(
            channel,
            p.base_detection,
            p.exposure,
            self.effort,
            exposure_ratio,
            p.document_base,
            p.document_equipment,
            p.forged_pass,
            p.pretence_detection,
            leaving,
        )

    def expect_traffic(self) -> None:
        """A tick begins: what recent traffic lets expect decides which share of detections can be processed."""
        days = self.model.world.tick_hours / DAY
        kept = 0.5 ** (days / self.model.world.parameters.number("guard.crowding_half_life_days"))
        self.expected_a_day = kept * self.expected_a_day + (1.0 - kept) * (self.seen / MILLION) / days
        self.crowding = crowding(self.post.capacity_per_day, self.expected_a_day)
        self.seen = 0

    def close_month(self) -> None:
        """Write down what was stopped, and count from zero."""
        self.stopped_by_month.append(self.stopped / self.model.world.scale)
        self.stopped = 0

    def traffic_inferred(self) -> float:
        """What was stopped here, and a share of what the neighbour stopped some months ago, over the chance of stopping whom the post is for."""
        delay_months = round(self.service.news_delay_hours / HOURS_A_MONTH)
        across = [g.stopped_by_month for g in self.model.guards if g.crossing == self.crossing and g.country != self.country]
        late = [by_month[-1 - delay_months] for by_month in across if len(by_month) > delay_months]
        heard = self.stopped_by_month[-1] + self.service.news_share * math.fsum(late)
        own = self.notices(typical(self.reads_papers), 1.0, leaving=False)
        return heard / own if own > 0.0 else 0.0


def redeploy(model: "PlainModel") -> None:
    """A month ends: every service wants the mobile part of its effort where the traffic is, and goes part of the way there."""
    parameters = model.world.parameters
    rate = parameters.number("guard.redeploy_rate")
    for guard in model.guards:
        guard.close_month()
    inferred = {guard: guard.traffic_inferred() for guard in model.guards}
    for guard in model.guards:
        service = [g for g in model.guards if g.country == guard.country]
        if guard.post.effort > 0.0:
            total = math.fsum(g.post.effort for g in service)
            # One person's worth of trust in the plan, so that an empty month moves nothing.
            share = (inferred[guard] + guard.post.effort / total) / (math.fsum(inferred[g] for g in service) + 1.0)
            mobile = guard.service.mobile_share
            guard.wanted = (1.0 - mobile) + mobile * total * share / guard.post.effort
    for guard in model.guards:
        guard.strength = redeployed(guard.strength, guard.wanted, rate)
