"""Reading of text and CSV files: every row knows the line on which it stands."""

import csv
import math
import stat
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from scenarios.reading.paths import NOT_READ, inside, shown
from scenarios.reading.problems import Problems, listed, nearest

Value = TypeVar("Value")


MOST_BYTES = 32 * 2**20
"""Largest file that is read: a hundred times the largest table that ships. Something else was meant, and it would fill the memory."""
_NOT_PLAIN = "a pipe, a device or a socket"


def read_text(path: Path, problems: Problems, most: int = MOST_BYTES) -> str | None:
    """The text of a UTF-8 file of at most so many bytes, or ``None`` after a finding."""
    where = shown(path)
    raw = _read_bytes(path, where, problems, most)
    if raw is None:
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.add(f"{where}:{line}", f"the byte 0x{raw[error.start]:02x}, which is not UTF-8", "a file saved in the encoding UTF-8")
        return None
    if "\x00" in text:
        problems.add(f"{where}:{text[: text.index(chr(0))].count(chr(10)) + 1}", "a zero byte", "plain text in the encoding UTF-8")
        return None
    if not text.strip():
        problems.add(f"{where}:1", "an empty file", "at least one line")
        return None
    return text


def _read_bytes(path: Path, where: str, problems: Problems, most: int) -> bytes | None:
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind) or not stat.S_ISREG(kind):  # before it is opened: a pipe would wait for ever, a device never end
            problems.add(where, "a folder" if stat.S_ISDIR(kind) else _NOT_PLAIN, "a file")
            return None
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except FileNotFoundError:
        problems.add(where, "no such file", "a file that exists", nearest(path.name, [other.name for other in inside(path.parent, path.suffix)]))
        return None
    except NOT_READ as error:
        problems.add(where, f"a file that cannot be read ({getattr(error, 'strerror', None) or error})", "a readable file")
        return None
    if len(raw) > most:
        problems.add(where, f"a file of more than {most / 2**20:g} MiB", f"at most {most / 2**20:g} MiB")
        return None
    return raw


@dataclass(slots=True)
class Row:
    """One line of a CSV file. Readers return ``None`` after a finding and then ``valid`` is false."""

    where: str
    cells: Mapping[str, str]
    problems: Problems
    valid: bool = True

    def __getitem__(self, column: str) -> str:
        """Text of a cell."""
        return self.cells[column]

    def bad(self, column: str, allowed: str, near: str = "") -> None:
        """Note that a cell holds what it may not."""
        self.reject(f'{column} "{self[column]}"' if self[column] else f"an empty {column}", allowed, near)

    def reject(self, found: str, allowed: str, near: str = "") -> None:
        """Note a finding about the row."""
        self.valid = False
        self.problems.add(self.where, found, allowed, near)

    def known(self, column: str, names: Collection[str]) -> bool:
        """Whether a cell holds one of ``names``; a finding if not."""
        if self[column] in names:
            return True
        self.bad(column, listed(names), nearest(self[column], names))
        return False

    def word(self, column: str, words: Mapping[str, Value]) -> Value | None:
        """What a cell stands for."""
        return words[self[column]] if self.known(column, words) else None

    def number(self, column: str, low: float = -math.inf, high: float = math.inf) -> float | None:
        """A finite number from ``low`` to ``high``."""
        try:
            value = float(self[column])
        except ValueError:
            value = math.nan
        if math.isfinite(value) and low <= value <= high:
            return value
        self.bad(column, f"a number {span(low, high)}".rstrip())
        return None

    def months(self, column: str) -> tuple[int, ...] | None:
        """Calendar months, joined by ``;``."""
        parts = split(self[column])
        if all(part.isdecimal() and len(part) <= 2 and 1 <= int(part) <= 12 for part in parts):
            return tuple(sorted({int(part) for part in parts}))
        self.bad(column, "months from 1 to 12 joined by ;, or empty")
        return None


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell that are joined by ``;``."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def span(low: float, high: float) -> str:
    """An interval in words; empty if nothing is excluded."""
    if math.isinf(low):
        return "" if math.isinf(high) else f"up to {written(high)}"
    return f"from {written(low)} up" if math.isinf(high) else f"from {written(low)} to {written(high)}"


def written(number: float) -> str:
    """A number as a message shows it: large whole ones with all their digits."""
    return f"{number:,.0f}" if abs(number) >= 1e6 and number == round(number) else f"{number:g}"


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file whose header was read: the names of its columns, where they stand, and number and text of the lines below.

    ``named`` are the positions of columns with a name, of ``width`` in all: spreadsheets add empty columns, which are passed over.
    """

    file: str
    where: str
    header: tuple[str, ...]
    lines: tuple[tuple[int, str], ...]
    named: tuple[int, ...]
    width: int

    def rows(self, problems: Problems) -> list[Row]:
        """The rows, without those that are not CSV or have too few or too many cells, which are findings."""
        rows: list[Row] = []
        for number, line in self.lines:
            where = f"{self.file}:{number}"
            cells = _cells(where, line, problems)
            if cells is not None and len(cells) != self.width:
                problems.add(where, f"{len(cells)} cells", f"{self.width} cells, one a column; a cell that holds a comma stands in quotes")
            elif cells is not None:
                rows.append(Row(where, dict(zip(self.header, (cells[column] for column in self.named), strict=True)), problems))
                if len(self.named) < self.width and (stray := [cells[column] for column in range(self.width) if column not in self.named and cells[column]]):
                    rows[-1].reject(f'"{stray[0]}" in a column without a name', "a name in the header for every column that holds something")
        return rows


def read_rows(path: Path, columns: Sequence[str], problems: Problems, optional: Collection[str] = ()) -> list[Row] | None:
    """The rows of a CSV file with exactly these columns in any order, or ``None`` if it cannot be read as that; ``optional`` ones may be missing: empty."""
    table = read_table(path, f"a header: {','.join(columns)}", problems)
    if table is None or not _has_columns(table, columns, problems, optional):
        return None
    rows, missing = table.rows(problems), [column for column in columns if column not in table.header]
    return [replace(row, cells={**row.cells, **dict.fromkeys(missing, "")}) for row in rows] if missing else rows


def read_table(path: Path, wanted: str, problems: Problems) -> Table | None:
    """A CSV file up to its header, the first of :func:`lines_of`; ``None`` if there is none. ``wanted`` says what a header should hold."""
    text = read_text(path, problems)
    if text is None:
        return None
    name, lines = shown(path), lines_of(text)
    for number, line in lines:
        where = f"{name}:{number}"
        header = _cells(where, line, problems)
        if header is not None:
            named = tuple(column for column, cell in enumerate(header) if cell)
            return Table(name, where, tuple(header[column] for column in named), tuple(lines), named, len(header))
    problems.add(f"{name}:1", "no line but comments", wanted)
    return None


def _cells(where: str, line: str, problems: Problems) -> list[str] | None:
    try:
        return [cell.strip() for cell in (next(csv.reader([line], strict=True)) if '"' in line else line.split(","))]
    except csv.Error as error:
        problems.add(where, f"a line that is not CSV ({error})", "cells separated by commas, quotes closed on the same line")
        return None


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of the lines that hold something: those that start with ``#`` and blank ones, also of nothing but commas, are passed over."""
    return ((number, line) for number, line in enumerate(text.splitlines(), 1) if not line.startswith("#") and line.strip(" ,\t"))


def table_of(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file that ships with the program and that tests check, by the columns that its first line names."""
    return list(csv.DictReader(line for _, line in lines_of(text)))


def check_once(table: Table, problems: Problems) -> None:
    """Note columns that stand in a header more than once."""
    for column, times in Counter(table.header).items():
        if times > 1:
            problems.add(table.where, f'column "{column}" more than once', "each column once")


def _has_columns(table: Table, columns: Sequence[str], problems: Problems, optional: Collection[str] = ()) -> bool:
    header, where = table.header, table.where
    missing = [column for column in columns if column not in header and column not in optional]
    if len(header) == 1 and len(columns) > 1 and ";" in header[0]:
        problems.add(where, "columns separated by semicolons", "columns separated by commas")
        return False
    for column in header:
        if column not in columns:
            problems.add(where, f'unknown column "{column}"', listed(columns, 20), nearest(column, missing or [one for one in columns if one not in header]))
    for column in missing:
        problems.add(where, f'no column "{column}"', listed(columns, 20), nearest(column, [other for other in header if other not in columns]))
    check_once(table, problems)
    return not missing and len(set(header)) == len(header)
