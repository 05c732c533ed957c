"""What lies over the lines of a map: borders with most apprehensions, places and their names, countries, and what lies beyond the frame."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from experiments.plots.flows import Border, Flow, through
from experiments.plots.map_labels import Labeller
from experiments.plots.map_symbols import draw_symbols, landmark, rank_of
from experiments.plots.projection import Projection
from experiments.plots.style import COUNTRY, INK
from sim.world.network import Place

Point = tuple[float, float]
LABELS = 60
BEYOND = 10
"""Places outside the frame that are named at its edge."""


def draw_borders(axes: Axes, labeller: Labeller, marked: Sequence[Border], project: Projection) -> None:
    """Number the borders marked where most of their apprehensions are."""
    used: list[tuple[float, float]] = []
    west, east, south, north = *axes.get_xlim(), *axes.get_ylim()
    span = east - west
    for rank, border in enumerate(marked, 1):
        x, y = (float(v) for v in project(border.at.lon, border.at.lat))
        if not (west < x < east and south < y < north):
            continue
        while any(abs(x - a) < span / 42 and abs(y - b) < span / 42 for a, b in used):
            x, y = x + span / 90, y - span / 60
        used.append((x, y))
        axes.plot([x], [y], "o", ms=13, mfc="white", mec=INK, mew=1.6, zorder=6)
        axes.annotate(str(rank), (x, y), ha="center", va="center_baseline", fontsize=8, fontweight="bold", zorder=6.1)
        labeller.reserve(x, y, 7.5)


def draw_places(
    axes: Axes, labeller: Labeller, found: Sequence[Flow], places: Mapping[str, Place], at: Mapping[str, Point], also: Collection[str] = ()
) -> list[str]:
    """Draw the places that flows pass, and those that are ``also`` shown, and name the larger ones; their names, the largest first."""
    sums = dict.fromkeys(also, 0.0) | through(found)
    most = max(sums.values(), default=1) or 1
    west, east, south, north = *axes.get_xlim(), *axes.get_ylim()
    seen = [name for name in sums if west < at[name][0] < east and south < at[name][1] < north]
    seen.sort(key=lambda name: (-(sums[name] / most + rank_of(places[name].roles)), name))
    draw_symbols(axes, [(*at[name], places[name].roles) for name in seen])
    labelled = [name for name in seen if sums[name] > most / 400 or landmark(places[name].roles) or name in also][:LABELS]
    for name in seen:
        labeller.reserve(*at[name], 2.4, named=name in labelled)
    for name in labelled:
        large = sums[name] > most / 12
        size, weight = (8.5, "bold") if large else (7.0, "normal")
        labeller.place(places[name].title, *at[name], far=landmark(places[name].roles), fontsize=size, fontweight=weight, color=INK, zorder=7)
    return seen


def name_beyond(
    axes: Axes, labeller: Labeller, found: Sequence[Flow], curves: Sequence[NDArray[np.float64]], places: Mapping[str, Place], at: Mapping[str, Point]
) -> None:
    """At the edge of the map, name the places outside it from which or to which the largest flows run."""
    box = Bbox.from_extents(axes.get_xlim()[0], axes.get_ylim()[0], axes.get_xlim()[1], axes.get_ylim()[1])
    by_ends = {(tuple(points[0]), tuple(points[-1])): points for points in curves}
    named: set[str] = set()
    for flow in found:
        here, there = (box.contains(*at[name]) for name in (flow.origin, flow.target))
        name, word = (flow.target, "to") if here else (flow.origin, "from")
        if here == there or name in named or len(named) >= BEYOND:
            continue
        inside = [point for point in by_ends.get((at[flow.origin], at[flow.target]), ()) if box.contains(*point)]
        if not inside:
            continue
        x, y = inside[-1] if here else inside[0]
        if labeller.place(f"{word} {places[name].title}", float(x), float(y), fontsize=7.0, fontstyle="italic", color=INK, zorder=7):
            named.add(name)


def name_countries(axes: Axes, labeller: Labeller, outlines: Mapping[str, Path], lines: Sequence[NDArray[np.float64]]) -> None:
    """Put the code of every country where no large flow runs."""
    west, east, south, north = *axes.get_xlim(), *axes.get_ylim()
    xs, ys = np.meshgrid(np.linspace(west, east, 90)[2:-2], np.linspace(south, north, 72)[2:-2])
    grid = np.column_stack([xs.ravel(), ys.ravel()])
    labeller.avoid = np.asarray(axes.transData.transform(np.concatenate(lines))) if lines else np.empty((0, 2))
    cells = {code: grid[_inside(path, grid)] for code, path in outlines.items()}
    found = {code: spots for code, spots in cells.items() if len(spots) >= 2}
    for code, inside in sorted(found.items(), key=lambda item: -len(item[1])):
        near = inside[np.argsort(((inside - inside.mean(axis=0)) ** 2).sum(axis=1))]
        how = {"fontsize": 12 if len(inside) > 250 else 9.5 if len(inside) > 40 else 7.5, "color": COUNTRY, "zorder": 1.9, "fontweight": "bold"}
        labeller.place_within(code, [(float(x), float(y)) for x, y in near[:60]], **how)


def _inside(path: Path, grid: NDArray[np.float64]) -> NDArray[np.bool_]:
    box = path.get_extents()
    near = (grid[:, 0] >= box.x0) & (grid[:, 0] <= box.x1) & (grid[:, 1] >= box.y0) & (grid[:, 1] <= box.y1)
    found = np.zeros(len(grid), bool)
    if near.any():
        found[near] = path.contains_points(grid[near])
    return found
