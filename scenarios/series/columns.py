"""The columns of ``series.csv``: readers and documents are made of them."""

from collections.abc import Mapping

from scenarios.territories.columns import Column
from sim.levers.series import KINDS
from sim.world.series import Between

FILE = "series.csv"
ABSOLUTE, RATIO_WORD = "absolute", "ratio"
PERIODS = "`2015-10-08` (that day), `2015-10`, `2015-H1`, `2015`, `2015-10-08 to 2015-10-14`, or `from 2015-10-08` (until the next row begins)"
COLUMNS: Mapping[str, Column] = {
    "period": Column("the days for which the value holds", PERIODS),
    "what": Column("what the value is of; rows of one `what`, `where` and `who` are a series", "a word of the table below"),
    "where": Column("place of departure, crossing, leg or country", "a name, or empty for all, as the table below says"),
    "who": Column("community, service (a country), nationality or mode", "a name, or empty for all, as the table below says"),
    "value": Column("the number", "from 0 up to what its unit allows", "that of `what`, or a ratio"),
    "kind": Column(
        "whether the value stands in place of what the parameters say, or multiplies it", f"`{ABSOLUTE}` or empty, or `{RATIO_WORD}`; one in a series"
    ),
    "between": Column(
        "how values go from row to row: each for its own days (steps), on a line from day to day, or on that line by weeks of seven days from its first day, "
        "each at its mean",
        ", ".join(f"`{one.value}`" for one in Between) + ", or empty for steps; one in a series; a line goes through rows of single days",
    ),
    "source": Column("where the number comes from", "text; empty is a warning"),
}
OPTIONAL = ("kind", "between", "source")
"""Columns that may be missing: they are then empty."""


def unit_of(what: str, *, ratio: bool) -> str:
    """The unit in which a series is given."""
    return "ratio" if ratio else KINDS[what].unit
