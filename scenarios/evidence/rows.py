"""Rows of evidence that a parameter can rest on: those that ship, and those of a user's own ``evidence.csv``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scenarios.evidence.tables import evidence_table
from scenarios.reading.files import Row, read_rows
from scenarios.reading.paths import is_file
from scenarios.reading.problems import Problems

FILE = "evidence.csv"
"""A table of rows of one's own, beside a scenario or policy or in the folder of a territory."""
COLUMNS = ("id", "source", "section", "family", "quantity", "place_or_border", "nationality", "period", "low", "high", "unit", "note")
"""The columns of ``documented.csv`` and of such a table."""
_OTHERS = ("itineraries", "policies")
"""Tables whose rows name neither place nor people in a column, and no number."""


@dataclass(frozen=True, slots=True)
class Known:
    """What one row speaks of: ``place`` and ``people`` as written, and its number from ``low`` to ``high`` (``None`` where open) in ``unit``.

    The rows of itineraries and measures have none of these columns: all are empty there.
    """

    id: str
    place: str = ""
    people: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None


def ids_in(source: str) -> tuple[str, ...]:
    """The ids that a source names: what stands before its first colon, joined by commas."""
    return tuple(part.strip() for part in source.partition(":")[0].split(",") if part.strip())


def reason_in(source: str) -> str:
    """The reason that a source gives: what stands behind its first colon, or nothing."""
    return source.partition(":")[2].strip()


@cache
def documented() -> Mapping[str, Known]:
    """The rows that ship, by id."""
    found = {}
    for row in evidence_table("documented"):
        low, high = (float(row[column]) if row[column] and _is_number(row[column]) else None for column in ("low", "high"))
        found[row["id"]] = Known(row["id"], row["place_or_border"], row["nationality"], row["unit"], low, high)
    return found | {row["id"]: Known(row["id"]) for name in _OTHERS for row in evidence_table(name)}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def read_own(folders: Iterable[Path], problems: Problems) -> Mapping[str, Known]:
    """The rows of the tables ``evidence.csv`` in some folders, by id; what is wrong with them is noted."""
    found: dict[str, Known] = {}
    where: dict[str, str] = {}
    for path in dict.fromkeys((folder / FILE).resolve() for folder in folders):
        for row in (read_rows(path, COLUMNS, problems) or ()) if is_file(path) else ():
            known = _own(row, where)
            if known is not None:
                found[known.id], where[known.id] = known, row.where
    return found


def _own(row: Row, where: Mapping[str, str]) -> Known | None:
    name = row["id"]
    if not name or ":" in name or "," in name:
        row.bad("id", "a short name without colons and commas, such as MINE-01")
    elif name in documented() or name in where:
        row.reject(f"{name} again", f"an id of its own; it stands {'in the evidence that ships' if name in documented() else f'at {where[name]}'}")
    low, high = (row.number(column) if row[column] else None for column in ("low", "high"))
    return Known(name, row["place_or_border"], row["nationality"], row["unit"], low, high) if row.valid else None
