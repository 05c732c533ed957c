"""Two equal-area projections on a sphere, and which one suits an extent: areas keep their proportions.

Formulas: J. P. Snyder, Map Projections - A Working Manual, USGS Professional Paper 1395 (1987), equations 14-1 to 14-6 (Albers) and 24-2 to 24-4 (Lambert).
"""

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_KM = 6371.0
WIDE = 25.0
"""Degrees of longitude from which on a map is one of a belt of the globe, for which a cone fits best."""
Kilometres = tuple[NDArray[np.float64], NDArray[np.float64]]


class Projection(Protocol):
    """Degrees to kilometres east and north of a centre."""

    @property
    def name(self) -> str:
        """What a caption calls it."""
        ...

    def __call__(self, lon: ArrayLike, lat: ArrayLike) -> Kilometres:
        """Kilometres east and north of the centre, for degrees."""
        ...


def suitable_projection(lon: ArrayLike, lat: ArrayLike) -> Projection:
    """The projection that suits points given in degrees.

    A wide belt on one side of the equator gets Albers's cone; anything small, tall, across the equator or near a pole Lambert's plane.
    """
    lons, lats = np.asarray(lon, float), np.asarray(lat, float)
    wide, tall = float(np.ptp(lons)) * float(np.cos(np.radians(lats.mean()))), float(np.ptp(lats))
    belt = wide >= WIDE and wide > tall and lats.min() * lats.max() > 0 and abs(lats).max() < 72
    return Albers.around(lons, lats) if belt else Lambert.around(lons, lats)


@dataclass(frozen=True, slots=True)
class Albers:
    """Albers's conic projection with two standard parallels; angles in radians, results in kilometres."""

    meridian: float
    origin: float
    south: float
    north: float
    name: str = "Albers equal-area conic projection"

    @classmethod
    def around(cls, lon: ArrayLike, lat: ArrayLike) -> Self:
        """The projection that suits points given in degrees: parallels a sixth inside their range."""
        lons, lats = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
        low, high = float(lats.min()), float(lats.max())
        high = max(high, low + 0.02)  # two equal parallels have no cone of their own
        inset = (high - low) / 6
        return cls(float(lons.min() + lons.max()) / 2, (low + high) / 2, low + inset, high - inset)

    def __call__(self, lon: ArrayLike, lat: ArrayLike) -> Kilometres:
        """Kilometres east and north of the centre, for degrees."""
        lons, lats = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
        n = (np.sin(self.south) + np.sin(self.north)) / 2
        c = np.cos(self.south) ** 2 + 2 * n * np.sin(self.south)

        def radius(angle: NDArray[np.float64] | float) -> NDArray[np.float64]:
            return np.asarray(EARTH_KM * np.sqrt(np.maximum(c - 2 * n * np.sin(angle), 0)) / n)

        rho, theta = radius(lats), n * (lons - self.meridian)
        return rho * np.sin(theta), radius(self.origin) - rho * np.cos(theta)


@dataclass(frozen=True, slots=True)
class Lambert:
    """Lambert's azimuthal projection around a centre; angles in radians, results in kilometres."""

    meridian: float
    parallel: float
    name: str = "Lambert azimuthal equal-area projection"

    @classmethod
    def around(cls, lon: ArrayLike, lat: ArrayLike) -> Self:
        """The projection around the middle of points given in degrees."""
        lons, lats = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
        return cls(float(lons.min() + lons.max()) / 2, float(lats.min() + lats.max()) / 2)

    def __call__(self, lon: ArrayLike, lat: ArrayLike) -> Kilometres:
        """Kilometres east and north of the centre, for degrees."""
        lons, lats = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
        east = lons - self.meridian
        nearness = np.sin(self.parallel) * np.sin(lats) + np.cos(self.parallel) * np.cos(lats) * np.cos(east)
        # The far side of the globe runs away to a circle; what lies there is never on a map.
        k = EARTH_KM * np.sqrt(2 / np.maximum(1 + nearness, 1e-3))
        north = np.cos(self.parallel) * np.sin(lats) - np.sin(self.parallel) * np.cos(lats) * np.cos(east)
        return k * np.cos(lats) * np.sin(east), k * north
