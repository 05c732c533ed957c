"""Reading of a study's ``comparisons.csv`` and of the evidence it speaks of; what is wrong is reported with file and line, all at once."""

import inspect
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from calibration.evidence.indicators import INDICATORS
from calibration.evidence.rows import Evidence, read_evidence
from scenarios.reading.files import Row
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.studies import Study
from sim.basis.words import Channel, Kind, State
from sim.outcomes import GOING_HOME, Only
from sim.outcomes.journeys import APPLICATION_ENDS

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
FILTERS = tuple(field.name for field in fields(Only) if field.name != "period")
"""Arguments that every indicator takes."""

Argument = str | float | int | bool | tuple[str, ...]
Bounds = tuple[float | None, float | None]
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Spec:
    """One comparison as it is written down.

    ``documented`` is what the evidence says, ``days`` what is simulated for it, ``sample`` how many people a share was taken of (``None``: no share of a
    sample). ``unit`` is the unit of the evidence, ``rate`` its unit of time (``year``, ``month`` or empty).
    """

    id: str
    what: str
    community: str
    place: str
    period: str
    indicator: str
    only: Only
    arguments: Mapping[str, Argument]
    days: Days
    documented: Bounds
    slack: float
    sample: int | None
    unit: str

    @property
    def rate(self) -> str:
        """Time by which a count is divided: ``year``, ``month`` or empty."""
        return self.unit.partition("/")[2] if self.unit.startswith(("persons/", "crossings/")) else ""


def read_specs(study: Study, evidence: Mapping[str, Evidence] | None = None) -> list[Spec]:
    """The comparisons of a study, in the order of its files.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be read, or a row names an evidence id, an indicator or an argument that is not there, or holds what cannot be understood.
    """
    known = {name: row for name, row in (read_evidence(study) if evidence is None else evidence).items() if row.table not in ("itineraries", "policies")}
    problems = Problems()
    specs = [_spec(row, known) for row in study.rows(COMPARISONS, tuple(COLUMNS), problems)]
    problems.stop()
    return [spec for spec in specs if spec is not None]


def days_of(period: str) -> Days | None:
    """First and last day of a period as the evidence writes it, or nothing if it cannot be read.

    It is written ``2004``, ``2005-H1``, ``2005-05``, ``2004-2005``, ``X to Y`` or, with an unknown start, ``to X``.
    """
    first, to, last = period.partition("to ")
    if to:
        start, end = (_span(first.strip()) if first.strip() else (date.min, date.min)), _span(last.strip())
    elif found := re.fullmatch(r"(\d{4})-(\d{4})", period):
        start, end = _span(found[1]), _span(found[2])
    else:
        start = end = _span(period)
    return None if start is None or end is None or start[0] > end[1] else (start[0], end[1])


def _span(text: str) -> Days | None:
    found = re.fullmatch(r"(\d{4})(?:-(?:(\d\d)|H([12])))?", text)
    if not found or not (found[2] is None or 1 <= int(found[2]) <= 12) or int(found[1]) < 1:
        return None
    year = int(found[1])
    first, last = (int(found[2]),) * 2 if found[2] else (6 * int(found[3]) - 5, 6 * int(found[3])) if found[3] else (1, 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _spec(row: Row, known: Mapping[str, Evidence]) -> Spec | None:
    ids = [part.strip() for part in row["id"].split(";")]
    for part in ids:
        if part not in known:
            row.reject(f'evidence id "{part}"', f"the ids of the evidence, such as {listed(known, 3)}", nearest(part, known))
    if row["whole"]:
        row.known("whole", known)
    slack = (row.number("slack", 1) if row["slack"] else 1.0) or 1.0
    only, arguments = _arguments(row) if row.known("indicator", INDICATORS) else (Only(), {})
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


def _arguments(row: Row) -> tuple[Only, Mapping[str, Argument]]:
    signature = inspect.signature(INDICATORS[row["indicator"]].compute)
    own = {name: parameter.annotation for name, parameter in signature.parameters.items() if name not in {"results", "world", "only"}}
    words = {**_WORDS, "measure": tuple(INDICATORS)}
    filters: dict[str, Any] = {}
    arguments: dict[str, Argument] = {}
    for part in row["arguments"].split():
        name, equals, value = part.partition("=")
        if not equals or not value:
            row.reject(f'argument "{part}"', "name=value")
            continue
        if name not in own and name not in FILTERS:
            row.reject(f'argument "{name}" of {row["indicator"]}', listed((*own, *FILTERS), 20), nearest(name, (*own, *FILTERS)))
            continue
        read = _list(value) if name in FILTERS else _READERS[own[name]](value)
        if read is None:
            row.reject(f'argument "{part}"', "true or false" if own[name] is bool else "a number")
            continue
        for word in read if isinstance(read, tuple) else (read,):
            if name in words and word not in words[name]:
                row.reject(f'argument "{part}"', listed(words[name], 20), nearest(str(word), words[name]))
        if name in FILTERS:
            filters[name] = read
        else:
            arguments[name] = read
    return Only(**filters), arguments


_WORDS: Mapping[str, tuple[str, ...]] = {
    "channels": tuple(channel.word for channel in Channel),
    "kinds": tuple(kind.word for kind in Kind),
    "by": (*FILTERS, *(channel.word for channel in Channel)),
    "state": tuple(state.word for state in State),
    "kind": tuple(GOING_HOME),
    "end": tuple(event.word for event in APPLICATION_ENDS),
}
"""Arguments whose words the model knows; names of places and people differ from world to world."""


def _list(value: str) -> tuple[str, ...]:
    """Words joined by ``;``, each as often as the number after a star says."""
    found = []
    for part in value.split(";"):
        word, _, times = part.partition("*")
        found += [word] * (int(times) if times.isdecimal() else 1)
    return tuple(found)


def _float(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


_READERS: Mapping[object, Callable[[str], Argument | None]] = {
    str: str,
    int: lambda value: int(value) if value.isdecimal() else None,
    float: _float,
    bool: {"true": True, "false": False}.get,
    tuple[str, ...]: _list,
}
"""How the value of an argument is read, by the type that the indicator declares."""
