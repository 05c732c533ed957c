"""``routesim map``: flows of people, from a run, a comparison or a sweep; or the difference between two."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.exit_codes import handle_errors


def map_flows(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run, a comparison or a sweep.")],
    against: Annotated[Path | None, typer.Option(metavar="RUN", help="Draw the change in flows from RUN to this folder.")] = None,
    policy: Annotated[
        str | None, typer.Option(help="Of a comparison: draw this policy, as the change from the baseline (--volume: as flows).")
    ] = None,
    volume: Annotated[bool, typer.Option("--volume", help="Of a comparison: draw the flows under the policy, not the change from the baseline.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Of a map of changes: show the whole territory, not only where the changes are.")] = False,
    region: Annotated[list[str] | None, typer.Option(metavar="AAA", help="Show these countries (ISO 3166-1 alpha-3); may be repeated.")] = None,
    community: Annotated[list[str] | None, typer.Option(help="Draw these communities only (see: routesim list communities).")] = None,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="Draw this month; by default the reported days.")] = None,
    formats: Annotated[list[str] | None, typer.Option("--format", help="png, svg or pdf; gif or mp4 for an animation by week.")] = None,
    out: Annotated[Path | None, typer.Option(help="File or folder; by default the folder maps inside RUN.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no path.")] = False,
) -> None:
    r"""Draw the map of flows: land routes by volume, sea, air, hubs, capitals, airports, and the borders with most apprehensions.

    A map of changes shows only those that chance does not explain, which takes
    six pairs of runs or more; the CSV has every change with its interval.
    Numbers cover the reported days unless --month is given. A CSV beside the
    map holds its data. The file itself holds an alternative text (PNG:
    Description).

    Examples:
      routesim map runs/central-asia-2004-seed1
      routesim map runs/central-asia-2004-seed1 --region KGZ --region KAZ \
          --month 2004-07 --format svg --format pdf
      routesim map runs/central-asia-2004-seed1 --community afghanistan \
          --out afghans.png
      routesim map runs/without --against runs/with                 one change
      routesim map comparisons/my-comparison --policy my-policy     over seeds
      routesim map runs/two-valleys-seed1 --format gif              animation
    """
    with handle_errors():
        from experiments.cli.map_input import MapOptions, checked
        from experiments.cli.progress import Reporter

        with Reporter(quiet=quiet) as report:
            request = checked(MapOptions(folder, against, policy, region or [], community or [], month, formats or ["png"], out, volume=volume, whole=whole))
            from experiments.plots.map_request import draw_request

            paths = draw_request(request, report)
        if not quiet:
            for path in paths:
                typer.echo(str(path))
