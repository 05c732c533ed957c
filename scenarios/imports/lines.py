"""CSV files whose columns are known by where they stand: a header may be missing or start with ``#``."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scenarios.reading.files import Row, lines_of, read_text
from scenarios.reading.paths import shown
from scenarios.reading.problems import Problems


def read_lines(path: Path, columns: Sequence[str], problems: Problems, *, least: int, heads: Sequence[str] = ()) -> list[Row]:
    """The rows of a file, none after a finding.

    Parameters
    ----------
    path, problems
        The file, and where findings go.
    columns
        What its columns are called, in their order. Cells beyond them are kept as one text, joined by ``,``, in the column ``more``.
    least
        Cells that a row must have; others may be missing, and are empty then.
    heads
        What the first cell holds, in small letters, of a header that does not start with ``#``: it is passed over.
    """
    text = read_text(path, problems)
    rows = []
    for position, (number, line) in enumerate(lines_of(text or "")):
        where = f"{shown(path)}:{number}"
        try:
            cells = [cell.strip() for cell in next(csv.reader([line], strict=True))]
        except csv.Error as error:
            problems.add(where, f"a line that is not CSV ({error})", "cells separated by commas, quotes closed on the same line")
            continue
        if position == 0 and cells[0].lower() in heads:
            continue
        if len(cells) < least:
            problems.add(where, f"{len(cells)} cells", f"at least {least}: {','.join(columns)}")
            continue
        cells += [""] * (len(columns) - len(cells))
        named = dict(zip(columns, cells, strict=False))
        rows.append(Row(where, {**named, "more": ",".join(cells[len(columns) :]).strip(",")}, problems))
    return rows


def day_of(row: Row, column: str) -> date | None:
    """The date in a cell; ``None`` after a finding."""
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        row.bad(column, "a date such as 2015-05-01")
        return None


def cell(text: str) -> str:
    """A text as a cell of a CSV file, in quotes where it needs them."""
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if "," in text or '"' in text else text
