"""The table of common borders that ships, against the outlines of the basemap from which it is."""

from collections import defaultdict
from itertools import combinations

from experiments.plots.countries import countries
from scenarios.proposal.gazetteer import read_borders
from scenarios.territories.great_circle import great_circle_km

APART_KM = 30.0
"""Distance that two points of one border keep at least."""
OUTSIDE_THE_STANDARD = {"Kosovo": "XKX"}
"""Codes in common use of what the outlines leave without one."""


def derived() -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Points (latitude, longitude) of every common border: corners of sides that two outlines share, rounded to a tenth of a degree, 30 km and more apart."""
    sides: dict[frozenset[tuple[float, float]], set[str]] = defaultdict(set)
    for country in countries():
        code = country.code or OUTSIDE_THE_STANDARD.get(country.name, "")
        for ring in country.rings if code else ():
            corners = [(float(lat), float(lon)) for lon, lat in ring]
            for side in zip(corners, corners[1:] + corners[:1], strict=True):
                sides[frozenset(side)].add(code)
    shared: dict[tuple[str, str], set[tuple[float, float]]] = defaultdict(set)
    for ends, codes in sides.items():
        for pair in combinations(sorted(codes), 2) if len(ends) == 2 else ():
            shared[pair] |= {(round(lat, 1), round(lon, 1)) for lat, lon in ends}
    thinned = {}
    for pair in sorted(shared):
        kept: list[tuple[float, float]] = []
        for point in sorted(shared[pair]):
            if all(great_circle_km(*point, *other) >= APART_KM for other in kept):
                kept.append(point)
        thinned[pair] = kept
    return thinned


def test_the_table_of_borders_is_that_of_the_basemap() -> None:
    assert {pair: list(points) for pair, points in read_borders().items()} == derived()
