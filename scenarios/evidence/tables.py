"""The tables of the evidence as rows of text."""

from functools import cache

from scenarios.reading.files import table_of
from scenarios.reading.folders import EVIDENCE


def evidence_table(name: str) -> list[dict[str, str]]:
    """The rows of one table, by the columns that its first line names."""
    return table_of((EVIDENCE / f"{name}.csv").read_text(encoding="utf-8"))


@cache
def evidence_ids() -> frozenset[str]:
    """The ids of all evidence."""
    return frozenset(row["id"] for path in EVIDENCE.glob("*.csv") for row in evidence_table(path.stem) if row.get("id"))
