"""The map underneath: countries of Natural Earth, drawn by matplotlib alone."""

import gzip
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path
from numpy.typing import NDArray

from experiments.plots.projection import Projection
from experiments.plots.style import BORDER, GROUND, GROUND_AROUND, SHORE, WATER

CREDIT = "Basemap: Natural Earth 1:50m (public domain)."
EDGE = 1e-6
"""Degrees within which a point lies on the edge of the data, which are kept to a hundredth of a degree."""
DISCLAIMER = "Boundaries and names shown are those of the data set and imply no opinion on the legal status of any territory."


@dataclass(frozen=True, slots=True)
class Country:
    """``code`` is ISO alpha-3 or empty; ``rings`` are (points, 2) in degrees, holes turning the other way."""

    code: str
    name: str
    rings: tuple[NDArray[np.float64], ...]


@cache
def countries() -> tuple[Country, ...]:
    """The countries of the basemap."""
    return tuple(Country(row["code"], row["name"], tuple(_points(ring) for ring in row["rings"])) for row in _data()["countries"])


@cache
def names() -> dict[str, str]:
    """Country names by ISO alpha-3 code."""
    return {country.code: country.name for country in countries() if country.code}


def is_real(codes: Collection[str]) -> bool:
    """Whether the countries of a scenario are those of this world: an invented territory must not lie on real ground."""
    return any(code in names() for code in codes)


def draw_basemap(axes: Axes, project: Projection, inside: Collection[str]) -> dict[str, Path]:
    """Draw land, water and borders.

    Parameters
    ----------
    axes
        Where to.
    project
        Degrees to kilometres.
    inside
        Codes of the countries of the scenario, drawn lighter.

    Returns
    -------
    dict
        Outline of each country of the scenario, in kilometres.
    """
    if not is_real(inside):
        axes.set_facecolor(GROUND)
        return {}
    axes.set_facecolor(WATER)
    outlines = {country.code or f"?{k}": _outline(country, project) for k, country in enumerate(countries())}
    fills = [GROUND if code in inside else GROUND_AROUND for code in outlines]
    axes.add_collection(PathCollection(list(outlines.values()), facecolors=fills, edgecolors="none", zorder=1), autolim=False)
    coast = _projected([part for country in countries() for ring in country.rings for part in _inner(ring)], project)
    axes.add_collection(LineCollection(coast, colors=SHORE, linewidths=0.35, zorder=1.1), autolim=False)
    borders = _projected([_points(line) for line in _data()["borders"]], project)
    axes.add_collection(LineCollection(borders, colors=BORDER, linewidths=0.7, zorder=1.2), autolim=False)
    return {code: path for code, path in outlines.items() if code in inside}


def _outline(country: Country, project: Projection) -> Path:
    return Path.make_compound_path(*(Path(ring, closed=False) for ring in _projected(country.rings, project)))


def _projected(lines: Sequence[NDArray[np.float64]], project: Projection) -> list[NDArray[np.float64]]:
    """Many lines at once, which is much faster than one by one."""
    points = np.concatenate(lines)
    return np.split(np.column_stack(project(points[:, 0], points[:, 1])), np.cumsum([len(line) for line in lines])[:-1])


def _inner(ring: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """The parts of an outline that are not the edge along which the data were clipped."""
    west, south, east, north = _data()["box"]
    lon, lat = ring[:, 0], ring[:, 1]
    edge = (abs(lon - west) < EDGE) | (abs(lon - east) < EDGE) | (abs(lat - south) < EDGE) | (abs(lat - north) < EDGE)
    cuts = np.flatnonzero(edge[:-1] & edge[1:]) + 1
    yield from (part for part in np.split(ring, cuts) if len(part) > 1)


def _points(flat: list[int]) -> NDArray[np.float64]:
    return np.array(flat, np.float64).reshape(-1, 2) / 100


@cache
def _data() -> dict[str, list]:  # type: ignore[type-arg]
    raw = (files("experiments.plots") / "basemap.json.gz").read_bytes()
    return dict(json.loads(gzip.decompress(raw)))
