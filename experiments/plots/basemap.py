"""The map underneath: countries of Natural Earth, drawn by matplotlib alone."""

import gzip
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path
from numpy.typing import NDArray

from experiments.plots.projection import Albers
from experiments.plots.style import BORDER, GROUND, GROUND_AROUND, WATER

CREDIT = "Basemap: Natural Earth 1:50m (public domain)."
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


def draw_basemap(axes: Axes, project: Albers, inside: Collection[str]) -> dict[str, Path]:
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
    outlines = {}
    for country in countries():
        path = _outline(country, project)
        ours = country.code in inside
        if ours:
            outlines[country.code] = path
        axes.add_collection(PathCollection([path], facecolors=GROUND if ours else GROUND_AROUND, edgecolors="none", zorder=1), autolim=False)
        coast = [np.column_stack(project(part[:, 0], part[:, 1])) for ring in country.rings for part in _inner(ring)]
        axes.add_collection(LineCollection(coast, colors="#a9bac4", linewidths=0.35, zorder=1.1), autolim=False)
    borders = [np.column_stack(project(*_points(line).T)) for line in _data()["borders"]]
    axes.add_collection(LineCollection(borders, colors=BORDER, linewidths=0.7, zorder=1.2), autolim=False)
    return outlines


def _outline(country: Country, project: Albers) -> Path:
    return Path.make_compound_path(*(Path(np.column_stack(project(ring[:, 0], ring[:, 1])), closed=False) for ring in country.rings))


def _inner(ring: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """The parts of an outline that are not the edge along which the data were clipped."""
    west, south, east, north = _data()["box"]
    lon, lat = ring[:, 0], ring[:, 1]
    edge = np.isclose(lon, west) | np.isclose(lon, east) | np.isclose(lat, south) | np.isclose(lat, north)
    cuts = np.flatnonzero(edge[:-1] & edge[1:]) + 1
    yield from (part for part in np.split(ring, cuts) if len(part) > 1)


def _points(flat: list[int]) -> NDArray[np.float64]:
    return np.array(flat, np.float64).reshape(-1, 2) / 100


@cache
def _data() -> dict[str, list]:  # type: ignore[type-arg]
    raw = (files("experiments.plots") / "basemap.json.gz").read_bytes()
    return dict(json.loads(gzip.decompress(raw)))
