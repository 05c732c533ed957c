"""Deployment: what effort each service wants at each of its posts, month by month."""

import math
from typing import TYPE_CHECKING

from sim.clock import HOURS_A_MONTH
from sim.guarding import chance, redeployed

if TYPE_CHECKING:
    from sim.model import RouteModel


class Deployment:
    """Where the services want their effort.

    A service keeps part of its effort where it was and moves the rest in proportion to the traffic that it infers: what it stopped, over the chance that
    it thinks it has of stopping. (On raw apprehensions effort would follow itself and lock in.) Of what the neighbour's service stopped on
    the other side it learns a share, late.
    """

    def __init__(self, model: "RouteModel") -> None:
        """Start with the effort posted and no news."""
        self._model = model
        figures = model.world.figures
        self._rate = figures.number("guard.redeploy_rate")
        self._start: list[float] = model.baseline.posts.effort.tolist()
        posts = model.atlas.posts
        self._services = [[j for j, (_, country) in enumerate(posts) if country == own] for own in model.atlas.countries]
        self._total = [math.fsum(self._start[j] for j in service) for service in self._services]
        self._country = [model.atlas.countries.index(own) for _, own in posts]
        sides: dict[str, list[int]] = {}
        for j, (crossing, _) in enumerate(posts):
            sides.setdefault(crossing, []).append(j)
        self._neighbours = [[j for j in sides[crossing] if j != i] for i, (crossing, _) in enumerate(posts)]
        self._stopped: list[list[float]] = []
        self._wanted = self._start.copy()

    def end_month(self) -> None:
        """Take in the month's apprehensions and reckon what is wanted."""
        model = self._model
        self._stopped.append((model.tally.stopped / model.world.scale).tolist())
        posts, services = model.conditions.posts, model.conditions.countries
        inferred = [0.0] * len(self._start)
        months = [round(hours / HOURS_A_MONTH) for hours in services.news_delay_hours.tolist()]
        news_share, nothing = services.news_share.tolist(), [0.0] * len(self._start)
        of_posts = zip(self._country, posts.base_detection.tolist(), posts.exposure.tolist(), model.effort.tolist(), strict=True)
        for i, (country, base, exposure, effort) in enumerate(of_posts):
            late = self._stopped[-1 - months[country]] if len(self._stopped) > months[country] else nothing
            heard = self._stopped[-1][i] + news_share[country] * math.fsum(late[j] for j in self._neighbours[i])
            if heard > 0.0 and (own := chance(base, exposure, effort)) > 0.0:
                inferred[i] = heard / own
        for service, total, mobile in zip(self._services, self._total, services.mobile_share.tolist(), strict=True):
            traffic = math.fsum(inferred[j] for j in service)
            for i in service if total > 0.0 else ():
                # One person's worth of trust in the old order, so that an empty month moves nothing.
                share = (inferred[i] + self._start[i] / total) / (traffic + 1.0)
                self._wanted[i] = (1.0 - mobile) * self._start[i] + mobile * total * share

    def next_effort(self, post: int) -> float:
        """Effort at a post after this month's move."""
        return redeployed(self._model.effort[post], self._wanted[post], self._rate)
