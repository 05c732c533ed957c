"""Reading of a study's ``observations.csv``: numbers of one's own, long series by month included, as comparisons; all findings at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from calibration.evidence.evidence_row import OBSERVED, Evidence
from calibration.evidence.indicators import INDICATORS
from calibration.evidence.specs import Argument, Bounds, Days, Spec, days_of, read_arguments
from scenarios.reading.files import Row, split
from scenarios.reading.folders import STUDIES
from scenarios.reading.names import COUNTRY, COUNTRY_TEXT
from scenarios.reading.paths import NOT_READ, shown, whole
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.studies import Study
from sim.basis.words import Channel, Kind
from sim.outcomes import Only

OBSERVATIONS = "observations.csv"
COUNT, ESTIMATE, AT_LEAST, AT_MOST, SHARE = KINDS = ("count", "estimate", "at least", "at most", "share")
USES = FITTED, HELD_OUT = ("fitted", "held-out")
COLUMNS: Mapping[str, str] = {
    "period": "when: `2010`, `2010-H1`, `2010-05`, `2010-05-17`, `2010-2012` or `2010-03 to 2010-05`",
    "quantity": "what was counted: an indicator by name, such as `registered_at_crossings` (in a register), `apprehensions`, `irregular_entries`, `arrivals`",
    "low": "the number, or the lower end of a range",
    "high": "the upper end of a range; empty or the same: one number",
    "series": "name of the series that the row belongs to; by default rows of one quantity, place and nationality are a series",
    "place": "where: a place by name; several are joined by `;`",
    "country": "where: a country by its code; of a register, whose it is",
    "crossing": "where: a crossing by name",
    "border": "where: a border with its direction, `ALD-BRE` leads from ALD to BRE",
    "route": "what you call these crossings or borders together; a name for tables and pictures",
    "nationality": "who: a nationality by its code, which stands for all its communities, or a community by name; empty: everybody",
    "channel": f"how the border was passed: {', '.join(channel.word for channel in Channel)}",
    "crossing_kind": f"what kind of crossing: {', '.join(kind.word for kind in Kind)}",
    "arguments": "what else the quantity asks for, as in `comparisons.csv`",
    "kind": "`count` (each case was written down), `estimate`, `at least`, `at most`, `share` (of a sample); empty: count, or estimate of what is none",
    "sample": "of a share: how many people it was taken of",
    "slack": "factor within which the number is thought to be known; empty for 1",
    "use": "`fitted` (what is meant where it is empty) or `held-out`: compared and scored, and kept from `calibrate`",
    "source": "where the number comes from",
}
"""The columns of ``observations.csv``."""
NEEDED = ("period", "quantity", "low")
"""Columns that must be there; the others may be left out."""
_FILTERS: Mapping[str, str] = {
    "communities": "nationality",
    "places": "place",
    "countries": "country",
    "borders": "border",
    "crossings": "crossing",
    "kinds": "crossing_kind",
    "channels": "channel",
}
"""Columns by the field of :class:`~sim.outcomes.Only` that they fill."""
KEPT = 4
"""Studies whose observations are kept, by the content of their files: every run of a sweep asks for them."""
_kept: dict[tuple[tuple[str, bytes], ...], tuple["Observation", ...]] = {}
_MARKS = ";|"
"""Marks that stand between ids and between the parts of an outcome's name."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A row: its comparison, the ``series`` that it belongs to, its ``use`` and ``source``, ``where`` it stands, and whether the file is a user's own."""

    spec: Spec
    series: str
    use: str
    source: str
    where: str
    own: bool


def read_observations(study: Study) -> tuple[Observation, ...]:
    """The observations of a study, in the order of its files.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be read; if a row names a period, a quantity, a kind or an argument that cannot be understood, or holds no number; if the rows of a
        series are not of one quantity, place and people, or one of its periods stands twice.
    """
    key = tuple((shown(path), _digest(path)) for path in study.files(OBSERVATIONS))
    if key not in _kept:
        found = _read(study)
        while len(_kept) >= KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = found
    return _kept[key]


def _digest(path: Path) -> bytes:
    try:
        return sha256(path.read_bytes()).digest()
    except NOT_READ:  # reading it as a table says what is wrong
        return b""


def _read(study: Study) -> tuple[Observation, ...]:
    problems = Problems()
    found: list[Observation] = []
    heads: dict[str, Observation] = {}
    seen: dict[str, str] = {}
    for path in study.files(OBSERVATIONS):
        own = whole(path.parent.parent) != STUDIES
        part = replace(study, folders=(path.parent,))
        for row in part.rows(OBSERVATIONS, tuple(COLUMNS), problems, [name for name in COLUMNS if name not in NEEDED]):
            one = _observation(row, own=own)
            if one is None:
                continue
            head = heads.setdefault(one.series, one)
            if _measures(head) != _measures(one):
                row.reject(f'series "{one.series}" of another quantity, place or nationality', f"what its row at {head.where} has, or another name")
            elif one.spec.id in seen:
                row.reject(f'period "{one.spec.period}" of series "{one.series}" again', f"each period once; it stands at {seen[one.spec.id]}")
            seen.setdefault(one.spec.id, row.where)
            found.append(one)
    problems.stop()
    return tuple(found)


def as_evidence(observations: Sequence[Observation]) -> Mapping[str, Evidence]:
    """Observations as rows of the evidence, by id."""
    found = {}
    for one in observations:
        spec = one.spec
        low, high = ("" if bound is None else f"{bound:.12g}" for bound in spec.documented)
        cells = (spec.what, spec.community, spec.place, spec.period, low, high, spec.unit, spec.kind)
        found[spec.id] = Evidence(spec.id, OBSERVED, one.source, "", *cells)
    return found


def _measures(one: Observation) -> tuple[str, Only, dict[str, Argument]]:
    return one.spec.indicator, one.spec.only, dict(one.spec.arguments)


def _observation(row: Row, *, own: bool) -> Observation | None:
    indicator = row.known("quantity", INDICATORS)
    counted = not indicator or INDICATORS[row["quantity"]].adds_up
    row.cells = {**row.cells, "kind": row["kind"] or (COUNT if counted else ESTIMATE), "use": row["use"] or FITTED}
    row.known("kind", KINDS)
    row.known("use", USES)
    if row["kind"] == COUNT and not counted:
        row.reject(f"a count of {row['quantity']}", f"kind {ESTIMATE}: that is no number of cases that add up over days")
    only, arguments = _filters(row) if indicator else (Only(), {})
    days = _days(row)
    documented = _documented(row)
    sample = _sample(row, indicator=indicator)
    slack = row.number("slack", 1) if row["slack"] else 1.0
    for column in ("series", "route"):
        if any(mark in row[column] for mark in _MARKS):
            row.bad(column, "a name without ; and |")
    if not row.valid or days is None or documented is None or slack is None:
        return None
    where = row["route"] or ", ".join(row[column] for column in ("crossing", "border", "place", "country") if row[column])
    what = row["quantity"].replace("_", " ")
    rest = (where, row["nationality"], row["channel"], row["crossing_kind"], row["arguments"])
    series = row["series"] or ", ".join(part.replace(";", " + ") for part in (what, *rest) if part)
    spec = Spec(
        id=f"OBS-{series} {row['period']}", what=what, community=row["nationality"], place=where,
        period=row["period"], indicator=row["quantity"], only=only, arguments=arguments, days=days, documented=documented, slack=slack, sample=sample,
        unit=INDICATORS[row["quantity"]].unit, kind=row["kind"],
    )  # fmt: skip
    return Observation(spec, series, row["use"], row["source"], row.where, own)


def _days(row: Row) -> Days | None:
    days = days_of(row["period"]) if row["period"] else None
    if days is None:
        row.bad("period", "such as 2010, 2010-H1, 2010-05, 2010-05-17, 2010-2012 or 2010-03 to 2010-05")
    return days


def _documented(row: Row) -> Bounds | None:
    """The number or range: an empty ``high`` is the same as ``low``; of what is at least or at most so much, one end is open."""
    low = row.number("low")
    high = row.number("high") if row["high"] else low
    if low is None or high is None:
        return None
    if low > high:
        row.reject(f"{row['low']} to {row['high']}", "low, then high")
        return None
    if row["kind"] in (AT_LEAST, AT_MOST):
        if low != high:
            row.reject(f"{row['kind']} {row['low']} to {row['high']}", "one number")
        return (low, None) if row["kind"] == AT_LEAST else (None, high)
    if row["kind"] == SHARE and not 0 <= low <= high <= 1:
        row.reject(f"a share of {row['low']} to {row['high'] or row['low']}", "shares from 0 to 1")
    return low, high


def _sample(row: Row, *, indicator: bool) -> int | None:
    """How many people a share was taken of; nothing for other kinds of number."""
    if row["kind"] != SHARE:
        if row["sample"]:
            row.reject(f"a sample for {row['kind']}", f"one for kind {SHARE} only")
        return None
    if indicator and INDICATORS[row["quantity"]].unit != "share":
        shares = [name for name, one in INDICATORS.items() if one.unit == "share"]
        row.reject(f"a share of {row['quantity']}", f"kind {COUNT} or {ESTIMATE}, or a quantity that is a share: {listed(shares, len(shares))}")
    size = row.number("sample", 1) if row["sample"] else None
    if size is None and not row["sample"]:
        row.bad("sample", "how many people the share was taken of, since its error depends on it")
    return None if size is None else round(size)


def _filters(row: Row) -> tuple[Only, Mapping[str, Argument]]:
    """What is counted, and what else the quantity asks for."""
    given = Row(row.where, {"indicator": row["quantity"], "arguments": row["arguments"]}, row.problems)
    only, arguments = read_arguments(given)
    row.valid = row.valid and given.valid
    fields: dict[str, Any] = {field: parts for field, column in _FILTERS.items() if (parts := split(row[column]))}
    for column, words in (("channel", [channel.word for channel in Channel]), ("crossing_kind", [kind.word for kind in Kind])):
        for word in split(row[column]):
            if word not in words:
                row.reject(f'{column} "{word}"', listed(words, len(words)), nearest(word, words))
    for country in split(row["country"]):
        if not COUNTRY.fullmatch(country):
            row.reject(f'country "{country}"', COUNTRY_TEXT)
    for border in split(row["border"]):
        if not all(COUNTRY.fullmatch(country) for country in border.split("-")) or border.count("-") != 1:
            row.reject(f'border "{border}"', "two countries and a direction, such as ALD-BRE")
    return replace(only, **fields), arguments
