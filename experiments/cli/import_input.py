"""What imports need of the basemap: codes of countries by name, and a point in each."""

from collections.abc import Mapping, Sequence

import numpy as np

from experiments.plots.countries import countries, names
from scenarios.reading.names import COUNTRY, COUNTRY_TEXT
from scenarios.reading.problems import Problems


def codes(given: Sequence[str]) -> Mapping[str, str]:
    """Codes by the names of the basemap and by those given as ``NAME=CODE``.

    Raises
    ------
    scenarios.BadInput
        If one of those given is not of that form.
    """
    problems = Problems()
    found = {name: code for code, name in names().items()}
    for one in given:
        name, _, code = one.rpartition("=")
        if not name or not COUNTRY.fullmatch(code):
            problems.add("--country", f'"{one}"', f"NAME=CODE, the name as the files have it and {COUNTRY_TEXT}")
        found[name] = code
    problems.stop()
    return found


def centres() -> Mapping[str, tuple[float, float]]:
    """The mean (latitude, longitude) of the longest outline of each country, by code."""
    found = {}
    for country in countries():
        if country.code:
            lon, lat = max(country.rings, key=len).mean(axis=0)
            found[country.code] = (round(float(np.float64(lat)), 2), round(float(lon), 2))
    return found
