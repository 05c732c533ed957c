"""Deployment: what effort each service wants at each of its posts, month by month."""

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.guarding import chance, redeployed

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
        self._mobile = figures.number("guard.mobile_share")
        self._news_share = figures.number("guard.own_news_share")
        self._delay_months = round(figures.number("guard.news_delay_days") / 30)
        self._start = model.baseline.posts.effort
        posts = model.atlas.posts
        self._services = [[j for j, (_, country) in enumerate(posts) if country == own] for own in model.atlas.countries]
        self._total = [math.fsum(self._start[j] for j in service) for service in self._services]
        self._neighbours = [[j for j, (crossing, country) in enumerate(posts) if crossing == here and country != own] for here, own in posts]
        self._stopped: list[NDArray[np.float64]] = []
        self._wanted = self._start.copy()

    def end_month(self) -> None:
        """Take in the month's apprehensions and reckon what is wanted."""
        model = self._model
        self._stopped.append(model.tally.stopped / model.world.scale)
        late = self._stopped[-1 - self._delay_months] if len(self._stopped) > self._delay_months else np.zeros(len(self._start))
        posts = model.conditions.posts
        inferred = np.zeros(len(self._start))
        of_posts = zip(posts.base_detection.tolist(), posts.exposure.tolist(), model.effort.tolist(), strict=True)
        for i, (base, exposure, effort) in enumerate(of_posts):
            heard = self._stopped[-1][i] + self._news_share * math.fsum(late[j] for j in self._neighbours[i])
            own = chance(base, exposure, effort)
            inferred[i] = heard / own if own > 0.0 else 0.0
        for service, total in zip(self._services, self._total, strict=True):
            traffic = math.fsum(inferred[j] for j in service)
            for i in service if total > 0.0 else ():
                # One person's worth of trust in the old order, so that an empty month moves nothing.
                share = (inferred[i] + self._start[i] / total) / (traffic + 1.0)
                self._wanted[i] = (1.0 - self._mobile) * self._start[i] + self._mobile * total * share

    def next_effort(self, post: int) -> float:
        """Effort at a post after this month's move."""
        return redeployed(self._model.effort[post], self._wanted[post], self._rate)
