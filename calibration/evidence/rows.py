"""The rows of the evidence, of all three tables, in one form; see ``scenarios/evidence/README.md`` for their columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scenarios.files import Row, read_rows
from scenarios.folders import EVIDENCE
from scenarios.problems import Problems

TABLES: Mapping[str, tuple[str, ...]] = {
    "documented": ("id", "source", "section", "family", "quantity", "place_or_border", "nationality", "period", "low", "high", "unit", "note"),
    "itineraries": ("id", "source", "section", "who", "legs", "note"),
    "policies": ("id", "source", "section", "lever", "what it changes"),
}
"""Columns by table; a table is the file of that name."""
FAMILIES: Mapping[str, str] = {
    "FEE": "prices",
    "INC": "incomes",
    "APP": "apprehensions and detections",
    "FLW": "flows and stocks",
    "AVR": "assisted return",
    "BEH": "behaviour and rules",
    "DOC": "documents",
    "HRM": "harm",
    "CTX": "context and dates",
    "ITN": "itineraries",
    "POL": "measures",
}
"""What an id speaks of, by its first letters."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row: ``what`` is reported of ``whom`` and ``place`` in ``period``, from ``low`` to ``high`` in ``unit`` (texts as in the file, empty if unknown)."""

    id: str
    table: str
    source: str
    section: str
    what: str
    whom: str
    place: str
    period: str
    low: str
    high: str
    unit: str
    note: str

    @property
    def family(self) -> str:
        """First letters of the id, a key of :data:`FAMILIES`."""
        return self.id.partition("-")[0]


def read_evidence(folder: Path = EVIDENCE) -> Mapping[str, Evidence]:
    """All rows by id, in the order of the tables.

    Raises
    ------
    scenarios.BadInput
        If a table cannot be read, or an id stands twice or begins with letters that are no family.
    """
    problems = Problems()
    found: dict[str, Evidence] = {}
    for table, columns in TABLES.items():
        for row in read_rows(folder / f"{table}.csv", columns, problems) or ():
            if row["id"] in found:
                row.reject(f"{row['id']} again", "each id once in all tables")
            elif row["id"].partition("-")[0] not in FAMILIES:
                row.bad("id", f"an id that begins with one of {', '.join(FAMILIES)}")
            found.setdefault(row["id"], _evidence(table, row))
    problems.stop()
    return found


def _evidence(table: str, row: Row) -> Evidence:
    if table == "documented":
        columns = ("quantity", "nationality", "place_or_border", "period", "low", "high", "unit", "note")
        return Evidence(row["id"], table, row["source"], row["section"], *(row[column] for column in columns))
    if table == "itineraries":
        return Evidence(row["id"], table, row["source"], row["section"], row["legs"], row["who"], "", "", "", "", "", row["note"])
    return Evidence(row["id"], table, row["source"], row["section"], row["lever"], "", "", "", "", "", "", f"changes {row['what it changes']}")
