"""The forms of a policy's TOML file and of its levers."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from scenarios.reading.forms import Form, Text, says

Label = Annotated[str | None, says("name of the event in keys that set its sizes; without it a number")]
LeverName = Annotated[Text, says("name of a lever: routesim list levers")]
Announced = Annotated[
    float, says("how far people believe on the day what it does to checks: 0 if they only meet it, 1 if they know it; a closure is always known", "share")
]
End = Annotated[date | None, says("first day no longer in force; without it the lever stays in force")]


class EventForm(Form):
    """The keys of an ``[[event]]`` that every lever has; its other keys are settings of the lever. ``label`` names it in keys."""

    label: Label = None
    lever: LeverName
    start: Annotated[date, says("first day in force")]
    end: End = None
    announced: Announced = 0.0


class PolicyForm(Form):
    """A policy: what it is, what it rests on, what it costs, and its levers."""

    title: Annotated[Text, says("what a reader sees")]
    about: Annotated[Text, says("what is done, and what is known of it, in a paragraph")]
    territory: Annotated[str, says("the territory for which it is made; empty if it fits any")] = ""
    evidence: Annotated[list[str], says("ids of the evidence that it rests on")] = Field(default_factory=list)
    cost: Annotated[dict[str, Any], says("what it costs, each a parameter in USD (once) or USD/month (while in force)")] = Field(default_factory=dict)
    event: Annotated[list[dict[str, Any]], says("its levers")] = Field(default_factory=list)


class PolicyEventForm(Form):
    """The keys of an ``[[event]]`` of a policy besides the settings of its lever."""

    label: Label = None
    lever: LeverName
    start: Annotated[date | None, says("first day in force; without it the first reported day of the scenario")] = None
    end: End = None
    announced: Announced = 0.0
    source: Annotated[str, says("id of a row of the evidence, or the reason why it is assumed")]
    range: Annotated[dict[str, list[float]], says("low and high of every size: what is plausible")] = Field(default_factory=dict)
