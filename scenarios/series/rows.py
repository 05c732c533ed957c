"""Reading of ``series.csv``: every row by itself, then the rows of each series together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from scenarios.reading.files import Row, read_rows, span
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.series.columns import ABSOLUTE, COLUMNS, OPTIONAL, PERIODS, RATIO_WORD, unit_of
from scenarios.series.periods import days_of
from sim.levers.scope import RATIO
from sim.levers.series import EVERYBODY, KINDS, READINESS
from sim.world.series import Between, Series, SeriesRow
from sim.world.traits import SENT_OUT

Names = Mapping[str, Collection[str]]
_RATIOS: Mapping[str, bool] = {"": False, ABSOLUTE: False, RATIO_WORD: True}
_BETWEEN: Mapping[str, Between] = {"": Between.STEPS, **{one.value: one for one in Between}}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Placed:
    """A series, the place of its first row, and whether it stands in the scenario's own file."""

    series: Series
    where: str
    own: bool

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes rows one series."""
        return self.series.what, self.series.where, self.series.who


@dataclass(frozen=True, slots=True)
class _Line:
    row: Row
    ratio: bool
    between: Between
    first: date
    last: date | None
    value: float

    @property
    def days(self) -> str:
        """Its days, for a message."""
        return f"{self.first}" if self.last == self.first else f"{self.first} to {self.last}" if self.last else f"from {self.first}"


def read_series(path: Path, known: Names, window: tuple[date, date] | None, problems: Problems) -> tuple[Placed, ...]:
    """The series of a file; those with a finding are left out.

    ``known`` gives the names that rows may hold, by what they name; ``window``, of a scenario's own file, first and last day of the scenario, outside of which
    no row may lie: that of a territory serves scenarios of any days.
    """
    rows = read_rows(path, tuple(COLUMNS), problems, OPTIONAL)
    lines: dict[tuple[str, str, str], list[_Line | None]] = {}
    for row in rows or ():
        line = _line(row, known, window)
        lines.setdefault((row["what"], row["where"], row["who"]), []).append(line)
    joined = ((key, _joined([line for line in found if line is not None])) for key, found in lines.items() if None not in found)
    return tuple(
        Placed(Series(*key, rows=tuple(SeriesRow(o.first, o.last, o.value, o.row["source"]) for o in ordered), ratio=o.ratio, between=o.between), where, own)
        for key, ordered in joined
        if ordered
        for o, where, own in [(ordered[0], min((one.row.where for one in ordered), key=_number), window is not None)]
    )


def _number(where: str) -> int:
    return int(where.rpartition(":")[2])


def _line(row: Row, known: Names, window: tuple[date, date] | None) -> _Line | None:
    """A row by itself, ``None`` after a finding."""
    if not row.known("what", KINDS):
        return None
    _check_names(row, known)
    ratio, between, days = row.word("kind", _RATIOS), row.word("between", _BETWEEN), days_of(row["period"])
    if days is None:
        row.bad("period", PERIODS.replace("`", ""))
    elif window is not None and (days[0] > window[1] or (days[1] or days[0]) < window[0]):
        row.reject(f'period "{row["period"]}", on no simulated day', f"days from {window[0]} to {window[1]}")
    if between not in (None, Between.STEPS) and days is not None and days[0] != days[1]:
        row.bad("period", "a single day: a line goes from day to day; leave between empty for periods")
    if ratio and row["what"] == SENT_OUT:
        row.reject(f"{SENT_OUT} as a ratio", f"people a day; {READINESS}, as a ratio, of people who decide themselves")
    elif ratio is False and row["what"] == READINESS:
        row.reject(f"{READINESS} that is not a ratio", f'kind "{RATIO_WORD}"; people a day are {SENT_OUT}')
    value = None if ratio is None else _value(row, ratio=ratio)
    if not row.valid or days is None or value is None or ratio is None or between is None:
        return None
    return _Line(row, ratio, between, *days, value)


def _value(row: Row, *, ratio: bool) -> float | None:
    most = RATIO.most if ratio else KINDS[row["what"]].most
    try:
        value = float(row["value"])
    except ValueError:
        value = -1.0
    if 0.0 <= value <= most:
        return value
    row.bad("value", f"a number {span(0.0, most)}, in {unit_of(row['what'], ratio=ratio)}")
    return None


def _check_names(row: Row, known: Names) -> None:
    kind = KINDS[row["what"]]
    for column, noun in (("where", kind.where), ("who", kind.who)):
        name = row[column]
        if not noun:
            if name:
                row.reject(f'{column} "{name}" of {row["what"]}', "nothing: it speaks of no " + ("place" if column == "where" else "people"))
        elif not name:
            if column in kind.needs:
                row.bad(column, f"a {noun}: {listed(known[noun])}")
        elif name not in known[noun] and not (name == EVERYBODY and noun == "community" and row["what"] != SENT_OUT):
            row.bad(column, f"a {noun}: {listed(known[noun])}", nearest(name, known[noun]))


def _joined(lines: Sequence[_Line]) -> list[_Line]:
    """The rows of a series by their days, each with its last day; none after a finding."""
    head = lines[0]
    for line in lines:
        for column, one, other in (("kind", line.ratio, head.ratio), ("between", line.between, head.between)):
            if one != other:
                line.row.bad(column, f'"{head.row[column]}" as in {head.row.where}: one {column} in a series')
    lines = sorted(lines, key=lambda line: line.first)
    ordered = [replace(a, last=b.first - _DAY) if a.last is None and b.first > a.first else a for a, b in pairwise(lines)] + [lines[-1]]
    for before, line in pairwise(ordered):
        if before.last is None or before.last >= line.first:
            line.row.reject(f"{line.days}, days that overlap with {before.days}", f"every day in one row of a series; the other stands at {before.row.where}")
        elif line.between is Between.STEPS and line.first - before.last > _DAY:
            first, last = before.last + _DAY, line.first - _DAY
            missing = f"{first}" if first == last else f"{first} to {last}"
            line.row.reject(f"{line.days} after {before.days}, without a row for {missing}", 'a row for every day between the first and the last; or "from X"')
    return ordered if all(line.row.valid for line in ordered) else []
