"""Scenarios that are like another one: ``like = "NAME"`` takes over every key that a file does not have itself.

Parameters are taken over by key; events and regimes of the other scenario come first, and those of the file are added to them. Rules of entry of the file
come before those of the other scenario.
What ``like`` names is a scenario that ships or the path of a file relative to this one, and may itself be like a third.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scenarios.reading.locate import Keys
from scenarios.reading.names import files_in
from scenarios.reading.paths import is_file, shown, whole
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.reading.toml_files import Document, read_toml

MOST_LIKE = 20
"""Longest chain of scenarios of which each is like the next; nobody follows longer ones."""
_LISTS = ("event", "regime", "entry_rule")
_OWN_FIRST = ("entry_rule",)
"""Lists of which the first entry that applies decides: what a file has itself comes before what it takes over."""
_TABLE = "parameters"


def read_with_like(path: Path, shipped: Path, problems: Problems, below: tuple[Path, ...] = ()) -> Document | None:
    """A TOML file with what it takes over from the file that it is ``like``; ``None`` after a finding.

    Parameters
    ----------
    path
        The file.
    shipped
        The folder whose ``.toml`` files ``like`` knows by name.
    below
        The files that led here, to find a circle.
    """
    document = read_toml(path, problems)
    name = None if document is None else document.data.get("like")
    if document is None or not isinstance(name, str):
        return document  # nothing to take over, or a finding of the form
    known = files_in(shipped)
    there = shipped / f"{name}.toml" if name in known else path.parent / name
    seen = (*below, whole(path))
    where = document.where(("like",))
    if len(seen) > MOST_LIKE:
        problems.add(where, f'like = "{name}", after {len(below)} others', f"at most {MOST_LIKE} scenarios, each like the next")
        return None
    if whole(there) in seen:
        problems.add(where, f'like = "{name}", which leads back to {shown(there)}', "a scenario that is not like this one")
        return None
    if name not in known and not is_file(there):
        problems.add(where, f'like "{name}"', f"{listed(known, 20)}, or the path of a .toml file relative to this one", nearest(name, known))
        return None
    other = read_with_like(there, shipped, problems, seen)
    return None if other is None else _joined(other, document)


def _joined(other: Document, own: Document) -> Document:
    """A document of the keys of two files; the keys of its own file come first."""
    data = {**other.data, **own.data}
    for key in _LISTS:
        pair = (other.data.get(key, []), own.data.get(key, []))
        if all(isinstance(part, list) for part in pair):
            data[key] = [*pair[1], *pair[0]] if key in _OWN_FIRST else [*pair[0], *pair[1]]
    parameters = (_table(other.data), _table(own.data))
    if all(isinstance(document.data.get(_TABLE, {}), dict) for document in (other, own)):
        data[_TABLE] = {**parameters[0], **parameters[1]}
    taken_over = frozenset(parameters[0].keys() - parameters[1].keys())
    return Document(own.file, data, _places(other, own), taken_over, (*own.folders, *other.folders))


def _places(other: Document, own: Document) -> dict[Keys, str]:
    """Where the keys of a joined document stand, in whichever of the two files has them."""
    ahead, behind = ({key: _count(document.data, key) for key in _LISTS if (key in _OWN_FIRST) is first} for document, first in ((other, False), (own, True)))
    taken: list[Keys] = [(key,) for key in other.data if key not in own.data]
    taken += [(key, number) for key in _LISTS for number in range(_count(other.data, key))]
    taken += [(_TABLE, key) for key in _table(other.data) if key not in _table(own.data)]
    kept: list[Keys] = [(key,) for key in own.data]
    kept += [(key, number) for key in _LISTS for number in range(_count(own.data, key))]
    kept += [(_TABLE, key) for key in _table(own.data)]
    heads = set(taken)
    places = {_moved(path, behind): other.where(path) for path in [*taken, *(path for path in other.places if path[:1] in heads or path[:2] in heads)]}
    heads = set(kept)
    for path in [*kept, *(path for path in own.places if path[:1] in heads)]:
        places[_moved(path, ahead)] = own.where(path)
    return places


def _moved(path: Keys, before: Mapping[str, int]) -> Keys:
    """A path of keys after so many entries were put ``before`` those of its list."""
    head = str(path[0])
    return (head, path[1] + before[head], *path[2:]) if head in before and len(path) > 1 and isinstance(path[1], int) else path


def _count(data: Mapping[str, Any], key: str) -> int:
    entries = data.get(key)
    return len(entries) if isinstance(entries, list) else 0


def _table(data: Mapping[str, Any]) -> Mapping[str, Any]:
    table = data.get(_TABLE)
    return table if isinstance(table, dict) else {}
