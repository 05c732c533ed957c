"""Results compared with documents: every documented value that the model can say something about, misfits and all.

Which documented value is compared with which indicator is data of a study, ``comparisons.csv`` (:mod:`calibration.evidence.comparisons`); nothing here is
fitted.
"""

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta

from calibration.evidence.comparisons import Bounds, Days, Spec, read_specs
from calibration.evidence.counts import least_expected, most_expected
from calibration.evidence.day_cuts import DayCuts
from calibration.evidence.indicators import INDICATORS, Indicator
from calibration.evidence.observations import read_observations
from calibration.evidence.world_names import check_names, communities_of
from scenarios.studies import Study, read_study
from sim.books.results import Results
from sim.world.world import World

ERRORS = 2.0
"""Standard errors that a share of a sample or a difference of counts is allowed."""
TAIL = math.erfc(ERRORS / math.sqrt(2.0)) / 2.0
"""The same as a probability: how unlikely a count may be, seen from what a run has, before both disagree."""
NOT_ALL_DAYS = "the run does not cover all days of the period"
NO_DAYS = "the run covers no day of the period"
NOBODY = "nobody in the run to speak of"
"""Why nothing is simulated for a document."""
DAYS_IN = {"year": 365.25, "month": 365.25 / 12}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One documented value beside what a run says.

    ``period`` is what is simulated for it: of a share, a price or a stock, the part that the run covers. ``documented_low`` and ``documented_high`` are
    the evidence as it stands, equal for one number, ``None`` where a bound is missing. ``simulated`` is ``None`` where the run says nothing: its days do
    not cover the period, or nobody is there to speak of; counts of a scaled run are divided by its scale. ``inside`` allows for what is known of the
    precision of the document (``what`` says how much: a factor, a sample's size; a count has the error of :mod:`calibration.evidence.counts`) and is
    ``None`` where nothing can be judged. Nobody in a run agrees with no count of somebody. ``why`` says why nothing was simulated for it, and is empty
    where something was.
    """

    id: str
    what: str
    community: str
    place: str
    period: str
    documented_low: float | None
    documented_high: float | None
    simulated: float | None
    unit: str
    inside: bool | None
    why: str = ""


def compare(results: Results, world: World, study: Study | None = None) -> list[Comparison]:
    """Compare a run with every documented value that it can speak of; values that ship about communities or places that the world lacks are passed over.

    Parameters
    ----------
    results, world
        A run and what it was given.
    study
        What it is compared with; by default the study of the world.

    Raises
    ------
    scenarios.BadInput
        If a file of the study holds what cannot be used, or a user's own observations speak of what the world lacks; it lists every finding with its place.
    """
    asked = read_study(world.study) if study is None else study
    check_names(read_observations(asked), world)
    cut = DayCuts(results)
    return [_told(spec, cut, world) for spec in read_specs(asked) if is_there(spec, world)]


def _told(spec: Spec, results: DayCuts, world: World) -> Comparison:
    """A comparison, and the reason where the run says nothing."""
    indicator = INDICATORS[spec.indicator]
    adds_up, entire = indicator.adds_up, indicator.adds_up or indicator.entire
    days = _covered(spec.days, results.whole.start, results.whole.days, whole=entire)
    found = _compared(spec, results.of(days) if adds_up and days is not None else results.whole, world)
    if found.simulated is not None:
        return found
    return replace(found, why=NOBODY if days is not None else NOT_ALL_DAYS if entire else NO_DAYS)


def _compared(spec: Spec, results: Results, world: World) -> Comparison:
    simulated = _simulated(spec, INDICATORS[spec.indicator], results, world)
    low, high = spec.documented
    inside = None if simulated is None else _judge(spec, simulated)
    return Comparison(spec.id, _wording(spec), spec.community, spec.place, spec.period, low, high, simulated, _unit(spec), inside)


def _unit(spec: Spec) -> str:
    """The unit of the evidence where it has one of its own time, that of the indicator otherwise."""
    return spec.unit.replace("persons", "people") if spec.rate else INDICATORS[spec.indicator].unit


def _wording(spec: Spec) -> str:
    """What is compared, with what is known of the precision of the document."""
    return spec.what + (f" (×÷ {spec.slack:g})" if spec.slack > 1 else "") + (f" (n = {spec.sample})" if spec.sample else "")


def _simulated(spec: Spec, indicator: Indicator, results: Results, world: World) -> float | None:
    days = _covered(spec.days, results.start, results.days, whole=indicator.adds_up or indicator.entire)
    if days is None:
        return None
    only = replace(spec.only, period=days, communities=communities_of(spec.only.communities, world))
    value = indicator.compute(results, world, only, **spec.arguments)
    if value is None:
        return None
    if indicator.adds_up and spec.rate:
        value *= DAYS_IN[spec.rate] / ((days[1] - days[0]).days + 1)
    return float(value / world.scale if indicator.scales else value)


def _covered(days: Days, start: date, count: int, *, whole: bool) -> Days | None:
    """The part of a period that is simulated; nothing if none is, or if ``whole`` and a part is missing."""
    last = start + timedelta(days=count - 1)
    first, end = max(days[0], start), min(days[1], last)
    missing = (first > days[0] and days[0] != date.min) or end < days[1]
    return None if first > end or (whole and missing) else (first, end)


def _judge(spec: Spec, simulated: float) -> bool | None:
    """Whether a number lies within what the document supports, one-sided where a bound is missing."""
    days = (spec.days[1] - spec.days[0]).days + 1
    times = days / DAYS_IN[spec.rate] if spec.rate else 1.0
    low, high = allowed(spec.documented, spec.slack, spec.sample, counted=INDICATORS[spec.indicator].adds_up, times=times)
    if low is None and high is None:
        return None
    return (low is None or simulated >= low) and (high is None or simulated <= high)


def allowed(documented: Bounds, slack: float, sample: int | None, *, counted: bool, times: float = 1.0) -> Bounds:
    """Bounds within which a number agrees with a document: its own, wider by the slack and by the error of a sample's share or of a count.

    One number that was ``counted`` agrees with all under which it, or a count beyond it, is no less likely than :data:`TAIL`, as in a fit; ``times`` as many
    stand in its register. A difference of counts, which may be negative, has its square root twice. Ranges, "more than" and "at most" are somebody's words and
    have the slack alone.
    """
    low, high = documented
    exact = counted and low == high
    if low is not None:
        low = low / slack if low > 0 else low * slack
        low = _wilson(low, sample, -1) if sample else _low(low, times) if exact else low
    if high is not None:
        high = high * slack if high > 0 else high / slack
        high = _wilson(high, sample, 1) if sample else _high(high, times) if exact else high
    return low, high


def _low(count: float, times: float) -> float:
    return least_expected(count * times, TAIL) / times if count >= 0 else count - ERRORS * math.sqrt(-count)


def _high(count: float, times: float) -> float:
    return most_expected(count * times, TAIL) / times if count >= 0 else count + ERRORS * math.sqrt(-count)


def _wilson(share: float, sample: int, sign: int) -> float:
    """One end of the score interval of a share of a sample (Wilson 1927): unlike share plus error, it stays within 0 and 1."""
    squared = ERRORS * ERRORS
    spread = ERRORS * math.sqrt(share * (1 - share) / sample + squared / (4 * sample * sample))
    return min(1.0, max(0.0, (share + squared / (2 * sample) + sign * spread) / (1 + squared / sample)))


def can_judge(spec: Spec, world: World) -> bool:
    """Whether a run of a world can speak of a comparison: all that it names is there, and its days are simulated."""
    indicator = INDICATORS[spec.indicator]
    return is_there(spec, world) and _covered(spec.days, world.start, world.days, whole=indicator.adds_up or indicator.entire) is not None


def is_there(spec: Spec, world: World) -> bool:
    """Whether the world holds every community, place, country and crossing that a comparison speaks of."""
    communities, crossings = {community.name for community in world.communities}, {crossing.name for crossing in world.crossings}
    countries = {place.country for place in world.places}
    only, other = spec.only, spec.arguments
    ranked = (*_listed(other.get("named")), *_listed(other.get("among")))
    by = other.get("by", "communities")

    def asked(field: str, *others: str) -> set[str]:
        """The names of one kind that the comparison speaks of."""
        names = getattr(only, field)
        return {*(communities_of(names, world) if field == "communities" else names), *others, *(ranked if by == field else ())}

    return (
        asked("communities", *_listed(other.get("of")), *_listed(other.get("mix"))) <= communities
        and asked("crossings") <= crossings
        and asked("places") <= {place.name for place in world.places}
        and {country for border in asked("borders") for country in border.split("-")} <= countries
        and asked("countries", *_listed(other.get("via"))) <= countries
    )


def _listed(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
