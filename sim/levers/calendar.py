"""What the calendar changes: seasons at crossings, rules of entry, places where people stay, series by date, and levers from their first day to their last."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import begins_month, day_of, month_of
from sim.levers import catalogue, series
from sim.levers.changes import scale
from sim.levers.reach import entering
from sim.levers.scope import Scope
from sim.world import stays
from sim.world.conditions import Conditions, copy
from sim.world.rules_of_entry import reaches, rules_on
from sim.world.world import World


def changes_on(world: World, day: int) -> bool:
    """Whether conditions on a day of the run can differ from those of the day before."""
    if day == 0 or begins_month(world.start, day):
        return True
    today = world.start + timedelta(days=day)
    dated = (*((event.start, event.end) for event in world.events), *((rule.start, rule.end) for rule in world.entry_rules))
    if any(today in dates for dates in dated) or series.changes_on(world, day) or stays.changes_on(world, today):
        return True
    return any(leg.transport is not None and today in (leg.transport.since, leg.transport.until) for leg in world.legs)


def announced_on(world: World, day: int) -> float:
    """How far people believe what levers change on a day of the run; where several begin or end, the one that is announced most speaks for all."""
    today = world.start + timedelta(days=day)
    return max((event.announced for event in world.events if day > 0 and today in (event.start, event.end)), default=0.0)


def conditions_on(scope: Scope, baseline: Conditions, day: int) -> Conditions:
    """The conditions of a day: the baseline, rules of entry, places where people stay, the season, every series, then levers by their first days."""
    now, world = copy(baseline), scope.world
    if world.entry_rules:

        def reach(number: int) -> NDArray[np.bool_]:
            return scope.once(("entry rule", number), lambda: reaches(world, scope.atlas, world.entry_rules[number]))

        now = now._replace(rules=rules_on(world, scope.atlas, world.start + timedelta(days=day), reach))
    month = month_of(world.start, day)
    for m, row, ride in scope.rides:
        now.moves.open[m] = True
        now.seats[row] *= ride.runs_on(world.start + timedelta(days=day))
    if world.stays:
        sites, open_now = stays.stays_on(world, scope.atlas, day, now.habits.transfer_hours)
        now = now._replace(sites=sites, stays=open_now)
    for crossing in world.crossings:
        if month in crossing.closed_months:
            now.moves.open[entering(scope, crossing.name)] = False
        if month in crossing.hard_months:
            hard, ratio = entering(scope, crossing.name), world.parameters.number(f"crossing.{crossing.name}.season_ratio")
            scale(now.moves, "death_hazard", hard, ratio, 1.0)
            scale(now.moves, "injury_hazard", hard, ratio, 1.0)
    series.apply_all(now, scope, world.start + timedelta(days=day))
    for event in world.events:
        if day_of(world.start, event.start) <= day and (event.end is None or day < day_of(world.start, event.end)):
            catalogue.lever(event.lever).apply(now, scope, event.settings)
    for m, row, _ in scope.rides:
        now.moves.open[m] &= now.seats[row] > 0.0
    return now


def month_index(world: World, day: int) -> int:
    """Column of the month of a day in tables by calendar month, 0 for January."""
    return month_of(world.start, day) - 1
