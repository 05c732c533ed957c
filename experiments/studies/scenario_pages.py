"""Numbers of the pages of scenarios, from one run each: ``python -m experiments.studies.scenario_pages [NAME ...] [--runs FOLDER] [--write]``.

Every page of ``docs/scenarios/`` shows who departed, arrived and came to harm in one run (seed 1, whole scale), and how many passed the borders of its
routes. The borders are those that the page names. Runs that are in the folder already are read, the others made. What is printed is what the pages show;
``--write`` puts it there.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.exit_codes import handle_errors
from experiments.cli.progress import Reporter
from experiments.documents.markdown import code, table
from experiments.plots.result_folder import ResultFolder, open_folder
from experiments.runs.single_run import simulate
from experiments.store.tables import reported
from experiments.store.writing import write_whole
from scenarios import load, names
from scenarios.reading.paths import is_folder
from sim.outcomes.reading import in_period, moves_by_name, numbers, words

PAGES = Path("docs") / "scenarios"
SEED = 1
TEACHING = "two-valleys"
COLUMNS = {
    "departed": "departed", "arrived": "arrived", "apprehended": "apprehended", "claimed asylum": "claimed asylum", "stranded": "stranded", "died": "died",
}  # fmt: skip
"""Columns of the table, and the indicators they show: harm beside interceptions."""
TOGETHER = ("pushed back", "deported", "assisted", "injured", "extorted")
"""Indicators of all communities together, in the sentence below the table."""
BORDER = re.compile(r"[A-Z]{3}-[A-Z]{3}")
PEOPLE = re.compile(r"\| community \| who \|.*\n(?:\|.*\n)+")
ALL = re.compile(r"In all [\d,]+ were put back .*? directed legs[^.\n]*\.")
PASSED = re.compile(r"People who passed the borders of the route in that run: .*\.")


def people_table(results: ResultFolder, page: str) -> str:
    """Who takes part and what became of them in the reported days, as Markdown; in the order of the page, communities new to it at the end."""
    values, _ = results.indicators("", tuple(COLUMNS.values()))
    right, number = ("people", "people an agent", *COLUMNS), results.world.parameters.number
    rows = []
    for c in sorted(results.world.communities, key=lambda c: page.find(code(c.name)) % len(page)):
        size, party, weight = (number(f"community.{c.name}.{what}") for what in ("people", "party", "weight"))
        rows.append([code(c.name), c.title, f"{size:,.0f}", f"{party * weight:,.0f}", *(f"{values[c.name, what]:,.0f}" for what in COLUMNS.values())])
    return table(("community", "who", *right), rows, right)


def in_all(results: ResultFolder) -> str:
    """What happened to all communities together, and the size of the world."""
    values, _ = results.indicators("", TOGETHER)
    back, deported, helped, injured, extorted = (f"{sum(values[c.name, what] for c in results.world.communities):,.0f}" for what in TOGETHER)
    world = results.world
    return (
        f"In all {back} were put back over a border, {deported} were deported, {helped} were helped home and {injured} were injured; there were {extorted} "
        f"cases of extortion. The run has {len(world.places)} places, {len(world.crossings)} crossings and {len(world.legs):,} directed legs."
    )


def passed(results: ResultFolder) -> Mapping[str, int]:
    """People who passed each border in the reported days, by its countries from and to."""
    run, country = results.need_run().results, {place.name: place.country for place in results.world.places}
    flows, legs = run.tables["flows"], {name: move.leg for name, move in moves_by_name(results.world).items()}
    within, move = in_period(flows, run.start, reported(results.world)), words(flows, "move")
    found: dict[str, int] = {}
    for which, people in zip(move.codes[within], numbers(flows, "crossed")[within], strict=True):
        leg = legs[move.labels[which]]
        border = f"{country[leg.origin]}-{country[leg.target]}"
        found[border] = found.get(border, 0) + int(people)
    return found


def borders_line(found: Mapping[str, int], borders: Sequence[str]) -> str:
    """How many passed each border of the route, in the order of the page."""
    return f"People who passed the borders of the route in that run: {', '.join(f'{border} {found.get(border, 0):,}' for border in borders)}."


def renewed(page: str, results: ResultFolder) -> str:
    """A page with the numbers of a run in place of those it has."""
    line = PASSED.search(page)
    borders = BORDER.findall(line.group()) if line else []
    for where, text in ((PEOPLE, people_table(results, page)), (ALL, in_all(results)), (PASSED, borders_line(passed(results), borders))):
        page = where.sub(lambda _, text=text: text, page, count=1)  # type: ignore[misc]
    return page


def main(
    which: Annotated[list[str] | None, typer.Argument(help="Names of scenarios; by default all that have a page.")] = None,
    runs: Annotated[Path, typer.Option(help="Where runs are kept, each in a folder named SCENARIO-seed1.")] = Path("runs"),
    write: Annotated[bool, typer.Option("--write", help="Put the numbers into the pages.")] = False,
) -> None:
    """Numbers of the pages of scenarios, from one run each."""
    with handle_errors():
        for name in which or [name for name in names() if name != TEACHING]:
            folder, path = runs / f"{name}-seed1", PAGES / f"{name}.md"
            if not is_folder(folder):
                with Reporter(quiet=False) as report:
                    simulate(load(name), SEED, folder, report, pictures=False)
            page = renewed(path.read_text(encoding="utf-8"), open_folder(folder))
            if write:
                write_whole(path, page)
            typer.echo("\n\n".join((name, *(where.search(page).group() for where in (PEOPLE, ALL, PASSED)))))  # type: ignore[union-attr]


if __name__ == "__main__":
    typer.run(main)
