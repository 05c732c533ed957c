"""The shapes of the TOML files. Keys that a form does not name are findings."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from sim.world.parameters import Status

MOST_DAYS = 36_525
"""A hundred years."""

Text = Annotated[str, Field(min_length=1)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


def _says(text: str, unit: str = "") -> Any:
    """What a key means, and its unit, for schemas and documents."""
    return Field(description=text, json_schema_extra={"unit": unit} if unit else None)


class TerritoryForm(_Form):
    """``territory.toml``: what a territory is and who is to be credited."""

    title: Annotated[Text, _says("what a reader sees")]
    text: Annotated[str, _says("what the territory is, in a paragraph")]
    attribution: Annotated[list[str], _says("who must be credited wherever the data are shown, one line a source")]


class CommunitiesForm(_Form):
    """``communities.toml``: a list of ``[[community]]``."""

    community: Annotated[list[dict[str, Any]], _says("people of one origin who share news")] = Field(min_length=1)


class CommunityForm(_Form):
    """One ``[[community]]``; ``origins`` and ``destinations`` are names of places."""

    name: Annotated[Text, _says("key of the community: lower-case letters and digits, parts joined by -; luck is keyed to it, so it is never changed")]
    title: Annotated[Text, _says("what a reader sees")]
    nationality: Annotated[Text, _says("country whose citizens they are, ISO 3166-1 alpha-3")]
    origins: Annotated[list[str], _says("places where they live; which share lives where is a parameter")] = Field(min_length=1)
    destinations: Annotated[list[str], _says("places to which they may go; how strongly each pulls is a parameter")] = Field(min_length=1)
    followed: Annotated[bool, _says("whether every journey is recorded event by event; false for large communities")] = True


class ScenarioForm(_Form):
    """A scenario: territory, dates, and what differs from the territory's files.

    ``countries`` and ``communities`` choose a part of the territory; left out, all are taken. ``like`` names a scenario whose keys hold where this one has
    none: see :mod:`scenarios.inheritance`.
    """

    title: Annotated[Text, _says("what a reader sees")]
    text: Annotated[str, _says("what is simulated and why, in a paragraph")]
    like: Annotated[Text | None, _says("a scenario, by name or file, whose keys hold where this one has none")] = None
    territory: Annotated[Text, _says("name of a territory that ships, or a folder relative to this file")]
    start: Annotated[date, _says("first simulated day")]
    days: Annotated[int, _says("how many days are simulated", "days")] = Field(ge=1, le=MOST_DAYS)
    report: Annotated[list[date], _says("first and last day that results speak of; the days before let stocks settle")] = Field(min_length=2, max_length=2)
    tick_hours: Annotated[int, _says("length of a tick: 24 or one of its divisors", "hours")] = 24
    countries: Annotated[list[str] | None, _says("take these countries only; without it all of the territory")] = Field(default=None, min_length=1)
    communities: Annotated[list[str] | None, _says("take these communities only; without it all of the territory")] = Field(default=None, min_length=1)
    parameters: Annotated[dict[str, Any], _says("parameters in place of those of the territory, by key in quotes")] = Field(default_factory=dict)
    regime: Annotated[list[dict[str, Any]], _says("rules of entry in place of those of the territory")] = Field(default_factory=list)
    event: Annotated[list[dict[str, Any]], _says("levers with dates")] = Field(default_factory=list)


class RegimeForm(_Form):
    """One ``[[regime]]`` of a scenario: what ``country`` asks of ``nationality`` at entry, in place of the territory's rule, and how that is known."""

    nationality: Annotated[Text, _says("whose people; * for all")]
    country: Annotated[Text, _says("the country that is entered; * for all")]
    entry: Annotated[Text, _says("free, visa or closed")]
    source: Annotated[Text, _says("how the rule is known, or why it is assumed")]


class ParameterForm(_Form):
    """A parameter that a scenario sets in place of the territory's."""

    value: Annotated[float, _says("the number", "that of unit")]
    unit: Annotated[Text, _says("unit of value, low and high: the one of the key")]
    status: Annotated[Text, _says(f"how it is known: {', '.join(Status)}")]
    source: Annotated[str, _says("id of a row of the evidence (documented), name of the fit (calibrated), or the reason (assumed)")]
    low: Annotated[float | None, _says("least that is plausible; needed if assumed", "that of unit")] = None
    high: Annotated[float | None, _says("most that is plausible; needed if assumed", "that of unit")] = None
    as_of: Annotated[str, _says("period that it holds for")] = ""


Label = Annotated[str | None, _says("name of the event in keys that set its sizes; without it a number")]
LeverName = Annotated[Text, _says("name of a lever: routesim list levers")]
End = Annotated[date | None, _says("first day no longer in force; without it the lever stays in force")]


class EventForm(_Form):
    """The keys of an ``[[event]]`` that every lever has; its other keys are settings of the lever. ``label`` names it in keys."""

    label: Label = None
    lever: LeverName
    start: Annotated[date, _says("first day in force")]
    end: End = None


class PolicyForm(_Form):
    """A policy: what it is, what it rests on, what it costs, and its levers."""

    title: Annotated[Text, _says("what a reader sees")]
    about: Annotated[Text, _says("what is done, and what is known of it, in a paragraph")]
    territory: Annotated[str, _says("the territory for which it is made; empty if it fits any")] = ""
    evidence: Annotated[list[str], _says("ids of the evidence that it rests on")] = Field(default_factory=list)
    cost: Annotated[dict[str, Any], _says("what it costs, each a parameter in USD (once) or USD/month (while in force)")] = Field(default_factory=dict)
    event: Annotated[list[dict[str, Any]], _says("its levers")] = Field(default_factory=list)


class PolicyEventForm(_Form):
    """The keys of an ``[[event]]`` of a policy besides the settings of its lever."""

    label: Label = None
    lever: LeverName
    start: Annotated[date | None, _says("first day in force; without it the first reported day of the scenario")] = None
    end: End = None
    source: Annotated[str, _says("id of a row of the evidence, or the reason why it is assumed")]
    range: Annotated[dict[str, list[float]], _says("low and high of every size: what is plausible")] = Field(default_factory=dict)
