"""Least costs: what the best way on from every place costs those who are bound for a destination."""

import numpy as np
from numpy.typing import NDArray

from sim.basis.rule import rule
from sim.routes.values import UNREACHABLE
from sim.world.geography import Geography


@rule
def solve(destination: int, geography: Geography, costs: NDArray[np.int64], far: NDArray[np.int64], order: NDArray[np.int16]) -> None:
    """Fill ``far``, shape (places,), with the least sum of costs from every place to the destination, :data:`UNREACHABLE` where there is no way.

    By Bellman and Ford, over all places until nothing changes. In the ``order`` of their costs, shape (places,), one round is enough and a second finds it so:
    places are looked at as they were ordered the last time, which changes no result, and are put in order for the next.

    ``costs`` has shape (hops,), in cents, :data:`UNREACHABLE` for a hop that is closed.
    """
    moves = geography.moves
    for place in range(len(far)):
        far[place] = UNREACHABLE
    far[destination] = 0
    changed = True
    while changed:
        changed = False
        for n in range(len(order)):
            place = order[n]
            best = far[place]
            for h in range(geography.first_hop[place], geography.first_hop[place + 1]):
                beyond = costs[h] + far[moves.target[geography.first_of_hop[h]]]
                best = min(best, beyond)
            if best < far[place]:
                far[place] = best
                changed = True
    sort_by_cost(far, order)


@rule
def sort_by_cost(far: NDArray[np.int64], order: NDArray[np.int16]) -> None:
    """Put places in the order of their costs, by insertion: nearly all of them are in order already."""
    for n in range(1, len(order)):
        place = order[n]
        j = n
        while j > 0 and far[order[j - 1]] > far[place]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = place
