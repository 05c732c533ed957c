"""Points for places that have none: where roads put them. Only pictures use points."""

from collections.abc import Mapping, Sequence

import numpy as np

from scenarios.territories.great_circle import KM_A_DEGREE, great_circle_km

Point = tuple[float, float]
BEND = 0.75
"""Straight distance over the length of a road: roads are about a third longer than the straight way."""
ROUNDS, STEP = 800, 0.15
"""Rounds of moving every place by a part of what its roads ask for: positions of fifty places stand still long before."""


def laid_out(points: Mapping[str, Point | None], roads: Sequence[tuple[str, str, float]], centre: Point) -> Mapping[str, Point]:
    """Points (latitude, longitude) of all places, rounded to a hundredth of a degree where they are new.

    Parameters
    ----------
    points
        The points that are known, by place; ``None`` where there is none. Known ones are not moved.
    roads
        Two places and km.
    centre
        Where the new ones lie if no point is known: their mean.
    """
    names = list(points)
    fixed = {name: point for name, point in points.items() if point is not None}
    if len(fixed) == len(names):
        return fixed
    middle = np.mean(list(fixed.values()), axis=0) if fixed else np.array(centre)
    degree = np.array([1.0, np.cos(np.radians(middle[0]))]) * KM_A_DEGREE
    reach = np.mean([km for _, _, km in roads]) if roads else KM_A_DEGREE
    turn = np.arange(len(names)) * np.pi * (3 - np.sqrt(5))  # a spiral in which no two places lie together
    start = np.column_stack([np.cos(turn), np.sin(turn)]) * (np.sqrt(np.arange(len(names)) + 1) * reach / 2)[:, None]
    there = np.array([(np.array(fixed[name]) - middle) * degree if name in fixed else start[row] for row, name in enumerate(names)])
    free = np.array([name not in fixed for name in names])
    row_of = {name: row for row, name in enumerate(names)}
    ends = np.array([(row_of[one], row_of[other]) for one, other, _ in roads]).reshape(-1, 2)
    wanted = np.array([km * BEND for _, _, km in roads])
    for _ in range(ROUNDS):
        apart = there[ends[:, 1]] - there[ends[:, 0]]
        long = np.maximum(np.linalg.norm(apart, axis=1), 1e-9)
        pull = apart * ((long - wanted) / long * STEP)[:, None]
        move = np.zeros_like(there)
        np.add.at(move, ends[:, 0], pull)
        np.add.at(move, ends[:, 1], -pull)
        there[free] += move[free]
    if not fixed:
        there -= there.mean(axis=0)
        there *= _shrink(there, ends, wanted / BEND)
    new = middle + there / degree
    return {name: fixed.get(name, (round(float(new[row, 0]), 2), round(float(new[row, 1]), 2))) for row, name in enumerate(names)}


def _shrink(there: "np.typing.NDArray[np.float64]", ends: "np.typing.NDArray[np.int64]", km: "np.typing.NDArray[np.float64]") -> float:
    """By how much a whole map must shrink until no road is shorter than the straight way: 1 if it need not."""
    if not len(km):
        return 1.0
    straight = np.linalg.norm(there[ends[:, 1]] - there[ends[:, 0]], axis=1)
    return float(min(1.0, (km / np.maximum(straight, 1e-9)).min() * 0.98))


def middle_of(one: Point, other: Point) -> Point:
    """A point half way, rounded to a hundredth of a degree."""
    return round((one[0] + other[0]) / 2, 2), round((one[1] + other[1]) / 2, 2)


def short_of(one: Point, other: Point, km: float) -> float:
    """By how many km a road is shorter than the straight way over the globe; 0 if it is not."""
    return max(0.0, great_circle_km(*one, *other) - km)
