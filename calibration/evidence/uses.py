"""What each row of the evidence is used for: one use each, so that nothing is both put into the model and claimed as its success.

``input``      a parameter, rule or event of a scenario that ships names it (:mod:`calibration.evidence.citations`), or the network carries it (an itinerary
               that is required to be possible). If results are compared with it all the same, agreement is called *reproduced*
``fitted``     results may be fitted to it: a comparison exists, and it is no input
``held-out``   kept away from fitting by the rule of :mod:`calibration.evidence.holdout`: a comparison exists, and it is no input
``context``    neither; the reason says why
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from calibration.evidence.citations import citations
from calibration.evidence.comparisons import COLUMNS as COMPARISON_COLUMNS
from calibration.evidence.comparisons import COMPARISONS, days_of
from calibration.evidence.holdout import held_out
from calibration.evidence.itineraries import OUTSIDE, Itinerary, read_itineraries
from calibration.evidence.rows import Evidence, read_evidence
from scenarios.files import Row, read_rows, split
from scenarios.problems import Problems, nearest

USES = Path(__file__).with_name("uses.csv")
COLUMNS: Mapping[str, str] = {
    "id": "a row of the evidence; each stands once",
    "use": "`input` (a scenario leans on it), `fitted`, `held-out` (by the rule of `calibration/evidence/holdout.py`), or `context`",
    "cluster": "name of the passage or table that the row is part of; needed where results are compared with it",
    "reason": "why it is used so",
}
"""The columns of ``uses.csv``."""
INPUT, FITTED, HELD_OUT, CONTEXT = WORDS = ("input", "fitted", "held-out", "context")
LATE = ("APP", "2005")
"""Family and year of the counts that are held out as a block in time."""


@dataclass(frozen=True, slots=True)
class Use:
    """How one row is used; ``compared`` says whether results are compared with it."""

    id: str
    use: str
    cluster: str
    reason: str
    compared: bool

    @property
    def reproduced(self) -> bool:
        """Whether agreement with it shows no more than that an input comes out again."""
        return self.use == INPUT and self.compared


@dataclass(frozen=True, slots=True)
class EvidenceLinks:
    """What the uses are checked against: the evidence, where it is cited, the ids that results are compared with, and the itineraries."""

    evidence: Mapping[str, Evidence]
    cited: Mapping[str, tuple[str, ...]]
    compared: frozenset[str]
    itineraries: Mapping[str, Itinerary]

    def is_input(self, name: str) -> bool:
        """Whether a scenario leans on a row."""
        return name in self.cited or (name in self.itineraries and self.itineraries[name].within != OUTSIDE)


def read_links(comparisons: Path = COMPARISONS) -> EvidenceLinks:
    """What ships.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be used.
    """
    evidence = read_evidence()
    problems = Problems()
    rows = read_rows(comparisons, tuple(COMPARISON_COLUMNS), problems)
    problems.stop()
    compared = frozenset(name for row in rows or () for name in split(row["id"]))
    return EvidenceLinks(evidence, citations(), compared, read_itineraries(evidence=evidence))


def read_uses(path: Path = USES, links: EvidenceLinks | None = None) -> Mapping[str, Use]:
    """The use of every row of the evidence, by id, in the order of the evidence.

    Raises
    ------
    scenarios.BadInput
        If a row of the evidence is missing, unknown or there twice; if a use is not what citations, comparisons and the rule of holding out make it;
        or if a cluster or a reason is wanting.
    """
    known = read_links() if links is None else links
    problems = Problems()
    rows = read_rows(path, tuple(COLUMNS), problems)
    problems.stop()
    found: dict[str, Row] = {}
    for row in rows or ():
        if row["id"] not in known.evidence:
            row.bad("id", "the ids of the evidence", nearest(row["id"], known.evidence))
        elif row["id"] in found:
            row.reject(f"{row['id']} again", f"each row of the evidence once; it stands at {found[row['id']].where}")
        else:
            found[row["id"]] = row
    for name in known.evidence:
        if name not in found:
            problems.add(path.name, f"no row for {name}", "a row for every row of the evidence")
    kept = kept_away({name: row["cluster"] for name, row in found.items()}, known)
    for row in found.values():
        _check(row, known, kept)
    problems.stop()
    return {name: Use(name, found[name]["use"], found[name]["cluster"], found[name]["reason"], name in known.compared) for name in known.evidence}


def kept_away(clusters: Mapping[str, str], links: EvidenceLinks) -> frozenset[str]:
    """The clusters that are held out: of those with a comparison and without an input, the ones that :func:`calibration.evidence.holdout.held_out` names."""
    leaning = {cluster for name, cluster in clusters.items() if links.is_input(name)}
    families: dict[str, str] = {}
    late: set[str] = set()
    for name, cluster in clusters.items():
        if cluster and name in links.compared and cluster not in leaning:
            row = links.evidence[name]
            families.setdefault(cluster, row.family)
            days = days_of(row.period)
            if row.family == LATE[0] and (row.low or row.high) and days is not None and f"{days[0].year}" == LATE[1]:
                late.add(cluster)
    return held_out(families, frozenset(late))


def _check(row: Row, links: EvidenceLinks, kept: frozenset[str]) -> None:
    name, compared = row["id"], row["id"] in links.compared
    if not row.known("use", WORDS):
        return
    if compared and not row["cluster"]:
        row.reject(f"{name} without a cluster", "the passage or table that it is part of, since results are compared with it")
    if not row["reason"]:
        row.bad("reason", "why it is used so")
    right = INPUT if links.is_input(name) else CONTEXT if not compared else HELD_OUT if row["cluster"] in kept else FITTED
    if row["use"] != right:
        row.reject(f"{name} as {row['use']}", f"{right}: {_because(name, right, links)}")


def _because(name: str, right: str, links: EvidenceLinks) -> str:
    if right == INPUT:
        where = links.cited.get(name)
        return f"{where[0]} names it" if where else "itineraries.csv requires it to be possible"
    return {
        CONTEXT: "no scenario names it and no comparison exists",
        HELD_OUT: "a comparison exists, no scenario names it, and its cluster is held out",
        FITTED: "a comparison exists, no scenario names it, and its cluster is not held out",
    }[right]
