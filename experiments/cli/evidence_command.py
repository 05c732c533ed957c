"""``routesim evidence``: what is documented, how each row is used, and what a run says of it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.endings import endings


class Used(StrEnum):
    """How a row of the evidence can be used."""

    INPUT = "input"
    FITTED = "fitted"
    HELD_OUT = "held-out"
    CONTEXT = "context"


def evidence(
    text: Annotated[str, typer.Argument(help="Only rows that hold this text (an id, a section, a word); case does not matter.")] = "",
    run: Annotated[Path | None, typer.Option("--run", help="Folder of a finished run: also shows what it says of each row.")] = None,
    use: Annotated[Used | None, typer.Option("--use", help="Only rows used so.")] = None,
    source: Annotated[str, typer.Option("--source", help="Only rows of one report, by its code.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Show the ledger of the evidence: for every row its source and section, the documented value, and how it is used.

    A row is an input (a scenario leans on it), fitted (results may be fitted to it), held out (kept away from fitting by a rule), or context.
    With a run also the simulated value and whether it lies inside what is documented; of an input that agrees it is said that it is reproduced.
    Of itineraries a run tells which share of the journeys of the people concerned follows them.

    Examples:
      routesim evidence fee --use fitted
      routesim evidence APP-19
      routesim evidence itineraries --run runs/two-valleys-seed1
      routesim evidence --source IOM-2006 --json
    """
    with endings():
        from experiments.cli.evidence_ledger import asked, ledger
        from experiments.cli.evidence_table import ledger_json, print_ledger

        shown = ledger(asked(text, run, use.value if use else "", source))
        typer.echo(ledger_json(shown)) if as_json else print_ledger(shown)
