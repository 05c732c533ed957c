"""The series of a scenario: those of its own file, and beside them those of its territory that it does not have itself."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from scenarios.reading.paths import inside, is_file, shown
from scenarios.reading.problems import Problems, nearest
from scenarios.scenario import Scenario
from scenarios.series.columns import FILE
from scenarios.series.rows import Names, Placed, read_series
from sim.levers.series import KINDS


def file_of(scenario: Scenario, problems: Problems) -> Path | None:
    """The file of a scenario's series: what ``series`` names, or ``series.csv`` beside it or beside the scenario that it is like; ``None`` without one."""
    named, folders = scenario.form.series, scenario.document.folders
    there = [folder / (named or FILE) for folder in folders if is_file(folder / (named or FILE))]
    if there:
        return there[0]
    if named is not None:
        tables = [path.name for folder in folders for path in inside(folder, ".csv")]
        allowed = f"a table of series such as {FILE}, relative to this file"
        problems.add(scenario.document.where(("series",)), f'series "{named}"', allowed, nearest(named, tables))
    return None


def names_of(known: Names, met: Names) -> Mapping[str, tuple[str, ...]]:
    """The names that series may speak of, by what they name: ``known`` are those of parameters, ``met`` those where somebody can pass."""
    names = {noun: tuple(known[noun]) for noun in ("origin", "country", "mode", "community")}
    return names | {"crossing": tuple(met["crossing"]), "leg": tuple(met["leg"]), "nationality": (*known["nationality"], *known["community"])}


def series_of(
    scenario: Scenario, territory: Path, names: Names, inside_names: Names, window: tuple[date, date], problems: Problems
) -> tuple[Placed, ...]:
    """The series of a scenario and of the territory in a folder.

    ``names`` are all of the territory, which its own file may speak of; ``inside_names`` those of the parts that the scenario takes: what a territory's series
    says of others is passed over. A scenario's own series stands in place of the territory's of the same thing.
    """
    path = file_of(scenario, problems)
    own = () if path is None else read_series(path, inside_names, window if path.parent == scenario.path.parent else None, problems)
    beside = territory_series(territory, names, problems) if path is None or shown(path.parent) != shown(territory) else ()
    keys = {one.key for one in own}
    return (*own, *(one for one in beside if one.key not in keys and _is_inside(one, inside_names)))


def territory_series(territory: Path, names: Names, problems: Problems) -> tuple[Placed, ...]:
    """The series that stand in a territory's folder."""
    return read_series(territory / FILE, names, None, problems) if is_file(territory / FILE) else ()


def _is_inside(one: Placed, names: Names) -> bool:
    kind = KINDS[one.series.what]
    pairs = ((one.series.where, kind.where), (one.series.who, kind.who))
    return all(not noun or name in ("", "*") or name in names[noun] for name, noun in pairs)
