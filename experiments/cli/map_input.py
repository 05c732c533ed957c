"""The options of ``routesim map``, checked as a whole: one message lists every error."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from experiments.cli.out_input import check_file, check_folder
from experiments.plots.map_request import FILMS, Request
from experiments.plots.picture import FORMATS
from experiments.plots.result_folder import ResultFolder, open_folder
from experiments.plots.weekly_flows import View
from experiments.store.tables import reported
from scenarios.reading.problems import BadInput, Problems, listed, nearest
from sim.world.world import World


@dataclass(frozen=True, slots=True)
class MapOptions:
    """The options of ``routesim map`` as they were given."""

    folder: Path
    against: Path | None
    policy: str | None
    region: Sequence[str]
    community: Sequence[str]
    month: str | None
    formats: Sequence[str]
    out: Path | None
    volume: bool = False
    whole: bool = False


def checked(options: MapOptions) -> Request:
    """The request that these options make.

    Raises
    ------
    scenarios.BadInput
        With every finding.
    """
    problems = Problems()
    folders = [_read(folder, problems) for folder in (options.folder, options.against) if folder is not None]
    known = (*FORMATS, *FILMS)
    for name in options.formats:
        if name not in known:
            problems.add("--format", f'"{name}"', listed(known, 10), nearest(name, known))
    if options.out is not None and options.out.suffix and options.out.suffix.lstrip(".") not in known:
        problems.add("--out", f'"{options.out}"', f"a folder, or a file that ends with {listed([f'.{kind}' for kind in known], 10)}")
    elif options.out is not None:
        (check_file if options.out.suffix else check_folder)(options.out, problems)
    first = folders[0] if folders else None
    if first is None:
        problems.stop()
        raise AssertionError
    regions = tuple(code.upper() for text in options.region for code in text.split(","))
    _named("--region", regions, sorted({place.country for place in first.world.places}), problems)
    _named("--community", options.community, [c.name for c in first.world.communities], problems)
    if options.policy is not None:
        _named("--policy", [options.policy], first.policies, problems)
    other = folders[1] if len(folders) == 2 else None
    if other is not None and {p.name for p in other.world.places} != {p.name for p in first.world.places}:
        problems.add("--against", f"{options.against}, a run on another network", "a run of the same scenario")
    period = _month(options.month, first.world, problems)
    problems.stop()
    policy = options.policy or (first.policies[min(1, len(first.policies) - 1)] if options.against is None else first.policies[0])
    kinds = tuple(dict.fromkeys([options.out.suffix.lstrip(".")] if options.out is not None and options.out.suffix else options.formats))
    view = View(tuple(options.community), period, regions)
    return Request(first, other, policy, view, options.month or "", kinds, options.out, volume=options.volume, whole=options.whole)


def _read(folder: Path, problems: Problems) -> ResultFolder | None:
    try:
        return open_folder(folder)
    except BadInput as error:
        problems.findings.extend(error.findings)
        return None


def _named(option: str, given: Sequence[str], known: Sequence[str], problems: Problems) -> None:
    for name in given:
        if name not in known:
            problems.add(option, f'"{name}"', listed(known, 40), nearest(name, known))


def _month(text: str | None, world: World, problems: Problems) -> tuple[date, date] | None:
    if text is None:
        return None
    last_day = world.start + timedelta(days=world.days - 1)
    allowed = f"a simulated month from {world.start:%Y-%m} to {last_day:%Y-%m}; the reported days are {' to '.join(str(day) for day in reported(world))}"
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        problems.add("--month", f'"{text}"', allowed)
        return None
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if last < world.start or first > last_day:
        problems.add("--month", f'"{text}"', allowed)
    return first, last
