"""When people depart, and from where: the number of all who fled by day, shared among the places of conflict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from scenarios.imports.flee_input import Conflict, Counts, Type

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """People a day who depart on the days from ``first`` to ``last``, both included."""

    first: date
    last: date
    people: float

    @property
    def total(self) -> float:
        """People in all its days."""
        return self.people * ((self.last - self.first).days + 1)


@dataclass(frozen=True, slots=True)
class Departures:
    """Steps by the name of the zone; ``before`` had fled before the first day, and ``falls`` are the days on which the number fell, with by how much."""

    steps: Mapping[str, Sequence[Step]]
    before: float
    falls: Sequence[tuple[date, float]]


def at(counts: Counts, day: date) -> float:
    """People on a day, on a line between the days that are known, and as on the nearest of them outside."""
    known = list(counts.items())
    for (first, low), (last, high) in pairwise(known):
        if first <= day <= last:
            return low + (high - low) * ((day - first).days / (last - first).days)
    return known[0][1] if day < known[0][0] else known[-1][1]


def departures(conflict: Conflict) -> Departures:
    """Who departs from which zone on which days.

    The number of all who fled goes on a line from row to row. While it is below what it was before, nobody departs (FLEE keeps those as a debt that
    arrivals pay off); what exceeds the highest number so far departs evenly over the days to the row. Those who had fled before the first day depart on it,
    as in FLEE. On each day people are shared among the zones where there is conflict, by population times intensity.
    """
    end = conflict.last + _DAY
    total = {day: people for day, people in conflict.total.items() if conflict.start < day < end}
    curve = {conflict.start: at(conflict.total, conflict.start), **total, end: at(conflict.total, end)}
    falls = [(day, low - high) for (_, low), (day, high) in pairwise(curve.items()) if high < low]
    before = curve[conflict.start]
    whole = [Step(conflict.start, conflict.start, before)] if before > 0 else []
    most = before
    for (first, _), (after, people) in pairwise(curve.items()):
        whole.append(Step(first, after - _DAY, max(0.0, people - most) / (after - first).days))
        most = max(most, people)
    found: dict[str, list[Step]] = {}
    for step in whole:
        for part in _parts(conflict, step):
            for zone, share in _shares(conflict, part.first).items():
                _add(found.setdefault(zone, []), Step(part.first, part.last, part.people * share))
    return Departures({zone: steps for zone, steps in found.items() if any(step.people for step in steps)}, before, falls)


def zones(conflict: Conflict) -> Sequence[str]:
    """The names of the places of conflict."""
    return tuple(conflict.intensity) or tuple(name for name, one in conflict.locations.items() if one.type is Type.CONFLICT)


def _parts(conflict: Conflict, step: Step) -> Sequence[Step]:
    """A step, cut where the shares of zones change."""
    if conflict.intensity:
        cuts = {conflict.start + day * _DAY for day in range(conflict.days)}
    else:
        cuts = {conflict.start + conflict.locations[zone].begins * _DAY for zone in zones(conflict)}
    firsts = [step.first, *sorted(day for day in cuts if step.first < day <= step.last)]
    lasts = [*(day - _DAY for day in firsts[1:]), step.last]
    return [Step(first, last, step.people) for first, last in zip(firsts, lasts, strict=True)]


def _shares(conflict: Conflict, today: date) -> Mapping[str, float]:
    """The share of each zone in the departures of a day: of all zones where there is none on that day yet (nobody would depart), by population."""
    day = (today - conflict.start).days
    fierce = {zone: _intensity(conflict, zone, day) for zone in zones(conflict)}
    if not any(fierce.values()):
        first = min(conflict.locations[zone].begins for zone in fierce)
        fierce = {zone: float(conflict.locations[zone].begins == first) for zone in fierce}
    weights = {zone: size * conflict.locations[zone].people for zone, size in fierce.items()}
    if not any(weights.values()):  # no population is given: all alike
        weights = fierce
    whole = sum(weights.values())
    return {zone: weight / whole for zone, weight in weights.items()}


def _intensity(conflict: Conflict, zone: str, day: int) -> float:
    if conflict.intensity:
        series = conflict.intensity[zone]
        return series[min(day, len(series) - 1)] if series else 0.0
    return float(conflict.locations[zone].begins <= day)


def _add(steps: list[Step], step: Step) -> None:
    """Add a step behind others: to the last one if it says the same, or if it is of the same day."""
    if not steps and not step.people:
        return
    if steps and steps[-1].last == step.first == steps[-1].first:
        first = steps.pop()
        steps.append(Step(first.first, first.last, first.people + step.people))
        if step.last > step.first:
            steps.append(Step(step.first + _DAY, step.last, step.people))
    elif steps and steps[-1].people == step.people:
        steps.append(Step(steps.pop().first, step.last, step.people))
    else:
        steps.append(step)
