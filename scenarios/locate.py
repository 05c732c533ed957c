"""Where the keys of a TOML document stand: ``tomllib`` parses but does not say."""

import re
from collections.abc import Iterator, Sequence

Path = tuple[str | int, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"^\s*({_DOTTED})\s*=")


class Lines:
    """Line numbers of the keys of a TOML document.

    A path is what leads to a value in the parsed document: ``("event", 0, "lever")``.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        table: Path = ()
        counts: dict[Path, int] = {}
        for number, line in _outside_long_strings(text):
            if head := _TABLE.match(line):
                table = _parts(head[2])
                if head[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                table = _counted(table, counts)
                self._note(table, number)
            elif key := _KEY.match(line):
                self._note((*table, *_parts(key[1])), number)

    def _note(self, path: Path, number: int) -> None:
        for length in range(1, len(path) + 1):
            self._lines.setdefault(path[:length], number)

    def of(self, path: Sequence[str | int]) -> int:
        """Line of a path, or of the nearest thing around it that has one; 1 if nothing has."""
        for length in range(len(path), 0, -1):
            if tuple(path[:length]) in self._lines:
                return self._lines[tuple(path[:length])]
        return 1


def _parts(dotted: str) -> Path:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in re.findall(_PART, dotted))


def _counted(table: Path, counts: dict[Path, int]) -> Path:
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
