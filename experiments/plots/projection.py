"""The Albers equal-area conic projection on a sphere: areas keep their proportions.

Formulas: J. P. Snyder, Map Projections - A Working Manual, USGS Professional Paper 1395 (1987), equations 14-1 to 14-6.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Albers:
    """A projection with two standard parallels; angles in radians, results in kilometres."""

    meridian: float
    origin: float
    south: float
    north: float

    @classmethod
    def around(cls, lon: ArrayLike, lat: ArrayLike) -> Self:
        """The projection that suits points given in degrees: parallels a sixth inside their range."""
        lons, lats = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
        low, high = float(lats.min()), float(lats.max())
        high = max(high, low + 0.02)  # two equal parallels have no cone of their own
        inset = (high - low) / 6
        return cls(float(lons.min() + lons.max()) / 2, (low + high) / 2, low + inset, high - inset)

    def __call__(self, lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Kilometres east and north of the centre, for degrees."""
        lons, lats = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
        n = (np.sin(self.south) + np.sin(self.north)) / 2
        c = np.cos(self.south) ** 2 + 2 * n * np.sin(self.south)

        def radius(angle: NDArray[np.float64] | float) -> NDArray[np.float64]:
            return np.asarray(EARTH_KM * np.sqrt(np.maximum(c - 2 * n * np.sin(angle), 0)) / n)

        rho, theta = radius(lats), n * (lons - self.meridian)
        return rho * np.sin(theta), radius(self.origin) - rho * np.cos(theta)
