"""The forms of a territory's TOML files, and of what a scenario changes of a territory."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from scenarios.reading.forms import Form, Text, says
from scenarios.territories.columns import SOURCE
from sim.world.parameters import Status


class TerritoryForm(Form):
    """``territory.toml``: what a territory is and who is to be credited."""

    title: Annotated[Text, says("what a reader sees")]
    text: Annotated[str, says("what the territory is, in a paragraph")]
    attribution: Annotated[list[str], says("who must be credited wherever the data are shown, one line a source")]
    invented: Annotated[bool, says("whether its countries are made up: their codes need not be those of ISO 3166-1")] = False
    countries: Annotated[
        dict[str, Text], says('titles of countries by code, for pictures and reports: of invented ones, which have no other; `{ ALD = "Aldmark" }`')
    ] = Field(default_factory=dict)
    template: Annotated[str, says("the territory that ships from which it was copied: `routesim check` counts the parameters that are still the same")] = ""
    defaults: Annotated[
        str, says("a territory that ships whose parameters serve where `parameters.csv` has none: those that name no place, country or community")
    ] = ""


class CommunitiesForm(Form):
    """``communities.toml``: a list of ``[[community]]``."""

    community: Annotated[list[dict[str, Any]], says("people of one origin who share news")] = Field(min_length=1)


class CommunityForm(Form):
    """One ``[[community]]``; ``origins`` and ``destinations`` are names of places."""

    name: Annotated[Text, says("key of the community: lower-case letters and digits, parts joined by -; random draws are keyed to it, so it is never changed")]
    title: Annotated[Text, says("what a reader sees")]
    nationality: Annotated[Text, says("country whose citizens they are, ISO 3166-1 alpha-3")]
    origins: Annotated[list[str], says("places where they live; which share lives where is a parameter")] = Field(min_length=1)
    destinations: Annotated[list[str], says("places to which they may go; how strongly each pulls is a parameter")] = Field(min_length=1)
    followed: Annotated[bool, says("whether every journey is recorded event by event; false for large communities")] = True


class RegimeForm(Form):
    """One ``[[regime]]`` of a scenario: what ``country`` asks of ``nationality`` at entry, in place of the territory's rule, and how that is known."""

    nationality: Annotated[Text, says("whose people; * for all")]
    country: Annotated[Text, says("the country that is entered; * for all")]
    entry: Annotated[Text, says("free, visa or closed")]
    source: Annotated[Text, says("how the rule is known, or why it is assumed")]


class EntryRuleForm(Form):
    """One ``[[entry_rule]]`` of a scenario: what is done at the border with whom. Lists are joined by ``;``. It comes before the rows of the territory."""

    start: Annotated[date | None, says("first day in force; without it always until the end")] = None
    end: Annotated[date | None, says("first day no longer in force; without it the rule stays in force")] = None
    country: Annotated[str, says("countries that decide so on those who enter; without it or * all")] = ""
    via: Annotated[str, says("crossings, kinds of crossing, directed borders such as AAA-BBB, or countries left; without it or * everywhere")] = ""
    who: Annotated[str, says("nationalities or communities; without it or * all foreigners")] = ""
    papers: Annotated[
        str, says("of which one must be held for the rule to apply: passport, permit, or a country whose registration paper it is; without it any or none")
    ] = ""
    decision: Annotated[Text, says("admit, register, refuse, push_back or detain")]
    source: Annotated[Text, says("where the rule is known from, or why it is assumed")]


class ParameterForm(Form):
    """A parameter that a scenario sets in place of the territory's."""

    value: Annotated[float, says("the number", "that of unit")]
    unit: Annotated[Text, says("unit of value, low and high: the one of the key")]
    status: Annotated[Text, says(f"how it is known: {', '.join(Status)}")]
    source: Annotated[str, says(SOURCE)]
    low: Annotated[float | None, says("least that is plausible; needed if transferred or assumed", "that of unit")] = None
    high: Annotated[float | None, says("most that is plausible; needed if transferred or assumed", "that of unit")] = None
    as_of: Annotated[str, says("period that it holds for")] = ""
