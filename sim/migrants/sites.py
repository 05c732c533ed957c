"""Sites: which are full, what is said of them, and who spends the night there (:mod:`sim.world.stays`)."""

import numpy as np
from numpy.typing import NDArray

from sim.basis.rows import Rows
from sim.books.tally import Stays
from sim.routes.classes import NO_TARGET
from sim.world.conditions import Conditions
from sim.world.stays import heard_share


class Sites:
    """All sites of a world.

    ``full``, shape (sites,), is whether there was no bed for somebody, or none left, in the evening; ``stay_hours``, shape (communities, places), by how many
    hours people expect to stay longer at a place than the usual rest and transfer.
    """

    def __init__(self, conditions: Conditions, places: int, classes: Rows) -> None:
        """Nobody has come yet, and nobody has been turned away."""
        number, communities = conditions.stays.shape
        self.full: NDArray[np.bool_] = np.zeros(number, np.bool_)
        self.stay_hours: NDArray[np.float64] = np.zeros((communities, places))
        self._share: NDArray[np.float64] = np.ones(number)
        self._came, self._turned_away = np.zeros(number, np.int64), np.zeros(number, np.int64)
        camp_of = {int(conditions.sites.place[n]): n for n in range(number) if conditions.sites.camp[n]}
        chosen = [
            (k, n)
            for k, row in enumerate(classes)
            if row.target != NO_TARGET and (n := camp_of.get(int(row.destination), -1)) >= 0 and conditions.stays.ever[n, row.community]
        ]
        self._classes, self._camps = (np.array([pair[side] for pair in chosen], np.int64) for side in (0, 1))
        self._communities = classes.community[self._classes].astype(np.int64)
        self.take_in(conditions)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.full)

    def take_in(self, conditions: Conditions) -> None:
        """Take in what holds from today."""
        self._sites, self._stays = conditions.sites, conditions.stays
        self._post()

    def shut(self, classes: Rows) -> NDArray[np.bool_]:
        """Note which classes are bound for a camp that takes in nobody; returns those for which that is new, shape (classes,)."""
        new = np.zeros(len(classes), np.bool_)
        stays = self._stays[self._camps, self._communities]
        closed = (stays["open"] == 0) | ((stays["turns_away"] != 0) & self.full[self._camps])
        new[self._classes] = classes.shut[self._classes] != closed
        classes.shut[self._classes] = closed
        return new

    def close_evening(self, free: NDArray[np.float64], turned_away: NDArray[np.bool_], stays: NDArray[np.int64]) -> None:
        """Note which sites are full, from the beds left and whether anybody was turned away, shape (sites,), and who came; ``stays``: the day's tally."""
        self.full = turned_away | (free < 1.0)
        self._came += stays[:, :, Stays.CAME].sum(axis=1)
        self._turned_away += stays[:, :, Stays.TURNED_AWAY].sum(axis=1)

    def post_shares(self, kept: float) -> None:
        """A week is over: have it said who is taken in, of which so much is ``kept`` for a week."""
        weeks = zip(self._share.tolist(), self._came.tolist(), self._turned_away.tolist(), strict=True)
        self._share[:] = [heard_share(share, came, away, kept) for share, came, away in weeks]
        self._came[:] = self._turned_away[:] = 0
        self._post()

    def _post(self) -> None:
        self.stay_hours[:] = 0.0
        for n in range(len(self)):
            if not self._sites.camp[n]:
                self.stay_hours[:, self._sites.place[n]] += self._stays.more_hours[n] * self._share[n]
