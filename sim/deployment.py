"""Deployment: what effort each service wants at each of its posts, month by month."""

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.clock import HOURS_A_MONTH
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
        self._start = model.baseline.posts.effort
        posts = model.atlas.posts
        self._service = [[j for j, (_, country) in enumerate(posts) if country == own] for _, own in posts]
        self._country = [model.atlas.countries.index(own) for _, own in posts]
        self._neighbours = [[j for j, (crossing, country) in enumerate(posts) if crossing == here and country != own] for here, own in posts]
        self._stopped: list[NDArray[np.float64]] = []
        self._wanted = self._start.copy()

    def end_month(self) -> None:
        """Take in the month's apprehensions and reckon what is wanted."""
        model = self._model
        self._stopped.append(model.tally.stopped / model.world.scale)
        posts, services = model.conditions.posts, model.conditions.countries
        inferred = np.zeros(len(self._start))
        for i in range(len(inferred)):
            k = self._country[i]
            months = round(services.news_delay_hours[k] / HOURS_A_MONTH)
            late = self._stopped[-1 - months] if len(self._stopped) > months else np.zeros(len(self._start))
            heard = self._stopped[-1][i] + services.news_share[k] * math.fsum(late[j] for j in self._neighbours[i])
            own = chance(posts.base_detection[i], posts.exposure[i], model.effort[i])
            inferred[i] = heard / own if own > 0.0 else 0.0
        for i in range(len(inferred)):
            total = math.fsum(self._start[j] for j in self._service[i])
            if total <= 0.0:
                continue
            # One person's worth of trust in the old order, so that an empty month moves nothing.
            share = (inferred[i] + self._start[i] / total) / (math.fsum(inferred[j] for j in self._service[i]) + 1.0)
            mobile = services.mobile_share[self._country[i]]
            self._wanted[i] = (1.0 - mobile) * self._start[i] + mobile * total * share

    def next_effort(self, post: int) -> float:
        """Effort at a post after this month's move."""
        return redeployed(self._model.effort[post], self._wanted[post], self._rate)
