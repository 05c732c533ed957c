"""Returns: the offices that help people home, month by month."""

from typing import TYPE_CHECKING

import numpy as np

from sim import compiled
from sim.clock import MONTHS_A_YEAR
from sim.words import State

if TYPE_CHECKING:
    from sim.model import RouteModel


class Returns:
    """Assisted return: every country's office helps as many home as it has places, those who applied first, then by keyed rank.

    Unused places last a year.
    """

    def __init__(self, model: "RouteModel") -> None:
        """Start with no places."""
        self._model = model
        self._places = np.zeros(len(model.atlas.countries))

    def end_month(self) -> None:
        """Take in the month's places and help those whose turn it is."""
        model, places = self._model, self._places
        a_month = model.conditions.countries.avr_per_month * model.world.scale
        places[:] = np.minimum(places + a_month, a_month * MONTHS_A_YEAR)
        rows = np.flatnonzero(model.people["state"] == State.ASSISTED)
        if len(rows) == 0:
            return
        ranks = np.empty(len(rows))
        compiled.rank_people(model.people, model.seed_key, rows, model.hour, ranks)
        country = model.atlas.geography.places.country[model.people["place"][rows]]
        weight = model.conditions.communities.weight[model.people["community"][rows]]
        helped: list[int] = []
        for j in np.lexsort((ranks, model.people["since"][rows])):
            if places[country[j]] >= weight[j]:
                places[country[j]] -= weight[j]
                helped.append(int(rows[j]))
        compiled.assist(model.people, model.stage(), model.hour, np.array(helped, np.int64))
