"""Deployment: where a service's effort stands, and where it goes once a month."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import HOURS_A_MONTH
from sim.basis.rows import Rows
from sim.basis.rule import rule
from sim.basis.words import Channel
from sim.guards.detection import chance_at_post
from sim.world.geography import Atlas


@rule
def redeployed(strength: float, wanted: float, rate: float) -> float:
    """Strength of a post after a month: part of the way to what is wanted there."""
    return strength + rate * (wanted - strength)


@rule
def typical(reads_papers: bool) -> int:
    """Channel of those for whom a post stands where it does: forged papers where papers are read, alone on foot elsewhere."""
    return Channel.FORGED if reads_papers else Channel.ALONE


class Deployment:
    """Where the services have their effort, and where they want it.

    The plan is the effort that the conditions of the day give every post: parameters, and levers in force. A service keeps part of it where the plan has it
    and moves the rest in proportion to the traffic that it infers: what a post stopped, over the chance that it has of stopping those for whom it
    stands there (:func:`typical`). (On raw apprehensions effort would follow itself and lock in.) Of what the neighbour's service stopped on the other side
    it learns a share, late. A post for which nobody is planned infers nothing and gets nobody.

    ``strength``, shape (posts,), is what stands at a post relative to the plan, and ``on_duty`` the patrols or inspectors that this comes to: a lever changes
    them on its day, wherever effort has gone by then, and what is wanted thereafter, as the same change of a parameter does.

    Parameters
    ----------
    atlas
        The posts and countries of the network, and which moves pass them.
    plan
        Effort at every post before anybody moves, shape (posts,).
    rate
        Part of the way to what is wanted that effort goes in a month (``guard.redeploy_rate``).
    scale
        Of the world: what is stopped is divided by it.
    """

    def __init__(self, atlas: Atlas, plan: NDArray[np.float64], rate: float, scale: float) -> None:
        """Start with the effort planned and no news."""
        self.strength = np.ones(len(plan))
        self.on_duty = plan.copy()
        self._rate, self._scale = rate, scale
        self._plan: list[float] = plan.tolist()
        self._services = [[j for j, (_, country) in enumerate(atlas.posts) if country == own] for own in atlas.countries]
        self._country = [atlas.countries.index(own) for _, own in atlas.posts]
        moves = atlas.geography.moves
        with_papers = moves.channel == Channel.FORGED
        readers = {*moves.exit[with_papers].tolist(), *moves.entry[with_papers].tolist()}
        self._channels = [typical(j in readers) for j in range(len(plan))]
        sides: dict[str, list[int]] = {}
        for j, (crossing, _) in enumerate(atlas.posts):
            sides.setdefault(crossing, []).append(j)
        self._neighbours = [[j for j in sides[crossing] if j != i] for i, (crossing, _) in enumerate(atlas.posts)]
        self._stopped: list[list[float]] = []
        self._wanted = [1.0] * len(plan)

    def put_on_duty(self, plan: NDArray[np.float64]) -> None:
        """Take in the plan of today, shape (posts,)."""
        self._plan = plan.tolist()
        self.on_duty[:] = plan * self.strength

    def end_month(self, stopped: NDArray[np.int64], posts: Rows, services: Rows) -> None:
        """Take in the month's apprehensions, shape (posts,), and compute what is wanted, given today's conditions of posts and countries."""
        self._stopped.append((stopped / self._scale).tolist())
        months = [round(hours / HOURS_A_MONTH) for hours in services.news_delay_hours.tolist()]
        news_share, nothing = services.news_share.tolist(), [0.0] * len(self._plan)
        inferred = [0.0] * len(self._plan)
        for i, (country, own) in enumerate(zip(self._country, self._chances(posts), strict=True)):
            late = self._stopped[-1 - months[country]] if len(self._stopped) > months[country] else nothing
            heard = self._stopped[-1][i] + news_share[country] * math.fsum(late[j] for j in self._neighbours[i])
            if heard > 0.0 and own > 0.0:
                inferred[i] = heard / own
        for service, mobile in zip(self._services, services.mobile_share.tolist(), strict=True):
            total, traffic = math.fsum(self._plan[j] for j in service), math.fsum(inferred[j] for j in service)
            for i in service:
                if self._plan[i] > 0.0:
                    # One person's worth of trust in the plan, so that an empty month moves nothing.
                    share = (inferred[i] + self._plan[i] / total) / (traffic + 1.0)
                    self._wanted[i] = (1.0 - mobile) + mobile * total * share / self._plan[i]

    def redeploy(self, post: int) -> None:
        """Move the effort at one post toward what is wanted there."""
        self.strength[post] = redeployed(self.strength[post], self._wanted[post], self._rate)
        self.on_duty[post] = self._plan[post] * self.strength[post]

    def _chances(self, posts: Rows) -> list[float]:
        """Chance of every post of stopping those for whom it stands there, with the effort on duty; shape (posts,)."""
        fields = (posts.base_detection, posts.exposure, self.on_duty, posts.document_base, posts.document_equipment, posts.forged_pass)
        rows = zip(self._channels, *(field.tolist() for field in fields), strict=True)
        return [
            chance_at_post(channel, base, exposure, effort, 1.0, document_base, equipment, forged_pass, 0.0, leaving=False)
            for channel, base, exposure, effort, document_base, equipment, forged_pass in rows
        ]
