"""``routesim report``: a run, a comparison or a sweep as one page to share."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.exit_codes import handle_errors
from experiments.cli.out_input import check_file, is_folder


def report(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run, a comparison or a sweep.")],
    out: Annotated[Path | None, typer.Option(help="The HTML file; by default report.html in the folder.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no path.")] = False,
) -> None:
    """Write a report as one HTML file of at most 6 MB that needs no network: it can be mailed, opened offline and printed.

    The page holds the question; the answer in words and three numbers with
    intervals, harm beside interceptions; a map with a slider for weeks; small
    multiples; tables to sort and download; figures; assumptions and limits; and
    how to reproduce it.

    Examples:
      routesim report runs/two-valleys-seed1
      routesim report comparisons/my-comparison --out for-the-minister.html
    """
    with handle_errors():
        from experiments.cli.progress import Reporter
        from experiments.report import write_report
        from scenarios.reading.problems import Problems

        target = out or folder / "report.html"
        problems = Problems()
        if target.suffix not in (".html", ".htm") or is_folder(target):
            problems.add("--out", f'"{target}"', "a file that ends with .html")
        elif out is not None:
            check_file(target, problems)
        problems.stop()
        with Reporter(quiet=quiet) as reporter:
            path = write_report(folder, target, reporter.say)
        if not quiet:
            typer.echo(str(path))
