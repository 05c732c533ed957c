"""Documented values as indicators of the vector approach: what question each answers, for which countries, who said it, and how far to trust it.

The report on Central Asia measures smuggling by many indicators, each of them weak: registers of services, files of return programmes, interviews, what
the press says. What several of them point to is its result. ``vectors.csv`` classifies every documented value in that way, whether or not results can be
compared with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from calibration.evidence.rows import Evidence, read_evidence
from scenarios.reading.files import Row, read_rows, split
from scenarios.reading.folders import EVIDENCE
from scenarios.reading.names import COUNTRY
from scenarios.reading.problems import Problems

VECTORS = EVIDENCE / "vectors.csv"
TABLE = "documented"
"""The table of the evidence whose rows are classified."""
COLUMNS: Mapping[str, str] = {
    "id": "a row of `documented.csv`; each stands once",
    "question": "the question that it answers",
    "countries": "codes of the countries whose vector it belongs to, with blanks between; none for the rest of the world",
    "kind": "what kind of indicator it is",
    "speaker": "who said it",
    "strength": "how far it carries: `strong`, `moderate` or `weak`",
    "says": "`up`, `down` or `level` where it says a direction in words; empty for a number or a plain statement",
    "measure": "name of what it measures, where another row measures the same; their ranges should overlap",
    "against": "ids, joined by `;`, of rows that it contradicts though their numbers measure different things",
    "reason": "why it is classified so",
}
"""The columns of ``vectors.csv``."""
CONTEXT = "context"
QUESTIONS: Mapping[str, str] = {
    "enter": "How many enter or stay irregularly",
    "transit": "How many pass through",
    "leave": "How many leave",
    "ways": "Which ways and papers",
    "organisation": "How it is organised",
    "fees": "What it costs",
    "who": "Who they are",
    "harm": "What harm is done",
    "returns": "Who is helped or made to return",
    CONTEXT: "Context, no indicator of smuggling",
}
"""The questions, in the order in which they are shown."""
KINDS: Mapping[str, str] = {
    "count": "what a service or office registered",
    "file": "files of a programme",
    "interviews": "interviews with migrants",
    "officials": "an estimate or range by officials",
    "single": "one person, website or press report",
    "computed": "computed from other rows",
    "pattern": "a pattern or ranking without a number",
    "rule": "a law or agreement",
}
"""Kinds of indicators, and what each is."""
STRENGTHS: Mapping[str, str] = {
    "strong": "registered or filed one by one, or the law itself",
    "moderate": "a round count, several speakers who agree, or four and more people asked",
    "weak": "one speaker, one case, or a statement without a number",
}
"""How far an indicator carries, from most to least."""
SPEAKERS: Mapping[str, str] = {
    "border service": "data of border services",
    "migration service": "data of migration services and the migration police",
    "police": "interior ministries and prosecutors",
    "security service": "councils of national security",
    "several services": "services that agree",
    "other authorities": "ministries, consular and passport services",
    "return programme": "cases of assisted voluntary return",
    "migrants": "interviews with migrants",
    "NGO": "non-governmental organisations",
    "travel firms": "travel agencies and carriers",
    "IOM": "staff and estimates of the organisation that made the report",
    "international organisations": "statistics of others",
    "press": "media",
    "internet": "offers on websites",
    "literature": "books and articles",
    "law": "laws and agreements",
    "researchers": "those who made the survey",
    "not stated": "the report does not say",
}
"""Who can say something, as the report lists its sources."""
UP, DOWN, LEVEL = SAYS = ("up", "down", "level")
"""Directions."""


@dataclass(frozen=True, slots=True)
class VectorRow:
    """How one documented value is classified; see :data:`COLUMNS`."""

    id: str
    question: str
    countries: tuple[str, ...]
    kind: str
    speaker: str
    strength: str
    says: str
    measure: str
    against: tuple[str, ...]
    reason: str


def read_vectors(path: Path = VECTORS, evidence: Mapping[str, Evidence] | None = None) -> Mapping[str, VectorRow]:
    """The class of every documented value, by id, in the order of the evidence.

    Raises
    ------
    scenarios.BadInput
        If a documented value is missing, unknown or there twice, a word or country is unknown, a row is against itself or an unknown one, a measure
        stands once, or a reason is wanting.
    """
    documented = [row.id for row in (read_evidence() if evidence is None else evidence).values() if row.table == TABLE]
    problems = Problems()
    rows = read_rows(path, tuple(COLUMNS), problems)
    problems.stop()
    found: dict[str, Row] = {}
    for row in rows or ():
        if not row.known("id", documented):
            continue
        if row["id"] in found:
            row.reject(f"{row['id']} again", f"each documented value once; it stands at {found[row['id']].where}")
            continue
        found[row["id"]] = row
        _check(row, documented)
    for name in documented:
        if name not in found:
            problems.add(path.name, f"no row for {name}", "a row for every documented value")
    measures = [row["measure"] for row in found.values()]
    for row in found.values():
        if row["measure"] and measures.count(row["measure"]) == 1:
            row.bad("measure", "the name of what another row measures too; else empty")
    problems.stop()
    return {name: _class(found[name]) for name in documented}


def _check(row: Row, documented: list[str]) -> None:
    for column, words in (("question", QUESTIONS), ("kind", KINDS), ("speaker", SPEAKERS), ("strength", STRENGTHS)):
        row.known(column, tuple(words))
    if row["says"]:
        row.known("says", SAYS)
    for code in row["countries"].split():
        if not COUNTRY.fullmatch(code):
            row.bad("countries", "codes of three capital letters with blanks between")
    for name in split(row["against"]):
        if name not in documented or name == row["id"]:
            row.bad("against", "ids of other documented values")
    if not row["reason"]:
        row.bad("reason", "why it is classified so")


def _class(row: Row) -> VectorRow:
    return VectorRow(
        row["id"], row["question"], tuple(row["countries"].split()), row["kind"], row["speaker"], row["strength"], row["says"], row["measure"],
        split(row["against"]), row["reason"],
    )  # fmt: skip
