"""``routesim sensitivity``: which of the parameters that nobody knows drive the results."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.endings import INTERRUPTED, endings
from experiments.cli.sweep_command import CLUSTER

if TYPE_CHECKING:
    from experiments.runs.sensitivity_runs import Study


def sensitivity(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario that ships (see: routesim list scenarios), or the path of a scenario file.")],
    policy: Annotated[str, typer.Option(help="Ask what drives the changes that this policy makes, and displacement, instead of the results themselves.")] = "",
    outcome: Annotated[list[str] | None, typer.Option(help="An outcome of routesim compare, or displacement; may be given several times.")] = None,
    vary: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="An assumed parameter to vary over its range; without any, the free parameters of the calibration.")
    ] = None,
    points: Annotated[int, typer.Option(min=0, help="Runs that the emulator is made of, a power of 2; 0 for none.")] = 128,
    check: Annotated[int, typer.Option(min=0, help="Base sample of the same indices by the model itself, a power of 2: CHECK x (parameters + 2) runs.")] = 0,
    trajectories: Annotated[int, typer.Option(min=0, help="Trajectories of Morris's screening: each takes one run more than there are parameters.")] = 0,
    replicates: Annotated[int, typer.Option(min=1, help="Seeds at every point.")] = 2,
    seed: Annotated[int, typer.Option(help="The first of the seeds, and that of the samples.")] = 1,
    days: Annotated[int | None, typer.Option(help="Simulate fewer or more days than the scenario says.")] = None,
    scale: Annotated[float, typer.Option(help="Multiply people, seats and guards' capacity alike (0.1 is a quick look).")] = 1.0,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that simulate; without it one for every core.")] = None,
    cluster: Annotated[str, CLUSTER] = "",
    out: Annotated[Path | None, typer.Option(help="Folder of the runs and results; without it sensitivity/SCENARIO.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no tables.")] = False,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Leave out sensitivity.png.")] = False,
) -> None:
    """Tell which of the parameters that nobody knows drive apprehensions, deaths, fees and displacement, with intervals.

    Sobol's indices are shares of variance: the first index is what a parameter explains by itself, the total index what it explains together with others. They
    are taken from an emulator of the model, whose quality is told beside them; --check takes them from the model itself. --trajectories adds Morris's
    screening. The folder holds sensitivity.csv, sensitivity.png and the runs; give the same command again to go on after an interruption.

    Examples:

      routesim sensitivity two-valleys --vary market.margin --vary belief.half_life_weeks --vary community.eastern-transit.guided --points 64

      routesim sensitivity central-asia-2004 --scale 0.3 --days 365 --points 128

      routesim sensitivity two-valleys --policy two-valleys-path-patrols --vary market.margin --vary choice.noise_share --outcome displacement --check 16
    """
    with endings():
        from experiments.cli.sensitivity_input import checked

        study = checked(scenario, policy, outcome or [], vary or [], (points, check, trajectories), replicates, seed, days, scale)
        folder = out or Path("sensitivity") / (Path(scenario).stem + (f"-{Path(policy).stem}" if policy else ""))
        try:
            carry_out(study, folder, (points, check, trajectories), seed, workers, cluster, as_json=as_json, quiet=quiet, pictures=not no_pictures)
        except KeyboardInterrupt:
            typer.echo(f"interrupted: the runs that are done are kept in {folder}; give the same command again to go on", err=True)
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
        simulate = simulate_with(study, folder / "runs", workers=workers or cores(), cluster=cluster, watch=report)
        found = find(study, simulate, points=points, check=check, trajectories=trajectories, seed=seed)
    write_csv(found, folder / "sensitivity.csv")
    if pictures:
        from experiments.plots.sensitivity import draw_sensitivity

        draw_sensitivity(found, folder)
    if as_json:
        typer.echo(json.dumps(plain(found), indent=1, ensure_ascii=False))
    elif not quiet:
        print_sensitivity(found, folder)
