"""What the user asked of ``routesim map``, checked as a whole: one message lists everything that is wrong."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from experiments.plots.drawing import FILMS, Request
from experiments.plots.opened import Opened, open_folder
from experiments.plots.passed import View
from experiments.plots.picture import FORMATS
from experiments.store.tables import reported
from scenarios.reading.problems import BadInput, Problems, listed, nearest
from sim.world.world import World


@dataclass(frozen=True, slots=True)
class Wanted:
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


def checked(wanted: Wanted) -> Request:
    """The request that these options make.

    Raises
    ------
    scenarios.BadInput
        With every finding.
    """
    problems = Problems()
    opened = [_opened(folder, problems) for folder in (wanted.folder, wanted.against) if folder is not None]
    known = (*FORMATS, *FILMS)
    for name in wanted.formats:
        if name not in known:
            problems.add("--format", f'"{name}"', listed(known, 10), nearest(name, known))
    if wanted.out is not None and wanted.out.suffix and wanted.out.suffix.lstrip(".") not in known:
        problems.add("--out", f'"{wanted.out}"', f"a folder, or a file that ends with {listed([f'.{kind}' for kind in known], 10)}")
    first = opened[0] if opened else None
    if first is None:
        problems.stop()
        raise AssertionError
    regions = tuple(code.upper() for text in wanted.region for code in text.split(","))
    _named("--region", regions, sorted({place.country for place in first.world.places}), problems)
    _named("--community", wanted.community, [c.name for c in first.world.communities], problems)
    if wanted.policy is not None:
        _named("--policy", [wanted.policy], first.policies, problems)
    other = opened[1] if len(opened) == 2 else None
    if other is not None and {p.name for p in other.world.places} != {p.name for p in first.world.places}:
        problems.add("--against", f"{wanted.against}, a run on another network", "a run of the same scenario")
    period = _month(wanted.month, first.world, problems)
    problems.stop()
    policy = wanted.policy or (first.policies[min(1, len(first.policies) - 1)] if wanted.against is None else first.policies[0])
    kinds = tuple(dict.fromkeys([wanted.out.suffix.lstrip(".")] if wanted.out is not None and wanted.out.suffix else wanted.formats))
    view = View(tuple(wanted.community), period, regions)
    return Request(first, other, policy, view, wanted.month or "", kinds, wanted.out, volume=wanted.volume)


def _opened(folder: Path, problems: Problems) -> Opened | None:
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
