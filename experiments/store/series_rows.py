"""Series by date as rows of a run's resolved scenario, and back again."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from sim.world.series import Between, Series, SeriesRow


def series_rows(series: Series) -> Iterable[dict[str, Any]]:
    """The rows of a series, each with what it is of."""
    head = {"what": series.what, "where": series.where, "who": series.who, "ratio": series.ratio, "between": series.between.value}
    for row in series.rows:
        yield head | {"first": row.first, "last": row.last, "value": float(row.value), "source": row.source}


def series_of_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Series, ...]:
    """The series that rows of :func:`series_rows` hold, in their order."""

    def of(row: Mapping[str, Any]) -> tuple[str, str, str, bool, str]:
        return row["what"], row["where"], row["who"], row["ratio"], row["between"]

    return tuple(
        Series(what, where, who, tuple(SeriesRow(r["first"], r.get("last"), float(r["value"]), r["source"]) for r in found), ratio, Between(between))
        for (what, where, who, ratio, between), found in groupby(rows, of)
    )
