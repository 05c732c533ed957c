"""Where the keys of a TOML document stand: ``tomllib`` parses but does not say."""

import re
from collections.abc import Iterator

Keys = tuple[str | int, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"^\s*({_DOTTED})\s*=")


def key_lines(text: str) -> dict[Keys, int]:
    """Line numbers of the keys of a TOML document; a path is what leads to a value in it: ``("event", 0, "lever")``."""
    lines: dict[Keys, int] = {}
    table: Keys = ()
    counts: dict[Keys, int] = {}
    for number, line in _outside_long_strings(text):
        if head := _TABLE.match(line):
            table = _parts(head[2])
            if head[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
            table = _counted(table, counts)
            path = table
        elif key := _KEY.match(line):
            path = (*table, *_parts(key[1]))
        else:
            continue
        for length in range(1, len(path) + 1):
            lines.setdefault(path[:length], number)
    return lines


def _parts(dotted: str) -> Keys:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in re.findall(_PART, dotted))


def _counted(table: Keys, counts: dict[Keys, int]) -> Keys:
    """Put the running number behind every part of ``table`` that is an array of tables."""
    path: list[str | int] = []
    for length, part in enumerate(table, 1):
        path.append(part)
        if table[:length] in counts:
            path.append(counts[table[:length]])
    return tuple(path)


def _outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    """Number the lines that do not start inside a string of several lines."""
    closing = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not closing:
            yield number, line
            if line.lstrip().startswith("#"):
                continue  # marks in a comment open nothing
        for mark in re.findall(r'"""|\'\'\'', line):
            closing = "" if mark == closing else (closing or mark)
