"""The loops over those who stay at sites, compiled as :mod:`sim.engine.compiled` says."""

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.rows import Rows
from sim.books.tally import Stays
from sim.engine.compiled import loop
from sim.migrants.life.nights import send_out, spend_night
from sim.migrants.life.stage import Stage, stand


@loop
def rank_for_beds(people: Rows, seed: np.uint64, rows: NDArray[np.int64], ranks: NDArray[np.float64]) -> None:
    """A keyed rank for each of some people among those who came in the same hour; fills ``ranks``, shape (rows,)."""
    for j in range(len(rows)):
        ranks[j] = draws.uniform(seed, draws.BED, people[rows[j]].key, np.uint64(people[rows[j]].since))


@loop
def spend_nights(people: Rows, stage: Stage, now: int, rows: NDArray[np.int64], free: NDArray[np.float64], turned_away: NDArray[np.bool_]) -> None:
    """Give beds to those in ``rows``, in their order, and let them spend the night; ``free`` beds, shape (sites,), are taken up.

    A party has beds for all or for none; ``turned_away``, shape (sites,), is set where somebody had to go for want of one.
    """
    for i in rows:
        p = people[i]
        p.bed = p.people <= free[p.site]
        if p.bed:
            free[p.site] -= p.people
    for i in rows:
        p = people[i]
        site = p.site
        stand(stage, p, -1)
        turned_away[site] |= spend_night(stage, p, i, now)
        stand(stage, p, 1)


@loop
def close_sites(people: Rows, stage: Stage, now: int, rows: NDArray[np.int64]) -> None:
    """Send out those in ``rows`` whose site takes in nobody of their community any more."""
    for i in rows:
        p = people[i]
        if not stage.conditions.stays.open[p.site, p.community]:
            stand(stage, p, -1)
            send_out(stage, p, i, now, Stays.SENT_OUT, now)
            stand(stage, p, 1)
