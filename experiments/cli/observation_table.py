"""The observations of a study beside a run: one line a series, since a series by month has many rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from calibration.evidence.indicators import INDICATORS
from calibration.evidence.observations import Observation
from experiments.cli.table_style import TABLE_STYLE, interval, short

NOTHING = "Compared with nothing: this scenario has no documents. An observations.csv beside its file is compared; routesim new writes a template."
"""What a run says of a scenario without documents."""


def print_observed(rows: Sequence[Mapping[str, Any]], observations: Sequence[Observation], shown: Console) -> None:
    """Print the observations beside a run, by series, and why some are not compared; nothing where there is none."""
    if rows:
        shown.print(series_table(rows, observations))
        if reasons := silent(rows):
            shown.print(f"Of {len(rows)} observations, {reasons}.")
        shown.print("Period by period: routesim plot RUN --figure observations, or routesim evidence --run RUN.")


def series_table(rows: Sequence[Mapping[str, Any]], observations: Sequence[Observation]) -> Grid:
    """Each series with its periods, and what was observed and simulated in those that the run covers: sums of what adds up, means of what does not."""
    by_id = {row["id"]: row for row in rows}
    series: dict[str, list[Observation]] = defaultdict(list)
    for one in observations:
        if one.spec.id in by_id:
            series[one.series].append(one)
    caption = "Sums over the periods that the run covers; means of what does not add up."
    grid = Grid(title="Own observations, by series", caption=caption, caption_justify="left", **(TABLE_STYLE | {"padding": (0, 0)}))
    grid.add_column("series", overflow="fold", min_width=18)
    for name in ("periods", "observed", "simulated"):
        grid.add_column(name, justify="right", no_wrap=name != "periods")
    grid.add_column("unit", overflow="fold")
    grid.add_column("inside", justify="right", no_wrap=True)
    for name, ones in series.items():
        found = [by_id[one.spec.id] for one in ones]
        known = [row for row in found if row["simulated"] is not None]
        adds_up = INDICATORS[ones[0].spec.indicator].adds_up
        observed = _interval(known, adds_up=adds_up)
        simulated = short(sum(row["simulated"] for row in known) / (1 if adds_up else len(known))) if known else short(None)
        judged = [row["inside"] for row in found if row["inside"] is not None]
        periods = ones[0].spec.period if len(ones) == 1 else f"{len(ones)} from {ones[0].spec.period}"
        grid.add_row(Text(name), periods, observed, simulated, found[0]["unit"], f"{sum(judged)} of {len(judged)}")
    return grid


def _interval(rows: Sequence[Mapping[str, Any]], *, adds_up: bool) -> str:
    """The sum, or the mean, of the ends of ranges; open where one of them is."""
    ends = []
    for name in ("documented_low", "documented_high"):
        values = [row[name] for row in rows]
        ends.append(None if not values or None in values else sum(values) / (1 if adds_up else len(values)))
    return interval(*ends) if any(end is not None for end in ends) else "–"


def silent(rows: Sequence[Mapping[str, Any]]) -> str:
    """Why some observations are not compared, with how many there are of each reason; empty where all are."""
    reasons: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["why"]:
            reasons[row["why"]] += 1
    return "; ".join(f"{count} not compared: {why}" for why, count in reasons.items())
