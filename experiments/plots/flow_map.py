"""The flow map: who passed where, by land, air and sea, and where most were apprehended."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path
from numpy.typing import NDArray

from experiments.plots import map_key
from experiments.plots.basemap import CREDIT, DISCLAIMER, draw_basemap, is_real
from experiments.plots.curves import curve, draw_curve, labour_width, width
from experiments.plots.flows import Border, Flow, borders, country, flows
from experiments.plots.labels import Labeller
from experiments.plots.projection import Albers
from experiments.plots.style import INK, LABOUR, MODES, PALE, frame, period
from experiments.store import Run
from sim.network import Place

WIDTH, WIDE, TALLEST, FLATTEST = 13.0, 9.3, 7.6, 6.4
"""Inches: the page, and the map on it."""
ABOVE, BELOW = 1.05, 0.78
SHOWN_SHARE = 0.97
"""The map is cropped to the largest flows that together make this share of people."""
MARGIN, EDGE_KM = 0.05, 60.0
BENDS = {"land": 0.12, "air": 0.20, "sea": 0.16}
BORDERS_MARKED = 8
LABELS = 60
LANDMARKS = ("capital", "main_hub")
HUBS = ("capital", "main_hub", "hub")


def draw(run: Run) -> Figure:
    """Draw the map of a run."""
    transit, labour, caught = flows(run, followed=True), flows(run, followed=False), borders(run)
    places = {place.name: place for place in run.world.places}
    core = _core(transit or labour)
    ends = [places[name] for flow in core for name in (flow.origin, flow.target)] or list(places.values())
    project = Albers.around([p.lon for p in ends], [p.lat for p in ends])
    at = {p.name: tuple(float(v) for v in project(p.lon, p.lat)) for p in places.values()}
    centre, half = _extent(np.array([at[p.name] for p in ends]))
    tall = WIDE * half[1] / half[0]
    figure = frame(
        run,
        WIDTH,
        tall + ABOVE + BELOW,
        "Where people pass, and where most are apprehended",
        f"People passing between places, {period(run)}. Coloured: transit communities; grey: labour migration, on a scale of its own.",
        f"{CREDIT} {DISCLAIMER}" if is_real({p.country for p in places.values()}) else "An invented territory.",
    )
    page = tall + ABOVE + BELOW
    axes = figure.add_axes((0.45 / WIDTH, BELOW / page, WIDE / WIDTH, tall / page))
    _show(axes, centre, half)
    outlines = draw_basemap(axes, project, {p.country for p in places.values()})
    labeller = Labeller(figure, axes)
    _draw_flows(axes, labour, at, labour_scale=True)
    _draw_flows(axes, transit, at, labour_scale=False)
    marked = [border for border in caught if border.followed][:BORDERS_MARKED] or caught[:BORDERS_MARKED]
    _draw_borders(axes, labeller, marked, project)
    _draw_places(axes, labeller, transit or labour, places, at)
    _name_countries(axes, labeller, outlines, _busy(axes, transit or labour, at))
    map_key.draw(figure, (0.45 + WIDE + 0.25) / WIDTH, ABOVE, transit, labour, marked)
    return figure


def _core(found: Sequence[Flow]) -> list[Flow]:
    total, kept, sofar = sum(flow.people for flow in found), [], 0
    for flow in found:
        if sofar >= SHOWN_SHARE * total:
            break
        kept.append(flow)
        sofar += flow.people
    return kept


def _extent(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Centre and half size of a map that shows all points with a margin and is neither too tall nor too flat."""
    low, high = points.min(axis=0), points.max(axis=0)
    half = (high - low) / 2 * (1 + 2 * MARGIN) + EDGE_KM
    half[0] = max(half[0], half[1] * WIDE / TALLEST)
    half[1] = max(half[1], half[0] * FLATTEST / WIDE)
    return (low + high) / 2, half


def _show(axes: Axes, centre: NDArray[np.float64], half: NDArray[np.float64]) -> None:
    axes.set_xlim(centre[0] - half[0], centre[0] + half[0])
    axes.set_ylim(centre[1] - half[1], centre[1] + half[1])
    axes.set_aspect("equal")
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_edgecolor(PALE)


def _draw_flows(axes: Axes, found: Sequence[Flow], at: Mapping[str, tuple[float, ...]], *, labour_scale: bool) -> None:
    if not found:
        return
    most = found[0].people
    for order, flow in enumerate(reversed(found)):  # the largest on top
        points = curve(at[flow.origin], at[flow.target], bend=BENDS[flow.mode])
        if labour_scale:
            draw_curve(axes, points, labour_width(flow.people, most), LABOUR, alpha=0.35, order=2 + order / 1e4, arrow=False)
        else:
            draw_curve(axes, points, width(flow.people, most), MODES[flow.mode], alpha=0.88, order=3 + order / 1e4, arrow=flow.people > most / 150)


def _draw_borders(axes: Axes, labeller: Labeller, marked: Sequence[Border], project: Albers) -> None:
    used: list[tuple[float, float]] = []
    span = axes.get_xlim()[1] - axes.get_xlim()[0]
    for rank, border in enumerate(marked, 1):
        x, y = (float(v) for v in project(border.at.lon, border.at.lat))
        while any(abs(x - a) < span / 42 and abs(y - b) < span / 42 for a, b in used):
            x, y = x + span / 90, y - span / 60
        used.append((x, y))
        axes.plot([x], [y], "o", ms=13, mfc="white", mec=INK, mew=1.6, zorder=6)
        axes.annotate(str(rank), (x, y), ha="center", va="center_baseline", fontsize=8, fontweight="bold", zorder=6.1)
        labeller.reserve(x, y, 7.5)


def _draw_places(axes: Axes, labeller: Labeller, found: Sequence[Flow], places: Mapping[str, Place], at: Mapping[str, tuple[float, ...]]) -> None:
    through: dict[str, int] = defaultdict(int)
    for flow in found:
        through[flow.origin] += flow.people
        through[flow.target] += flow.people
    most = max(through.values(), default=1)
    west, east, south, north = *axes.get_xlim(), *axes.get_ylim()

    def weight(name: str) -> tuple[float, str]:
        bonus = {"capital": 0.25, "main_hub": 0.25, "hub": 0.02}
        return -(through[name] / most + max((bonus.get(role, 0) for role in places[name].roles), default=0)), name

    seen = [name for name in sorted(through, key=weight) if west < at[name][0] < east and south < at[name][1] < north]
    for name in seen:
        hub = any(role in HUBS for role in places[name].roles)
        x, y = at[name]
        axes.plot([x], [y], "o", ms=4.2 if hub else 2.4, mfc=INK if hub else "white", mec="white" if hub else INK, mew=0.7, zorder=5)
        labeller.reserve(x, y, 2)
    told = [name for name in seen if through[name] > most / 400 or any(role in LANDMARKS for role in places[name].roles)]
    for name in told[:LABELS]:
        large = through[name] > most / 12
        x, y = at[name]
        landmark = any(role in LANDMARKS for role in places[name].roles)
        labeller.place(places[name].title, x, y, far=landmark, fontsize=8.5 if large else 7, fontweight="bold" if large else "normal", color=INK, zorder=7)


def _busy(axes: Axes, found: Sequence[Flow], at: Mapping[str, tuple[float, ...]]) -> NDArray[np.float64]:
    """Points along the larger flows in pixels, shape (points, 2): names of countries keep away from them."""
    large = [flow for flow in found if flow.people > found[0].people / 100]
    lines = [curve(at[flow.origin], at[flow.target], bend=BENDS[flow.mode]) for flow in large]
    return np.asarray(axes.transData.transform(np.concatenate(lines))) if lines else np.empty((0, 2))


def _name_countries(axes: Axes, labeller: Labeller, outlines: Mapping[str, Path], busy: NDArray[np.float64]) -> None:
    west, east, south, north = *axes.get_xlim(), *axes.get_ylim()
    xs, ys = np.meshgrid(np.linspace(west, east, 70)[2:-2], np.linspace(south, north, 56)[2:-2])
    grid = np.column_stack([xs.ravel(), ys.ravel()])
    found = {code: grid[path.contains_points(grid)] for code, path in outlines.items()}
    for code, inside in sorted(found.items(), key=lambda item: -len(item[1])):
        if len(inside) >= 3:
            near = inside[np.argsort(((inside - inside.mean(axis=0)) ** 2).sum(axis=1))]
            labeller.avoid = busy
            how = {"fontsize": 8.5 if len(inside) > 60 else 6.8, "color": "#8c877b", "zorder": 1.9, "fontstyle": "italic"}
            labeller.place_within(country(code).upper(), [(float(x), float(y)) for x, y in near[:40]], **how)
