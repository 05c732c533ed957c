"""A scenario's own file: its form, where it stands, and its days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field

from scenarios.reading.folders import SCENARIOS
from scenarios.reading.forms import Form, Text, says
from scenarios.reading.inheritance import read_with_like
from scenarios.reading.names import path_of
from scenarios.reading.problems import Problems
from scenarios.reading.toml_files import Document, fill

MOST_DAYS = 36_525
"""A hundred years."""


class ScenarioForm(Form):
    """A scenario: territory, dates, and what differs from the territory's files.

    ``countries`` and ``communities`` choose a part of the territory; left out, all are taken. ``like`` names a scenario whose keys hold where this one has
    none. Its parameters hold by key; its events and regimes come before those of this one, its rules of entry after them.
    """

    RENAMED: ClassVar[Mapping[str, str]] = {"figures": "parameters"}

    title: Annotated[Text, says("what a reader sees")]
    text: Annotated[str, says("what is simulated and why, in a paragraph")]
    like: Annotated[Text | None, says("a scenario, by name or file, whose keys hold where this one has none")] = None
    territory: Annotated[Text, says("name of a territory that ships, or a folder relative to this file")]
    study: Annotated[
        Text | None, says("what it is validated against: a study that ships, or a folder relative to this file; files of a study beside this file come first")
    ] = None
    start: Annotated[date, says("first simulated day")]
    days: Annotated[int, says("how many days are simulated", "days")] = Field(ge=1, le=MOST_DAYS)
    report: Annotated[list[date], says("first and last day that results speak of; the days before let stocks settle")] = Field(min_length=2, max_length=2)
    tick_hours: Annotated[int, says("length of a tick: 24 or one of its divisors", "hours")] = 24
    countries: Annotated[list[str] | None, says("take these countries only; without it all of the territory")] = Field(default=None, min_length=1)
    communities: Annotated[list[str] | None, says("take these communities only; without it all of the territory")] = Field(default=None, min_length=1)
    parameters: Annotated[dict[str, Any], says("parameters in place of those of the territory, by key in quotes")] = Field(default_factory=dict)
    regime: Annotated[list[dict[str, Any]], says("rules of entry in place of those of the territory")] = Field(default_factory=list)
    entry_rule: Annotated[list[dict[str, Any]], says("rules of entry with dates, before those of the territory: the first that applies decides")] = Field(
        default_factory=list
    )
    event: Annotated[list[dict[str, Any]], says("levers with dates")] = Field(default_factory=list)
    series: Annotated[
        Text | None, says("table of series by date, relative to this file; without it `series.csv` beside this file, if there is one")
    ] = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as its file says it, with what it takes over from the one that it is like."""

    path: Path
    document: Document
    form: ScenarioForm

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.path.stem


def read_scenario(name_or_path: str | Path, problems: Problems) -> Scenario | None:
    """The scenario of a name or a ``.toml`` file; ``None`` after a finding."""
    path = path_of(name_or_path, SCENARIOS, "scenario", problems)
    document = None if path is None else read_with_like(path, SCENARIOS, problems)
    form = None if document is None else fill(ScenarioForm, document.data, document, (), problems)
    return None if path is None or document is None or form is None else Scenario(path, document, form)


def window_of(scenario: Scenario, simulated: int, problems: Problems) -> tuple[date, date]:
    """First and last simulated day of a scenario as written, after checks of its dates; ``simulated`` days are those of a run."""
    document, form = scenario.document, scenario.form
    last = last_day(form.start, form.days)
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


def reported(form: ScenarioForm, days: int) -> tuple[date, date]:
    """The reported days that are simulated; all simulated days if none of them is."""
    last = last_day(form.start, days)
    first = form.report[0]
    return (first, min(form.report[1], last)) if first <= last else (form.start, last)


def last_day(start: date, days: int) -> date:
    """The last of some days, or the last that there is."""
    return date.fromordinal(min(start.toordinal() + days - 1, date.max.toordinal()))
