"""``routesim import``: the files of another program as a scenario."""

from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from experiments.cli.exit_codes import handle_errors

app = typer.Typer(help="Make a scenario of the files of another program: FLEE.", no_args_is_help=True)


@app.callback()
def _import() -> None:
    """Make a scenario of the files of another program, with its territory and what it is compared with."""


@app.command()
def flee(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a conflict: locations.csv, routes.csv, sim_period.csv ..., or input_csv with them.")],
    out: Annotated[Path, typer.Option("--out", metavar="NAME", help="Folder to create; its last part becomes the name of the scenario.")],
    validation: Annotated[Path | None, typer.Option("--validation", metavar="DIR", help="Folder with data_layout.csv, if it lies elsewhere.")] = None,
    country: Annotated[
        list[str] | None, typer.Option("--country", metavar="NAME=CODE", help="Code of a country that the files call by another name; repeatable.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing.")] = False,
) -> None:
    """Make a scenario of a conflict of FLEE, with its own territory and observations.

    Towns, places of conflict and camps become places, routes legs by road, with
    an official crossing where they pass a border. Everybody departs as the
    number of all who fled says, from where there is conflict by then. Camps are
    destinations with as many beds as their capacity, closures are events, and
    numbers in camps are observations. Every parameter is a template. What could
    not be carried over is printed line by line, and kept in import.txt.

    Examples:
      routesim import flee conflicts/mali --out my-mali
      routesim import flee burundi --out burundi --country DRC=COD
    """
    with handle_errors():
        from experiments.cli.import_input import centres, codes
        from experiments.cli.table_style import output_console
        from scenarios.imports.flee import NOTES, import_flee
        from scenarios.reading.paths import shown

        done = import_flee(folder, out, codes(country or ()), centres(), validation)
        if quiet:
            return
        width = output_console().width
        typer.echo(fill(f"{shown(done.scenario)}: " + ", ".join(f"{number:,} {what}" for what, number in done.counts.items()), width))
        typer.echo(f"\nNot carried over, or otherwise than FLEE has it ({shown(out / NOTES)}):")
        for note in done.notes:
            typer.echo(fill(f"- {note}", width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))
        typer.echo(f"\nCheck it:  routesim check {shown(done.scenario)}")
        typer.echo(f"Run it:    routesim run {shown(done.scenario)}")
