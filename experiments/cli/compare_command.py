"""``routesim compare``: policies under the same luck, who is caught, who is harmed, what it costs, and who moved where."""

import json
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.endings import FAULT, endings
from experiments.cli.sweep_command import CLUSTER, carry_out


def compare(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario that ships (see: routesim list scenarios), or the path of a scenario file.")],
    policy: Annotated[list[str], typer.Option(help="Policy to compare, a name (see: routesim list policies) or a path; may be given several times.")],
    baseline: Annotated[str, typer.Option(help="Policy that the others are held against.")] = "none",
    replicates: Annotated[int, typer.Option(min=1, help="Seeds under every policy; an interval needs two, a good one ten or more.")] = 10,
    seed: Annotated[int, typer.Option(help="The first of the seeds.")] = 1,
    days: Annotated[int | None, typer.Option(help="Simulate fewer or more days than the scenario says.")] = None,
    scale: Annotated[float, typer.Option(help="Multiply people, seats and guards' capacity alike (0.1 is a quick look).")] = 1.0,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change one parameter, or a size or date of a lever, in every run.")
    ] = None,
    border: Annotated[
        str, typer.Option(metavar="AAA-BBB", help="Directed border of the displacement account; without it the busiest one that a policy touches.")
    ] = "",
    horizon: Annotated[str, typer.Option(metavar="DATE", help="Last day of the displacement account; without it the last reported day.")] = "",
    follow: Annotated[
        list[str] | None, typer.Option(metavar="COMMUNITY", help="Record a labour community person by person too, so that displacement counts it.")
    ] = None,
    posterior: Annotated[
        str,
        typer.Option(metavar="best|none|FILE", help="Fitted parameters: the likeliest draw of the posterior that ships, as in the files, or a file's first draw."),
    ] = "best",
    over_posterior: Annotated[
        Path | None,
        typer.Option(help="Repeat everything at every row of a table of draws (CSV or Parquet, a column a parameter; best: the posterior that ships), and rank."),
    ] = None,
    draws: Annotated[int | None, typer.Option(min=1, help="Take so many rows of --over-posterior, evenly spread over the table; without it all.")] = None,
    prior: Annotated[int | None, typer.Option(min=1, help="Repeat everything at this many draws from the ranges of the parameters of --vary, and rank.")] = None,
    vary: Annotated[list[str] | None, typer.Option(metavar="KEY", help="An assumed parameter to draw from its range with --prior.")] = None,
    rank: Annotated[str, typer.Option(metavar="OUTCOME", help="Outcome by which policies are ranked; OUTCOME=less or =more says which is better.")] = "deaths",
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that simulate; without it one for every core.")] = None,
    cluster: Annotated[str, CLUSTER] = "",
    out: Annotated[Path | None, typer.Option(help="Folder of the comparison; without it comparisons/SCENARIO-POLICY.")] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Remove runs that were made by another version of the scenarios or of the program.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="Say what would be done, and how long it would take; store nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no tables.")] = False,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Leave out the pictures of displacement.")] = False,
) -> None:
    """Compare policies: the same people with the same luck under each, differences with intervals, and who moved where.

    The first table tells harm to migrants beside interceptions, for all communities together; the second tells every community apart. Then stands what
    became of the same people under one policy and under the other, at one border (docs/displacement.md). The folder holds compare.json, differences.csv,
    displacement-POLICY.csv and .png, and the runs. It may be stopped at any moment: give the same command again to go on.

    Examples:

      routesim compare two-valleys --policy two-valleys-path-patrols

      routesim compare two-valleys --policy two-valleys-path-patrols --policy two-valleys-open-bridge --replicates 20 --json

      routesim compare two-valleys --policy two-valleys-path-patrols --follow bremark-workers --border BRE-CYR

      routesim compare two-valleys --policy two-valleys-path-patrols --over-posterior examples/designs/draws.csv --rank stranded

      routesim compare two-valleys --policy two-valleys-open-bridge --prior 20 --vary market.margin --vary belief.half_life_weeks --replicates 2
    """
    with endings():
        from experiments.cli.compare_input import Asked, checked

        asked = Asked(
            scenario=scenario,
            policies=(baseline, *policy),
            seed=seed,
            replicates=replicates,
            days=days,
            scale=scale,
            settings=settings or [],
            border=border,
            horizon=horizon,
            follow=follow or [],
            over_posterior=over_posterior,
            prior=prior,
            vary=vary or [],
            rank=rank,
            draws=draws,
            posterior=posterior,
        )
        request = checked(asked)
        folder = out or Path("comparisons") / request.design().name
        failed: typer.Exit | None = None
        try:
            carry_out(request.design(), folder, workers, "the same command", cluster=cluster, plan=plan, anew=anew, as_json=as_json and plan, quiet=quiet)
        except typer.Exit as ending:
            if ending.exit_code != FAULT:
                raise
            failed = ending  # the pairs that are whole can be compared all the same
        if plan:
            return
        from experiments.cli.comparison_tables import print_comparison
        from experiments.runs.comparison import read_comparison
        from experiments.runs.comparison_files import comparison_json, write_comparison

        try:
            found = read_comparison(request, folder)
        except (FileNotFoundError, ValueError):
            if failed is not None:
                raise failed from None
            raise
        write_comparison(found, folder)
        if not no_pictures:
            from experiments.plots.displacement import draw_displacement

            draw_displacement(found, folder)
        if as_json:
            typer.echo(json.dumps(comparison_json(found), indent=1, ensure_ascii=False))
        elif not quiet:
            print_comparison(found)
        if failed is not None:
            raise failed
