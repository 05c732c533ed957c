"""The closing tables of a run: outcomes by community, harm beside interceptions, and every comparison with documented values."""

from typing import Any

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from calibration.evidence.observations import read_observations
from experiments.cli.observation_table import NOTHING, print_observed
from experiments.cli.table_style import TABLE_STYLE, interval, output_console, short
from experiments.runs.run_summary import OUTCOMES, comparisons, outcomes, verdict
from experiments.store import Run
from experiments.store.tables import reported
from experiments.store.versions import provenance
from scenarios.studies import read_study


def print_closing(run: Run, console: Console | None = None) -> None:
    """Print the outcomes by community and the comparison with documented values."""
    shown = console or output_console()
    first, last = reported(run.world)
    shown.print(_outcomes(run, f"{run.world.title}: people by outcome, {first} to {last}"))
    shown.print(provenance(run.world.calibration, f"seed {run.results.seed}"), highlight=False)
    rows, observed = comparisons(run), read_observations(read_study(run.world.study))
    if not rows:
        shown.print(NOTHING)
    else:
        ids = {one.spec.id for one in observed}
        if any(row["id"] not in ids for row in rows):
            shown.print(_comparisons([row for row in rows if row["id"] not in ids]))
        print_observed([row for row in rows if row["id"] in ids], observed, shown)
        judged = [row["inside"] for row in rows if row["inside"] is not None]
        others = f"{len(rows) - len(judged)} of {len(rows)} cannot be judged by this run"
        shown.print(f"{sum(judged)} of {len(judged)} simulated values lie in the documented range; {others}.")


def _outcomes(run: Run, title: str) -> Grid:
    grid = Grid(title=title, caption="Events, in people: a person counts each time. Lost: missing.", caption_justify="left", **TABLE_STYLE)
    grid.add_column("community", overflow="fold")
    for name in OUTCOMES:
        grid.add_column(name, justify="right", overflow="fold", min_width=4)
    known = {c.name: c for c in run.world.communities}
    rows = outcomes(run)
    for here, after in zip(rows, [*rows[1:], None], strict=True):
        last_followed = after is not None and known[here["community"]].followed != known[after["community"]].followed
        grid.add_row(known[here["community"]].title, *(f"{here[name]:,}" for name in OUTCOMES), end_section=last_followed)
    return grid


def _comparisons(rows: list[dict[str, Any]]) -> Grid:
    grid = Grid(title="Comparison with documented values", **TABLE_STYLE)
    for name in ("id", "what", "who", "where", "period"):
        grid.add_column(name, overflow="fold", min_width=34 if name == "what" else None, max_width=14 if name in ("who", "where") else None)
    grid.add_column("documented", justify="right", no_wrap=True)
    grid.add_column("simulated", justify="right", no_wrap=True)
    grid.add_column("unit")
    grid.add_column("", no_wrap=True)
    for row in rows:
        documented = interval(row["documented_low"], row["documented_high"])
        simulated = "–" if row["simulated"] is None else short(row["simulated"])
        texts = (Text(str(row[name] or "")) for name in ("id", "what", "community", "place", "period"))
        grid.add_row(*texts, documented, simulated, row["unit"], coloured(verdict(row)))
    return grid


def coloured(word: str) -> Text:
    """A verdict as it is printed."""
    return Text(word, style={"not judged": "dim", "inside": "green"}.get(word, "bold red"))
