"""Keys for the sizes and dates of levers: ``event.EVENT.FIELD`` in a scenario, ``policy.NAME.EVENT.FIELD`` in a policy.

``EVENT`` is the label of an ``[[event]]`` or its number, counted from 1; ``FIELD`` is ``start``, ``end``, a setting of its lever, or ``in_force``: 0 switches
the event off for a run, 1 leaves it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from scenarios.reading.names import NAME, NAME_TEXT
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.reading.toml_files import Document

Setting = float | str | date
"""What can be set for a run: a number, or a name or a date of a lever."""
DATES = ("start", "end")
"""The fields of an event that are dates."""
IN_FORCE = "in_force"
"""The field that switches an event off."""
_APART = ("label", "lever", "source", "range")
"""What says what an event is, and is not a size."""


def is_lever_key(key: str) -> bool:
    """Whether a key speaks of a lever and not of a parameter."""
    return key.partition(".")[0] in ("event", "policy")


def policy_of(key: str) -> str:
    """The name of the policy that a key speaks of, or empty."""
    parts = key.split(".")
    return parts[1] if parts[0] == "policy" and len(parts) > 1 else ""


def is_date_key(key: str) -> bool:
    """Whether a key speaks of the first or last day of a lever."""
    return is_lever_key(key) and key.rpartition(".")[2] in DATES


def labels(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """What the events of a list are called in keys: their label, or else their number."""
    return [str(entry.get("label") or number) for number, entry in enumerate(entries, 1)]


def check_labels(entries: Iterable[Mapping[str, Any]], document: Document, problems: Problems) -> None:
    """Note labels of ``[[event]]`` tables that cannot stand in a key, or that two events bear."""
    first: dict[str, str] = {}
    for number, entry in enumerate(entries):
        label, where = entry.get("label"), document.where(("event", number, "label"))
        if not isinstance(label, str):
            continue  # none, or a finding of the form
        if not NAME.fullmatch(label) or label.isdecimal():
            problems.add(where, f'label "{label}"', f"{NAME_TEXT}, and not a number")
        elif label in first:
            problems.add(where, f'label "{label}" again', f"each label once; it stands at {first[label]}")
        first.setdefault(label, where)


def plain_key(key: str, head: str, entries: list[dict[str, Any]]) -> str:
    """The one spelling of a key: with the label of an event that has one, where its number was given."""
    event, _, field = key.removeprefix(f"{head}.").partition(".")
    called = labels(entries)
    known = called[int(event) - 1] if event.isdecimal() and 1 <= int(event) <= len(called) else event
    return f"{head}.{known}.{field}"


def changed_events(
    document: Document, entries: list[dict[str, Any]], head: str, settings: Mapping[str, Setting], problems: Problems
) -> tuple[Document, list[dict[str, Any] | None]]:
    """The ``[[event]]`` tables with what ``settings`` say of those under ``head``, and the document that knows where each value was set.

    An event that is switched off is ``None``, so that the others keep their numbers. What a value may be is left to the checks of the events themselves.
    """
    mine = [key for key in settings if key.startswith(f"{head}.")]
    if not mine:
        return document, [*entries]
    off: set[int] = set()
    new = [dict(entry) for entry in entries]
    called = labels(entries)
    elsewhere: dict[tuple[str | int, ...], str] = {}
    for key in mine:
        where = f"--set {key}"
        event, _, name = plain_key(key, head, entries).removeprefix(f"{head}.").partition(".")
        if event not in called:
            problems.add(where, f'event "{event}"', f"the events there are: {listed(called, 20)}", nearest(event, called))
            continue
        number = called.index(event)
        fields = (*DATES, IN_FORCE, *(field for field in new[number] if field not in (*DATES, *_APART)))
        if name not in fields:
            problems.add(where, f'field "{name}" of the event "{event}"', listed(fields, 20), nearest(name, fields))
        elif name == IN_FORCE:
            if settings[key] not in (0, 1):
                problems.add(where, f"{settings[key]}", "0, which switches the event off, or 1")
            elif not settings[key]:
                off.add(number)
        elif isinstance(settings[key], date) != (name in DATES):
            problems.add(where, f"{settings[key]}", "a date such as 2004-05-31" if name in DATES else "a number, or text where the file has text")
        else:
            new[number][name] = settings[key]
            elsewhere["event", number, name] = where
    return replace(document, places={**document.places, **elsewhere}), [None if number in off else entry for number, entry in enumerate(new)]
