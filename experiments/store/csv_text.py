"""Tables as CSV for spreadsheets: text that a spreadsheet would take for a formula is made inert, numbers stay numbers."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\n")
"""A cell that begins so is run by a spreadsheet; an apostrophe in front makes it text."""


def inert(cell: Any) -> Any:
    """A cell that no spreadsheet runs: text that begins like a formula has an apostrophe in front, unless it is a number.

    A bare carriage return, behind which a new cell would begin, becomes a line break, which is quoted.
    """
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def csv_text(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A head and rows as CSV, every cell inert."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([inert(name) for name in names])
    table.writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue()


def csv_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows that all have the same keys as CSV; empty for none."""
    return csv_text(list(rows[0]), (list(row.values()) for row in rows)) if rows else ""


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
