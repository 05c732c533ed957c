"""``routesim sensitivity``: which uncertain parameters drive the results."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.exit_codes import INTERRUPTED, NO_RESULT, handle_errors
from experiments.cli.out_input import stop_at
from experiments.cli.sweep_command import CLUSTER
from experiments.runs.ceilings import MOST, MOST_WORKERS

if TYPE_CHECKING:
    from experiments.runs.sensitivity_runs import Study


def sensitivity(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario that ships (see: routesim list scenarios), or the path of a scenario file.")],
    policy: Annotated[str, typer.Option(help="Analyse the changes made by this policy, and displacement, instead of the outcomes themselves.")] = "",
    outcome: Annotated[list[str] | None, typer.Option(help="An outcome of routesim compare, or displacement; may be repeated.")] = None,
    vary: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="A transferred or assumed parameter to vary over its range; by default those calibrated.")
    ] = None,
    points: Annotated[int, typer.Option(min=0, max=MOST, help="Points for the emulator, a power of 2, at least 16; 0 for none.")] = 128,
    check: Annotated[
        int, typer.Option(min=0, max=MOST, help="Base sample for indices by the model itself, a power of 2; takes CHECK x (parameters + 2) points.")
    ] = 0,
    trajectories: Annotated[int, typer.Option(min=0, max=MOST, help="Trajectories of Morris's screening, each of (parameters + 1) points; 0 for none.")] = 0,
    replicates: Annotated[int, typer.Option(min=1, max=MOST, help="Seeds at every point.")] = 2,
    seed: Annotated[int, typer.Option(help="The first of the seeds, and the seed of the samples.")] = 1,
    days: Annotated[int | None, typer.Option(help="Simulate fewer or more days than the scenario sets.")] = None,
    scale: Annotated[float, typer.Option(help="Multiply people, seats and guards' capacity alike (0.1 is a quick look).")] = 1.0,
    posterior: Annotated[
        str,
        typer.Option(metavar="best|none|FILE", help="Parameters that are not varied: best (MAP draw), none (uncalibrated defaults), or a file's first draw."),
    ] = "best",
    workers: Annotated[int | None, typer.Option(min=1, max=MOST_WORKERS, help="Processes that simulate; by default one for every core.")] = None,
    cluster: Annotated[str, CLUSTER] = "",
    out: Annotated[Path | None, typer.Option(help="Folder of the runs and results; by default sensitivity/SCENARIO.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no tables.")] = False,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Leave out sensitivity.png.")] = False,
) -> None:
    r"""Global sensitivity analysis: which uncertain parameters drive apprehensions, deaths, fees and displacement, with intervals.

    Sobol's indices are shares of variance. The first-order index is the share
    that a parameter explains alone; the total-order index adds its
    interactions. They come from an emulator of the model, whose out-of-sample
    quality is printed; --check computes them from the model itself.
    --trajectories adds Morris's screening. The folder holds sensitivity.csv,
    sensitivity.png and the runs; repeat the command to continue after an
    interruption. An outcome without indices is reported with the reason; if no
    outcome has any, the exit code is 3.

    Examples:
      routesim sensitivity two-valleys --vary market.margin \
          --vary belief.half_life_weeks \
          --vary community.eastern-transit.guided --points 64
      routesim sensitivity central-asia-2004 --scale 0.3 --days 365 --points 128
      routesim sensitivity two-valleys --policy two-valleys-path-patrols \
          --vary market.margin --vary choice.perception_error \
          --outcome displacement --check 16
    """
    with handle_errors():
        from experiments.cli.sensitivity_input import checked

        study = checked(scenario, policy, outcome or [], vary or [], (points, check, trajectories), replicates, seed, days, scale, posterior)
        folder = out or Path("sensitivity") / (Path(scenario).stem + (f"-{Path(policy).stem}" if policy else ""))
        stop_at(folder)
        try:
            carry_out(study, folder, (points, check, trajectories), seed, workers, cluster, as_json=as_json, quiet=quiet, pictures=not no_pictures)
        except KeyboardInterrupt:
            typer.echo(f"interrupted: finished runs are kept in {folder}; repeat the command to continue", err=True)
            raise typer.Exit(INTERRUPTED) from None


def carry_out(
    study: "Study",
    folder: Path,
    sizes: Sequence[int],
    seed: int,
    workers: int | None,
    cluster: str,
    *,
    as_json: bool,
    quiet: bool,
    pictures: bool,
) -> None:
    """Do a study, store its table and picture, and print it."""
    from experiments.cli.sensitivity_tables import plain, print_sensitivity, write_csv
    from experiments.cli.sweep_progress import SweepReporter
    from experiments.runs.cores import cores
    from experiments.runs.sensitivity import sensitivity as find
    from experiments.runs.sensitivity_runs import simulate_with

    points, check, trajectories = sizes
    with SweepReporter(quiet=quiet) as report:
        simulate = simulate_with(study, folder / "runs", workers=workers or cores(), cluster=cluster, listener=report)
        found = find(study, simulate, points=points, check=check, trajectories=trajectories, seed=seed)
    write_csv(found, folder / "sensitivity.csv")
    picture = None
    if pictures:
        from experiments.plots.sensitivity import draw_sensitivity

        picture = draw_sensitivity(found, folder)
    if as_json:
        typer.echo(json.dumps(plain(found), indent=1, ensure_ascii=False))
    elif not quiet:
        print_sensitivity(found, folder, picture)
    if not found.indices:
        typer.echo("no outcome that was asked for has an index", err=True)
        raise typer.Exit(NO_RESULT)
