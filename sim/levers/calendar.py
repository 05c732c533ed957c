"""What the calendar changes: seasons at crossings, rules of entry, and levers from their first day to their last."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import begins_month, day_of, month_of
from sim.levers import catalogue
from sim.levers.changes import scale
from sim.levers.reach import entering
from sim.levers.scope import Scope
from sim.world.conditions import Conditions, copy
from sim.world.rules_of_entry import reaches, rules_on
from sim.world.world import World


def changes_on(world: World, day: int) -> bool:
    """Whether conditions on a day of the run can differ from those of the day before."""
    if day == 0 or begins_month(world.start, day):
        return True
    today = world.start + timedelta(days=day)
    return any(today in (event.start, event.end) for event in world.events) or any(today in (rule.start, rule.end) for rule in world.entry_rules)


def announced_on(world: World, day: int) -> float:
    """How far people believe what levers change on a day of the run; where several begin or end, the one that is announced most speaks for all."""
    today = world.start + timedelta(days=day)
    return max((event.announced for event in world.events if day > 0 and today in (event.start, event.end)), default=0.0)


def conditions_on(scope: Scope, baseline: Conditions, day: int) -> Conditions:
    """The conditions of a day: the baseline, the rules of entry and the season of the day, then every lever in force in the order of the file."""
    now, world = copy(baseline), scope.world
    if world.entry_rules:

        def reach(number: int) -> NDArray[np.bool_]:
            return scope.once(("entry rule", number), lambda: reaches(world, scope.atlas, world.entry_rules[number]))

        now = now._replace(rules=rules_on(world, scope.atlas, world.start + timedelta(days=day), reach))
    month = month_of(world.start, day)
    for crossing in world.crossings:
        if month in crossing.closed_months:
            now.moves.open[entering(scope, crossing.name)] = False
        if month in crossing.hard_months:
            hard, ratio = entering(scope, crossing.name), world.parameters.number(f"crossing.{crossing.name}.season_ratio")
            scale(now.moves, "death_hazard", hard, ratio, 1.0)
            scale(now.moves, "injury_hazard", hard, ratio, 1.0)
    for event in world.events:
        if day_of(world.start, event.start) <= day and (event.end is None or day < day_of(world.start, event.end)):
            catalogue.lever(event.lever).apply(now, scope, event.settings)
    return now


def month_index(world: World, day: int) -> int:
    """Column of the month of a day in tables by calendar month, 0 for January."""
    return month_of(world.start, day) - 1
