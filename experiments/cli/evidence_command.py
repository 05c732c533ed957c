"""``routesim evidence``: what is documented, how each row is used, and how a run compares with it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.exit_codes import handle_errors


class Used(StrEnum):
    """How a row of the evidence can be used."""

    INPUT = "input"
    FITTED = "fitted"
    HELD_OUT = "held-out"
    CONTEXT = "context"


def evidence(
    text: Annotated[str, typer.Argument(help="Only rows that contain this text (an id, a section, a word), ignoring case.")] = "",
    scenario: Annotated[str, typer.Option("--scenario", help="Scenario whose study is shown; by default that of the run, or central-asia-2004.")] = "",
    run: Annotated[Path | None, typer.Option("--run", help="Folder of a finished run, to compare with each row.")] = None,
    use: Annotated[Used | None, typer.Option("--use", help="Only rows with this use.")] = None,
    source: Annotated[str, typer.Option("--source", help="Only rows of one report, by its code.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the evidence of a scenario: for every row its source and section, the documented value, and how it is used.

    A row is an input (a scenario uses it), fitted (the calibration uses it),
    held out (excluded from calibration by a rule), or context. With --run, the
    table also shows the simulated value and whether it lies in the documented
    range. An input that agrees is marked as reproduced. For an itinerary, it
    shows the share of journeys of the people concerned that follow it.

    Examples:
      routesim evidence fee --use fitted
      routesim evidence APP-19
      routesim evidence --scenario balkan-route
      routesim evidence itineraries --run runs/two-valleys-seed1
      routesim evidence --source IOM-2006 --json
    """
    with handle_errors():
        from experiments.cli.evidence_ledger import ledger, query_of
        from experiments.cli.evidence_table import ledger_json, print_ledger

        shown = ledger(query_of(text, scenario, run, use.value if use else "", source))
        typer.echo(ledger_json(shown)) if as_json else print_ledger(shown)
