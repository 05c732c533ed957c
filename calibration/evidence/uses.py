"""What a study uses each row of its evidence for: one use each, so that nothing is both put into the model and claimed as its success.

``input``      a parameter, rule or event of a scenario of the study names it (:mod:`calibration.evidence.citations`), or the network carries it (an itinerary
               that is required to be possible). If results are compared with it all the same, agreement is called *reproduced*
``fitted``     results may be fitted to it: a comparison exists, and it is no input
``held-out``   kept away from fitting by the rule of :mod:`calibration.evidence.holdout`: a comparison exists, and it is no input
``context``    neither; the reason says why
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from calibration.evidence.citations import citations
from calibration.evidence.comparisons import COLUMNS as COMPARISON_COLUMNS
from calibration.evidence.comparisons import COMPARISONS, days_of
from calibration.evidence.holdout import held_out
from calibration.evidence.itineraries import OUTSIDE, Itinerary, read_itineraries
from calibration.evidence.observations import Observation, read_observations
from calibration.evidence.rows import OWN, Evidence, answered_for, read_evidence
from calibration.evidence.seen import read_seen
from scenarios.reading.files import Row, split
from scenarios.reading.problems import Problems, nearest
from scenarios.studies import Study

USES = "uses.csv"
COLUMNS: Mapping[str, str] = {
    "id": "a row of the sources of the study, of its own, or one that its comparisons or itineraries name; each stands once",
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
    """How one row is used; ``compared`` says whether results are compared with it, ``seen`` why a held-out one is no blind check any more."""

    id: str
    use: str
    cluster: str
    reason: str
    compared: bool
    seen: str = ""

    @property
    def reproduced(self) -> bool:
        """Whether agreement with it shows no more than that an input comes out again."""
        return self.use == INPUT and self.compared


@dataclass(frozen=True, slots=True)
class EvidenceLinks:
    """What the uses of a study are checked against: its rows, where they are cited, the ids that results are compared with, and its itineraries.

    ``observed`` are its own observations, which say themselves what they are used for.
    """

    evidence: Mapping[str, Evidence]
    cited: Mapping[str, tuple[str, ...]]
    compared: frozenset[str]
    itineraries: Mapping[str, Itinerary]
    observed: Mapping[str, Observation] = field(default_factory=dict)

    def is_input(self, name: str) -> bool:
        """Whether a scenario leans on a row."""
        return name in self.cited or (name in self.itineraries and self.itineraries[name].within != OUTSIDE)

    def right_use(self, name: str, cluster: str, kept: frozenset[str]) -> str:
        """The use that citations, comparisons and the rule of holding out make of a row; of an observation, what its file says."""
        if name in self.observed:
            return self.observed[name].use
        return INPUT if self.is_input(name) else CONTEXT if name not in self.compared else HELD_OUT if cluster in kept else FITTED


def read_links(study: Study) -> EvidenceLinks:
    """What a study holds.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be used.
    """
    evidence = read_evidence(study)
    problems = Problems()
    compared = frozenset(name for row in study.rows(COMPARISONS, tuple(COMPARISON_COLUMNS), problems) for name in split(row["id"]))
    problems.stop()
    observed = {one.spec.id: one for one in read_observations(study)}
    compared |= observed.keys()
    own = [row.id for row in evidence.values() if row.table == OWN]
    itineraries = read_itineraries(study, evidence)
    mine = dict.fromkeys([*answered_for(study, evidence), *(name for name in evidence if name in compared or name in itineraries)])
    return EvidenceLinks({name: evidence[name] for name in mine}, citations(study, own), compared, itineraries, observed)


def read_uses(study: Study, links: EvidenceLinks | None = None) -> Mapping[str, Use]:
    """The use of every row that a study answers for or names, by id, in the order of the evidence.

    A study of one's own may leave rows out of ``uses.csv``: their use is what citations, comparisons and the rule of holding out make it.

    Raises
    ------
    scenarios.BadInput
        If a row is unknown or there twice, or missing in a study that ships; if a use is not what citations, comparisons and the rule of holding out make it;
        or if a cluster or a reason is wanting.
    """
    known = read_links(study) if links is None else links
    problems = Problems()
    found: dict[str, Row] = {}
    for row in study.rows(USES, tuple(COLUMNS), problems):
        if row["id"] in known.observed:
            row.bad("id", f"rows of other tables: the use of an observation stands in its own row, {known.observed[row['id']].where}")
        elif row["id"] not in known.evidence:
            row.bad("id", "the ids of the rows that the study answers for", nearest(row["id"], known.evidence))
        elif row["id"] in found:
            row.reject(f"{row['id']} again", f"each row of the evidence once; it stands at {found[row['id']].where}")
        else:
            found[row["id"]] = row
    for name in known.evidence if study.ships else ():
        if name not in found and name not in known.observed:
            problems.add(f"{study.name}/{USES}", f"no row for {name}", "a row for every row of its sources, comparisons and itineraries")
    clusters = {name: found[name]["cluster"] if name in found else name if name in known.compared else "" for name in known.evidence}
    clusters |= {name: one.series for name, one in known.observed.items()}
    kept = kept_away(clusters, known)
    for row in found.values():
        _check(row, known, kept)
    problems.stop()
    uses = {name: _use(name, found.get(name), clusters[name], kept, known) for name in known.evidence}
    seen = _seen(study, uses, problems)
    problems.stop()
    return {name: replace(use, seen=seen.get(name, "")) for name, use in uses.items()}


def _seen(study: Study, uses: Mapping[str, Use], problems: Problems) -> Mapping[str, str]:
    """Why rows are seen, by their own ids."""
    rows = study.rows(COMPARISONS, tuple(COMPARISON_COLUMNS), problems)
    kept = {row["id"]: row for row in rows if (ids := split(row["id"])) and ids[0] in uses and uses[ids[0]].use == HELD_OUT}
    return {name: reason for ids, reason in read_seen(study, kept, problems).items() for name in split(ids)}


def _use(name: str, row: Row | None, cluster: str, kept: frozenset[str], links: EvidenceLinks) -> Use:
    if row is not None:
        return Use(name, row["use"], cluster, row["reason"], name in links.compared)
    right = links.right_use(name, cluster, kept)
    return Use(name, right, cluster, _because(name, right, links), name in links.compared)


def kept_away(clusters: Mapping[str, str], links: EvidenceLinks) -> frozenset[str]:
    """The clusters that are held out: of those with a comparison and without an input, the ones that :func:`calibration.evidence.holdout.held_out` names."""
    leaning = {cluster for name, cluster in clusters.items() if links.is_input(name)}
    families: dict[str, str] = {}
    late: set[str] = set()
    for name, cluster in clusters.items():
        if cluster and name in links.compared and cluster not in leaning and name not in links.observed:
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
    right = links.right_use(name, row["cluster"], kept)
    if row["use"] != right:
        row.reject(f"{name} as {row['use']}", f"{right}: {_because(name, right, links)}")


def _because(name: str, right: str, links: EvidenceLinks) -> str:
    if name in links.observed:
        return f"stated in {links.observed[name].where}"
    if right == INPUT:
        where = links.cited.get(name)
        return f"{where[0]} names it" if where else "itineraries.csv requires it to be possible"
    return {
        CONTEXT: "no scenario names it and no comparison exists",
        HELD_OUT: "a comparison exists, no scenario names it, and its cluster is held out",
        FITTED: "a comparison exists, no scenario names it, and its cluster is not held out",
    }[right]
