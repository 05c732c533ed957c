"""``routesim compare``: policies and other alternatives with the same random draws: who is apprehended, who is harmed, what it costs, and who moved where."""

import json
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.exit_codes import INTERNAL_ERROR, handle_errors
from experiments.cli.out_input import stop_at
from experiments.cli.sweep_command import CLUSTER, carry_out
from experiments.runs.ceilings import MOST, MOST_WORKERS


def compare(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario that ships (see: routesim list scenarios), or the path of a scenario file.")],
    policies: Annotated[
        list[str] | None, typer.Argument(metavar="POLICY", help="Policies to compare, names (see: routesim list policies) or paths.", show_default=False)
    ] = None,
    policy: Annotated[list[str] | None, typer.Option(help="Another policy to compare; may be given several times.")] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="EVENT", help="Compare the baseline without a dated event of the scenario, by its label or number.")
    ] = None,
    alternative: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="Compare 'NAME: KEY=VALUE, ...': the baseline with values set; keys also policy and without."),
    ] = None,
    baseline: Annotated[str, typer.Option(help="Policy that all others are compared with.")] = "none",
    replicates: Annotated[int, typer.Option(min=1, max=MOST, help="Seeds under every policy; a verdict needs six, a reliable one ten or more.")] = 10,
    seed: Annotated[int, typer.Option(help="The first of the seeds.")] = 1,
    days: Annotated[int | None, typer.Option(help="Simulate fewer or more days than the scenario sets.")] = None,
    scale: Annotated[float, typer.Option(help="Multiply people, seats and guards' capacity alike (0.1 is a quick look).")] = 1.0,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change one parameter, or the size or date of a lever, in every run.")
    ] = None,
    border: Annotated[
        str, typer.Option(metavar="AAA-BBB", help="Directed border of the displacement account; by default the busiest one that a policy affects.")
    ] = "",
    horizon: Annotated[str, typer.Option(metavar="DATE", help="Last day of the displacement account; by default the last reported day.")] = "",
    follow: Annotated[
        list[str] | None, typer.Option(metavar="COMMUNITY", help="Record a labour community person by person too, so that displacement includes it.")
    ] = None,
    posterior: Annotated[
        str,
        typer.Option(metavar="best|none|FILE", help="Fitted parameters: best (MAP draw), none (uncalibrated defaults), or a file's first draw."),
    ] = "best",
    over_posterior: Annotated[
        Path | None,
        typer.Option(help="Repeat everything at each draw of a table (CSV or Parquet; best: the posterior that ships), and rank."),
    ] = None,
    draws: Annotated[int | None, typer.Option(min=1, max=MOST, help="Use this many rows of --over-posterior, evenly spread; by default all.")] = None,
    prior: Annotated[
        int | None, typer.Option(min=1, max=MOST, help="Repeat everything at this many draws from the ranges of the --vary parameters, and rank.")
    ] = None,
    vary: Annotated[list[str] | None, typer.Option(metavar="KEY", help="A transferred or assumed parameter to draw from its range with --prior.")] = None,
    rank: Annotated[str, typer.Option(metavar="OUTCOME", help="Outcome that ranks, or harm (a composite); OUTCOME=less: less is better.")] = "deaths",
    harm_weight: Annotated[
        list[str] | None, typer.Option(metavar="OUTCOME=DAYS", help="Days that one of an outcome counts for in the composite of harm (docs/comparing.md).")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=MOST_WORKERS, help="Processes that simulate; by default one for every core.")] = None,
    cluster: Annotated[str, CLUSTER] = "",
    out: Annotated[Path | None, typer.Option(help="Folder; by default one in comparisons, named by what makes its runs.")] = None,
    redo: Annotated[bool, typer.Option("--redo", help="Remove runs made by another version of the scenarios or of the program.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="Print the number of runs and the expected time; run nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no tables.")] = False,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Leave out the pictures of displacement.")] = False,
) -> None:
    r"""Compare policies: the same people with the same random draws under each, differences with intervals, and who moved where.

    Every policy is compared with the baseline and with every other one, and all
    are ranked. What is compared may also be the baseline without an event of
    the scenario (--without), or with values set (--alternative).

    The first table shows harm to migrants beside interceptions, for all
    communities together; the second shows each community. The third shows what
    became of the same people under both policies, at one border
    (docs/displacement.md). The folder holds compare.json, differences.csv,
    displacement-POLICY.csv and .png, and the runs. The command may be stopped
    at any moment: repeat it to continue.

    Examples:
      routesim compare two-valleys two-valleys-path-patrols
      routesim compare two-valleys two-valleys-path-patrols \
          two-valleys-open-bridge --replicates 20 --rank harm
      routesim compare eastern-europe-2006 --without schengen-2007
      routesim compare two-valleys \
          --alternative "dear guides: market.margin=0.6" \
          --alternative "both: market.margin=0.6, policy=two-valleys-path-patrols"
      routesim compare two-valleys --policy two-valleys-path-patrols \
          --follow bremark-workers --border BRE-CYR
      routesim compare two-valleys --policy two-valleys-path-patrols \
          --over-posterior examples/designs/draws.csv --rank stranded
      routesim compare two-valleys --policy two-valleys-open-bridge --prior 20 \
          --vary market.margin --vary belief.half_life_weeks --replicates 2
    """
    with handle_errors():
        from experiments.cli.compare_input import CompareOptions, checked
        from experiments.runs.default_folder import comparison_folder

        options = CompareOptions(
            scenario=scenario,
            policies=(baseline, *(policies or []), *(policy or [])),
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
            without=without or [],
            alternatives=alternative or [],
            weights=harm_weight or [],
        )
        request = checked(options)
        folder = out or comparison_folder(request)
        stop_at(folder)
        if not quiet:
            from experiments.cli.reach_lines import print_reach

            print_reach(request)
        failed: typer.Exit | None = None
        try:
            carry_out(request.design(), folder, workers, "the same command", cluster=cluster, plan=plan, redo=redo, as_json=as_json and plan, quiet=quiet)
        except typer.Exit as ending:
            if ending.exit_code != INTERNAL_ERROR:
                raise
            failed = ending  # complete pairs can still be compared
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
