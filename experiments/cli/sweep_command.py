"""``routesim sweep``: thousands of runs by a design, which can be interrupted and gone on with."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.endings import FAULT, INTERRUPTED, endings

if TYPE_CHECKING:
    from experiments.cli.sweep_progress import SweepReporter
    from experiments.runs.design import Design
    from experiments.runs.sweep import Summary

CLUSTER = typer.Option(metavar="ADDRESS", help="Simulate on a Dask cluster: local, tcp://HOST:PORT or the file of its scheduler (docs/scaling.md).")


def sweep(
    design: Annotated[Path, typer.Argument(help="A design: a TOML file (docs/sweeps.md, examples/designs).", show_default=False)],
    out: Annotated[Path | None, typer.Option(help="Folder of the sweep; without it sweeps/NAME-OF-THE-DESIGN.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that simulate; without it one for every core.")] = None,
    cluster: Annotated[str, CLUSTER] = "",
    plan: Annotated[bool, typer.Option("--plan", help="Say what would be done, and how long it would take; store nothing.")] = False,
    redo: Annotated[bool, typer.Option("--redo", help="Remove runs that were made by another version of the scenarios or of the program.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan or the summary as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No plan, no progress, no summary.")] = False,
) -> None:
    """Do every run of a design that is not done yet, on several processes, and write tidy tables of all.

    It may be stopped with Ctrl-C or killed at any moment: give the same command again to go on. Read the tables with experiments.load(DIR) in Python,
    or the Parquet files in DIR/results with anything else.

    Examples:
      routesim sweep examples/designs/patrols.toml --plan
      routesim sweep examples/designs/patrols.toml --out sweeps/patrols --workers 4
      routesim sweep examples/designs/patrols.toml --cluster tcp://head-node:8786
    """
    with endings():
        from experiments.runs.design_file import read_design

        read = read_design(design)
        folder = out or Path("sweeps") / read.name
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
    """Do a design and tell how it went; ``again`` is the command that goes on with it."""
    from experiments.cli.sweep_progress import SweepReporter
    from experiments.runs.cores import cores
    from experiments.runs.sweep import sweep as do

    with SweepReporter(quiet=quiet) as report:
        try:
            summary = do(design, folder, workers=workers or cores(), cluster=cluster, listener=report, redo=redo, plan_only=plan)
        except KeyboardInterrupt:
            report.stop()
            _tell_interrupted(folder, again)
            raise typer.Exit(INTERRUPTED) from None
        report.stop()
        if plan:
            if as_json:
                known = report.known
                told = {name: getattr(known, name) for name in ("runs", "there", "workers", "run_seconds", "seconds", "disk_bytes")}
                typer.echo(json.dumps(told | {"design": design.about()}, indent=1, ensure_ascii=False))
            return summary
        _tell(report, summary)
        if as_json:
            typer.echo(json.dumps(summary.plain(), indent=1, ensure_ascii=False))
        if summary.failed:
            where = f"their errors stand in {folder / 'failed'} and in the table of runs"
            report.say(f"{summary.failed} of {summary.runs:,} runs failed; {where}. To try them again: {again}")
            raise typer.Exit(FAULT)
        return summary


def _tell(report: "SweepReporter", summary: "Summary") -> None:
    from experiments.cli.sweep_progress import span

    if summary.done:
        use = summary.busy_seconds / summary.seconds / summary.workers
        each = span(summary.busy_seconds / summary.done)
        report.say(f"{summary.done:,} runs in {span(summary.seconds)}, {each} a run; workers were busy {use:.0%} of the time")
    report.say(f"sweep: {summary.folder}")


def _tell_interrupted(folder: Path, again: str) -> None:
    there = sum(1 for _ in (folder / "runs").glob("*.zip")) if folder.is_dir() else 0
    typer.echo(f"interrupted: {there:,} runs are stored, nothing half-written was left behind. To go on: {again}", err=True)
