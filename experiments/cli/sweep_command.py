"""``routesim sweep``: thousands of runs by a design, which can be interrupted and continued."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.exit_codes import INTERNAL_ERROR, INTERRUPTED, handle_errors
from experiments.cli.out_input import is_folder, stop_at
from experiments.runs.ceilings import MOST_WORKERS

if TYPE_CHECKING:
    from experiments.cli.sweep_progress import SweepReporter
    from experiments.runs.design import Design
    from experiments.runs.sweep import Summary

CLUSTER = typer.Option(metavar="ADDRESS", help="Simulate on a Dask cluster: local, tcp://HOST:PORT or the file of its scheduler (docs/scaling.md).")


def sweep(
    design: Annotated[Path, typer.Argument(help="A design: a TOML file (docs/sweeps.md, examples/designs).", show_default=False)],
    out: Annotated[Path | None, typer.Option(help="Folder of the sweep; by default sweeps/NAME-OF-THE-DESIGN.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=MOST_WORKERS, help="Processes that simulate; by default one for every core.")] = None,
    cluster: Annotated[str, CLUSTER] = "",
    plan: Annotated[bool, typer.Option("--plan", help="Print the number of runs and the expected time; run nothing.")] = False,
    redo: Annotated[bool, typer.Option("--redo", help="Remove runs made by another version of the scenarios or of the program.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan or the summary as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No plan, no progress and no summary.")] = False,
) -> None:
    r"""Simulate the missing runs of a design, on several processes, and write tidy tables of all runs.

    The command may be stopped with Ctrl-C or killed at any moment: repeat it to
    continue. Read the tables with experiments.load(DIR) in Python, or read the
    Parquet files in DIR/results directly.

    Examples:
      routesim sweep examples/designs/patrols.toml --plan
      routesim sweep examples/designs/patrols.toml --out sweeps/patrols \
          --workers 4
      routesim sweep examples/designs/patrols.toml \
          --cluster tcp://head-node:8786
    """
    with handle_errors():
        from experiments.runs.design_file import read_design

        read = read_design(design)
        folder = out or Path("sweeps") / read.name
        stop_at(folder)
        again = f"routesim sweep {design} --out {folder}" + (f" --workers {workers}" if workers else "") + (f" --cluster {cluster}" if cluster else "")
        carry_out(read, folder, workers, again, cluster=cluster, plan=plan, redo=redo, as_json=as_json, quiet=quiet)


def carry_out(
    design: "Design",
    folder: Path,
    workers: int | None,
    again: str,
    *,
    cluster: str = "",
    plan: bool = False,
    redo: bool = False,
    as_json: bool = False,
    quiet: bool = False,
) -> "Summary":
    """Simulate a design and print a summary; ``again`` is the command that continues it."""
    from experiments.cli.sweep_progress import SweepReporter
    from experiments.runs.cores import cores
    from experiments.runs.sweep import sweep as do

    with SweepReporter(quiet=quiet) as report:
        try:
            summary = do(design, folder, workers=workers or cores(), cluster=cluster, listener=report, redo=redo, plan_only=plan)
        except KeyboardInterrupt:
            report.stop()
            _print_interrupted(folder, again)
            raise typer.Exit(INTERRUPTED) from None
        report.stop()
        if plan:
            if as_json:
                known = report.known
                fields = {name: getattr(known, name) for name in ("runs", "there", "workers", "run_seconds", "seconds", "disk_bytes")}
                typer.echo(json.dumps(fields | {"design": design.about()}, indent=1, ensure_ascii=False))
            return summary
        _print_summary(report, summary, design.seeds)
        if as_json:
            typer.echo(json.dumps(summary.plain(), indent=1, ensure_ascii=False))
        if summary.failed:
            where = f"see {folder / 'failed'} and the table of runs"
            report.say(f"{summary.failed} of {summary.runs:,} runs failed; {where}. To try again: {again}")
            raise typer.Exit(INTERNAL_ERROR)
        return summary


def _print_summary(report: "SweepReporter", summary: "Summary", seeds: tuple[int, ...]) -> None:
    from experiments.cli.sweep_progress import span
    from experiments.store.versions import provenance, seeds_in_words

    if summary.done:
        use = summary.busy_seconds / summary.seconds / summary.workers
        each = span(summary.busy_seconds / summary.done)
        report.say(f"{summary.done:,} runs in {span(summary.seconds)}, {each} a run; workers were busy {use:.0%} of the time")
    for scenario, calibration in summary.calibration.items():
        report.say(f"{scenario}: {provenance(calibration, seeds_in_words(seeds))}")
    report.say(f"sweep: {summary.folder}")


def _print_interrupted(folder: Path, again: str) -> None:
    there = sum(1 for _ in (folder / "runs").glob("*.zip")) if is_folder(folder) else 0
    typer.echo(f"interrupted: {there:,} runs are stored, no partial file was left. To continue: {again}", err=True)
