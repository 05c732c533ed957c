"""``routesim report``: a run, a comparison or a sweep as one page to hand on."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.endings import endings


def report(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run, a comparison or a sweep.")],
    out: Annotated[Path | None, typer.Option(help="The HTML file; without it report.html in the folder.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no path.")] = False,
) -> None:
    """Write a report as one HTML file of at most 6 MB that needs no network: it can be mailed, opened anywhere, and printed.

    What was asked; the answer in words and three numbers with intervals, harm beside interceptions; a map with a week slider and a play button;
    small multiples; tables that sort and download; parameters; assumptions and limits; how to make it again.

    Examples:
      routesim report runs/two-valleys-seed1
      routesim report comparisons/my-comparison --out for-the-minister.html
    """
    with endings():
        from experiments.cli.progress import Reporter
        from experiments.report import write_report
        from scenarios.reading.problems import Problems

        target = out or folder / "report.html"
        problems = Problems()
        if target.suffix not in (".html", ".htm") or target.is_dir():
            problems.add("--out", f'"{target}"', "a file that ends with .html")
        problems.stop()
        with Reporter(quiet=quiet) as told:
            path = write_report(folder, target, told.say)
        if not quiet:
            typer.echo(str(path))
