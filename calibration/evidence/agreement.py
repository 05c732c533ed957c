"""Whether indicators of the vector approach agree with each other, and what way a series of them goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from calibration.evidence.comparisons import Bounds, Days, days_of
from calibration.evidence.rows import Evidence
from calibration.evidence.vectors import DOWN, LEVEL, UP, VectorRow

SAME_LENGTH = 2
"""Days by which two periods of one length may differ: leap years and halves of a year."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two indicators that cannot both be right; ``measure`` is what both measure, empty where one contradicts the other in words."""

    first: str
    second: str
    measure: str


def disagreements(vectors: Mapping[str, VectorRow], evidence: Mapping[str, Evidence]) -> tuple[Disagreement, ...]:
    """Pairs of one measure whose periods overlap and whose ranges do not, then pairs of which one is against the other."""
    found: list[Disagreement] = []
    by_measure: dict[str, list[str]] = {}
    for row in vectors.values():
        if row.measure:
            by_measure.setdefault(row.measure, []).append(row.id)
    for measure, names in by_measure.items():
        for first, second in combinations(names, 2):
            if _same_time(evidence[first], evidence[second]) and not _overlap(bounds_of(evidence[first]), bounds_of(evidence[second])):
                found.append(Disagreement(first, second, measure))
    known = {frozenset((one.first, one.second)) for one in found}
    for row in vectors.values():
        for other in row.against:
            pair = frozenset((row.id, other))
            if pair not in known:
                known.add(pair)
                found.append(Disagreement(row.id, other, ""))
    return tuple(found)


def trends(evidence: Mapping[str, Evidence]) -> Mapping[str, tuple[str, str]]:
    """Direction of every number from the latest earlier one of the same quantity, place and people over a period as long, and that one's id."""
    series: dict[tuple[str, ...], list[tuple[Days, Evidence]]] = {}
    for row in evidence.values():
        days = days_of(row.period)
        if days is not None and days[0] > date.min and (row.low or row.high):
            series.setdefault((row.table, row.what, row.place, row.whom, row.unit), []).append((days, row))
    found = {}
    for rows in series.values():
        for days, row in rows:
            earlier = [(before, other) for before, other in rows if before[1] < days[0] and abs(_length(before) - _length(days)) <= SAME_LENGTH]
            last = max(earlier, key=lambda pair: pair[0])[1] if earlier else None
            direction = "" if last is None else _direction(bounds_of(last), bounds_of(row))
            if last is not None and direction:
                found[row.id] = direction, last.id
    return found


def bounds_of(row: Evidence) -> Bounds:
    """The range that a row gives, ``None`` where it is open."""
    return (float(row.low) if row.low else None, float(row.high) if row.high else None)


def _direction(before: Bounds, after: Bounds) -> str:
    """A direction, or nothing where open ends leave every direction possible."""
    if _overlap(before, after):
        return "" if None in (*before, *after) else LEVEL
    return UP if before[1] is not None and after[0] is not None and after[0] > before[1] else DOWN


def _overlap(one: Bounds, other: Bounds) -> bool:
    low = max(end for end in (one[0], other[0], float("-inf")) if end is not None)
    high = min(end for end in (one[1], other[1], float("inf")) if end is not None)
    return low <= high


def _same_time(one: Evidence, other: Evidence) -> bool:
    first, second = days_of(one.period), days_of(other.period)
    return first is not None and second is not None and first[0] <= second[1] and second[0] <= first[1]


def _length(days: Days) -> int:
    return (days[1] - days[0]).days
