"""What the words for places and peoples in tables of evidence stand for: sets of countries, by ``areas.csv``."""

import re
from collections.abc import Mapping
from functools import cache

from scenarios.evidence.tables import evidence_table
from scenarios.reading.names import COUNTRY


class Everything:
    """What excepts no country."""

    def __contains__(self, country: object) -> bool:
        """Whether a country lies in it: any does."""
        return True

    def __bool__(self) -> bool:
        """Whether it covers anything."""
        return True


Area = frozenset[str] | Everything
"""Countries, or all of them."""
EVERYTHING = Everything()
"""The area of ``any`` and ``world``."""


@cache
def words() -> Mapping[str, Area]:
    """The countries of every word of ``areas.csv``."""
    rows = evidence_table("areas")
    return {row["word"]: EVERYTHING if row["countries"] == "*" else frozenset(row["countries"].split()) for row in rows}


@cache
def area(text: str) -> Area:
    """The countries that a text covers whole, such as ``KAZ``, ``TUR and PAK`` or ``Central Asia``; no country if any part of it is no area."""
    if text in words():
        return words()[text]
    codes = re.split(r"\s+and\s+|\s+", text)
    if all(COUNTRY.fullmatch(code) for code in codes):
        return frozenset(codes)
    parts = [words().get(part, frozenset[str]()) for part in re.split(r"\s+and\s+", text)]
    found: frozenset[str] = frozenset()
    for part in parts:
        if not isinstance(part, frozenset) or not part:
            return frozenset()
        found |= part
    return found


@cache
def trips(text: str) -> tuple[tuple[Area, Area], ...]:
    """The areas of both ends of trips or borders such as ``Iran-Kyrgyzstan`` or ``UZB-KGZ and TJK-KGZ``; none if any part of the text is none."""
    found = [_ends(part) for part in re.split(r"\s+and\s+", text)]
    return tuple(pair for pair in found if pair is not None) if all(found) else ()


def _ends(text: str) -> tuple[Area, Area] | None:
    for hyphen in re.finditer("-", text):
        origin, target = area(text[: hyphen.start()]), area(text[hyphen.end() :])
        if origin and target:
            return origin, target
    return None
