"""``routesim new``: a commented scenario and territory to start from."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import completion
from experiments.cli.exit_codes import handle_errors


def new(
    name: Annotated[Path, typer.Argument(help="Folder to create; its last part becomes the name of the scenario.")],
    source: Annotated[str, typer.Option("--from", help="Scenario to copy: a name or the path of a scenario file.", autocompletion=completion.scenarios)] = "",
    countries: Annotated[str, typer.Option("--countries", metavar="AAA,BBB", help="Propose a territory of these countries, the first to the last.")] = "",
    places: Annotated[Path | None, typer.Option("--places", metavar="FILE", help="CSV of your own places: name,country,lat,lon[,title,kind].")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing.")] = False,
) -> None:
    """Start a study of your own: copy a scenario and its territory into a folder, ready to run and to change.

    By default the smallest scenario that ships is copied; comments in every
    file say what it may contain. Beside the scenario stand templates of the
    tables of its study: your own observations, evidence and comparisons, and
    the parameters to fit. Change one file at a time, and use routesim check to
    find what no longer fits and what is missing.

    With --countries nothing is copied: places, roads, one official and one
    green crossing a border, two communities and parameters are proposed for
    these countries. All of it is a template, which routesim check counts.

    Examples:
      routesim new my-valleys
      routesim new studies/asia --from central-asia-2004
      routesim new studies/balkans --countries GRC,MKD,SRB,HRV,SVN,AUT
    """
    with handle_errors():
        from scenarios.new_folder import TERRITORY
        from scenarios.reading.paths import shown
        from scenarios.start import start

        scenario = _proposed(name, source, countries, places) if countries or places is not None else start(name, source)
        if not quiet:
            lines = {
                shown(scenario): "what is simulated, when, and what differs from the territory",
                f"{shown(scenario.parent / TERRITORY)}/": "places, crossings, legs, regimes, communities, parameters",
                shown(scenario.parent / "observations.csv"): "your own numbers, to compare with and to fit to",
                shown(scenario.parent / "free.csv"): "which parameters calibrate estimates",
                f"{shown(scenario.parent)}/*.csv": "evidence, comparisons, itineraries, uses: if you need them",
            }
            wide = max(map(len, lines))
            typer.echo("\n".join(f"{path:<{wide}}  {text}" for path, text in lines.items()))
            typer.echo(f"\nRun it:              routesim run {shown(scenario)}")
            typer.echo(f"After every change:  routesim check {shown(scenario)}")


def _proposed(name: Path, source: str, countries: str, places: Path | None) -> Path:
    """The scenario file of a territory that is proposed for some countries."""
    from experiments.plots.countries import names
    from scenarios.proposal import start_countries
    from scenarios.reading.problems import Problems

    problems = Problems()
    if source:
        option = "--countries" if countries else "--places"
        problems.add("--from", f"{source} beside {option}", "one of them: a copy of a scenario, or a proposal for countries")
    if not countries:
        problems.add("--places", "a list of places without --countries", "--countries AAA,BBB with the codes of the countries of the places")
    problems.stop()
    return start_countries(name, [code.strip().upper() for code in countries.split(",") if code.strip()], places, names())
