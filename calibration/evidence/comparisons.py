"""Reading of a study's ``comparisons.csv`` and of the evidence it speaks of; what is wrong is reported with file and line, all at once."""

import re
from collections.abc import Mapping

from calibration.evidence.indicators import INDICATORS
from calibration.evidence.observations import read_observations
from calibration.evidence.rows import Evidence, read_evidence
from calibration.evidence.specs import FILTERS, Argument, Bounds, Days, Spec, days_of, read_arguments
from scenarios.reading.files import Row
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.studies import Study
from sim.outcomes import Only

__all__ = ["AT_LEAST", "AT_MOST", "COLUMNS", "COMPARISONS", "FILTERS", "Argument", "Bounds", "Days", "Spec", "days_of", "read_specs"]

COMPARISONS = "comparisons.csv"
COLUMNS: Mapping[str, str] = {
    "id": "rows of the evidence, joined by `;` (their ranges are taken together)",
    "what": "what is compared, in words",
    "indicator": "a function of `sim/outcomes`, by name: see `calibration/evidence/indicators.py`",
    "arguments": "what it counts: `name=value` with blanks between; lists are joined by `;`, `a*3` stands three times",
    "period": "what is simulated for it, where that is not the period of the evidence",
    "reading": "how a pattern is read (`0.5..`, `..2`), or `at most`, `at least` of a number; `60..90/year` is a rate, computed from a total of other years",
    "slack": "factor within which a number is thought to be known; empty for 1",
    "whole": "evidence id of the number of people that a share was taken of: its sampling error is allowed for",
}
"""The columns of ``comparisons.csv``."""
AT_MOST, AT_LEAST = "at most", "at least"


def read_specs(study: Study, evidence: Mapping[str, Evidence] | None = None) -> list[Spec]:
    """The comparisons of a study, in the order of its files, then its own observations.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be read, or a row names an evidence id, an indicator or an argument that is not there, or holds what cannot be understood.
    """
    known = {name: row for name, row in (read_evidence(study) if evidence is None else evidence).items() if row.table not in ("itineraries", "policies")}
    problems = Problems()
    specs = [_spec(row, known) for row in study.rows(COMPARISONS, tuple(COLUMNS), problems)]
    problems.stop()
    return [*(spec for spec in specs if spec is not None), *(observation.spec for observation in read_observations(study))]


def _spec(row: Row, known: Mapping[str, Evidence]) -> Spec | None:
    ids = [part.strip() for part in row["id"].split(";")]
    for part in ids:
        if part not in known:
            row.reject(f'evidence id "{part}"', f"the ids of the evidence, such as {listed(known, 3)}", nearest(part, known))
    if row["whole"]:
        row.known("whole", known)
    slack = (row.number("slack", 1) if row["slack"] else 1.0) or 1.0
    only, arguments = read_arguments(row) if row.known("indicator", INDICATORS) else (Only(), {})
    if not row.valid:
        return None
    rows = [known[part] for part in ids]
    days = days_of(row["period"] or rows[0].period)
    if days is None:
        row.reject(f'period "{row["period"] or rows[0].period}"', "such as 2004, 2005-H1, 2005-05, 2004-2005 or 2004-01 to 2005-06")
    sample = known[row["whole"]].bounds[0] if row["whole"] else None
    documented = _documented(row, rows, sample)
    if days is None or documented is None:
        return None
    unit = "share" if sample is not None else f"persons{found[0]}" if (found := re.search(r"/(year|month)$", row["reading"])) else rows[0].unit
    return Spec(
        id=row["id"], what=row["what"], community=rows[0].whom, place=rows[0].place,
        period=row["period"] or rows[0].period, indicator=row["indicator"], only=only, arguments=arguments, days=days, documented=documented, slack=slack,
        sample=None if sample is None else round(sample), unit=unit,
    )  # fmt: skip


def _documented(row: Row, rows: list[Evidence], sample: float | None) -> Bounds | None:
    """What the evidence says, as it is to be read."""
    if found := re.fullmatch(r"(-?[\d.]*?)\.\.(-?[\d.]*?)(?:/(?:year|month))?", row["reading"]):
        try:
            low, high = (float(part) if part else None for part in found.groups())
        except ValueError:
            row.bad("reading", "an interval such as 0.5.. or ..2 or 100..500")
            return None
        return low, high
    if row["reading"] not in {"", AT_MOST, AT_LEAST}:
        row.bad("reading", f"{AT_MOST}, {AT_LEAST}, an interval such as 0.5.. or ..2, or empty", nearest(row["reading"], (AT_MOST, AT_LEAST)))
        return None
    lows, highs = zip(*(each.bounds for each in rows), strict=True)
    bounds = [None if None in side else pick(number for number in side if number is not None) for side, pick in ((lows, min), (highs, max))]
    if sample is not None and rows[0].unit != "share":
        bounds = [None if bound is None else bound / sample for bound in bounds]
    if bounds == [None, None]:
        row.reject(f"{row['id']}, which holds no number", "a reading such as 0.5.. beside a pattern")
        return None
    return (None if row["reading"] == AT_MOST else bounds[0]), (None if row["reading"] == AT_LEAST else bounds[1])
