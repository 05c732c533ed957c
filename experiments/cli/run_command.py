"""``routesim run``: simulate one scenario once and store it."""

import time
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import completion
from experiments.cli.exit_codes import handle_errors
from experiments.cli.start_time import BEGAN
from experiments.runs.ceilings import MOST, MOST_WORKERS


def run(
    scenario: Annotated[
        str,
        typer.Argument(
            help="Name of a scenario that ships (see: routesim list scenarios), or the path of a scenario file.", autocompletion=completion.scenarios
        ),
    ],
    policy: Annotated[str | None, typer.Option(help="Name of a policy that ships (see: routesim list policies), or the path of a policy file.")] = None,
    seed: Annotated[int, typer.Option(help="Random seed: the same seed gives the same run.")] = 1,
    days: Annotated[int | None, typer.Option(help="Simulate fewer days than the scenario sets.")] = None,
    scale: Annotated[float, typer.Option(help="Multiply people, seats and guards' capacity alike (0.1 is a quick look).")] = 1.0,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Change one parameter (see: routesim list parameters), or the size or date of a lever; may be repeated.",
            autocompletion=completion.parameters,
        ),
    ] = None,
    posterior: Annotated[
        str,
        typer.Option(
            metavar="best|none|FILE",
            help="Fitted parameters: best (maximum a posteriori draw of the posterior that ships), none (uncalibrated defaults), or the first draw of a file.",
        ),
    ] = "best",
    replicates: Annotated[
        int | None,
        typer.Option(min=1, max=MOST, help="Make this many runs, each with its own seed and, where a posterior ships, a draw of it; print their spread."),
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=MOST_WORKERS, help="Processes that simulate replicates; by default one for every core.")] = None,
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Simulate replicates on a Dask cluster: local, tcp://HOST:PORT or its scheduler's file (docs/scaling.md).")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="Folder of the run; by default runs/SCENARIO-seedN, then options that differ from the defaults; printed at the end.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the closing tables as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no closing tables.")] = False,
    by: Annotated[
        str, typer.Option(metavar="day|week|month", help="Write by-day.csv too: what happened in every community, by day (or week, or month), to be added up.")
    ] = "",
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Leave out map.png, weekly.png and fees.png.")] = False,
) -> None:
    """Simulate one scenario once, store the run as a folder, and compare it with documented values.

    The folder holds the resolved scenario, all result tables, indicators and
    three pictures; it is written completely or not at all. The same seed gives
    the same people the same random draws, so that two runs that differ in one
    parameter can be compared person by person.

    Examples:
      routesim run two-valleys                                  a few seconds
      routesim run central-asia-2004 --scale 0.2 --days 365     faster
      routesim run my-valleys/my-valleys.toml                   your own scenario
      routesim run two-valleys --set "country.*.fine_usd=120" --out runs/fines
      routesim run two-valleys --seed 3 --json > seed3.json     as JSON
      routesim run two-valleys --policy two-valleys-path-patrols
      routesim run two-valleys --by day                         a table by day
      routesim run two-valleys --replicates 20                  several seeds
      routesim run central-asia-2004 --posterior none           not calibrated

    Quote a key that contains *; otherwise the shell expands it. Sizes and dates
    of a policy have keys too, such as
    policy.two-valleys-path-patrols.patrols.factor.
    """
    with handle_errors():
        import mesa  # noqa: F401 - first: its logger searches every loaded module while it loads

        if replicates is not None:
            from experiments.cli.replicates import replicate

            replicate(
                scenario, policy, (seed, replicates), days, scale, settings or [], out, workers, posterior, by=by, cluster=cluster, as_json=as_json, quiet=quiet
            )
            return
        from experiments.cli.progress import Reporter
        from experiments.cli.run_input import checked
        from experiments.runs.single_run import simulate

        with Reporter(quiet=quiet) as report:
            report.seconds["start-up"] = time.perf_counter() - BEGAN
            request = checked(scenario, seed, days, scale, settings or [], out, report, policy, posterior, by)
            if request.warnings and not quiet:
                count = f"{len(request.warnings)} warning{'s' if len(request.warnings) > 1 else ''}"
                typer.echo(f"{count} about the input; the first: {request.warnings[0]} (all: routesim check {scenario})", err=True)
            run = simulate(request.world, seed, request.folder, report, request.policy, pictures=not no_pictures, by=by)
            if not quiet or as_json:
                with report.phase("closing table"):
                    from experiments.cli.run_tables import print_closing
                    from experiments.runs.run_summary import summary_json

                    typer.echo(summary_json(run)) if as_json else print_closing(run)
            report.done(run.results.phases)
            report.say(f"run: {request.folder}")
