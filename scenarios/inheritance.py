"""Scenarios that are like another one: ``like = "NAME"`` takes over every key that a file does not have itself.

Parameters are taken over by key; events and regimes of the other scenario come first, and those of the file are added to them. What ``like`` names is a scenario
that ships or the path of a file relative to this one, and may itself be like a third.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.files import shown
from scenarios.problems import Problems, listed, nearest
from scenarios.toml_files import Document, read_toml

_LISTS = ("event", "regime")


@dataclass(frozen=True, slots=True)
class _Joined(Document):
    """A document whose missing keys stand in another one."""

    own: Document
    other: Document

    def where(self, path: Iterable[str | int] = ()) -> str:
        """Where a value stands, in whichever of the two files has it."""
        steps = tuple(path)
        head = steps[0] if steps else ""
        if head in _LISTS and len(steps) > 1 and isinstance(steps[1], int):
            first = len(self.other.data.get(head, ()))
            return self.other.where(steps) if steps[1] < first else self.own.where((head, steps[1] - first, *steps[2:]))
        if head == "parameters" and len(steps) > 1:
            return (self.own if self.sets(str(steps[1])) else self.other).where(steps)
        return (self.other if head in self.other.data and head not in self.own.data else self.own).where(steps)

    def sets(self, key: str) -> bool:
        """Whether a parameter is set in this file, and not taken over from the other."""
        return self.own.sets(key)


def joined(document: Document, path: Path, shipped: Mapping[str, Path], problems: Problems, below: tuple[Path, ...] = ()) -> Document | None:
    """A document with what it takes over from the scenario that it is ``like``; ``None`` after a finding.

    Parameters
    ----------
    path
        The file of the document.
    shipped
        Paths of the scenarios that ship, by name.
    below
        The files that led here, to find a circle.
    """
    name = document.data.get("like")
    if not isinstance(name, str):
        return document  # none, or a finding of the form
    there = shipped.get(name, path.parent / name)
    seen = (*below, path.resolve())
    where = document.where(("like",))
    if there.resolve() in seen:
        problems.add(where, f'like = "{name}", which leads back to {shown(there)}', "a scenario that is not like this one")
        return None
    if name not in shipped and not there.is_file():
        problems.add(where, f'like "{name}"', f"{listed(shipped, 20)}, or the path of a .toml file relative to this one", nearest(name, shipped))
        return None
    read = read_toml(there, problems)
    other = None if read is None else joined(read, there, shipped, problems, seen)
    return None if other is None else _Joined(document.file, _together(other.data, document.data), document.lines, document, other)


def _together(other: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    data = {**other, **own}
    for key in _LISTS:
        pair = (other.get(key, []), own.get(key, []))
        if all(isinstance(part, list) for part in pair):
            data[key] = [*pair[0], *pair[1]]
    parameters = (other.get("parameters", {}), own.get("parameters", {}))
    if all(isinstance(part, dict) for part in parameters):
        data["parameters"] = {**parameters[0], **parameters[1]}
    return data
