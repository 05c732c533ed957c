"""Places that lie outside the country that they are said to be in, by the outlines of the basemap."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from experiments.plots.countries import Points, countries, natural_earth
from scenarios.reading.problems import InputWarning
from scenarios.territories.great_circle import KM_A_DEGREE
from sim.world.network import Place

ABROAD_KM = 10.0
"""Distance from its country beyond which a place on the ground of another is out of place. The outlines are those of 1:50 million, kept to a hundredth of a
degree (1.1 km); of 240 places that ship, 11 lie outside them, by the sea, on a lake or at a border river, none by more than 2.4 km."""
AT_SEA_KM = 250.0
"""The same for a place on no country's ground. At this scale small islands are left out: Lampedusa, which ships, lies 149 km from what is drawn of Italy."""


def warnings_of_places(places: Mapping[str, Place]) -> Iterator[InputWarning]:
    """A warning for every place that lies outside its country.

    Parameters
    ----------
    places
        Places by where they stand, ``file:line``. Those of countries that the basemap lacks, or beyond its edge, are passed over.
    """
    outlines = {country.code: country.rings for country in countries() if country.code}
    names = {country.code: country.name for country in countries()}
    for where, place in places.items():
        rings = outlines.get(place.country)
        if rings is None or not _in_sight(place) or _holds(rings, place):
            continue
        to_outline, to_edge = _km_to(rings, place), _km_to_edge(place)
        apart = min(to_outline, to_edge)  # behind the edge of the data more of the country may lie
        host = next((country.name for country in countries() if _holds(country.rings, place)), "")
        if apart > (ABROAD_KM if host else AT_SEA_KM):
            far = f"{'more than ' if to_edge < to_outline else ''}{apart:,.0f}"
            found = f"place {place.name} of {place.country} lies {far} km outside {names[place.country]}, {f'in {host}' if host else 'in no country'}"
            yield InputWarning(where, found, "a point within its country, as Natural Earth draws it")


def _in_sight(place: Place) -> bool:
    west, south, east, north = natural_earth()["box"]
    return bool(west < place.lon < east and south < place.lat < north)


def _holds(rings: Iterable[Points], place: Place) -> bool:
    """Whether a place lies within rings: a ray to the east crosses them an odd number of times, so that holes are outside."""
    crossed = 0
    for ring in rings:
        (lon, lat), (next_lon, next_lat) = ring.T, np.roll(ring, -1, axis=0).T
        rows = (lat > place.lat) != (next_lat > place.lat)
        at = lon[rows] + (place.lat - lat[rows]) * (next_lon - lon)[rows] / (next_lat - lat)[rows]
        crossed += int((at > place.lon).sum())
    return crossed % 2 == 1


def _scale(place: Place) -> Points:
    """Kilometres a degree of longitude and of latitude, on a plane that touches the globe at a place: near it exact enough to be judged by."""
    return np.array([np.cos(np.radians(place.lat)), 1.0]) * KM_A_DEGREE


def _km_to_edge(place: Place) -> float:
    west, south, east, north = natural_earth()["box"]
    return float((abs(np.array([[west, south], [east, north]]) - (place.lon, place.lat)) * _scale(place)).min())


def _km_to(rings: Iterable[Points], place: Place) -> float:
    """Distance to the nearest side of rings."""
    nearest = np.inf
    for ring in rings:
        start = (ring - (place.lon, place.lat)) * _scale(place)
        side = np.roll(start, -1, axis=0) - start
        along = np.clip(-(start * side).sum(axis=1) / np.maximum((side * side).sum(axis=1), np.finfo(float).tiny), 0, 1)
        nearest = min(nearest, float(np.hypot(*(start + along[:, None] * side).T).min()))
    return nearest
