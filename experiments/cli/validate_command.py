"""``routesim validate``: forecasts of documents scored by quantity, from a fit or from runs that are made for it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli import completion
from experiments.cli.exit_codes import INTERRUPTED, NO_RESULT, handle_errors
from experiments.cli.out_input import stop_at
from experiments.runs.ceilings import MOST, MOST_WORKERS

if TYPE_CHECKING:
    from calibration.fit.mechanisms import Mechanism
    from experiments.cli.sweep_progress import SweepReporter
    from experiments.runs.scoring import ScoreRequest, Scoring
    from experiments.runs.validation import Validation


def validate(
    scenario: Annotated[
        str, typer.Argument(help="Name of a scenario that ships, or the path of a scenario file.", autocompletion=completion.scenarios)
    ] = "central-asia-2004",
    fit: Annotated[Path | None, typer.Option("--fit", help="Folder of routesim calibrate; by default the fit that ships.")] = None,
    against: Annotated[str, typer.Option(metavar="prior|climatology|empty", help="What the skill of every quantity is over.")] = "climatology",
    draws: Annotated[
        int | None, typer.Option(min=1, max=MOST, help="Make runs, at so many draws of the posterior, or of the prior where no fit ships.")
    ] = None,
    seeds: Annotated[int | None, typer.Option(min=1, max=MOST, help="Make runs, with so many seeds at each draw.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="The first of the seeds.")] = 1,
    scale: Annotated[float, typer.Option(help="Of runs that are made: multiply people, seats and guards' capacity alike.")] = 1.0,
    without: Annotated[
        str, typer.Option(metavar="MECHANISM|all", help="Score the model without a mechanism too, or without each in turn, at the MAP draw.")
    ] = "",
    workers: Annotated[int | None, typer.Option(min=1, max=MOST_WORKERS, help="Processes that simulate; by default one for every core.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the pictures and runs; by default validation/SCENARIO.")] = None,
    redo: Annotated[bool, typer.Option("--redo", help="Remove runs made by another version of the scenarios or of the program.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no table.")] = False,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Write no pictures.")] = False,
) -> None:
    """Score forecasts of documents, quantity by quantity, beside forecasters that know no model.

    The score is the continuous ranked probability score of what would be
    written down, given parameter uncertainty, chance, model discrepancy and
    measurement error. Skill is measured over the prior, over climatology (what
    is documented of other quantities of the kind) and over an empty world.
    Where a fit ships, its own runs are scored and none is made. Elsewhere runs
    are made and kept: repeat the command to see them again, or to continue
    after an interruption. If no document can be compared with the scenario, the
    exit code is 3.

    Examples:
      routesim validate
      routesim validate eastern-europe-2006 --seeds 6
      routesim validate --against prior --json > scores.json
      routesim validate --fit calibrations/central-asia-2004 --out pictures
      routesim validate central-asia-2004 --without all --seeds 3
    """
    with handle_errors():
        from calibration.fit.skill import REFERENCES
        from experiments.cli.sweep_progress import SweepReporter
        from experiments.runs.ablation import mechanisms_asked
        from experiments.runs.cores import cores
        from experiments.runs.scoring import NothingToScore, ScoreRequest
        from scenarios.reading.problems import Problems

        problems = Problems()
        if against not in REFERENCES:
            problems.unknown("--against", "reference", against, REFERENCES)
        if not 0 < scale < float("inf"):
            problems.add("--scale", f"{scale:g}", "a finite number above 0")
        if fit is not None and (draws or seeds or without):
            problems.add("--fit", "with --draws, --seeds or --without", "one or the other: a fit has runs of its own")
        wanted = mechanisms_asked(without, problems)
        problems.stop()
        stop_at(out)
        folder = out or Path("validation") / Path(scenario).stem
        request = ScoreRequest(scenario, seeds, draws, seed, scale)
        try:
            with SweepReporter(quiet=quiet) as report:
                if wanted:
                    _without(request, wanted, folder, workers or cores(), report, redo=redo, as_json=as_json, quiet=quiet)
                    return
                found, validation = _scores(request, fit, folder, workers or cores(), report, redo=redo)
        except NothingToScore as nothing:
            if as_json:
                typer.echo(json.dumps({"scenario": scenario, "forecast": None, "quantities": [], "totals": [], "lacking": str(nothing)}, indent=1))
            typer.echo(str(nothing), err=True)
            raise typer.Exit(NO_RESULT) from None
        except KeyboardInterrupt:
            typer.echo(f"interrupted: finished runs are kept in {folder}; repeat the command to continue", err=True)
            raise typer.Exit(INTERRUPTED) from None
        _print(found, validation, against, as_json=as_json, quiet=quiet)
        if not no_pictures:
            from experiments.plots.scores import draw_scores
            from experiments.plots.validation import draw_validation

            paths = [*draw_scores(found, folder), *(draw_validation(validation, folder) if validation is not None else ())]
            for path in paths:
                if not quiet:
                    typer.echo(f"picture: {path}", err=True)


def _scores(
    request: "ScoreRequest", fit: Path | None, folder: Path, workers: int, report: "SweepReporter", *, redo: bool
) -> "tuple[Scoring, Validation | None]":
    """What the runs of a fit score, or runs that are made now."""
    from experiments.runs.scoring import simulate_and_score
    from experiments.runs.validation import has_fit
    from experiments.runs.validation import validate as do

    if fit is not None or (has_fit(request.scenario) and request.draws is None and request.seeds is None and request.scale == 1):
        validation = do(request.scenario, fit)
        return validation.scoring, validation
    return simulate_and_score(request, folder / "runs", workers=workers, listener=report, redo=redo), None


def _print(found: "Scoring", validation: "Validation | None", against: str, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        from calibration.fit.validation import plain as plain_check
        from experiments.runs.scoring import plain

        checks = {} if validation is None else {"intervals": [plain_check(one) for one in validation.checks]}
        typer.echo(json.dumps(plain(found) | checks, indent=1, ensure_ascii=False))
    elif not quiet:
        from experiments.cli.score_table import print_scores
        from experiments.cli.validation_table import print_intervals

        print_scores(found, against)
        if validation is not None:
            print_intervals(validation)


def _without(
    request: "ScoreRequest",
    wanted: "tuple[Mechanism, ...]",
    folder: Path,
    workers: int,
    report: "SweepReporter",
    *,
    redo: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    from experiments.cli.ablation_table import print_ablation
    from experiments.runs.ablation import ablate, plain

    found = ablate(request, wanted, folder / "without", workers=workers, listener=report, redo=redo)
    report.stop()
    if as_json:
        typer.echo(json.dumps(plain(found), indent=1, ensure_ascii=False))
    elif not quiet:
        print_ablation(found)
