"""The closing tables of a run: outcomes by community, harm beside interceptions, and the documents that it contradicts most."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from calibration.evidence.observations import read_observations
from calibration.fit.one_run import INSIDE, NOT_JUDGED, Judged, contradicted, is_ceiling, votes
from experiments.cli.observation_table import NOTHING, print_observed
from experiments.cli.table_style import TABLE_STYLE, interval, output_console, short
from experiments.runs.run_summary import OUTCOMES, judged, outcomes, plain
from experiments.store import Run
from experiments.store.tables import reported
from experiments.store.versions import provenance
from scenarios.studies import read_study

EXTRACT = 10
"""Documents that the closing table shows: what does not agree is read first, and all rows are a command away."""


def print_closing(run: Run, console: Console | None = None) -> None:
    """Print the outcomes by community and the comparison with documented values."""
    shown = console or output_console()
    first, last = reported(run.world)
    shown.print(_outcomes(run, f"{run.world.title}: people by outcome, {first} to {last}"))
    shown.print(provenance(run.world.calibration, f"seed {run.results.seed}"), highlight=False)
    rows, observed = judged(run), read_observations(read_study(run.world.study))
    ids = {one.spec.id for one in observed}
    documents = [row for row in rows if row.comparison.id not in ids]
    if documents:
        shown.print(_extract(documents))
        for line in verdicts(documents, run):
            shown.print(line)
    if observed:
        print_observed([plain(row) for row in rows if row.comparison.id in ids], observed, shown)
    if not rows:
        shown.print(NOTHING)


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


def _extract(rows: Sequence[Judged]) -> Grid:
    """The documents that the run contradicts most, one a quantity, and how likely something as far out is if the run is right."""
    grid = Grid(title="Documents that this run contradicts most", **(TABLE_STYLE | {"padding": (0, 0)}))
    grid.add_column("document", overflow="fold", min_width=24)
    for name in ("documented", "simulated"):
        grid.add_column(name, justify="right", no_wrap=True)
    grid.add_column("unit", overflow="fold", min_width=6)
    grid.add_column("p", justify="right", no_wrap=True)
    grid.add_column("", no_wrap=True)
    for one in contradicted(rows)[:EXTRACT]:
        it = one.comparison
        about = ", ".join(str(part) for part in (f"{it.id} {it.what}", it.community, it.place, it.period) if part and part != "any")
        documented = interval(it.documented_low, it.documented_high)
        simulated = "–" if it.simulated is None else short(it.simulated)
        grid.add_row(Text(about), documented, simulated, it.unit, probability(one.probability), coloured(one.verdict))
    return grid


def probability(p: float | None) -> str:
    """A probability as text."""
    return "–" if p is None else "<0.01" if p < 0.01 else f"{p:.2f}"


def verdicts(rows: Sequence[Judged], run: Run) -> list[str]:
    """What is said of all documents together."""
    agree, of = votes(rows, reproduced=False)
    same, inputs = votes(rows, reproduced=True)
    kept = [one.verdict == INSIDE for one in rows if is_ceiling(one) and one.verdict != NOT_JUDGED]
    silent = sum(one.verdict == NOT_JUDGED for one in rows)
    first = (
        f"One seed. {agree} of {of} quantities agree by half their documents or more: those within the 90 per cent interval of what would be written down if "
        f"the run were right (p from 0.1). Of {inputs} that are inputs, {same} are reproduced. {sum(kept)} of {len(kept)} ceilings are kept. "
        f"{silent} of {len(rows)} documents cannot be judged by this run."
    )
    return [
        first,
        f"All of them: routesim evidence --run {run.folder}. Scores over draws and seeds, and skill: routesim validate.",
    ]


def coloured(word: str) -> Text:
    """A verdict as it is printed."""
    return Text(word, style={"not judged": "dim", "inside": "green"}.get(word, "bold red"))
