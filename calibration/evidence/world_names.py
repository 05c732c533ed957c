"""The names of a user's own observations in a world: what it lacks is a finding, and days that it does not simulate are a warning."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from calibration.evidence.indicators import INDICATORS
from calibration.evidence.observations import Observation
from scenarios.reading.problems import InputWarning, Problems, listed, nearest
from sim.world.world import World


def communities_of(names: tuple[str, ...], world: World) -> tuple[str, ...]:
    """Communities by name, where the code of a nationality stands for all its communities; what the world lacks stays as it is."""
    found = []
    for name in names:
        theirs = [community.name for community in world.communities if community.nationality == name]
        found += theirs or [name]
    return tuple(dict.fromkeys(found))


def check_names(observations: Sequence[Observation], world: World) -> None:
    """Refuse a user's own observations of what the world lacks: they would be passed over in silence.

    Raises
    ------
    scenarios.BadInput
        With each name once, where it stands first, and the nearest name of the world.
    """
    countries = {place.country for place in world.places}
    communities = {community.name for community in world.communities}
    nationalities = {community.nationality for community in world.communities}
    known = {
        "place": {place.name for place in world.places},
        "country": countries,
        "crossing": {crossing.name for crossing in world.crossings},
        "nationality": communities | nationalities,
    }
    first: dict[tuple[str, str], str] = {}
    times: Counter[tuple[str, str]] = Counter()
    for one in observations:
        for kind, name in _names(one) if one.own else ():
            if name not in known[kind]:
                first.setdefault((kind, name), one.where)
                times[kind, name] += 1
    problems = Problems()
    for (kind, name), where in first.items():
        more = f" (and in {times[kind, name] - 1} more rows)" if times[kind, name] > 1 else ""
        names = sorted(known[kind])
        problems.add(where, f'{kind} "{name}"{more}', f"those of {world.title}: {listed(names, 12)}", nearest(name, names))
    problems.stop()


def _names(one: Observation) -> Iterable[tuple[str, str]]:
    """What an observation names, each with the column that it stands in."""
    only = one.spec.only
    yield from (("nationality", name) for name in only.communities)
    yield from (("place", name) for name in only.places)
    yield from (("country", name) for name in only.countries)
    yield from (("crossing", name) for name in only.crossings)
    yield from (("country", name) for border in only.borders for name in border.split("-"))


def outside(observations: Sequence[Observation], world: World) -> list[InputWarning]:
    """A warning for every series with periods that a run cannot be compared with, since it does not simulate their days."""
    last = world.start + timedelta(days=world.days - 1)
    series: dict[str, list[Observation]] = {}
    for one in observations:
        if not _is_simulated(one, world.start, last):
            series.setdefault(one.series, []).append(one)
    return [
        InputWarning(
            rows[0].where,
            f'{len(rows)} {"period" if len(rows) == 1 else "periods"} of "{name}", the first {rows[0].spec.period}, outside the simulated days: not compared',
            f"periods from {world.start} to {last}",
        )
        for name, rows in series.items()
    ]


def _is_simulated(one: Observation, start: date, last: date) -> bool:
    first, end = one.spec.days
    if INDICATORS[one.spec.indicator].adds_up:
        return (first >= start or first == date.min) and end <= last
    return end >= start and first <= last
