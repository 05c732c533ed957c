"""What stands in every column of the stored tables: type, unit, meaning. Documents are made of it, and tests compare it with runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds, and how Parquet stores it."""

    WORD = "word"
    """A dictionary of text with 32-bit positions."""
    WHOLE = "whole number"
    """A 64-bit integer."""
    FRACTION = "fraction"
    """A 64-bit float."""


@dataclass(frozen=True, slots=True)
class Column:
    """Type, unit (empty for words) and meaning of a column."""

    kind: Kind
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class TableText:
    """What a row of a table is, and its columns in order."""

    row: str
    columns: Mapping[str, Column]


_KINDS = {"word": Kind.WORD, "whole": Kind.WHOLE, "fraction": Kind.FRACTION}


def _table(row: str, lines: str) -> TableText:
    cells = ([cell.strip() for cell in line.split("|")] for line in lines.strip().splitlines())
    return TableText(row, {name: Column(_KINDS[kind], unit, text) for name, kind, unit, text in cells})


TABLES: Mapping[str, TableText] = {
    "flows": _table(
        "a day, a move and a community with any traffic",
        """
        day              | whole | days   | day of the run, 0 for the first
        move             | word  |        | leg, crossing and channel, such as `a>b by road over c, guided`; inland moves meet no crossing
        community        | word  |        | who moved
        attempts         | whole | people | attempts made
        crossed          | whole | people | attempts that succeeded
        refused          | whole | people | turned away by a carrier before departure
        detected_leaving | whole | people | noticed by the service of the country that is left
        detected_entering| whole | people | noticed by the service of the country that is entered
        bribed           | whole | people | of those noticed: bought off
        apprehended      | whole | people | of those noticed: stopped
        died             | whole | people | died in the attempt
        injured          | whole | people | injured in the attempt
        covered          | whole | people | led without another fee: one that was paid for an earlier try covers this one
        fee_cents        | whole | US cents | paid to smugglers for these attempts
        """,
    ),
    "counts": _table(
        "a day, a place, a community and an event that happened there",
        """
        day       | whole | days   | day of the run, 0 for the first
        place     | word  |        | where
        community | word  |        | to whom
        event     | word  |        | what happened, one of the events below
        people    | whole | people | how often it happened
        """,
    ),
    "books": _table(
        "a day, a community, a payer, a payee and a purpose with any payment",
        """
        day       | whole | days     | day of the run, 0 for the first
        community | word  |          | whose journeys the money belongs to
        payer     | word  |          | one of the accounts below
        payee     | word  |          | one of the accounts below
        purpose   | word  |          | what for
        cents     | whole | US cents | the sum
        """,
    ),
    "events": _table(
        "an event of a party of a followed community, or of some of it, in the order in which it happened to that party",
        """
        hour   | whole | hours    | hours since the start of the first simulated day
        person | whole |          | row of the party in `people`, by its column `person`
        event  | word  |          | one of the events below
        place  | word  |          | where
        move   | word  |          | the move under way, empty without one
        cents  | whole | US cents | what it cost or brought each of them, 0 if nothing
        people | whole | people   | for how many it holds: who died, disappeared or was injured, else all who then were of the party
        """,
    ),
    "people": _table(
        "a party of a followed community, or several alike that an agent stands for, at the end of the run",
        """
        person      | whole |          | number of the party, as in `events`
        community   | word  |          | of which community
        ordinal     | whole |          | number of the party within the community; with its name the key of all random draws
        people      | whole | people   | how many they are; where all have died or disappeared, how many the last of them were
        sex         | word  |          | `man` or `woman`
        age         | whole | years    | age at the start
        guided      | word  |          | `yes` if led by an organiser on this trip, or usually so when at home
        contract    | word  |          | how smugglers are paid: `stages`, `advance`, `escrow`
        destination | word  |          | where the present trip leads, empty without one
        state       | word  |          | one of the states below
        place       | word  |          | where they are
        document    | word  |          | what they show at borders: `genuine`, `altered`, `none`
        shown       | word  |          | country that the document shows
        funds_cents | whole | US cents | money left to each
        debt_cents  | whole | US cents | money that each owes
        spent_cents | whole | US cents | outlay of each on the present or last trip
        """,
    ),
    "papers": _table(
        "a day, a post, a community and a country shown, with anybody stopped",
        """
        day         | whole | days   | day of the run, 0 for the first
        post        | word  |        | crossing and country of the service, joined by `/`
        community   | word  |        | who
        shown       | word  |        | country of the passport shown, where it is not one's own
        apprehended | whole | people | apprehensions
        """,
    ),
    "stocks": _table(
        "a day, a country, a community and a state with anybody in it, at the end of the day",
        """
        day       | whole | days   | day of the run, 0 for the first
        country   | word  |        | where
        community | word  |        | who
        state     | word  |        | one of the states below
        people    | whole | people | how many
        """,
    ),
    "queues": _table(
        "a day, a move and a community with anybody who waits at the end of the day: before a crossing that lets in only so many, or for a transport",
        """
        day       | whole | days   | day of the run, 0 for the first
        move      | word  |        | how they mean to pass
        community | word  |        | who
        people    | whole | people | how many
        """,
    ),
    "stays": _table(
        "a day, a place, a kind of stay and a community with anybody who came, left or was there; only where `stays.csv` has rows",
        """
        day         | whole | days   | day of the run, 0 for the first
        place       | word  |        | where
        kind        | word  |        | `registration`, `rest`, `reception` or `camp`
        community   | word  |        | who
        came        | whole | people | came to stay
        left        | whole | people | left when their stay was over
        turned_away | whole | people | had to go in the evening, for want of a bed
        sent_out    | whole | people | had to go because it closed
        gone        | whole | people | into custody, departed for home, missing or dead
        in_beds     | whole | people | there in the evening, in a bed
        without_bed | whole | people | there in the evening, without a bed
        """,
    ),
    "smugglers": _table(
        "a week and a smuggler",
        """
        week         | whole | weeks         | week of the run, 0 for the first
        smuggler     | word  |               | border and number
        border       | word  |               | directed border, such as `AAA-BBB`
        crossing     | word  |               | where the smuggler works at present
        fee_cents    | whole | US cents      | fee asked of one person
        sold         | whole | seats         | seats sold in the week
        seats        | whole | seats         | seats offered in the week
        purse_cents  | whole | US cents      | earned less spent since the start
        guides_milli | whole | guides / 1000 | guides at work for the smuggler at the end of the week
        """,
    ),
    "organisers": _table(
        "a week and an organiser",
        """
        week         | whole | weeks        | week of the run, 0 for the first
        organiser    | word  |              | people, way at the start, and number
        community    | word  |              | the people served
        way          | word  |              | places that new clients pass in their order, joined by `+`, the last of them the hub; or `direct`
        price_milli  | whole | ratio / 1000 | asked of new clients, relative to what the services cost
        came         | whole | people       | became clients in the week
        sent         | whole | people       | sent off in the week; without a hub at once
        waiting      | whole | people       | clients who have not been sent off at the end of the week, at the hub or still on the way to it
        earned_cents | whole | US cents     | earned in the week beyond what the services cost
        """,
    ),
    "guards": _table(
        "a month and a post",
        """
        month        | whole | months  | month of the run, 0 for the first
        post         | word  |         | crossing and country of the service, joined by `/`
        effort_milli | whole | patrols / 1000 | patrols or inspectors on duty at the end of the month
        apprehended  | whole | people  | apprehensions of the post in the month
        """,
    ),
    "beliefs": _table(
        "a week, a community (or `smugglers`) and a move of which there was news",
        """
        week      | whole    | weeks       | week of the run, 0 for the first
        community | word     |             | who believes it
        move      | word     |             | of which move
        p_caught  | fraction | probability | believed chance of being caught in one attempt
        """,
    ),
}
"""The tables of a run by name; each is a file ``<name>.parquet``."""

ONLY_IF_USED = frozenset({"stays"})
"""Tables that only runs have whose scenario has something to put in."""

INDICATORS: Mapping[str, tuple[str, str]] = {
    "scenario": ("", "name of the scenario"),
    "policy": ("", "name of the policy, empty without one"),
    "seed": ("", "seed of the run"),
    "period": ("", "first and last reported day, `YYYY-MM-DD/YYYY-MM-DD`"),
    "place_or_crossing": ("", "where, or `all` for the whole territory"),
    "community": ("", "who; communities are never pooled"),
    "indicator": ("", "what"),
    "value": ("as in `unit`", "the number"),
    "unit": ("", "`people`, `USD`, `USD/person`, `ratio`, `share of attempts`"),
}
"""Columns of ``indicators.csv``: unit and meaning."""

ABOUT: Mapping[str, str] = {
    "format": "name and version of this folder format",
    "scenario": "name of the scenario",
    "policy": "name of the policy, empty without one",
    "seed": "number that fixes all chance",
    "start": "first simulated day",
    "days": "simulated days",
    "scale": "what people, seats and guards' capacity were multiplied by",
    "calibration": "from which fit, and which draw of it, calibrated parameters come; or `uncalibrated defaults`",
    "python": "version of Python",
    "packages": "versions of the packages that results depend on",
    "digest": "SHA-256 over the digests of all tables: equal runs have equal digests",
    "scenario_sha256": "SHA-256 of `scenario.toml`",
    "tables": "rows and SHA-256 over the column values of each table",
    "parameters": "value, unit, status and source of every parameter that the model was given",
}
"""Keys of ``run.json``."""

EVENTS: Mapping[str, str] = {
    "departed": "left home for a destination",
    "attempted": "tried to pass a crossing",
    "crossed": "passed it",
    "refused_boarding": "was turned away by a carrier",
    "detected_leaving": "was noticed by the service of the country that is left",
    "detected_entering": "was noticed by the service of the country that is entered",
    "bribed": "bought a guard off",
    "apprehended": "was stopped at a crossing",
    "died": "died in an attempt",
    "injured": "was injured in an attempt",
    "reached": "came to a place on the way",
    "arrived": "came to the destination",
    "waited": "found no way on and waits",
    "stranded": "has found no way on for so long that it counts as stranded",
    "detected_inland": "was found present unlawfully, away from a border",
    "extorted": "was made to pay by police",
    "detained": "was taken into custody",
    "released": "was set free inside the country",
    "pushed_back": "was put back across the border",
    "deported": "was sent home by the state",
    "abandoned": "was left behind by an organiser",
    "denounced": "was reported to the police by an organiser",
    "gave_up": "ended the trip and departed for home",
    "returned": "departed for home after a stay at the destination",
    "applied_avr": "applied for assisted voluntary return",
    "assisted": "departed for home with assistance",
    "disappeared": "went missing",
    "claimed_asylum": "claimed asylum",
    "lapsed": "lost lawful status by staying",
    "fined": "paid a fine",
    "home_again": "came home",
    "travelled": "departed on a leg that meets no border",
    "redirected": "chose another destination on the way",
    "fined_at_once": "was found present unlawfully, showed a passport, paid the fine on the spot and went on",
    "again_after_stay": "departed again, who last came home after a stay at the destination",
    "again_after_giving_up": "departed again, who last came home after giving the trip up",
    "again_after_help": "departed again, who last came home with assistance",
    "again_after_deportation": "departed again, who was last sent home by the state",
}
"""What can happen to a migrant."""

STATES: Mapping[str, str] = {
    "home": "at home",
    "moving": "under way on a leg",
    "hub": "at a place on the way",
    "stranded": "without a way on for long",
    "detained": "in custody",
    "settled": "at a destination",
    "returning": "on the way home",
    "assisted": "waiting for assisted return",
    "disappeared": "missing",
    "dead": "dead",
}
"""Where a migrant stands; exclusive and exhaustive."""

FILES: Mapping[str, str] = {
    "scenario.toml": "the scenario with everything resolved: dates, communities, events, network, every parameter; sorted, to be compared line by line",
    "run.json": "what the run is and what it rests on; written last, so that a folder without it is no run",
    "<table>.parquet": "the tables below, compressed with zstd, rows sorted",
    "indicators.csv": "the numbers most people want, in the reporting period",
    "by-day.csv, by-week.csv, by-month.csv": "those of them that add up, by period and community, over all simulated days; where `--by` asks for one",
    "timing.json": "seconds of wall time by phase",
    "digests.json": "SHA-256 of every other file that commands wrote into the folder; with `timing.json` all that differs between two runs of the same",
    "map.png, weekly.png, fees.png": "pictures, drawn from the stored tables; the data behind each stand in a CSV of its name",
}
"""The files of a run."""
