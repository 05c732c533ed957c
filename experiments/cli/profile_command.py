"""``routesim profile``: irregular migration in, from and through one country, by year."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import completion
from experiments.cli.exit_codes import handle_errors


def profile(
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help="Code (ISO 3166-1 alpha-3) or title of a country of the scenario.")],
    folder: Annotated[Path | None, typer.Argument(metavar="RUN", help="Folder of a finished run; without one, the scenario is run.")] = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            help="Scenario to run where no run is given; by default central-asia-2004. A finished run in its default folder is used.",
            autocompletion=completion.scenarios,
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of page and picture; by default that of the run.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in place of tables.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no tables.")] = False,
) -> None:
    """Profile a country: forms of entry, ways, organisation, fees, people, harm, stocks, claims and returns, by year.

    Tables are printed; a page (profile-CODE.html) that needs no network and a
    picture (profile-CODE.png, with its data as CSV) are written. Documented
    values about the country stand beside, with their ids. All numbers are
    flows of simulated people, harm beside interceptions; none of them is the
    way of a person.

    Examples:
      routesim profile KGZ runs/central-asia-2004-seed1
      routesim profile Tajikistan                  runs the scenario if needed
      routesim profile BRE --scenario two-valleys --out profiles
      routesim profile KAZ runs/central-asia-2004-seed1 --json > kaz.json
    """
    with handle_errors():
        from experiments.cli.profile_input import ProfileOptions, profiled
        from experiments.cli.progress import Reporter

        with Reporter(quiet=quiet) as report:
            found, target = profiled(ProfileOptions(country, folder, scenario, out), report)
            from experiments.cli.profile_table import print_profile, profile_json

            if as_json:
                typer.echo(profile_json(found))
            elif not quiet:
                print_profile(found)
            from experiments.profile.files import write_profile

            for path in write_profile(found, target, report.say):
                report.say(str(path))
