"""What tables of costs see of conditions: where nothing of it changes they need not be solved again."""

import numpy as np

from sim.world.conditions import Conditions

UNSEEN = frozenset({"season", "departures", "throughput", "posts"})
"""Parts of conditions that no expected cost is made of. What posts do is known from what is heard of them, and throughput from the wait that is posted."""


def looks_alike(one: Conditions, two: Conditions) -> bool:
    """Whether tables of costs are the same under two conditions, all else being equal."""
    parts = ((getattr(one, name), getattr(two, name)) for name in Conditions._fields if name not in UNSEEN)
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in parts)
