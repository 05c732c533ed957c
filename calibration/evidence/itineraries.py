"""Documented itineraries as they are compared with the model: who makes them, in which world, by which points.

What the reports say stands in the evidence; ``itineraries.csv`` adds what :data:`COLUMNS` says, for every one of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from calibration.evidence.itinerary_words import WORDS, Part, read_legs, read_words
from calibration.evidence.rows import Evidence, read_evidence
from scenarios.files import Row, read_rows, split
from scenarios.problems import Problems, listed, nearest

ITINERARIES = Path(__file__).with_name("itineraries.csv")
COLUMNS: Mapping[str, str] = {
    "id": "an itinerary of the evidence; each stands once",
    "within": "`scenario` (central-asia-2004), `territory` (the same people and rules over all countries of its territory), or `outside`",
    "kind": "`own`: a way reported of somebody; `general`: a pattern of whole regions; `wish`: where somebody wanted to go, without a way",
    "communities": "who can make it, joined by `;`: at least one, unless the legs begin with each people's own country; empty outside",
    "legs": "filled where they are read otherwise than they stand in the evidence",
    "reason": "why: outside, another world, another reading, or communities that stand in for who is named",
}
"""The columns of ``itineraries.csv``."""
SCENARIO, TERRITORY, OUTSIDE = WITHIN = ("scenario", "territory", "outside")
OWN, GENERAL, WISH = KINDS = ("own", "general", "wish")


@dataclass(frozen=True, slots=True)
class Itinerary:
    """One documented itinerary: ``row`` is its row of the evidence, ``parts`` what is passed one after the other; the rest as in the file."""

    id: str
    row: Evidence
    within: str
    kind: str
    communities: tuple[str, ...]
    parts: tuple[Part, ...]
    reason: str


def read_itineraries(path: Path = ITINERARIES, words: Path = WORDS, evidence: Mapping[str, Evidence] | None = None) -> Mapping[str, Itinerary]:
    """The itineraries by id, in the order of the file.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be read; an itinerary of the evidence is missing, unknown or there twice; words cannot be read; or a reason is wanting.
    """
    rows_by_id = {name: row for name, row in (read_evidence() if evidence is None else evidence).items() if row.table == "itineraries"}
    known = read_words(words)
    problems = Problems()
    found: dict[str, Itinerary] = {}
    rows = read_rows(path, tuple(COLUMNS), problems)
    for row in rows or ():
        if row["id"] not in rows_by_id:
            row.bad("id", f"the itineraries of the evidence, such as {listed(rows_by_id, 3)}", nearest(row["id"], rows_by_id))
        elif row["id"] in found:
            row.reject(f"{row['id']} again", "each itinerary once")
        else:
            found[row["id"]] = _itinerary(row, rows_by_id[row["id"]], known, problems)
    for name in rows_by_id if rows is not None else ():
        if name not in found:
            problems.add(str(path.name), f"no row for {name}", "a row for every itinerary of the evidence")
    problems.stop()
    return found


def _itinerary(row: Row, evidence: Evidence, known: Mapping[str, Row], problems: Problems) -> Itinerary:
    row.known("within", WITHIN)
    row.known("kind", KINDS)
    communities = split(row["communities"])
    if bool(communities) == (row["within"] == OUTSIDE):
        row.bad("communities", "who makes it, joined by ; (none outside)")
    named = evidence.whom.lower().replace(" ", "-")
    if not row["reason"] and (row["within"] != SCENARIO or row["legs"] or communities != (named,)):
        row.bad("reason", f'why it is outside, read otherwise, or made by others than "{evidence.whom}"')
    parts = read_legs(row["legs"] or evidence.what, known, row.where, problems)
    return Itinerary(row["id"], evidence, row["within"], row["kind"], communities, parts, row["reason"])
