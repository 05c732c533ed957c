"""``routesim plot``: the figures of a run, a comparison or a sweep, each with its data."""

import json
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.exit_codes import handle_errors
from experiments.cli.out_input import check_folder


def plot(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run, a comparison or a sweep.")],
    names: Annotated[list[str] | None, typer.Argument(metavar="FIGURE", help="Draw these figures. By default all.")] = None,
    figures: Annotated[list[str] | None, typer.Option("--figure", metavar="NAME", help="The same as an option; may be repeated.")] = None,
    policy: Annotated[str, typer.Option(help="Of a comparison or sweep: the policy to draw, where a figure shows one.")] = "",
    formats: Annotated[list[str] | None, typer.Option("--format", help="png, svg or pdf; may be repeated.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder; by default the folder figures inside RUN.")] = None,
    show: Annotated[bool, typer.Option("--list", help="List the figures that can be made of this folder; draw none.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --list: print JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no paths.")] = False,
) -> None:
    r"""Draw figures: corridors, journeys, outcomes, fees, organisers, own observations, beliefs, guards, displacement, and what policies change.

    Every figure comes with its data as CSV of the same name; figures.csv holds
    titles and alternative texts. Harm is drawn beside interceptions.

    Examples:
      routesim plot runs/two-valleys-seed1
      routesim plot runs/two-valleys-seed1 --list
      routesim plot runs/central-asia-2004-seed1 organisers
      routesim plot comparisons/my-comparison --figure changes \
          --figure displacement --format svg
      routesim plot runs/my-valleys-seed1 --figure observations
    """
    with handle_errors():
        from experiments.plots.figures import FIGURES, draw_figures
        from experiments.plots.picture import FORMATS
        from experiments.plots.result_folder import open_folder
        from scenarios.reading.problems import Problems, listed, nearest

        results, problems, wanted = open_folder(folder), Problems(), list(dict.fromkeys([*(names or []), *(figures or [])]))
        fitting = [name for name, kind in FIGURES.items() if kind.fits(results)]
        if show:
            rows = [{"figure": name, "text": kind.text, "can be made": name in fitting} for name, kind in FIGURES.items()]
            if as_json:
                typer.echo(json.dumps(rows, indent=1))
                return
            for name, kind in FIGURES.items():
                typer.echo(f"{name:14}{kind.text}{'' if name in fitting else '   (not for this folder)'}")
            return
        for name in wanted:
            if name not in fitting:
                of = f"{results.kind} that kept no {FIGURES[name].needs}" if name in FIGURES and results.kind in FIGURES[name].of else results.kind
                found = f'"{name}" of a {of}' if name in FIGURES else f'"{name}"'
                problems.add("--figure", found, listed(fitting, 20), nearest(name, fitting))
        for kind_ in formats or []:
            if kind_ not in FORMATS:
                problems.add("--format", f'"{kind_}"', listed(FORMATS, 5), nearest(kind_, FORMATS))
        if policy and policy not in results.policies:
            problems.add("--policy", f'"{policy}"', listed(results.policies, 20), nearest(policy, results.policies))
        target = out or folder / "figures"
        check_folder(target, problems)
        problems.stop()
        from experiments.cli.progress import Reporter

        with Reporter(quiet=quiet) as report:
            paths = draw_figures(results, wanted or fitting, target, formats or ["png"], policy, report.say)
        if not quiet:
            for path in paths:
                typer.echo(str(path))
