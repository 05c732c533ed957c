"""What series act on in a world: those that touch nothing, exceed what can be counted, or say the same thing twice; and those without an effect."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from scenarios.reading.files import written
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.series.columns import unit_of
from scenarios.series.rows import Placed
from sim.levers.scope import Scope
from sim.levers.series import KINDS, reached
from sim.world.conditions import Conditions, conditions_at_start
from sim.world.geography import name_parts
from sim.world.series import Series
from sim.world.traits import SENT_OUT
from sim.world.world import World


def check_series(world: World, placed: Sequence[Placed], problems: Problems) -> None:
    """Note series that act on nothing, that make more than can be counted, that meet another on a day, or that send out more people than there are."""
    if not placed:
        return
    scope = Scope(world, name_parts(world))
    conditions = conditions_at_start(world, scope.atlas)
    acting: list[tuple[Placed, NDArray[np.bool_]]] = []
    for one in placed:
        chosen = reached(conditions, scope, one.series)
        if not chosen.any():
            problems.add(one.where, f"{one.series.name}, which acts on nothing in this scenario", _acts_on(one.series))
            continue
        acting.append((one, chosen))
        _check_base(world, one, _base(conditions, one.series, world)[chosen], problems)
        _check_origin(world, one, problems)
    for (one, here), (other, there) in combinations(acting, 2):
        if KINDS[one.series.what] is KINDS[other.series.what] and _overlap(one.series, other.series) and (here & there).any():
            found = f"{other.series.name}{_as(other.series)}, beside {one.series.name}{_as(one.series)} on the same days"
            problems.add(other.where, found, f"one number a day for the same thing; the other stands at {one.where}")
    _check_people(world, placed, problems)


def warn_of_series(world: World, placed: Sequence[Placed], problems: Problems) -> None:
    """Warn of series that change nothing, that are outside of the simulated days, and of rows without a source."""
    if not placed:
        return
    scope = Scope(world, name_parts(world))
    conditions = conditions_at_start(world, scope.atlas)
    last = world.start + timedelta(days=world.days - 1)
    for one in placed:
        series = one.series
        values = {row.value for row in series.rows}
        base = set(_base(conditions, series, world)[reached(conditions, scope, series)].tolist())
        if series.rows[0].first > last or (_end(series) or last) < world.start:
            problems.warn(one.where, f"{series.name}, never in the simulated days", f"days from {world.start} to {last}")
        elif values == {1.0} if series.ratio else values == base and series.what != SENT_OUT:
            problems.warn(one.where, f"{series.name}, always {listed([f'{value:g}' for value in values])}, which changes nothing", "another value")
        if nameless := sum(not row.source for row in series.rows):
            problems.warn(one.where, f"{series.name}, {nameless:,} of {len(series.rows):,} rows without a source", "where each number comes from")


def in_words(series: Series) -> str:
    """A series in one line: what it is of, its rows, days and values."""
    values = [row.value for row in series.rows]
    between = {"steps": "", "linear": ", on a line", "weekly": ", on a line by weeks"}[series.between.value]
    low, high = written(min(values)), written(max(values))
    size = low if low == high else f"{low} to {high}"
    rows = f"{len(values):,} {'row' if len(values) == 1 else 'rows'}"
    return f"{series.name}: {rows} from {series.rows[0].first} to {_end(series) or 'the end'}, {size} {unit_of(series.what, ratio=series.ratio)}{between}"


def _end(series: Series) -> date | None:
    return series.rows[-1].last


def _overlap(one: Series, other: Series) -> bool:
    return all((_end(a) or date.max) >= b.rows[0].first for a, b in ((one, other), (other, one)))


def _as(series: Series) -> str:
    return " as a ratio" if series.ratio else ""


def _acts_on(series: Series) -> str:
    kind = KINDS[series.what]
    parts = (f"{name} a {noun}" for name, noun in (("where", kind.where), ("who", kind.who)) if noun)
    return f"what {series.what} acts on: {', '.join(parts)} that have to do with each other here"


def _base(conditions: Conditions, series: Series, world: World) -> NDArray[np.float64]:
    """What holds without a series, in its unit and in the full world."""
    kind = KINDS[series.what]
    table = getattr(conditions, kind.part)
    column: NDArray[np.float64] = (table[kind.field] if kind.field else table).astype(np.float64)
    if kind.field.endswith("_cents"):
        return column / 100
    return column / world.scale if kind.field == "capacity_per_day" else column


def _check_base(world: World, one: Placed, base: NDArray[np.float64], problems: Problems) -> None:
    """Note a ratio of what has no bound, and one that leads beyond the ceiling of the unit."""
    series, kind = one.series, KINDS[one.series.what]
    if not series.ratio:
        return
    if np.isinf(base).any():
        problems.add(one.where, f"{series.name} as a ratio, of a number that no parameter gives", "an absolute number, or a parameter beside it")
        return
    most = max(row.value for row in series.rows) * float(base.max())
    if most > kind.most:
        problems.add(one.where, f"{series.name} with a ratio that makes {written(most)} of it", f"at most {written(kind.most)} {kind.unit}")


def _check_origin(world: World, one: Placed, problems: Problems) -> None:
    """Note departures from where the community has no origin."""
    if one.series.what != SENT_OUT or not one.series.where:
        return
    community = next(community for community in world.communities if community.name == one.series.who)
    origins = [origin for origin in community.origins if world.parameters.number(f"community.{community.name}.origin.{origin}") > 0.0]
    if one.series.where not in origins:
        found = f"{one.series.name}, where nobody of them is at home"
        problems.add(one.where, found, f"an origin of the community: {listed(origins)}", nearest(one.series.where, origins))


def _check_people(world: World, placed: Sequence[Placed], problems: Problems) -> None:
    """Note communities of whom more are sent out within the simulated days than are at home at the start."""
    for community in world.communities:
        own = [one for one in placed if one.series.what == SENT_OUT and one.series.who == community.name]
        total = 0.0
        for one in own:
            for day in range(world.days):
                total += one.series.value_on(world.start + timedelta(days=day)) or 0.0
        people, abroad = (world.parameters.number(f"community.{community.name}.{what}") for what in ("people", "abroad_share"))
        if total > people * (1.0 - abroad) + 0.5:
            found = f"{own[0].series.name} of {written(round(total))} people within the simulated days"
            share = f", of whom {abroad:g} are abroad at the start" if abroad else ""
            problems.add(own[0].where, found, f"at most the {written(people)} of community.{community.name}.people{share}; or more people there")
