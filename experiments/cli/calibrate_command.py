"""``routesim calibrate``: fit the free parameters of a scenario to documented values."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli.exit_codes import INTERRUPTED, handle_errors
from experiments.cli.out_input import stop_at
from experiments.cli.sweep_command import CLUSTER
from experiments.runs.ceilings import MOST, MOST_WORKERS

if TYPE_CHECKING:
    from experiments.runs.calibration import Request


def calibrate(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario that ships (see: routesim list scenarios), or the path of a scenario file.")] = "",
    budget: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=MOST,
            help="Runs in all: 40 per cent for the first wave, 12 for each of one to three further ones, which end when one gains less than a tenth; the rest,"
            " a quarter or more, at draws of the posterior.",
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Random seed: the same seed gives the same posterior.")] = None,
    scale: Annotated[float | None, typer.Option(help="Multiply people, seats and guards' capacity alike: faster, and noisier.")] = None,
    leave_out: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="Then leave out, one at a time, the N quantities that inform most: fit without it and run the model again."),
    ] = None,
    leave_out_runs: Annotated[
        int | None, typer.Option(metavar="K", min=1, max=MOST, help="Runs for each quantity left out, on top of the budget; by default 16.")
    ] = None,
    resume: Annotated[Path | None, typer.Option(metavar="DIR", help="Continue the fit in this folder, with its own options.", show_default=False)] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the fit; by default calibrations/SCENARIO.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=MOST_WORKERS, help="Processes that simulate; by default one for every core.")] = None,
    cluster: Annotated[str, CLUSTER] = "",
    redo: Annotated[bool, typer.Option("--redo", help="Remove runs made by another version of the scenarios or of the program.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest of the fit as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no table.")] = False,
) -> None:
    """Fit the free parameters (free.csv of its study) to documented values; those held out are compared only at the end.

    Two to four waves of runs, each run with a random seed of its own, an
    emulator of each documented value, a posterior by Markov chains on the
    emulators, and runs at draws of it. The folder then holds posterior.csv (one
    row a draw, the maximum a posteriori draw first, the others in random
    order), posterior.json (settings, convergence and posterior contraction) and
    predictive.csv (predictions of runs at the draws); with --leave-out also
    left_out.csv (predictions of quantities by fits that know them not). The
    command may be stopped with Ctrl-C or killed at any moment; --resume keeps
    the runs that are done. docs/calibration.md describes the fit that ships.

    Examples:
      routesim calibrate central-asia-2004 --budget 200
      routesim calibrate --resume calibrations/central-asia-2004 --leave-out 6
      routesim validate --fit calibrations/central-asia-2004
    """
    with handle_errors():
        from experiments.cli.sweep_progress import SweepReporter
        from experiments.runs.calibration import Request, asked_before
        from experiments.runs.calibration import calibrate as do
        from experiments.runs.cores import cores
        from scenarios.reading.problems import BadInput, Finding

        folder = resume or out or Path("calibrations") / (Path(scenario).stem or "none")
        stop_at(folder)
        before = asked_before(folder) if resume is not None else None
        if resume is not None and before is None:
            raise BadInput([Finding("--resume", f"{resume}, where no fit was started", "the folder of a fit; --out starts one")])
        if before is None and not scenario:
            raise BadInput([Finding("scenario", "none", "the name of a scenario, or --resume DIR")])
        base = before or Request(scenario)
        asked: dict[str, Any] = {"budget": budget, "seed": seed, "scale": scale, "leave_out": leave_out, "leave_out_runs": leave_out_runs}
        request = replace(base, scenario=scenario or base.scenario, **{name: value for name, value in asked.items() if value is not None})
        with SweepReporter(quiet=quiet) as report:
            try:
                _, files, about = do(request, folder, workers=workers or cores(), cluster=cluster, listener=report, redo=redo)
            except KeyboardInterrupt:
                report.stop()
                _print_interrupted(folder, request)
                raise typer.Exit(INTERRUPTED) from None
            report.stop()
            if as_json:
                typer.echo(json.dumps(about, indent=1, ensure_ascii=False))
            elif not quiet:
                from experiments.cli.calibration_tables import print_fit

                print_fit(about)
            for file in files:
                report.say(f"fit: {file}")


def _print_interrupted(folder: Path, request: "Request") -> None:
    there = sum(1 for _ in folder.glob("draws-*/runs/*.zip")) if folder.is_dir() else 0
    typer.echo(f"interrupted: {there:,} of {request.runs:,} runs are stored. To continue: routesim calibrate --resume {folder}", err=True)
