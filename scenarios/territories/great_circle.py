"""Distances over the globe."""

import math

EARTH_KM = 6_371.0088
"""Mean radius of the earth (IUGG)."""
KM_A_DEGREE = math.pi * EARTH_KM / 180
"""Length of a degree of latitude."""


def great_circle_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Length of the shortest way over the globe between two points given in degrees, in km: what no leg can be shorter than."""
    south, north = math.radians(lat_a), math.radians(lat_b)
    half_up, half_over = (north - south) / 2, math.radians(lon_b - lon_a) / 2
    part = math.sin(half_up) ** 2 + math.cos(south) * math.cos(north) * math.sin(half_over) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, part)))
