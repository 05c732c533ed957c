"""``routesim run``: simulate one scenario once and store it."""

import time
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import completion
from experiments.cli.clock import BEGAN
from experiments.cli.endings import endings


def run(
    scenario: Annotated[
        str,
        typer.Argument(
            help="Name of a scenario that ships (see: routesim list scenarios), or the path of a scenario file.", autocompletion=completion.scenarios
        ),
    ],
    policy: Annotated[str | None, typer.Option(help="Name of a policy that ships (see: routesim list policies), or the path of a policy file.")] = None,
    seed: Annotated[int, typer.Option(help="Number that fixes all chance: the same seed gives the same run.")] = 1,
    days: Annotated[int | None, typer.Option(help="Simulate fewer or more days than the scenario says.")] = None,
    scale: Annotated[float, typer.Option(help="Multiply people, seats and guards' capacity alike (0.1 is a quick look).")] = 1.0,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Change one parameter (see: routesim list parameters), or a size or date of a lever; may be given several times.",
            autocompletion=completion.parameters,
        ),
    ] = None,
    posterior: Annotated[
        str,
        typer.Option(
            metavar="best|none|FILE",
            help="Fitted parameters: the likeliest draw of the posterior that ships for the scenario, as the files have them, or the first draw of a file.",
        ),
    ] = "best",
    replicates: Annotated[
        int | None, typer.Option(min=1, help="Do this many runs, each with luck of its own and, where a posterior ships, a draw of it; show how they spread.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that simulate replicates; without it one for every core.")] = None,
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Simulate replicates on a Dask cluster: local, tcp://HOST:PORT or its scheduler's file (docs/scaling.md).")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Folder of the run; without it runs/SCENARIO-seedN, or runs/SCENARIO-replicates-seedN.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the closing tables as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no closing tables.")] = False,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Leave out map.png, weekly.png and fees.png.")] = False,
) -> None:
    """Simulate one scenario once, store the run as a folder, and show how it compares with what is documented.

    The folder holds the resolved scenario, all result tables, indicators and three pictures; it is written whole or not at all.
    The same seed gives the same people the same luck, so that two runs which differ in one parameter can be compared person by person.

    Examples:
      routesim run two-valleys                                  seconds, to learn
      routesim run central-asia-2004 --scale 0.2 --days 365     a quick look
      routesim run my-valleys/my-valleys.toml                   one of your own
      routesim run two-valleys --set "country.*.fine_usd=120" --out runs/fines
      routesim run two-valleys --seed 3 --json > seed3.json     for programs
      routesim run two-valleys --policy two-valleys-path-patrols
      routesim run two-valleys --replicates 20                  how much is luck
      routesim run central-asia-2004 --posterior none           parameters as the files have them, nothing fitted

    Quote a key that holds *, or the shell takes it for a pattern of file names.
    Sizes and dates of a policy have keys too: --set policy.two-valleys-path-patrols.patrols.factor=3
    """
    with endings():
        import mesa  # noqa: F401 - before anything else: while it loads, its logger looks through every module that is there

        if replicates is not None:
            from experiments.cli.replicates import replicate

            replicate(scenario, policy, (seed, replicates), days, scale, settings or [], out, workers, posterior, cluster=cluster, as_json=as_json, quiet=quiet)
            return
        from experiments.cli.progress import Reporter
        from experiments.cli.run_input import checked
        from experiments.runs.single import simulate

        with Reporter(quiet=quiet) as report:
            report.seconds["start-up"] = time.perf_counter() - BEGAN
            request = checked(scenario, seed, days, scale, settings or [], out, report, policy, posterior)
            run = simulate(request.world, seed, request.folder, report, request.policy, pictures=not no_pictures)
            if not quiet or as_json:
                with report.phase("closing table"):
                    from experiments.cli.closing_tables import print_closing
                    from experiments.runs.closing import closing_json

                    typer.echo(closing_json(run)) if as_json else print_closing(run)
            report.done(run.results.phases)
