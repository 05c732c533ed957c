"""``routesim list``: what there is, filtered by a text, as a table or as JSON."""

from enum import StrEnum
from typing import Annotated

import typer

from experiments.cli import completion
from experiments.cli.endings import endings


class What(StrEnum):
    """What can be listed."""

    SCENARIOS = "scenarios"
    PLACES = "places"
    COMMUNITIES = "communities"
    PARAMETERS = "parameters"
    ITINERARIES = "itineraries"
    POLICIES = "policies"
    LEVERS = "levers"


def list_things(
    what: Annotated[What, typer.Argument(help="What to list.")],
    text: Annotated[str, typer.Argument(help="Only rows that hold this text, or COLUMN=TEXT to look in one column; case does not matter.")] = "",
    scenario: Annotated[
        str,
        typer.Option(
            help="Whose places, communities and parameters: a name or the path of a scenario file; without it central-asia-2004.",
            autocompletion=completion.scenarios,
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """List what there is to run, and what a scenario is made of.

    Parameters are the numbers that a run rests on, each with its unit, status and source; itineraries and policies are those that the documents speak of;
    levers are what dated events of a scenario can change. Key, text and source are searched for the text alike.

    Examples:
      routesim list scenarios
      routesim list parameters fine                            what people are fined
      routesim list parameters status=documented               in one column only
      routesim list parameters assumed --scenario two-valleys  what is not documented
      routesim list itineraries ITN-08                      one of them
      routesim list levers --json                           for programs
    """
    with endings():
        from experiments.cli.listing import holding, print_rows, rows_of

        print_rows(what.value, holding(rows_of(what.value, scenario), text), as_json=as_json)
