"""Levers with dates: the events of a scenario, and checks at a crossing that end on a date."""

import importlib
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from scenarios.documents import Document, fill
from scenarios.forms import EventForm
from scenarios.geography import Ends
from scenarios.problems import Problems, listed, nearest
from sim.world import DatedLever

_SCOPES = ("crossing", "border", "country")
"""Settings of which a lever that knows them takes exactly one: they say where it acts."""
_GROUPS = {"countries": "country", "borders": "border", "communities": "community"}
"""Groups of conditions, and what the names in them name."""


def lever_names() -> tuple[str, ...]:
    """The levers that exist."""
    return tuple(importlib.import_module("sim.levers").names())


def lever_settings(name: str) -> Mapping[str, str]:
    """The settings of a lever with their meaning."""
    settings: Mapping[str, str] = importlib.import_module("sim.levers").lever(name).SETTINGS
    return settings


def read_events(
    document: Document, entries: list[dict[str, Any]], window: tuple[date, date], known: Mapping[str, Collection[str]], problems: Problems
) -> tuple[DatedLever, ...]:
    """The ``[[event]]`` tables of a scenario; ``known`` gives the names that settings such as ``crossing`` may hold."""
    levers = lever_names()
    events = []
    for number, entry in enumerate(entries):
        path = ("event", number)
        event = fill(EventForm, {key: value for key, value in entry.items() if key in EventForm.model_fields}, document, path, problems)
        settings = {key: value for key, value in entry.items() if key not in EventForm.model_fields}
        if event is None:
            continue
        _check_dates(event, document, path, window, problems)
        if event.lever not in levers:
            problems.add(document.where((*path, "lever")), f'lever "{event.lever}"', listed(levers, 30), nearest(event.lever, levers))
            continue
        before = len(problems.findings)
        check_keys(event.lever, settings, document, path, problems)
        for key, value in settings.items():
            _check_value(document.where((*path, key)), key, value, settings, known, problems)
        if len(problems.findings) == before:
            plain = {key: value if isinstance(value, str) else float(value) for key, value in settings.items()}
            events.append(DatedLever(event.lever, event.start, event.end, plain))
    return tuple(events)


def _check_dates(event: EventForm, document: Document, path: tuple[str, int], window: tuple[date, date], problems: Problems) -> None:
    first, last = window
    if event.end is not None and event.end <= event.start:
        problems.add(document.where((*path, "end")), f"end = {event.end}", f"a date after the start, {event.start}")
    elif event.end is not None and event.end <= first:
        problems.add(document.where((*path, "end")), f"end = {event.end}", f"a date after the first simulated day, {first}")
    if event.start > last:
        problems.add(document.where((*path, "start")), f"start = {event.start}", f"a date up to the last simulated day, {last}")


def check_keys(lever: str, settings: Mapping[str, object], document: Document, path: tuple[str, int], problems: Problems) -> None:
    """Check that a lever has the settings it needs and no others."""
    allowed = lever_settings(lever)
    text = f"the settings of {lever}: {listed(allowed, 20)}"
    for key in settings:
        if key not in allowed:
            spare = [name for name in allowed if name not in settings]
            problems.add(document.where((*path, key)), f'unknown setting "{key}"', text, nearest(key, spare or allowed))
    scopes = [key for key in allowed if key in _SCOPES]
    given = [key for key in scopes if key in settings]
    if scopes and len(given) != 1:
        problems.add(document.where(path), f"{lever} with {' and '.join(given) or 'no place to act on'}", f"exactly one of {', '.join(scopes)}")
    for key in allowed:
        if key not in _SCOPES and key not in settings:
            problems.add(document.where(path), f'no setting "{key}" ({allowed[key]})', text, nearest(key, [name for name in settings if name not in allowed]))


def _check_value(where: str, key: str, value: object, settings: Mapping[str, object], known: Mapping[str, Collection[str]], problems: Problems) -> None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        problems.add(where, f"{key} = {value!r}", 'a number, or text in "quotes"')
    elif key == "factor":
        if isinstance(value, str) or not 0 <= value < float("inf"):
            problems.add(where, f"{key} = {value!r}", "a finite number from 0 up")
    elif key in known:
        if value not in known[key]:
            problems.unknown(where, key, str(value), known[key])
    elif key == "group":
        if value not in _GROUPS:
            problems.unknown(where, key, str(value), _GROUPS)
    elif settings.get("group") in _GROUPS and key in ("name", "field"):
        group = str(settings["group"])
        names = (*known[_GROUPS[group]], "*") if key == "name" else _fields(group)
        if value not in names:
            problems.unknown(where, key, str(value), names)


def _fields(group: str) -> tuple[str, ...]:
    """The conditions in a group, such as ``fine_cents``."""
    record = getattr(importlib.import_module("sim.conditions"), _GROUPS[group].upper())
    fields: tuple[str, ...] = record.names
    return fields


def open_borders(ends: Mapping[str, Ends], crossings: Collection[str], start: date, last: date) -> tuple[DatedLever, ...]:
    """Levers for the crossings whose checks end after the first simulated day, ``start``, and up to the ``last``."""
    dated = ((end.on, name) for name, end in ends.items() if end.on is not None and name in crossings)
    return tuple(DatedLever("open_border", on, None, {"crossing": name}) for on, name in sorted(dated) if start < on <= last)
