"""The countries of Natural Earth: names by code, and outlines."""

import gzip
import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Country:
    """``code`` is ISO alpha-3 or empty; ``rings`` are (points, 2) in degrees, holes turning the other way."""

    code: str
    name: str
    rings: tuple[Points, ...]


@cache
def countries() -> tuple[Country, ...]:
    """The countries of the basemap."""
    return tuple(Country(row["code"], row["name"], tuple(points_of(ring) for ring in row["rings"])) for row in natural_earth()["countries"])


@cache
def names() -> dict[str, str]:
    """Country names by ISO alpha-3 code."""
    return {row["code"]: row["name"] for row in natural_earth()["countries"] if row["code"]}


def is_real(codes: Collection[str]) -> bool:
    """Whether the countries of a scenario are those of this world: an invented territory must not lie on real ground."""
    return any(code in names() for code in codes)


def points_of(flat: list[int]) -> Points:
    """Points in degrees, shape (points, 2), from hundredths one after the other."""
    return np.array(flat, np.float64).reshape(-1, 2) / 100


@cache
def natural_earth() -> dict[str, list]:  # type: ignore[type-arg]
    """The data as they are in the file."""
    raw = (files("experiments.plots") / "basemap.json.gz").read_bytes()
    return dict(json.loads(gzip.decompress(raw)))
