"""Symbols of places on a map, by role."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.plots.style import AIR, GREY, INK, SEA

ORDER = ("main_hub", "coastal_hub", "hub", "capital", "route_city")
"""Roles with a marker of their own, the most important first; capital and airport are added to it."""
DARK = ("main_hub", "coastal_hub", "hub")
WORDS: Mapping[str, str] = {
    "capital": "capital",
    "main_hub": "main hub",
    "coastal_hub": "coastal hub",
    "hub": "hub",
    "route_city": "route city",
    "airport": "key airport",
}
"""Roles in the legend of a map, in its order."""
_BODY = {
    "main_hub": {"marker": "o", "ms": 6.4, "mfc": INK, "mec": "white", "mew": 0.9},
    "coastal_hub": {"marker": "s", "ms": 5.2, "mfc": SEA, "mec": "white", "mew": 0.8},
    "hub": {"marker": "o", "ms": 4.2, "mfc": GREY, "mec": "white", "mew": 0.8},
    "capital": {"marker": "o", "ms": 4.2, "mfc": "white", "mec": INK, "mew": 0.9},
    "route_city": {"marker": "o", "ms": 2.4, "mfc": "white", "mec": INK, "mew": 0.7},
}
_RANKS = {"capital": 0.25, "main_hub": 0.25, "coastal_hub": 0.05, "hub": 0.02}


def body_of(roles: Collection[str]) -> str:
    """The role whose marker a place has."""
    return next((role for role in ORDER if role in roles), "route_city")


def landmark(roles: Collection[str]) -> bool:
    """Whether a place is named on a map even where few pass."""
    return "capital" in roles or "main_hub" in roles


def rank_of(roles: Collection[str]) -> float:
    """Priority for a label that a place's roles add; the busiest place has 1 by its traffic."""
    return max((_RANKS.get(role, 0.0) for role in roles), default=0.0)


def draw_symbols(axes: Axes, found: Sequence[tuple[float, float, Collection[str]]], zorder: float = 5.0) -> None:
    """Draw the symbols of places (x, y, roles): bodies, a star on each capital, a ring round each key airport."""
    marks: dict[tuple[str, str, float], list[tuple[float, float]]] = defaultdict(list)
    for x, y, roles in found:
        body = body_of(roles)
        marks[body, "", 0.1].append((x, y))
        if "airport" in roles:
            marks[body, "ring", 0.0].append((x, y))
        if "capital" in roles:
            marks[body, "star", 0.2].append((x, y))
    for (body, extra, order), points in marks.items():
        size = float(str(_BODY[body]["ms"]))
        look: dict[str, object] = dict(_BODY[body])
        if extra == "ring":
            look = {"marker": "o", "ms": size + 3.6, "mfc": "none", "mec": AIR, "mew": 1.0}
        elif extra == "star":
            look = {"marker": "*", "ms": size * 0.9 + 0.6, "mfc": "white" if body in DARK else INK, "mec": "none"}
        axes.plot(*np.array(points).T, ls="", zorder=zorder + order, **look)  # type: ignore[arg-type]


def draw_in_key(axes: Axes, x: float, y: float, role: str) -> None:
    """Draw the symbol of one role for a legend."""
    draw_symbols(axes, [(x, y, ("route_city", "airport") if role == "airport" else (role,))])
