"""The map underneath: countries of Natural Earth, drawn by matplotlib alone."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path

from experiments.plots.countries import Points, countries, is_real, natural_earth, points_of
from experiments.plots.projection import Projection
from experiments.plots.style import BORDER, GROUND, GROUND_AROUND, SHORE, WATER

CREDIT = "Basemap: Natural Earth 1:50m (public domain)."
EDGE = 1e-6
"""Degrees within which a point lies on the edge of the data, which are kept to a hundredth of a degree."""
DISCLAIMER = "Boundaries and names shown are those of the data set and imply no opinion on the legal status of any territory."


def draw_basemap(axes: Axes, project: Projection, inside: Collection[str]) -> dict[str, Path]:
    """Draw land, water and borders.

    Parameters
    ----------
    axes
        Where to; what lies beyond its limits is left out.
    project
        Degrees to kilometres.
    inside
        Codes of the countries of the scenario, drawn lighter.

    Returns
    -------
    dict
        Outline of each country of the scenario that is in sight, in kilometres.
    """
    if not is_real(inside):
        axes.set_facecolor(GROUND)
        return {}
    axes.set_facecolor(WATER)
    outlines: dict[str, Path] = {}
    coast: list[Points] = []
    for k, country in enumerate(countries()):
        if rings := _in_sight(country.rings, project, axes):
            outlines[country.code or f"?{k}"] = Path.make_compound_path(*(Path(ring, closed=False) for _, ring in rings))
            coast += [part for ring, _ in rings for part in _inner(ring)]
    fills = [GROUND if code in inside else GROUND_AROUND for code in outlines]
    axes.add_collection(PathCollection(list(outlines.values()), facecolors=fills, edgecolors="none", zorder=1), autolim=False)
    borders = [points_of(line) for line in natural_earth()["borders"]]
    for lines, colour, wide, order in ((coast, SHORE, 0.35, 1.1), (borders, BORDER, 0.7, 1.2)):
        seen = [line for _, line in _in_sight(lines, project, axes)]
        axes.add_collection(LineCollection(seen, colors=colour, linewidths=wide, zorder=order), autolim=False)
    return {code: path for code, path in outlines.items() if code in inside}


def _in_sight(lines: Sequence[Points], project: Projection, axes: Axes) -> list[tuple[Points, Points]]:
    """The lines that may lie within the limits of the axes, each in degrees and in kilometres; many at once, which is much faster than one by one."""
    if not lines:
        return []
    ends = np.cumsum([0, *map(len, lines)])
    at = np.column_stack(project(*np.concatenate(lines).T))
    low, high = np.minimum.reduceat(at, ends[:-1]), np.maximum.reduceat(at, ends[:-1])
    near = ((low <= axes.viewLim.max) & (high >= axes.viewLim.min)).all(axis=1)
    return [(lines[k], at[ends[k] : ends[k + 1]]) for k in np.flatnonzero(near).tolist()]


def _inner(ring: Points) -> Iterator[Points]:
    """The parts of an outline that are not the edge along which the data were clipped."""
    west, south, east, north = natural_earth()["box"]
    lon, lat = ring[:, 0], ring[:, 1]
    edge = (abs(lon - west) < EDGE) | (abs(lon - east) < EDGE) | (abs(lat - south) < EDGE) | (abs(lat - north) < EDGE)
    cuts = np.flatnonzero(edge[:-1] & edge[1:]) + 1
    yield from (part for part in np.split(ring, cuts) if len(part) > 1)
