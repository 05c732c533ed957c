"""``routesim map``: where people pass, drawn from a run, a comparison or a sweep; or what differs between two."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.endings import endings


def map_flows(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run, a comparison or a sweep.")],
    against: Annotated[Path | None, typer.Option(metavar="RUN", help="Draw what differs in this folder from the first: who gained, who lost flow.")] = None,
    policy: Annotated[
        str | None, typer.Option(help="Of a comparison: draw this policy; its baseline is drawn as it is, another as it differs (--volume: as it is).")
    ] = None,
    volume: Annotated[bool, typer.Option("--volume", help="Of a comparison: draw the policy as it is, not as it differs.")] = False,
    region: Annotated[list[str] | None, typer.Option(metavar="AAA", help="Show these countries (ISO 3166-1 alpha-3); may be given several times.")] = None,
    community: Annotated[list[str] | None, typer.Option(help="Draw these communities only (see: routesim list communities).")] = None,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="Draw this month; without it the reported days.")] = None,
    formats: Annotated[list[str] | None, typer.Option("--format", help="png, svg, pdf; gif or mp4 for the weeks one after the other.")] = None,
    out: Annotated[Path | None, typer.Option(help="File, or folder; without it the folder maps beside the tables.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no path.")] = False,
) -> None:
    """Draw the map of flows: land routes by volume, sea, air, hubs, capitals, airports, and the borders with most apprehensions.

    Numbers are of the reported days unless --month says otherwise. The data behind the map stand in a CSV beside it, and what it shows in words
    inside the file (PNG: Description).

    Examples:
      routesim map runs/central-asia-2004-seed1
      routesim map runs/central-asia-2004-seed1 --region KGZ --region KAZ --month 2004-07 --format svg --format pdf
      routesim map runs/central-asia-2004-seed1 --community afghanistan --out afghans.png
      routesim map runs/without --against runs/with                   who gained, who lost
      routesim map comparisons/my-comparison --policy my-policy       the same over its seeds
      routesim map runs/two-valleys-seed1 --format gif                week by week
    """
    with endings():
        from experiments.cli.map_input import Wanted, checked
        from experiments.cli.progress import Reporter

        with Reporter(quiet=quiet) as report:
            request = checked(Wanted(folder, against, policy, region or [], community or [], month, formats or ["png"], out, volume=volume))
            from experiments.plots.drawing import draw_request

            paths = draw_request(request, report)
        if not quiet:
            for path in paths:
                typer.echo(str(path))
