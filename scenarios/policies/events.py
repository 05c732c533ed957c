"""Levers with dates: the events of a scenario, and checks at a crossing that end on a date."""

import importlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from scenarios.policies.forms import EventForm
from scenarios.reading.files import span, split
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.reading.toml_files import Document, fill
from scenarios.territories.geography import Ends
from sim.levers.catalogue import lever, names
from sim.levers.reach import ALL, LISTED
from sim.levers.scope import Scope, size_of
from sim.world.conditions import Conditions, conditions_at_start, copy
from sim.world.geography import name_parts
from sim.world.meanings import MOST_USD
from sim.world.world import DatedLever, World

SCOPES = ("crossing", "border", "country", "leg")
"""Settings of which a lever that knows them takes exactly one: they say where it acts."""
_GROUPS = {"countries": "country", "borders": "border", "communities": "community"}
"""Groups of conditions, and what the names in them name."""
_ANY = ("community", "nationality")
"""Settings that may hold ``*`` for all."""


def lever_settings(name: str) -> Mapping[str, str]:
    """The settings of a lever with their meaning."""
    settings: Mapping[str, str] = lever(name).SETTINGS
    return settings


def lever_text(name: str) -> str:
    """What a lever does, in one line."""
    return (lever(name).__doc__ or "").strip().partition("\n")[0]


def read_events(
    document: Document,
    entries: Sequence[dict[str, Any] | None],
    window: tuple[date, date],
    known: Mapping[str, Collection[str]],
    met: Mapping[str, Collection[str]],
    problems: Problems,
) -> tuple[tuple[DatedLever, str], ...]:
    """The ``[[event]]`` tables of a scenario, each with its place.

    An entry that is ``None`` is switched off.

    ``known`` gives the names that settings such as ``community`` may hold, ``met`` those of :data:`SCOPES`: where somebody can pass.
    """
    levers = names()
    events = []
    for number, entry in enumerate(entries):
        if entry is None:
            continue
        path = ("event", number)
        event = fill(EventForm, {key: value for key, value in entry.items() if key in EventForm.model_fields}, document, path, problems)
        settings = {key: value for key, value in entry.items() if key not in EventForm.model_fields}
        if event is None:
            continue
        _check_dates(event, document, path, window, problems)
        if not 0.0 <= event.announced <= 1.0:
            problems.add(document.where((*path, "announced")), f"announced = {event.announced:g}", "a share between 0 and 1")
        if event.lever not in levers:
            problems.add(document.where((*path, "lever")), f'lever "{event.lever}"', listed(levers, 30), nearest(event.lever, levers))
            continue
        before = len(problems.findings)
        check_keys(event.lever, settings, document, path, problems)
        for key, value in settings.items():
            _check_value(document.where((*path, key)), key, value, settings, known, met, problems)
        if len(problems.findings) == before:
            plain = {key: value if isinstance(value, str) else float(value) for key, value in settings.items()}
            events += [(DatedLever(event.lever, event.start, event.end, one, event.announced), document.where(path)) for one in _by_country(event.lever, plain)]
    return tuple(events)


def _by_country(name: str, settings: dict[str, str | float]) -> list[dict[str, str | float]]:
    """The settings of a lever for each country named, if it changes countries as a whole and not what stands at their borders."""
    if "country" not in settings or not {"crossing", "border"}.isdisjoint(lever_settings(name)):
        return [settings]
    return [settings | {"country": country} for country in split(str(settings["country"]))]


def check_acts(world: World, events: Iterable[tuple[DatedLever, str]], problems: Problems) -> None:
    """Note events that find nothing to act on in a world, such as surveillance of a green border where there is none."""
    scope = Scope(world, name_parts(world))
    conditions = conditions_at_start(world, scope.atlas)
    for event, where in events:
        changed = copy(conditions)
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                lever(event.lever).apply(changed, scope, event.settings)
        except (KeyError, ValueError):
            names_set = ", ".join(f"{key} = {value}" for key, value in event.settings.items() if isinstance(value, str))
            found = f"{event.lever} with {names_set}, which acts on nothing in this scenario"
            problems.add(where, found, f"what this lever acts on: {lever_text(event.lever)}")
            continue
        for field in sorted(_overflown(changed)):
            sizes = ", ".join(f"{key} = {value:g}" for key, value in event.settings.items() if not isinstance(value, str))
            found = f"{event.lever} with {sizes}, which makes {field} more than can be counted"
            problems.add(where, found, f"sizes that leave {field} below {MOST_CENTS:,} cents")


MOST_CENTS = round(MOST_USD * 100)
"""Most cents of one payment that a lever may lead to: the ceiling of money in :data:`sim.world.meanings.UNITS`."""


def _overflown(conditions: Conditions) -> set[str]:
    """Money of conditions that is beyond all ceilings."""
    tables: list[tuple[str, Any]] = [(name, part) for part in conditions if isinstance(part, np.ndarray) for name in part.dtype.names or ()]
    return {name for name, part in tables if name.endswith("_cents") and (np.abs(part[name]) > MOST_CENTS).any()}


def _check_dates(event: EventForm, document: Document, path: tuple[str, int], window: tuple[date, date], problems: Problems) -> None:
    first, last = window
    if event.end is not None and event.end <= event.start:
        problems.add(document.where((*path, "end")), f"end = {event.end}", f"a date after the start, {event.start}")
    elif event.end is not None and event.end <= first:
        problems.add(document.where((*path, "end")), f"end = {event.end}", f"a date after the first simulated day, {first}")
    if event.start > last:
        problems.add(document.where((*path, "start")), f"start = {event.start}", f"a date up to the last simulated day, {last}")


def check_keys(name: str, settings: Mapping[str, object], document: Document, path: tuple[str, int], problems: Problems) -> None:
    """Check that a lever has the settings it needs and no others."""
    allowed = lever_settings(name)
    text = f"the settings of {name}: {listed(allowed, 20)}"
    for key in settings:
        if key not in allowed:
            spare = [other for other in allowed if other not in settings]
            problems.add(document.where((*path, key)), f'unknown setting "{key}"', text, nearest(key, spare or allowed))
    scopes = [key for key in allowed if key in SCOPES]
    given = [key for key in scopes if key in settings]
    if scopes and len(given) != 1:
        problems.add(document.where(path), f"{name} with {' and '.join(given) or 'no place to act on'}", f"exactly one of {', '.join(scopes)}")
    for key in allowed:
        if key not in SCOPES and key not in settings:
            spare = [other for other in settings if other not in allowed]
            problems.add(document.where(path), f'no setting "{key}" ({allowed[key]})', text, nearest(key, spare))


def _check_value(
    where: str,
    key: str,
    value: object,
    settings: Mapping[str, object],
    known: Mapping[str, Collection[str]],
    met: Mapping[str, Collection[str]],
    problems: Problems,
) -> None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        problems.add(where, f"{key} = {value!r}", 'a number, or text in "quotes"')
    elif size := size_of(key):
        if isinstance(value, str) or not 0 <= value <= size.most:
            problems.add(where, f"{key} = {value!r}", f"a finite number {span(0, size.most)}, in {size.unit}")
    else:
        allowed = _names_allowed(key, settings, known, met)
        for name in str(value).split() if key == "countries" else split(str(value)) or ("",) if key in LISTED else [str(value)]:
            if allowed is not None and name not in allowed:
                problems.unknown(where, key, name, allowed)


def _names_allowed(
    key: str, settings: Mapping[str, object], known: Mapping[str, Collection[str]], met: Mapping[str, Collection[str]]
) -> Collection[str] | None:
    """The names that a setting may hold, ``None`` where nothing is known of them."""
    group = str(settings.get("group"))
    if key == "countries":
        return known["country"]
    if key in SCOPES:
        return met[key]
    if key in known:
        return (*known[key], ALL) if key in _ANY else known[key]
    if key == "group":
        return _GROUPS
    if group in _GROUPS and key in ("name", "field"):
        return (*known[_GROUPS[group]], ALL) if key == "name" else _fields(group)
    return None


def _fields(group: str) -> tuple[str, ...]:
    """The conditions in a group, such as ``fine_cents``."""
    record = getattr(importlib.import_module("sim.world.conditions"), _GROUPS[group].upper())
    fields: tuple[str, ...] = record.names
    return fields


def open_borders(ends: Mapping[str, Ends], crossings: Collection[str], start: date, last: date) -> tuple[DatedLever, ...]:
    """Levers for the crossings whose checks end after the first simulated day, ``start``, and up to the ``last``."""
    dated = ((end.on, name) for name, end in ends.items() if end.on is not None and name in crossings)
    return tuple(DatedLever("open_border", on, None, {"crossing": name}) for on, name in sorted(dated) if start < on <= last)
