"""The dated levers of a run as numbered lines over its weeks: a number for each day on which levers begin, and a legend in words."""

from collections.abc import Sequence
from datetime import date, timedelta
from textwrap import wrap

import matplotlib.dates as mdates
from matplotlib.axes import Axes

from experiments.plots.style import GREY, INK
from sim.world.world import DatedLever, World

LINE = 200
"""Characters in a line of small print, so that lists of country codes in capitals still fit the page."""
MOST_LINES, MOST_NAMES = 5, 4
"""Lines of small print, and names that are listed one by one, before the rest is only counted."""
NEAR = 0.022
"""Share of the axis within which two numbers would overlap."""


def days_of(world: World) -> list[tuple[date, list[DatedLever]]]:
    """The days on which levers of the scenario begin within a run, in order, with those levers."""
    end = world.start + timedelta(days=world.days)
    days: dict[date, list[DatedLever]] = {}
    for event in sorted(world.events, key=lambda event: event.start):
        if world.start <= event.start < end:
            days.setdefault(event.start, []).append(event)
    return list(days.items())


def draw_events(axes: Axes, world: World, top: float) -> None:
    """A dashed line on every such day, with its number at the height ``top``; numbers that would overlap are placed one below the other."""
    low, high = axes.get_xlim()
    before, level = low - (high - low), 0
    for number, (day, _) in enumerate(days_of(world), 1):
        at = float(mdates.date2num(day))  # type: ignore[no-untyped-call]
        if not low <= at <= high:
            continue
        level = level + 1 if at - before < NEAR * (high - low) else 0
        before = at
        axes.axvline(at, color=INK, lw=0.8, ls=(0, (3, 2)), alpha=0.75)
        axes.annotate(str(number), (at, top), (2, -1 - 9 * (level % 4)), textcoords="offset points", fontsize=8, va="top", color=GREY)


def legend_lines(world: World) -> list[str]:
    """The legend of the lines, as lines of small print; empty where there are none."""
    named = {thing.name: thing.title for things in (world.crossings, world.communities, world.places) for thing in things}
    parts = []
    for number, (day, events) in enumerate(days_of(world), 1):
        groups: dict[tuple[str, date | None], list[DatedLever]] = {}
        for event in events:
            groups.setdefault((event.lever, event.end), []).append(event)
        what = " and ".join(f"{lever.replace('_', ' ')}{_settings(group, named)}{_until(end)}" for (lever, end), group in groups.items())
        parts.append(f"({number}) {_day(day)}: {what}")
    lines = wrap(f"Dashed lines: {'; '.join(parts)}.", LINE) if parts else []
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1][: LINE - 40].rsplit(';', 1)[0]}; … see scenario.toml for all."]
    return lines


def _settings(group: Sequence[DatedLever], named: dict[str, str]) -> str:
    """What levers of one kind concern: the values of each setting, or their number where there are many."""
    keys = list(dict.fromkeys(key for event in group for key in event.settings))
    shown = []
    for key in keys:
        values = list(dict.fromkeys(str(event.settings[key]) for event in group if key in event.settings))
        if len(values) > MOST_NAMES:
            shown.append(f"{len(values)} {_plural(key)}")
        else:
            shown.append(", ".join(named.get(value, value) if not _is_number(value) else f"{key.replace('_', ' ')} {float(value):g}" for value in values))
    return f" ({'; '.join(shown)})" if shown else ""


def _plural(key: str) -> str:
    word = key.replace("_", " ")
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s" if not word.endswith("s") else word


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _until(end: date | None) -> str:
    return f" to {_day(end)}" if end else ""
