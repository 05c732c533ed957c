"""``routesim list``: scenarios, places, communities, parameters, itineraries, policies or levers, as a table or as JSON."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer

from experiments.cli import completion
from experiments.cli.exit_codes import handle_errors


class Subject(StrEnum):
    """What can be listed."""

    SCENARIOS = "scenarios"
    PLACES = "places"
    COMMUNITIES = "communities"
    PARAMETERS = "parameters"
    ITINERARIES = "itineraries"
    POLICIES = "policies"
    LEVERS = "levers"


FORMER_NAMES: Mapping[str, Subject] = {"figures": Subject.PARAMETERS}
"""Names that subjects had in earlier versions."""


def _subjects(incomplete: str) -> list[str]:
    return [name for name in Subject if name.startswith(incomplete)]


def list_things(
    what: Annotated[str, typer.Argument(metavar="WHAT", help=f"One of: {', '.join(Subject)}.", autocompletion=_subjects, show_default=False)],
    text: Annotated[str, typer.Argument(help="Only rows that contain this text, ignoring case; COLUMN=TEXT searches one column.")] = "",
    scenario: Annotated[
        str,
        typer.Option(
            help="Scenario of the places, communities and parameters: a name or the path of a file; by default central-asia-2004.",
            autocompletion=completion.scenarios,
        ),
    ] = "",
    posterior: Annotated[
        str,
        typer.Option(metavar="best|none|FILE", help="Parameters in force with: best (MAP draw), none (uncalibrated defaults), or a file's first draw."),
    ] = "best",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List what can be run, and what a scenario consists of.

    Parameters are the numbers of the model, each with its unit, status and
    source, as runs use them by default. Itineraries and policies are documented
    ones. Levers are what dated events of a scenario can change. The text is
    searched for in every column.

    Examples:
      routesim list scenarios
      routesim list parameters fine                   fines and their sources
      routesim list parameters status=documented      in one column only
      routesim list parameters assumed --scenario two-valleys
      routesim list parameters calibrated             those that were fitted
      routesim list itineraries ITN-08                one itinerary
      routesim list levers --json                     as JSON
    """
    with handle_errors():
        from experiments.cli.list_rows import holding, print_rows, rows_of

        _check_subject(what)
        print_rows(what, holding(rows_of(what, scenario, posterior), text), as_json=as_json)


def _check_subject(name: str) -> None:
    from scenarios.reading.problems import Problems, listed, nearest

    problems = Problems()
    if name in FORMER_NAMES:
        problems.add("what to list", f'"{name}", the former name of {FORMER_NAMES[name]}', f"routesim list {FORMER_NAMES[name]}")
    elif name not in list(Subject):
        problems.add("what to list", f'"{name}"', listed(list(Subject), len(Subject)), nearest(name, list(Subject)))
    problems.stop()
