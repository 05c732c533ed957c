"""The extent of a map: where people pass, without the few distant places that would make everything else small."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from experiments.plots.flows import Flow
from sim.world.network import Place

WIDE, TALLEST, FLATTEST = 9.3, 7.6, 6.4
"""Inches of the map on its page: how wide, and between which bounds how tall."""
MARGIN, EDGE_KM = 0.05, 60.0
CORE_SHARE = 0.97
"""A map is fitted to the largest flows that together make this share of people."""
TRIMS = (0.0, 0.002, 0.005, 0.01, 0.02, 0.03)
"""Shares of people beyond each edge of a map that are tried."""
MOST_BEYOND, WORTH = 0.05, 14.0
"""Share of people that may lie beyond all edges together, and the gain in scale (as a logarithm) that a cut must bring, relative to its share."""
Points = NDArray[np.float64]


def largest_flows(found: Sequence[Flow], share: float) -> list[Flow]:
    """The largest flows, which together make a share of all people."""
    total, kept, sofar = sum(abs(flow.people) for flow in found), [], 0.0
    for flow in found:
        if sofar >= share * total:
            break
        kept.append(flow)
        sofar += abs(flow.people)
    return kept


def core_places(found: Sequence[Flow], places: Mapping[str, Place]) -> list[Place]:
    """The places that a map of flows must show, by name; all where there are no flows.

    Each edge is moved in over places that few people touch, where that makes all others much larger: see :data:`MOST_BEYOND` and :data:`WORTH`.
    """
    people: dict[str, float] = defaultdict(float)
    for flow in largest_flows(found, CORE_SHARE):
        people[flow.origin] += abs(flow.people)
        people[flow.target] += abs(flow.people)
    names = sorted(people)
    if not names:
        return list(places.values())
    weight = np.array([people[name] for name in names]) / sum(people.values())
    lat = np.array([places[name].lat for name in names])
    # Degrees of longitude as wide as they are in the middle of the map are near enough to choose by.
    lon = np.array([places[name].lon for name in names])
    at = np.column_stack([lon * np.cos(np.radians(np.average(lat, weights=weight))), lat])
    kept = _within(at, weight)
    return [places[name] for name, inside in zip(names, kept.tolist(), strict=True) if inside]


def extent_of(points: Points) -> tuple[Points, Points]:
    """Centre and half size of a map that shows all points with a margin and is neither too tall nor too flat."""
    low, high = points.min(axis=0), points.max(axis=0)
    half = (high - low) / 2 * (1 + 2 * MARGIN)
    half += min(EDGE_KM, max(5.0, float(half.max()) / 4))
    half[0] = max(half[0], half[1] * WIDE / TALLEST)
    half[1] = max(half[1], half[0] * FLATTEST / WIDE)
    return (low + high) / 2, half


def _within(at: Points, weight: Points) -> NDArray[np.bool_]:
    """Which points lie inside the best of the frames that are tried, shape (points,)."""
    sides = [[_edge(at[:, axis], weight, trim, sign) for trim in TRIMS] for axis, sign in ((0, 1), (0, -1), (1, 1), (1, -1))]
    best, chosen = np.inf, np.ones(len(at), bool)
    for west, east, south, north in product(*sides):
        if west > east or south > north:
            continue
        inside = (at[:, 0] >= west) & (at[:, 0] <= east) & (at[:, 1] >= south) & (at[:, 1] <= north)
        beyond = 1 - float(weight[inside].sum())
        wide = max(east - west, (north - south) * WIDE / TALLEST, 0.1)
        cost = np.log(wide) + WORTH * beyond
        if beyond <= MOST_BEYOND and cost < best - 1e-9:
            best, chosen = cost, inside
    return chosen


def _edge(at: Points, weight: Points, trim: float, sign: int) -> float:
    """The position of an edge when at most a share ``trim`` of people lies beyond it; ``sign`` is 1 for the lower edge, -1 for the upper one."""
    order = np.argsort(sign * at, kind="stable")
    beyond = np.cumsum(weight[order])
    return float(at[order][np.searchsorted(beyond, trim, side="right")]) if trim < beyond[-1] else float(at[order][-1])
