"""Levers and rules of entry that change nothing in a run, and closures of what is closed already."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from scenarios.policies.in_force import Placed
from scenarios.reading.problems import Problems
from scenarios.reading.toml_files import Document
from sim.levers.calendar import changes_on, conditions_on
from sim.levers.catalogue import lever
from sim.levers.reach import ALL, LEGS_TOO
from sim.levers.scope import Scope, Settings, size_of
from sim.world.conditions import conditions_at_start
from sim.world.geography import name_parts
from sim.world.world import DatedLever, World


def is_neutral(settings: Settings) -> bool:
    """Whether a lever has sizes, and all of them leave everything as it was."""
    sizes = [(size, settings[key]) for key in settings if (size := size_of(key)) is not None]
    return bool(sizes) and all(value == size.neutral for size, value in sizes)


def warn_of_neutral(lever: str, settings: Settings, where: str, problems: Problems) -> None:
    """Warn of a lever whose sizes change nothing."""
    if is_neutral(settings):
        sizes = ", ".join(f"{key} = {value:g}" for key, value in settings.items() if size_of(key) is not None and not isinstance(value, str))
        problems.warn(where, f"{lever} with {sizes}, which changes nothing", "a size that is not neutral")


def warn_of_levers(levers: Placed, window: tuple[date, date], problems: Problems) -> None:
    """Warn of levers at neutral sizes, or never in force in the simulated days of ``window``; what acts on nobody is a finding."""
    first, last = window
    for event, where in levers:
        warn_of_neutral(event.lever, event.settings, where, problems)
        if event.start > last or (event.end is not None and event.end <= first):
            days = f"{event.start} to {event.end or 'the end'}"
            problems.warn(where, f"{event.lever}, in force from {days}, never in the simulated days", f"days from {first} to {last}")


def warn_of_regimes(document: Document, rows: Iterable[object], nationalities: Collection[str], countries: Collection[str], problems: Problems) -> None:
    """Warn of the ``[[regime]]`` tables of a scenario that speak of people whom no community has, or of a country without places."""
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            continue
        for key, there in (("nationality", nationalities), ("country", countries)):
            name = row.get(key)
            if isinstance(name, str) and name != ALL and name not in there:
                what = "whose people no community is" if key == "nationality" else "where this scenario has no place"
                problems.warn(document.where(("regime", number)), f"a rule of entry for {key} {name}, {what}", f"one of {', '.join(there)}")


_OPEN = "moves.open"


def warn_of_closures(levers: Placed, world: World, problems: Problems) -> None:
    """Warn of closures and openings without which the same ways would be open on every simulated day; of two that are alike, the later one is named."""
    kept = [(event, where) for event, where in levers if _OPEN in lever(event.lever).CHANGES and _is_simulated(event, world)]
    if not kept:
        return
    world = replace(world, series=())  # none opens or closes anything
    scope = Scope(world, name_parts(world))
    start = conditions_at_start(world, scope.atlas)
    days = [day for day in range(world.days) if changes_on(world, day)]

    def ways(events: Iterable[DatedLever]) -> NDArray[np.bool_]:
        """What is open on each of the days; shape (days, moves)."""
        only = Scope(replace(world, events=tuple(events)), scope.atlas)
        return np.array([conditions_on(only, start, day).moves.open for day in days])

    opened, idle = ways(event for event, _ in kept), []
    for one in reversed(list(kept)):
        others = [other for other in kept if other is not one]
        if np.array_equal(ways(event for event, _ in others), opened):
            kept = others
            idle.append(one)
    for event, where in reversed(idle):
        place = next((f" of {event.settings[key]}" for key in LEGS_TOO if key in event.settings), "")
        state = "open" if event.lever == "opening" else "closed"
        found = f"{event.lever}{place} from {event.start} to {event.end or 'the end'}, when it is {state} already"
        problems.warn(where, found, f"days on which it would not be {state}")


def _is_simulated(event: DatedLever, world: World) -> bool:
    last = world.start + timedelta(days=world.days - 1)
    return event.start <= last and (event.end is None or event.end > world.start)
