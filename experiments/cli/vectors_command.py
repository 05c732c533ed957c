"""``routesim vectors``: the vector approach, each documented value as an indicator beside what posterior and run say."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import completion
from experiments.cli.exit_codes import handle_errors


def vectors(
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help="Code (ISO 3166-1 alpha-3) or title of a country; without one, all of them.")] = "",
    scenario: Annotated[
        str | None,
        typer.Option(help="Scenario whose countries and fit are meant; by default that of the run, or central-asia-2004.", autocompletion=completion.scenarios),
    ] = None,
    run: Annotated[Path | None, typer.Option("--run", help="Folder of a finished run, to compare with each indicator.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show every indicator of irregular movement by country and question: what it says, who said it, how far it carries, and what the model says.

    The vector approach combines many indicators, each of them weak, and asks
    where they point. Indicators are documented values: counts of services,
    files of programmes, interviews, ranges by officials, single voices,
    patterns. For each the table gives its period, speaker and strength; the
    median and 90 per cent predictive interval of the fit that ships, before
    and after fitting; whether they agree; which parameters it moved; and
    which indicators disagree with it. Nothing is simulated.

    Examples:
      routesim vectors                                 counts by country
      routesim vectors Kyrgyzstan                      every indicator
      routesim vectors KAZ --run runs/central-asia-2004-seed1
      routesim vectors TJK --json > tajikistan.json
    """
    with handle_errors():
        from experiments.cli.vectors_input import checked
        from experiments.cli.vectors_table import print_vectors, vectors_json

        found = checked(country, scenario, run)
        typer.echo(vectors_json(found)) if as_json else print_vectors(found, every=not country)
