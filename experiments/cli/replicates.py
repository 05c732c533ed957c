"""``routesim run --replicates``: one scenario under several seeds, run as a sweep."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
from rich.table import Table as Grid

from calibration.evidence.observations import read_observations
from experiments.cli.out_input import stop_at
from experiments.cli.run_input import LARGEST_SEED, check_by, check_draws, read_changes
from experiments.cli.sweep_command import carry_out
from experiments.cli.table_style import TABLE_STYLE, output_console
from experiments.runs.default_folder import MadeWith, default_folder
from experiments.runs.design import REPLICATES, Design, policy_name, scenario_name
from experiments.runs.points import NOTHING, Points
from experiments.runs.replicate_intervals import replicate_intervals
from scenarios.load import study_of
from scenarios.posteriors import chosen
from scenarios.reading.problems import Problems


def replicate(
    scenario: str,
    policy: str | None,
    seeds: tuple[int, int],
    days: int | None,
    scale: float,
    settings: Sequence[str],
    out: Path | None,
    workers: int | None,
    posterior: str,
    *,
    by: str,
    cluster: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Simulate several seeds, from the first of ``seeds`` up, as many as the second says, and print their spread.

    Where there is a posterior, each run takes a draw of it in turn beside its own seed. The spread then includes the uncertainty of parameters as well as
    chance; a parameter that is set is no longer drawn.
    """
    problems = Problems()
    first, number = seeds
    if not 0 <= first <= LARGEST_SEED - number:
        problems.add("--seed", str(first), f"a whole number from 0 to {LARGEST_SEED - number}")
    check_by(by, problems, several=True)
    changes = read_changes(settings, problems)
    problems.stop()
    check_draws(posterior)
    drawn = chosen(scenario, posterior)
    points, run_seeds = NOTHING, range(first, first + number)
    free = [] if drawn is None else [key for key in drawn.best if key not in changes]
    if drawn is not None and free:
        taken = [drawn.draws[place % len(drawn.draws)] for place in range(number)]
        points, run_seeds = Points({key: [draw[key] for draw in taken] for key in free}, "draws"), range(first, first + 1)
    name = scenario_name(scenario) + (f"-{policy_name(policy)}" if policy else "")
    design = Design(
        name=f"{name}{REPLICATES}",
        scenarios=(scenario,),
        policies=(policy or "",),
        settings=changes,
        uncertainties=points,
        seeds=tuple(run_seeds),
        common_seeds=not free,
        days=days,
        scale=scale,
        posterior=posterior,
        keep=("indicators", "weeks", "fees", *(("comparisons",) if read_observations(study_of(scenario)) else ())),
    )
    folder = out or default_folder(MadeWith(scenario, first, policy or "", days, scale, tuple(settings), posterior, replicates=True))
    stop_at(folder)
    summary = carry_out(design, folder, workers, "the same command", cluster=cluster, quiet=quiet)
    rows = replicate_intervals(summary.folder)
    if as_json:
        typer.echo(json.dumps({**summary.plain(), "spread": rows}, indent=1, ensure_ascii=False))
    elif not quiet:
        _print(rows, summary.runs)


def _print(rows: Sequence[Mapping[str, Any]], runs: int) -> None:
    grid = Grid(title=f"People in the reported days, over {runs} runs", **TABLE_STYLE)
    for name, side in (("community", "left"), ("what", "left"), ("mean", "right"), ("90% range", "right"), ("standard error", "right")):
        grid.add_column(name, justify=side)  # type: ignore[arg-type]  # one of rich's words
    before = ""
    for row in rows:
        error = "–" if row["error"] is None else f"{row['error']:,.1f}"
        shown = "" if row["community"] == before else row["community"]
        grid.add_row(shown, row["indicator"], f"{row['mean']:,.1f}", f"{row['low']:,.0f} – {row['high']:,.0f}", error)
        before = row["community"]
    output_console().print(grid)
