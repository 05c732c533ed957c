"""``routesim plot``: the figures of a run, a comparison or a sweep, each with its data."""

import json
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.endings import endings


def plot(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run, a comparison or a sweep.")],
    figures: Annotated[list[str] | None, typer.Option("--figure", metavar="NAME", help="Draw this one; may be given several times. Without it all.")] = None,
    policy: Annotated[str, typer.Option(help="Of a comparison or sweep: the policy to draw where a figure shows one.")] = "",
    formats: Annotated[list[str] | None, typer.Option("--format", help="png, svg or pdf; may be given several times.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder; without it figures, beside the tables.")] = None,
    show: Annotated[bool, typer.Option("--list", help="List the figures that can be made of this folder, and draw none.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --list: print JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no paths.")] = False,
) -> None:
    """Draw figures: corridors, journeys, outcomes, fees, beliefs, guards, displacement, and what policies change.

    Every figure is written with the data behind it as CSV of the same name; figures.csv holds titles and alternative texts. Harm is drawn
    beside interceptions.

    Examples:
      routesim plot runs/two-valleys-seed1
      routesim plot runs/two-valleys-seed1 --list
      routesim plot comparisons/my-comparison --figure changes --figure displacement --format svg
    """
    with endings():
        from experiments.plots.figures import FIGURES, draw_figures
        from experiments.plots.opened import open_folder
        from experiments.plots.picture import FORMATS
        from scenarios.reading.problems import Problems, listed, nearest

        opened, problems = open_folder(folder), Problems()
        fitting = [name for name, kind in FIGURES.items() if kind.fits(opened)]
        if show:
            rows = [{"figure": name, "text": kind.text, "can be made": name in fitting} for name, kind in FIGURES.items()]
            if as_json:
                typer.echo(json.dumps(rows, indent=1))
                return
            for name, kind in FIGURES.items():
                typer.echo(f"{name:14}{kind.text}{'' if name in fitting else '   (not of this folder)'}")
            return
        for name in figures or []:
            if name not in fitting:
                of = f"{opened.kind} that kept no {FIGURES[name].needs}" if name in FIGURES and opened.kind in FIGURES[name].of else opened.kind
                found = f'"{name}" of a {of}' if name in FIGURES else f'"{name}"'
                problems.add("--figure", found, listed(fitting, 20), nearest(name, fitting))
        for kind_ in formats or []:
            if kind_ not in FORMATS:
                problems.add("--format", f'"{kind_}"', listed(FORMATS, 5), nearest(kind_, FORMATS))
        if policy and policy not in opened.policies:
            problems.add("--policy", f'"{policy}"', listed(opened.policies, 20), nearest(policy, opened.policies))
        problems.stop()
        from experiments.cli.progress import Reporter

        with Reporter(quiet=quiet) as report:
            paths = draw_figures(opened, figures or fitting, out or folder / "figures", formats or ["png"], policy, report.say)
        if not quiet:
            for path in paths:
                typer.echo(str(path))
