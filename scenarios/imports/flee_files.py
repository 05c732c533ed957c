"""The files of an imported conflict, as texts."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from scenarios.imports.flee_input import Location, Type
from scenarios.imports.flee_world import KM_A_DAY, Opening, World, crosses
from scenarios.imports.layout import middle_of
from scenarios.imports.lines import cell
from scenarios.imports.parameters import parameter_rows, template
from scenarios.reading.folders import TEMPLATES
from scenarios.reading.paths import is_file
from scenarios.series.columns import COLUMNS as SERIES
from scenarios.studies.study import FILES as STUDY_FILES
from scenarios.territories.columns import CROSSINGS, ENTRY_RULES, LEGS, PLACES, REGIMES, STAYS

TERRITORY = "territory"
OBSERVED = ("period", "quantity", "low", "place", "kind", "use", "source")
"""The columns of ``observations.csv`` that are filled."""
OBSERVATIONS = "observations.csv"
QUANTITY = "people_staying"
"""The indicator that counts of camps are compared with."""
_SOURCE = "FLEE: "


def files_of(world: World, name: str, folder: Path) -> Mapping[str, str]:
    """Text by file, relative to the folder of the scenario called ``name``; it will lie at ``folder``."""
    people = {_community(world, zone): sum(step.total for step in steps) for zone, steps in world.departures.steps.items()}
    inside = {
        "territory.toml": _territory(name),
        "places.csv": _table(tuple(PLACES), _places(world)),
        "crossings.csv": _table(tuple(CROSSINGS), _crossings(world)),
        "legs.csv": _table([column for column in LEGS if column != "minutes"], _legs(world)),
        "regimes.csv": _table(tuple(REGIMES), [("*", "*", "free", "", f"{_SOURCE}borders are open to all")]),
        "entry_rules.csv": _table(tuple(ENTRY_RULES), [("", "", "", "", "", "", "admit", f"{_SOURCE}borders are open to all, whatever their papers")]),
        "communities.toml": _communities(world),
        "stays.csv": _table(tuple(STAYS), _stays(world)),
        "parameters.csv": "\n".join(parameter_rows(people)) + "\n",
    }
    empty = {one: (TEMPLATES / one).read_text(encoding="utf-8") for one in STUDY_FILES if is_file(TEMPLATES / one)}
    return {
        **empty,
        f"{name}.toml": _scenario(world, name, folder),
        "series.csv": _table(tuple(SERIES), _series(world)),
        OBSERVATIONS: _table(OBSERVED, _observations(world)),
        **{f"{TERRITORY}/{file}": text for file, text in inside.items()},
    }


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join(",".join(cell(text) for text in row) + "\n" for row in (columns, *rows))


def _title(name: str) -> str:
    return name.replace("_", " ")


def _community(world: World, zone: str) -> str:
    """The community of those who flee from a place of conflict."""
    return f"from-{world.conflict.locations[zone].key}"


def _text(text: str) -> str:
    """A text of a TOML file, in quotes."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _scenario(world: World, name: str, folder: Path) -> str:
    conflict = world.conflict
    lines = [
        "# Imported from FLEE. What could not be carried over stands in import.txt.",
        f"# Run it with:  routesim run {folder / name}.toml",
        f"title = {_text(_title(name.replace('-', ' ')).capitalize())}",
        "text = " + _text(f"People flee from places of conflict to camps: departures as counted, in series.csv; people in camps, in {OBSERVATIONS}."),
        "",
        f'territory = "{TERRITORY}"',
        f"start = {conflict.start}",
        f"days = {conflict.days}",
        f"report = [{conflict.start}, {conflict.last}]",
    ]
    for event in world.events:
        lines += ["", "[[event]]", 'lever = "closure"', event.setting, f"start = {event.start}", *([] if event.end is None else [f"end = {event.end}"])]
    return "\n".join(lines) + "\n"


def _territory(name: str) -> str:
    return (
        f"title = {_text(_title(name.replace('-', ' ')).capitalize())}\n"
        'text = "Places of conflict, towns and camps of a conflict as FLEE knows it, and the routes between them. Everything else is a template."\n'
        'attribution = ["Places, routes and numbers of people: input files of FLEE, and the sources that they name."]\n'
        "# `routesim check` counts the parameters that are still those of this territory. Delete the line when the rest are meant to stay.\n"
        f'template = "{template()}"\n'
    )


def _places(world: World) -> Sequence[Sequence[str]]:
    words = {Type.CONFLICT: "conflict_zone", Type.CAMP: "camp", Type.HUB: "hub", Type.MARKER: "junction", Type.TOWN: "town"}
    return [(one.key, _title(one.name), one.country, *(f"{part:.6g}" for part in world.points[one.name]), words[one.type]) for one in world.places]


def _ends(world: World, ends: tuple[str, str]) -> tuple[Location, Location]:
    return world.conflict.locations[ends[0]], world.conflict.locations[ends[1]]


def _crossing(a: Location, b: Location) -> str:
    return f"{a.key}-to-{b.key}"


def _crossings(world: World) -> Sequence[Sequence[str]]:
    rows = []
    for route in world.routes:
        if crosses(world.conflict, route):
            a, b = _ends(world, route.ends)
            point = (f"{part:.6g}" for part in middle_of(world.points[a.name], world.points[b.name]))
            title = f"Border between {_title(a.name)} and {_title(b.name)}"
            note = "drawn half way between its two places"
            rows.append((_crossing(a, b), title, "official", a.country, b.country, "", *point, "", "", "", f"{_SOURCE}a route passes the border", note))
    return rows


def _legs(world: World) -> Sequence[Sequence[str]]:
    rows = []
    for route in world.routes:
        a, b = _ends(world, route.ends)
        over = _crossing(a, b) if crosses(world.conflict, route) else ""
        hours = f"{route.km / (KM_A_DAY / 24):.4g}"
        rows.append((a.key, b.key, "road", f"{route.km:g}", hours, over, f"{_SOURCE}routes.csv; {KM_A_DAY} km in a day of travel"))
    return rows


def _communities(world: World) -> str:
    parts = []
    for zone, camps in world.camps.items():
        place = world.conflict.locations[zone]
        names = ", ".join(_text(world.conflict.locations[camp].key) for camp in camps)
        parts.append(
            f"[[community]]\nname = {_text(_community(world, zone))}\ntitle = {_text(f'People of {_title(zone)} who flee')}\n"
            f"nationality = {_text(place.country)}\norigins = [{_text(place.key)}]\ndestinations = [{names}]\nfollowed = false\n"
        )
    return "\n".join(parts)


def _stays(world: World) -> Sequence[Sequence[str]]:
    rows = []
    for camp, openings in world.openings.items():
        place = world.conflict.locations[camp]
        full = (f"{place.people}", "turn away") if place.people else ("", "")
        rows += [
            (place.key, "", "camp", "", "", *full, "", *_dates(opening), "assumed", f"{_SOURCE}capacity and closures of the camp", "") for opening in openings
        ]
    return rows


def _dates(opening: Opening) -> tuple[str, str]:
    return _day(opening.first), _day(opening.until)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day}"


def _series(world: World) -> Sequence[Sequence[str]]:
    rows = []
    for zone, steps in world.departures.steps.items():
        for step in steps:
            period = f"{step.first}" if step.first == step.last else f"{step.first} to {step.last}"
            source = f"{_SOURCE}differences of the number of all who fled, by population"
            rows.append((period, "departures", "", _community(world, zone), f"{step.people:.9g}", "absolute", "steps", source))
    return rows


def _observations(world: World) -> Sequence[Sequence[str]]:
    rows = []
    for camp, counts in world.counted.items():
        place = world.conflict.locations[camp]
        rows += [(f"{day}", QUANTITY, f"{people:.9g}", place.key, "estimate", "held-out", f"{_SOURCE}validation data") for day, people in counts.items()]
    return rows
