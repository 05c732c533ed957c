"""Deployment: where a service's effort stands, and where it goes once a month."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import HOURS_A_MONTH
from sim.basis.rows import Rows
from sim.basis.rule import rule
from sim.guards.detection import chance
from sim.world.geography import Names


@rule
def redeployed(effort: float, wanted: float, rate: float) -> float:
    """Effort at a post after a month: part of the way to what is wanted there."""
    return effort + rate * (wanted - effort)


class Deployment:
    """Where the services have their effort, and where they want it.

    A service keeps part of its effort where it was and moves the rest in proportion to the traffic that it infers: what it stopped, over the chance that
    it thinks it has of stopping. (On raw apprehensions effort would follow itself and lock in.) Of what the neighbour's service stopped on
    the other side it learns a share, late.

    ``posted``, shape (posts,), is the effort posted, out of levers; ``on_duty`` is what levers make of it.

    Parameters
    ----------
    names
        The posts and countries of the network.
    start
        Effort at every post before anybody moves, shape (posts,).
    rate
        Part of the way to what is wanted that effort goes in a month (``guard.redeploy_rate``).
    scale
        Of the world: what is stopped is divided by it.
    """

    def __init__(self, names: Names, start: NDArray[np.float64], rate: float, scale: float) -> None:
        """Start with the effort posted and no news."""
        self.posted = start.copy()
        self.on_duty = start.copy()
        self._rate, self._scale = rate, scale
        self._start: list[float] = start.tolist()
        self._services = [[j for j, (_, country) in enumerate(names.posts) if country == own] for own in names.countries]
        self._total = [math.fsum(self._start[j] for j in service) for service in self._services]
        self._country = [names.countries.index(own) for _, own in names.posts]
        sides: dict[str, list[int]] = {}
        for j, (crossing, _) in enumerate(names.posts):
            sides.setdefault(crossing, []).append(j)
        self._neighbours = [[j for j in sides[crossing] if j != i] for i, (crossing, _) in enumerate(names.posts)]
        self._stopped: list[list[float]] = []
        self._wanted = self._start.copy()

    def put_on_duty(self, effort: NDArray[np.float64]) -> None:
        """Take in what levers make of effort today: ``effort``, shape (posts,), is what the conditions of the day say, of the effort at the start."""
        start = np.array(self._start)
        levers: NDArray[np.float64] = np.divide(effort, start, out=np.ones(len(start)), where=start > 0.0)
        self.on_duty[:] = self.posted * levers

    def end_month(self, stopped: NDArray[np.int64], posts: Rows, services: Rows) -> None:
        """Take in the month's apprehensions, shape (posts,), and compute what is wanted, given today's conditions of posts and countries."""
        self._stopped.append((stopped / self._scale).tolist())
        inferred = [0.0] * len(self._start)
        months = [round(hours / HOURS_A_MONTH) for hours in services.news_delay_hours.tolist()]
        news_share, nothing = services.news_share.tolist(), [0.0] * len(self._start)
        of_posts = zip(self._country, posts.base_detection.tolist(), posts.exposure.tolist(), self.posted.tolist(), strict=True)
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

    def redeploy(self, post: int) -> None:
        """Move the effort at one post toward what is wanted there."""
        self.posted[post] = redeployed(self.posted[post], self._wanted[post], self._rate)
