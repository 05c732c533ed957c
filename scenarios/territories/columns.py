"""The columns of a territory's CSV files: what may stand in them, in which unit. Readers and documents are made of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.basis.words import Decision, Entry, Kind, Mode, StayKind
from sim.world.parameters import Status


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means, its unit (empty if it has none) and what may stand in a cell."""

    text: str
    allowed: str
    unit: str = ""


def _one_of(words: list[str]) -> str:
    return "one of " + ", ".join(f"`{word}`" for word in words)


SOURCE = "id of a row of the evidence (documented), that id and `: ` and the reason (transferred), name of the fit (calibrated), or the reason (assumed)"
"""What the source of a parameter holds, by its status."""

_NAME = "lower-case letters and digits, parts joined by `-`; unique"
_TITLE = Column("what a reader sees", "text")
_LAT = Column("latitude, north is positive", "number from -90 to 90", "degrees")
_LON = Column("longitude, east is positive", "number from -180 to 180", "degrees")
_COUNTRY = "three capital letters, ISO 3166-1 alpha-3"

PLACES: Mapping[str, Column] = {
    "name": Column("key of the place; random draws are keyed to it, so it is never changed", _NAME),
    "title": _TITLE,
    "country": Column("country of the place", _COUNTRY),
    "lat": _LAT,
    "lon": _LON,
    "roles": Column("words for readers and maps, such as `capital;hub`", "words joined by `;`, or empty"),
}
CROSSINGS: Mapping[str, Column] = {
    "name": Column("key of the crossing; random draws are keyed to it, so it is never changed", _NAME + "; not a kind of crossing"),
    "title": _TITLE,
    "kind": Column("what it is", _one_of([kind.word for kind in Kind])),
    "country_a": Column("one side of the border", "country of a place; for an airport empty or the country of its place"),
    "country_b": Column("the other side", "another country; empty for an airport"),
    "place": Column("the place that an airport serves", "name of a place for an airport, one airport a place; else empty"),
    "lat": _LAT,
    "lon": _LON,
    "closed_months": Column("calendar months in which it cannot be passed", "1 to 12 joined by `;`, or empty"),
    "hard_months": Column("calendar months in which hazards are multiplied by `crossing.<crossing>.season_ratio`", "1 to 12 joined by `;`, or empty"),
    "checked_until": Column("when checks end", "a date such as `2004-05-31`; `never` if there never were any; empty if they do not end"),
    "source": Column("where the crossing is known from", "text, not empty"),
    "note": Column("anything worth saying", "text, or empty"),
}
LEGS: Mapping[str, Column] = {
    "origin": Column("one end; every leg is listed once and leads both ways", "name of a place"),
    "target": Column("the other end", "name of another place"),
    "mode": Column("how it is travelled", _one_of([mode.word for mode in Mode])),
    "km": Column("distance", "number from 0 to 40,075, once round the earth", "km"),
    "hours": Column(
        "moving time without queues or rest; rounded up to whole hours, at least one", "number from 0 to 10,000; empty where `minutes` stands", "hours"
    ),
    "crossing": Column(
        "where it meets the border", "name of a crossing between the two countries, of a kind that fits the mode; empty inside a country and for an air leg"
    ),
    "minutes": Column(
        "moving time to the minute, in place of `hours`: nothing is rounded, and minutes add up over a person's legs; the file may do without the column",
        "number from 1 to 600,000, or empty",
        "minutes",
    ),
    "basis": Column("how distance and time are known", "text, or empty"),
}
TRANSPORTS: Mapping[str, Column] = {
    "name": Column("key of the transport; random draws are keyed to it, so it is never changed", _NAME),
    "origin": Column("where people board; it is ridden in this direction alone", "name of a place"),
    "target": Column("where it takes them", "name of another place"),
    "mode": Column("how it goes", _one_of([mode.word for mode in (Mode.ROAD, Mode.RAIL, Mode.FERRY)])),
    "km": LEGS["km"],
    "hours": Column("moving time, to the minute: 0.5 is half an hour", "number from a sixtieth to 10,000", "hours"),
    "crossing": LEGS["crossing"],
    "start": Column("first day on which it runs", "a date such as `2015-09-21`; or empty: from the first day of a run"),
    "end": Column("first day on which it does not run any more", "a date after `start`; or empty: never"),
    "every_hours": Column("how often it departs", "whole number from 1 to 720; 24: once a day", "hours"),
    "first_hour": Column("hour of the day of its first departure, from which the others follow", "whole number from 0 to 23; or empty: 0", "hours"),
    "seats": Column(
        "seats of one departure: who finds none waits for the next; with 0 it runs only when the lever `transport` gives it some",
        "whole number from 0 to 1,000,000",
        "persons",
    ),
    "fare_usd": Column("what a seat costs", "number from 0 to 10,000,000; or empty: 0", "USD/person"),
    "admits": Column(
        "whether who rides over a border is let in whatever their papers, and is lawful there as after a visa-free entry; else rules of entry hold",
        "`yes`, `no`, or empty: no; `yes` only over a border",
    ),
    "checks": Column("whether police look for papers on board", "`yes`, `no`, or empty: no; `yes` only inside a country"),
    "source": Column("where the transport is known from", "text, not empty"),
}
REGIMES: Mapping[str, Column] = {
    "nationality": Column("of whom it is asked; the most specific row wins", "a country, or `*` for all"),
    "country": Column("who asks", "a country, or `*` for all"),
    "entry": Column("what is asked at entry", _one_of([e.word for e in Entry if e is not Entry.OWN]) + "; for own citizens `own` or empty"),
    "exit_permit": Column("whether own citizens need a permission to leave", "`yes`, `no` or empty; `yes` only where both are the same country"),
    "source": Column("where the rule is known from", "text, not empty"),
}
ENTRY_RULES: Mapping[str, Column] = {
    "start": Column("first day in force", "a date such as `2004-05-31`; empty: always until the end"),
    "end": Column("first day no longer in force", "a date after the start; empty: it stays in force"),
    "country": Column("which countries decide so on those who enter", "countries joined by `;`; empty or `*` for all"),
    "via": Column(
        "by which way they come",
        "crossings, kinds of crossing, directed borders such as `AAA-BBB`, or countries left, joined by `;`; empty or `*` for everywhere",
    ),
    "who": Column("whom it is about; never own citizens, who always enter", "nationalities or communities joined by `;`; empty or `*` for all foreigners"),
    "papers": Column(
        "of which papers one must be held for the row to apply",
        "`passport`, `permit`, or countries whose registration paper it is, joined by `;`; empty: it applies whatever they hold",
    ),
    "decision": Column("what is done with them", _one_of([decision.word for decision in Decision])),
    "source": Column("where the rule is known from", "text, not empty"),
}
PARAMETERS: Mapping[str, Column] = {
    "key": Column(
        "which number: a key of the table of parameters with names, or `*` for all names without a row of their own, in its open places", "each key once"
    ),
    "value": Column("the number", "finite, within what its unit allows", "that of `unit`"),
    "unit": Column("unit of value, low and high", "the unit of the key in the table of parameters"),
    "low": Column("least that is plausible", "at most `value`; needed if transferred or assumed, else empty or a number", "that of `unit`"),
    "high": Column("most that is plausible", "at least `value`; needed if transferred or assumed, else empty or a number", "that of `unit`"),
    "status": Column("how it is known", _one_of([status.value for status in Status])),
    "source": Column(SOURCE, "text, not empty"),
    "as_of": Column("period that it holds for", "text such as `2004`, or empty"),
}
STAYS: Mapping[str, Column] = {
    "place": Column("where people stay", "name of a place"),
    "community": Column("who stays there", "names of communities or nationalities joined by `;`; empty or `*` for all"),
    "kind": Column(
        "what for: registration, rest and reception are for those who are on the way; a camp is where they live whose destination the place is",
        _one_of([kind.word for kind in StayKind]),
    ),
    "days": Column("how long each of them stays there before going on", "number from 0 up; of a camp empty", "days"),
    "days_most": Column(
        "most days, if they differ: each stays a number of whole hours from `days` up to these, all as likely", "at least `days`, or empty", "days"
    ),
    "beds": Column(
        "beds in the full world, beside those of other rows of the same place and kind", "number from 0 up; empty in all rows: a bed for everybody", "beds"
    ),
    "when_full": Column("what becomes of who has no bed in the evening: they stay all the same, or have to go", "`take in` or empty, `turn away`"),
    "no_bed_usd": Column("what a night without a bed costs beside the cost of living", "number from 0 up, or empty", "USD/day"),
    "from": Column("first day on which it is open", "a date such as `2015-10-01`; empty: from the start"),
    "until": Column("first day on which it is not any more", "a later date; empty: it stays open"),
    "status": Column("how the row is known", _one_of([status.value for status in Status])),
    "source": Column("id of a row of the evidence, or the reason", "text, not empty"),
    "note": Column("anything worth saying", "text, or empty"),
}
STAYS_OPTIONAL = ("community", "days_most", "beds", "when_full", "no_bed_usd", "from", "until", "note")
"""Columns that may be missing: empty then."""
FILES: Mapping[str, tuple[str, Mapping[str, Column]]] = {
    "places.csv": ("hubs and cities", PLACES),
    "crossings.csv": ("where legs meet borders", CROSSINGS),
    "legs.csv": ("what joins two places", LEGS),
    "transports.csv": ("a ride that a government offers by a timetable; the file may be missing", TRANSPORTS),
    "regimes.csv": ("what a country asks of a nationality", REGIMES),
    "entry_rules.csv": ("what is done at the border with whom, from a date to a date (may be left out)", ENTRY_RULES),
    "parameters.csv": ("every number of the model", PARAMETERS),
    "stays.csv": ("optional: a place where people stay", STAYS),
}
"""Each CSV file of a territory: what a row is, and its columns. They may stand in any order, each once and no others."""
