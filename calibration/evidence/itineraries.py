"""Documented itineraries as they are compared with the model: who makes them, in which world, by which points.

What the reports say stands in the evidence; the ``itineraries.csv`` of a study adds what :data:`COLUMNS` says, for every one of its sources.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from calibration.evidence.itinerary_words import Part, read_legs, read_words
from calibration.evidence.rows import OWN as OWN_TABLE
from calibration.evidence.rows import Evidence, answered_for, read_evidence
from scenarios.reading.files import Row, split
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.studies import Study

ITINERARIES = "itineraries.csv"
COLUMNS: Mapping[str, str] = {
    "id": "an itinerary of the evidence, or a row of one's own; each stands once",
    "within": "`scenario` (those of the study), `territory` (the same people and rules over all countries of its territory), or `outside`",
    "kind": "`own`: a way reported of somebody; `general`: a pattern of whole regions; `wish`: where somebody wanted to go, without a way",
    "communities": "who can make it, joined by `;`: at least one, unless the legs begin with each people's own country; empty outside",
    "legs": "filled where they are read otherwise than they stand in the evidence, and for rows of one's own",
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


def read_itineraries(study: Study, evidence: Mapping[str, Evidence] | None = None) -> Mapping[str, Itinerary]:
    """The itineraries of a study by id, in the order of its files.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be read; an itinerary of its sources is missing where the study ships, unknown or there twice; words cannot be read; or a reason is
        wanting.
    """
    known = read_evidence(study) if evidence is None else evidence
    possible = {name: row for name, row in known.items() if row.table in ("itineraries", OWN_TABLE)}
    words = read_words(study)
    problems = Problems()
    found: dict[str, Itinerary] = {}
    for row in study.rows(ITINERARIES, tuple(COLUMNS), problems):
        if row["id"] not in possible:
            row.bad("id", f"the itineraries of the evidence, such as {listed(possible, 3)}", nearest(row["id"], possible))
        elif row["id"] in found:
            row.reject(f"{row['id']} again", "each itinerary once")
        else:
            found[row["id"]] = _itinerary(row, possible[row["id"]], words, problems)
    for name in answered_for(study, known) if study.ships else ():
        if known[name].table == "itineraries" and name not in found:
            problems.add(f"{study.name}/{ITINERARIES}", f"no row for {name}", "a row for every itinerary of its sources")
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
    if evidence.table == OWN_TABLE and not row["legs"]:
        row.bad("legs", "the places of the way, joined by >")
    parts = read_legs(row["legs"] or evidence.what, known, row.where, problems)
    return Itinerary(row["id"], evidence, row["within"], row["kind"], communities, parts, row["reason"])
