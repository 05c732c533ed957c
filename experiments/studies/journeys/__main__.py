"""The command of the study: ``python -m experiments.studies.journeys [SCENARIO]``."""

import json
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.exit_codes import handle_errors
from experiments.cli.table_style import output_console
from experiments.store.versions import provenance, seeds_in_words
from experiments.store.writing import write_whole
from experiments.studies.journeys.finding import Finding
from experiments.studies.journeys.measures import MEASURES
from experiments.studies.journeys.page import WIDTH, as_data, as_page, as_text, grid_of, summary
from experiments.studies.journeys.runs import Ask, Runs
from scenarios import FIRST, load
from scenarios.posteriors import BEST
from scenarios.reading.problems import Problems
from sim.outcomes.reading import passages
from sim.world.world import World

DOCUMENT = Path("docs") / "journeys.md"
ME = "python -m experiments.studies.journeys"


def main(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario that ships, or the path of a scenario file; without it each measure has its own.")] = "",
    seeds: Annotated[int, typer.Option(min=1, help="Seeds of every run, 1 to this.")] = 3,
    scale: Annotated[float, typer.Option(help="Multiply people, seats and guards' capacity alike.")] = 1.0,
    posterior: Annotated[str, typer.Option(metavar="best|none|FILE", help="Calibrated parameters, as for routesim compare.")] = BEST,
    only: Annotated[str, typer.Option(metavar="NAME,...", help=f"These measures only: {', '.join(MEASURES)}.")] = "",
    countries: Annotated[str, typer.Option(metavar="AAA,BBB", help="effort: whose services; without it the two that apprehend most.")] = "",
    crossing: Annotated[str, typer.Option(metavar="NAME", help="lasting, turning: which crossing; without it the busiest green one.")] = "",
    border: Annotated[str, typer.Option(metavar="AAA-BBB", help="boom: which directed border; without it the one with most guides.")] = "",
    closed: Annotated[str, typer.Option("--close", metavar="NAME", help="closure: which crossing or directed border; without it the busiest in transit.")] = "",
    tables: Annotated[bool, typer.Option("--tables", help="Print the table of every measure too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the same for programs.")] = False,
    write: Annotated[bool, typer.Option("--write", help=f"Write what was found to {DOCUMENT}.")] = False,
) -> None:
    """Measure what must hold of journeys and of the trade: what must hold, what was measured, and whether it holds."""
    with handle_errors():
        chosen = tuple(name.strip() for name in only.split(",") if name.strip()) or tuple(MEASURES)
        named = tuple(name.strip() for name in countries.split(",") if name.strip())
        ask = Ask(tuple(range(1, seeds + 1)), scale, posterior, named, crossing, border, closed)
        _check(ask, scenario, chosen)
        options = _options(ask)
        console = output_console(WIDTH)
        runs, found = Runs(), list[tuple[Finding, str]]()
        for where, name in _planned(scenario, chosen):
            typer.echo(f"{name}: {where}", err=True)
            command = f"{ME} {where} --only {name}{options}"
            for one in MEASURES[name].take(ask, where, runs):
                found.append((one, command))
                if not as_json:
                    console.print(as_text(one, command, console.width), soft_wrap=True)
                    console.print(grid_of(one) if tables and one.rows else "")
        said = f"Scale {scale:g}. {provenance(ask.world(scenario or FIRST).calibration, seeds_in_words(ask.seeds))}."
        if as_json:
            typer.echo(json.dumps({"made": said, "findings": [as_data(*one) for one in found]}, indent=1))
        else:
            typer.echo(f"{said}\nOf {len(found)} findings: {summary([one for one, _ in found])}.")
        if write:
            write_whole(DOCUMENT, as_page(found, said))


def _planned(scenario: str, chosen: tuple[str, ...]) -> list[tuple[str, str]]:
    """Scenarios and measures to take in them, scenario by scenario, so that measures share the runs that are kept."""
    taken = [(where, name) for name in chosen for where in ((scenario,) if scenario else MEASURES[name].scenarios)]
    order = list(dict.fromkeys(where for where, _ in taken))
    return sorted(taken, key=lambda one: order.index(one[0]))


def _check(ask: Ask, scenario: str, chosen: tuple[str, ...]) -> None:
    """Refuse measures and names that are not there, all in one message; names are those of the scenario."""
    problems = Problems()
    for name in chosen:
        if name not in MEASURES:
            problems.unknown("--only", "measure", name, tuple(MEASURES))
    if not scenario and (ask.countries or ask.crossing or ask.border or ask.closed):
        problems.add("SCENARIO", "none, with names of its countries, crossings or borders", "the scenario that has them")
    world = load(scenario, posterior=ask.posterior) if scenario else None
    if world is not None:
        _check_names(ask, world, problems)
    problems.stop()


def _check_names(ask: Ask, world: World, problems: Problems) -> None:
    borders = tuple(sorted({passage.border for passage in passages(world).values()}))
    crossings = tuple(crossing.name for crossing in world.crossings)
    for country in ask.countries:
        if country not in {place.country for place in world.places}:
            problems.unknown("--countries", "country", country, tuple(sorted({place.country for place in world.places})))
    for option, word, name, known in (
        ("--crossing", "crossing", ask.crossing, crossings),
        ("--border", "border", ask.border, borders),
        ("--close", "crossing or border", ask.closed, crossings + borders),
    ):
        if name and name not in known:
            problems.unknown(option, word, name, known)


def _options(ask: Ask) -> str:
    """The options of a command that gives the same again."""
    given = [("--seeds", str(len(ask.seeds))), ("--scale", "" if ask.scale == 1.0 else f"{ask.scale:g}")]
    given += [("--posterior", "" if ask.posterior == BEST else ask.posterior)]
    given += [("--countries", ",".join(ask.countries)), ("--crossing", ask.crossing), ("--border", ask.border), ("--close", ask.closed)]
    return "".join(f" {option} {value}" for option, value in given if value)


if __name__ == "__main__":
    typer.run(main)
