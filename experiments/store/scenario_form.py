"""The form of the resolved scenario of a run: what must stand in its ``scenario.toml`` for a world to be made of it again."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field, ValidationError

from experiments.store.damage import UNREADABLE, reason
from experiments.store.scenario_text import NOT_RECORDED, scenario_world
from scenarios.reading.forms import Form
from scenarios.reading.locate import key_lines
from scenarios.reading.problems import Problems
from scenarios.reading.toml_files import Document, fill
from sim.world.world import World

Hours = Annotated[int, Field(ge=1)]
Month = Annotated[int, Field(ge=1, le=12)]


class CommunityForm(Form):
    """Who moves."""

    name: str
    title: str
    nationality: str
    followed: bool
    origins: list[str]
    destinations: list[str]


class EventForm(Form):
    """A lever in force from a date up to another."""

    lever: str
    start: date
    end: date | None = None
    settings: dict[str, str | float]
    announced: float = 0.0


class SeriesForm(Form):
    """A row of a series by date."""

    what: str
    where: str
    who: str
    ratio: bool
    between: str
    first: date
    last: date | None = None
    value: Annotated[float, Field(ge=0)]
    source: str


class PlaceForm(Form):
    """A hub or city."""

    name: str
    title: str
    country: str
    lat: float
    lon: float
    roles: list[str]


class CrossingForm(Form):
    """Where legs meet a border."""

    name: str
    title: str
    kind: str
    countries: list[str]
    lat: float
    lon: float
    closed_months: list[Month]
    hard_months: list[Month]
    checked: bool


class TransportForm(Form):
    """What a government runs on a leg."""

    name: str
    every_hours: Hours
    seats: Annotated[int, Field(ge=0)]
    first_hour: Annotated[int, Field(ge=0, lt=24)]
    since: date | None = None
    until: date | None = None
    fare_usd: float
    admits: bool
    checks: bool


class LegForm(Form):
    """A directed hop; its time is hours and minutes."""

    origin: str
    target: str
    mode: str
    km: float
    hours: Annotated[int, Field(ge=0)]
    exit: str | None = None
    entry: str | None = None
    minutes: Annotated[int, Field(ge=0, lt=60)] = 0
    transport: TransportForm | None = None


class RegimeForm(Form):
    """What a country asks of a nationality."""

    nationality: str
    country: str
    entry: str
    exit_permit: bool


class StayForm(Form):
    """A place where people stay."""

    place: str
    kind: str
    communities: list[str]
    days: float
    days_most: float
    beds: float | None = None
    turns_away: bool
    no_bed_usd: float
    first: date | None = None
    end: date | None = None
    status: str
    source: str


class EntryRuleForm(Form):
    """What is done at the border with whom."""

    decision: str
    countries: list[str]
    via: list[str]
    who: list[str]
    papers: list[str]
    start: date | None = None
    end: date | None = None


class ParameterForm(Form):
    """A number of the model."""

    value: float
    unit: str
    status: str
    source: str
    low: float | None = None
    high: float | None = None
    as_of: str = ""


class ResolvedForm(Form):
    """The whole file."""

    RENAMED: ClassVar[Mapping[str, str]] = {"figures": "parameters"}
    name: str
    title: str
    start: date
    days: Annotated[int, Field(ge=1)]
    report: Annotated[list[date], Field(min_length=2, max_length=2)]
    tick_hours: Hours
    scale: Annotated[float, Field(gt=0)]
    calibration: str = NOT_RECORDED
    study: list[str] = Field(default_factory=list)
    countries: dict[str, str] = Field(default_factory=dict)
    communities: list[CommunityForm]
    events: list[EventForm]
    series: list[SeriesForm] = Field(default_factory=list)
    places: list[PlaceForm]
    crossings: list[CrossingForm]
    legs: list[LegForm]
    regimes: list[RegimeForm]
    stays: list[StayForm] = Field(default_factory=list)
    entry_rules: list[EntryRuleForm] = Field(default_factory=list)
    parameters: dict[str, ParameterForm]


def read_world(path: Path, text: str, problems: Problems) -> World | None:
    """The world that the text of a run's ``scenario.toml`` describes, or ``None`` after findings with the file and the line."""
    where, allowed = str(path), "the resolved scenario that routesim run wrote; simulate the run again"
    try:
        data = tomllib.loads(text)
        try:
            ResolvedForm.model_validate(data)
        except ValidationError:
            places = {keys: f"{where}:{line}" for keys, line in key_lines(text).items()}
            fill(ResolvedForm, data, Document(where, data, places), (), problems)
            return None
        return scenario_world(text)
    except UNREADABLE as error:
        problems.add(where, f"a scenario that cannot be read ({type(error).__name__}: {reason(error)})", allowed)
        return None
