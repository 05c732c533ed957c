"""``routesim list``: what there is, filtered by a text, as a table or as JSON."""

from enum import StrEnum
from typing import Annotated

import typer

from experiments.cli.endings import endings


class What(StrEnum):
    """What can be listed."""

    SCENARIOS = "scenarios"
    PLACES = "places"
    COMMUNITIES = "communities"
    FIGURES = "figures"
    ITINERARIES = "itineraries"
    POLICIES = "policies"
    LEVERS = "levers"


def list_things(
    what: Annotated[What, typer.Argument(help="What to list.")],
    text: Annotated[str, typer.Argument(help="Only rows that hold this text, or COLUMN=TEXT to look in one column; case does not matter.")] = "",
    scenario: Annotated[str, typer.Option(help="Whose places, communities and figures; without it the first scenario that ships.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """List what there is to run, and what a scenario is made of.

    Examples:

      routesim list scenarios

      routesim list figures fine --scenario central-asia-2004

      routesim list figures status=documented

      routesim list itineraries ITN-08

      routesim list levers --json
    """
    with endings():
        from experiments.cli.listing import holding, print_rows, rows_of

        print_rows(what.value, holding(rows_of(what.value, scenario), text), as_json=as_json)
