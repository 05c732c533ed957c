"""The shapes of the TOML files. Keys that a form does not name are findings."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

MOST_DAYS = 36_525
"""A hundred years."""

Text = Annotated[str, Field(min_length=1)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TerritoryForm(_Form):
    """``territory.toml``: what a territory is and who is to be credited."""

    title: Text
    text: str
    attribution: list[str]


class CommunitiesForm(_Form):
    """``communities.toml``: a list of ``[[community]]``."""

    community: list[dict[str, Any]] = Field(min_length=1)


class CommunityForm(_Form):
    """One ``[[community]]``; ``origins`` and ``destinations`` are names of places."""

    name: Text
    title: Text
    nationality: Text
    origins: list[str] = Field(min_length=1)
    destinations: list[str] = Field(min_length=1)
    followed: bool = True


class ScenarioForm(_Form):
    """A scenario: territory, dates, and what differs from the territory's files.

    ``countries`` and ``communities`` choose a part of the territory; left out, all are taken. ``like`` names a scenario whose keys hold where this one has
    none: see :mod:`scenarios.inheritance`.
    """

    title: Text
    text: str
    like: Text | None = None
    territory: Text
    start: date
    days: int = Field(ge=1, le=MOST_DAYS)
    report: list[date] = Field(min_length=2, max_length=2)
    tick_hours: int = 24
    countries: list[str] | None = Field(default=None, min_length=1)
    communities: list[str] | None = Field(default=None, min_length=1)
    figures: dict[str, Any] = Field(default_factory=dict)
    regime: list[dict[str, Any]] = Field(default_factory=list)
    event: list[dict[str, Any]] = Field(default_factory=list)


class RegimeForm(_Form):
    """One ``[[regime]]`` of a scenario: what ``country`` asks of ``nationality`` at entry, in place of the territory's rule, and how that is known."""

    nationality: Text
    country: Text
    entry: Text
    source: Text


class FigureForm(_Form):
    """A figure that a scenario sets in place of the territory's."""

    value: float
    unit: Text
    status: Text
    source: str
    low: float | None = None
    high: float | None = None
    as_of: str = ""


class EventForm(_Form):
    """The keys of an ``[[event]]`` that every lever has; its other keys are settings of the lever. ``label`` names it in keys."""

    label: str | None = None
    lever: Text
    start: date
    end: date | None = None


class PolicyForm(_Form):
    """A policy: what it is, what it rests on (ids of the evidence), what it costs, and its levers."""

    title: Text
    about: Text
    territory: str = ""
    evidence: list[str] = Field(default_factory=list)
    cost: dict[str, Any] = Field(default_factory=dict)
    event: list[dict[str, Any]] = Field(default_factory=list)


class PolicyEventForm(_Form):
    """The keys of an ``[[event]]`` of a policy besides the settings of its lever.

    Without ``start`` it is in force from the first reported day of the scenario. ``range`` gives low and high of every size.
    """

    label: str | None = None
    lever: Text
    start: date | None = None
    end: date | None = None
    source: str
    range: dict[str, list[float]] = Field(default_factory=dict)
