"""From the name of a scenario to the world that a run needs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scenarios.coverage import Parts, check_agreement, check_complete, check_pairs, check_used
from scenarios.documents import Document, fill, read_toml
from scenarios.events import open_borders, read_events
from scenarios.figure_rows import FigureRows, check_names, names_in, read_overrides, read_settings
from scenarios.forms import MOST_DAYS, ScenarioForm
from scenarios.problems import Problems, listed, nearest
from scenarios.territory import Territory, check_reachable, chosen_parts, known_names, read_territory
from sim.figures import Figures
from sim.world import World

SHIPPED = Path(__file__).parent
TERRITORIES = SHIPPED / "territories"
BYTES_A_PERSON = 200
"""Memory for an agent's record, clock and place in the queues."""
BYTES_A_FOLLOWED = 2400
"""Memory for the log of a followed person's journey, beside the record. Measured at a year of some ten events."""
MOST_BYTES = 16 * 2**30


@dataclass(frozen=True, slots=True)
class About:
    """What a reader wants to know of a scenario before running it."""

    name: str
    title: str
    text: str
    path: Path
    territory: str
    attribution: tuple[str, ...]


def names() -> tuple[str, ...]:
    """The scenarios that ship, in alphabetical order."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def load(name_or_path: str | Path, *, scale: float = 1.0, days: int | None = None, settings: Mapping[str, float] | None = None) -> World:
    """Read a scenario and its territory, check them, and put the world together.

    Parameters
    ----------
    name_or_path
        A name from :func:`names`, or a path to a ``.toml`` file, whose ``territory`` is the name of one that ships or
        the path of a folder relative to the file; a folder beside the file comes before one that ships.
    scale
        Multiplies people, smugglers, seats and guards' capacity alike.
    days
        Days to simulate in place of the scenario's; the reported days are cut to them.
    settings
        Figures by key, in the unit of the key, in place of those in the files.

    Raises
    ------
    BadInput
        If anything is wrong; it lists every finding with its place.
    """
    problems = Problems()
    _check_options(scale, days, problems)
    opened = _open(name_or_path, problems)
    if opened is None:
        problems.stop()
        raise AssertionError
    path, document, form = opened
    territory = read_territory(territory_folder(form.territory, path, document, problems), problems)
    simulated = form.days if days is None or not 1 <= days <= MOST_DAYS else days
    window = _window(document, form, simulated, problems)
    if territory is None:
        problems.stop()
        raise AssertionError
    table = territory.figures
    known = known_names(territory)
    entered = read_overrides(document, form.figures, table, problems) + read_settings(settings or {}, table, problems)
    check_names(table, known, problems)
    check_pairs(table, territory.parts(), problems)
    for key, chosen, there in (
        ("countries", form.countries, territory.geography.countries),
        ("communities", form.communities, territory.communities.names),
    ):
        for name in chosen or ():
            if name not in there:
                problems.unknown(document.where((key,)), key, name, there)
    parts = chosen_parts(territory, form.countries, form.communities, form.start, problems)
    inside = _inside(territory, parts)
    # A leg that could not be read would make crossings look as if none led there.
    events = read_events(document, form.event, window, inside, inside if problems.findings else _met(parts), problems)
    events += open_borders(territory.geography.ends, [crossing.name for crossing in parts.crossings], form.start, _last(form.start, simulated))
    figures = _figures(territory, table, parts)
    check_complete(figures, parts, territory.figures_file, problems)
    check_used(entered, table, figures, parts, problems)
    check_agreement(table, figures, parts, problems)
    if not problems.findings:
        # A leg that could not be read would make places look cut off.
        check_reachable(territory, parts, problems)
        _check_size(figures, parts, scale, problems)
    problems.stop()
    return World(
        name=path.stem,
        title=form.title,
        start=form.start,
        days=simulated,
        report=_cut(form, simulated),
        places=parts.places,
        crossings=parts.crossings,
        legs=parts.legs,
        communities=parts.communities,
        regimes=parts.regimes,
        figures=figures,
        events=tuple(sorted(events, key=lambda event: event.start)),
        tick_hours=form.tick_hours,
        scale=float(scale),
    )


def about(name_or_path: str | Path) -> About:
    """Title, text and credits of a scenario, without its figures.

    Raises
    ------
    BadInput
        If the scenario or its ``territory.toml`` cannot be read.
    """
    problems = Problems()
    opened = _open(name_or_path, problems)
    if opened is None:
        problems.stop()
        raise AssertionError
    path, document, form = opened
    folder = territory_folder(form.territory, path, document, problems)
    credits_file = read_toml(folder / "territory.toml", problems)
    problems.stop()
    attribution = () if credits_file is None else tuple(str(line) for line in credits_file.data.get("attribution", ()))
    return About(path.stem, form.title, form.text, path, form.territory, attribution)


def _open(name_or_path: str | Path, problems: Problems) -> tuple[Path, Document, ScenarioForm] | None:
    path = Path(name_or_path)
    if str(name_or_path) in names():
        path = SHIPPED / f"{name_or_path}.toml"
    elif path.suffix != ".toml" and len(path.parts) <= 1 and not path.exists():
        problems.add("scenario", f'"{name_or_path}"', f"{listed(names(), 20)}, or the path of a .toml file", nearest(str(name_or_path), names()))
        return None
    document = read_toml(path, problems)
    form = None if document is None else fill(ScenarioForm, document.data, document, (), problems)
    return None if document is None or form is None else (path, document, form)


def territory_folder(territory: str, path: Path, document: Document, problems: Problems) -> Path:
    """The folder of a territory: beside the scenario, or one that ships."""
    beside, shipped = path.parent / territory, TERRITORIES / territory
    if not beside.is_dir() and not shipped.is_dir():
        there = sorted(folder.name for folder in TERRITORIES.iterdir() if folder.is_dir())
        allowed = f"{listed(there)}, or a folder relative to this file"
        problems.add(document.where(("territory",)), f'territory "{territory}"', allowed, nearest(territory, there))
        problems.stop()
    return beside if beside.is_dir() else shipped


def _check_options(scale: float, days: int | None, problems: Problems) -> None:
    if not (math.isfinite(scale) and scale > 0):
        problems.add("--scale", f"{scale}", "a finite number above 0")
    if days is not None and not 1 <= days <= MOST_DAYS:
        problems.add("--days", f"{days}", f"a whole number from 1 to {MOST_DAYS}")


def _last(start: date, days: int) -> date:
    """The last of some days, or the last that there is."""
    return date.fromordinal(min(start.toordinal() + days - 1, date.max.toordinal()))


def _window(document: Document, form: ScenarioForm, simulated: int, problems: Problems) -> tuple[date, date]:
    """First and last simulated day of the scenario as written, after checks of its dates."""
    last = _last(form.start, form.days)
    if form.start.toordinal() + max(form.days, simulated) > date.max.toordinal():
        problems.add(document.where(("start",)), f"start = {form.start}", "a date after which the simulated days still fit the calendar")
    lower, upper = form.report
    if lower > upper:
        problems.add(document.where(("report",)), f"report from {lower} to {upper}", "the first reported day, then the last")
    elif lower < form.start or upper > last:
        problems.add(document.where(("report",)), f"report from {lower} to {upper}", f"dates within the simulated days, {form.start} to {last}")
    if form.tick_hours < 1 or 24 % form.tick_hours:
        problems.add(document.where(("tick_hours",)), f"tick_hours = {form.tick_hours}", "a divisor of 24: 1, 2, 3, 4, 6, 8, 12 or 24")
    return form.start, last


def _cut(form: ScenarioForm, days: int) -> tuple[date, date]:
    """The reported days that are simulated; all simulated days if none of them is."""
    last = _last(form.start, days)
    first = form.report[0]
    return (first, min(form.report[1], last)) if first <= last else (form.start, last)


def _inside(territory: Territory, parts: Parts) -> dict[str, tuple[str, ...]]:
    """The names in the chosen parts, by what they name, and those that a finding has kept out of them."""
    known, whole, chosen = known_names(territory), territory.parts().known(), parts.known()
    return {noun: tuple(name for name in names if name in chosen[noun] or name not in whole[noun]) for noun, names in known.items()}


def _met(parts: Parts) -> dict[str, tuple[str, ...]]:
    """Where a lever can act: crossings that legs meet, directed borders that they pass, countries that they leave or enter."""
    country = {place.name: place.country for place in parts.places}
    abroad = [(leg, country[leg.origin], country[leg.target]) for leg in parts.legs if leg.entry is not None]
    return {
        "crossing": tuple(dict.fromkeys(name for leg, *_ in abroad for name in (leg.entry, leg.exit) if name)),
        "border": tuple(dict.fromkeys(f"{origin}-{target}" for _, origin, target in abroad)),
        "country": tuple(dict.fromkeys(name for _, *sides in abroad for name in sides)),
    }


def _figures(territory: Territory, table: FigureRows, parts: Parts) -> Figures:
    """The figures of the chosen parts: those that name something outside them are left out."""
    inside = _inside(territory, parts)
    kept = {key: figure for key, figure in table.figures.items() if all(name in inside[noun] for noun, name in names_in(key))}
    return Figures(kept, parts.groups())


def _check_size(figures: Figures, parts: Parts, scale: float, problems: Problems) -> None:
    people = bytes_at_1 = 0.0
    for community in parts.communities:
        head = f"community.{community.name}."
        agents = figures.number(f"{head}people") / figures.number(f"{head}weight")
        people += agents
        bytes_at_1 += agents * (BYTES_A_PERSON + (BYTES_A_FOLLOWED if community.followed else 0))
    needed = bytes_at_1 * scale
    if needed > MOST_BYTES:
        found = f"{scale:g}, which makes {people * scale:,.0f} agents and needs about {needed / 2**30:,.1f} GiB of memory"
        problems.add("--scale", found, f"at most {MOST_BYTES / 2**30:.0f} GiB: a scale up to {MOST_BYTES / bytes_at_1:,.4g}")
