"""What tables of costs see of conditions: where nothing of it changes they need not be solved again."""

from typing import Any

import numpy as np

from sim.world.conditions import Conditions

UNSEEN = frozenset({"season", "departures", "throughput", "posts"})
"""Parts of conditions that no expected cost is made of, but for :data:`SEEN_AT_POSTS`. Throughput is known from the wait that is posted."""
SEEN_AT_POSTS = ("detention_hours", "push_back_share")
"""What is expected of a post by its own parameters; all else that posts do is known from what is heard of them."""


def looks_alike(one: Conditions, two: Conditions) -> bool:
    """Whether tables of costs are the same under two conditions, all else being equal."""
    parts = [(getattr(one, name), getattr(two, name)) for name in Conditions._fields if name not in UNSEEN]
    return all(_same(a, b) for a, b in (*parts, *((one.posts[name], two.posts[name]) for name in SEEN_AT_POSTS)))


def _same(one: Any, two: Any) -> bool:
    if isinstance(one, np.ndarray):
        return np.array_equal(one, two)
    return all(map(_same, one, two)) if isinstance(one, tuple) else bool(one == two)
