"""The rows of the evidence, of all tables that ship and of a study's own, in one form; see ``scenarios/evidence/README.md`` for their columns."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from calibration.evidence.evidence_row import FAMILIES, OBSERVED, OWN, Evidence
from calibration.evidence.observations import as_evidence, read_observations
from scenarios.evidence.rows import FILE
from scenarios.reading.files import Row, read_rows
from scenarios.reading.folders import EVIDENCE
from scenarios.reading.problems import Problems
from scenarios.studies import Study

__all__ = ["FAMILIES", "OBSERVED", "OWN", "TABLES", "Evidence", "answered_for", "read_evidence"]

TABLES: Mapping[str, tuple[str, ...]] = {
    "documented": ("id", "source", "section", "family", "quantity", "place_or_border", "nationality", "period", "low", "high", "unit", "note"),
    "itineraries": ("id", "source", "section", "who", "legs", "note"),
    "policies": ("id", "source", "section", "lever", "what it changes"),
}
"""Columns by table; a table is the file of that name."""


def read_evidence(study: Study | None = None, folder: Path = EVIDENCE) -> Mapping[str, Evidence]:
    """All rows that ship by id, in the order of the tables, then those of the study's own ``evidence.csv`` and of its ``observations.csv``.

    Raises
    ------
    scenarios.BadInput
        If a table cannot be read, or an id stands twice or begins with letters that are no family.
    """
    problems = Problems()
    found = dict(_tables(folder))
    for row in study.rows(FILE, TABLES["documented"], problems) if study is not None else ():
        if row["id"] in found:
            row.reject(f"{row['id']} again", "an id that no other row has, those that ship included")
        found.setdefault(row["id"], _evidence(OWN, row))
    problems.stop()
    return found if study is None else {**found, **as_evidence(read_observations(study))}


@cache
def _tables(folder: Path) -> Mapping[str, Evidence]:
    """The rows of the tables of a folder; read once, for they ship with the program."""
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


def answered_for(study: Study, evidence: Mapping[str, Evidence]) -> tuple[str, ...]:
    """The ids of the rows that a study judges or excuses: those of its sources and its own."""
    return tuple(row.id for row in evidence.values() if row.table in (OWN, OBSERVED) or row.source in study.sources)


def _check_numbers(row: Row) -> None:
    for column in ("low", "high"):
        if row[column]:
            row.number(column)


def _evidence(table: str, row: Row) -> Evidence:
    if table in ("documented", OWN):
        _check_numbers(row)
        columns = ("quantity", "nationality", "place_or_border", "period", "low", "high", "unit", "note")
        return Evidence(row["id"], table, row["source"], row["section"], *(row[column] for column in columns))
    if table == "itineraries":
        return Evidence(row["id"], table, row["source"], row["section"], row["legs"], row["who"], "", "", "", "", "", row["note"])
    return Evidence(row["id"], table, row["source"], row["section"], row["lever"], "", "", "", "", "", "", f"changes {row['what it changes']}")
