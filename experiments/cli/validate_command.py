"""``routesim validate``: a fit validated against fitted and held-out documented values."""

import json
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.exit_codes import handle_errors
from experiments.cli.out_input import stop_at


def validate(
    scenario: Annotated[str, typer.Argument(help="A scenario with a fit that ships.")] = "central-asia-2004",
    fit: Annotated[Path | None, typer.Option("--fit", help="Folder of routesim calibrate; by default the fit that ships.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the pictures; by default validation/SCENARIO.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the checks as a list of objects.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No table.")] = False,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Write no pictures.")] = False,
) -> None:
    """Validate a fit against every documented value that is no input: those it was fitted to, and those held out by a rule.

    Predictive intervals include parameter uncertainty, chance, model
    discrepancy (discrepancy.csv) and measurement error. The
    pictures show documented beside simulated values, priors beside posteriors,
    and which documents inform which parameter. No run is made.

    Examples:
      routesim validate
      routesim validate --json > checks.json
      routesim validate --fit calibrations/central-asia-2004 --out pictures
    """
    with handle_errors():
        from experiments.runs.validation import validate as do

        stop_at(out)
        found = do(scenario, fit)
        if as_json:
            from calibration.fit.validation import plain

            typer.echo(json.dumps([plain(one) for one in found.checks], indent=1, ensure_ascii=False))
        elif not quiet:
            from experiments.cli.validation_table import print_validation

            print_validation(found)
        if not no_pictures:
            from experiments.plots.validation import draw_validation

            for path in draw_validation(found, out or Path("validation") / found.name):
                if not quiet:
                    typer.echo(f"picture: {path}", err=True)
