"""Levers, closures and rules of entry that change nothing in a run."""

from collections.abc import Collection, Iterable
from datetime import date

from scenarios.policies.in_force import Placed
from scenarios.reading.problems import Problems
from scenarios.reading.toml_files import Document
from sim.levers.reach import ALL
from sim.levers.scope import Settings, size_of


def is_neutral(settings: Settings) -> bool:
    """Whether a lever has sizes, and all of them leave everything as it was."""
    sizes = [(size, settings[key]) for key in settings if (size := size_of(key)) is not None]
    return bool(sizes) and all(value == size.neutral for size, value in sizes)


def warn_of_neutral(lever: str, settings: Settings, where: str, problems: Problems) -> None:
    """Warn of a lever whose sizes change nothing."""
    if is_neutral(settings):
        sizes = ", ".join(f"{key} = {value:g}" for key, value in settings.items() if size_of(key) is not None and not isinstance(value, str))
        problems.warn(where, f"{lever} with {sizes}, which changes nothing", "a size that is not neutral")


def warn_of_levers(levers: Placed, window: tuple[date, date], problems: Problems) -> None:
    """Warn of levers at neutral sizes, or never in force in the simulated days of ``window``; what acts on nobody is a finding."""
    first, last = window
    for event, where in levers:
        warn_of_neutral(event.lever, event.settings, where, problems)
        if event.start > last or (event.end is not None and event.end <= first):
            days = f"{event.start} to {event.end or 'the end'}"
            problems.warn(where, f"{event.lever}, in force from {days}, never in the simulated days", f"days from {first} to {last}")


def warn_of_regimes(document: Document, rows: Iterable[object], nationalities: Collection[str], countries: Collection[str], problems: Problems) -> None:
    """Warn of the ``[[regime]]`` tables of a scenario that speak of people whom no community has, or of a country without places."""
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            continue
        for key, there in (("nationality", nationalities), ("country", countries)):
            name = row.get(key)
            if isinstance(name, str) and name != ALL and name not in there:
                what = "whose people no community is" if key == "nationality" else "where this scenario has no place"
                problems.warn(document.where(("regime", number)), f"a rule of entry for {key} {name}, {what}", f"one of {', '.join(there)}")
