"""Outcomes: what happened at crossings and at places, counted in people."""

from dataclasses import replace

from sim.basis.words import Channel, Event
from sim.books.results import Results
from sim.outcomes.reading import ALL, Only, among, counts_sum, days_of, flows_sum, moves_sum, numbers, of_days, words
from sim.world.world import World

# Counts at crossings, from the flows.


def attempts(results: Results, world: World, only: Only = ALL) -> int:
    """Attempts to pass a crossing, people."""
    return flows_sum(results, world, only, "attempts")


def crossings(results: Results, world: World, only: Only = ALL) -> int:
    """Crossings passed, people."""
    return flows_sum(results, world, only, "crossed")


def irregular_entries(results: Results, world: World, only: Only = ALL) -> int:
    """Entries hidden or with a forged paper, and entries into ``countries`` with a visa by those who are bound for another, people.

    A visa for a stay, in the hands of somebody in transit to where they may not go, was got under false pretences.
    """
    hidden = replace(only, channels=(Channel.FORGED.word, Channel.GUIDED.word, Channel.ALONE.word))
    country = {place.name: place.country for place in world.places}
    total = crossings(results, world, hidden)
    for community in world.communities:
        if only.communities and community.name not in only.communities:
            continue
        elsewhere = tuple(sorted({*only.countries} - {country[place] for place in community.destinations}))
        if elsewhere:
            total += crossings(results, world, replace(only, channels=(Channel.VISA.word,), communities=(community.name,), countries=elsewhere))
    return total


def detections(results: Results, world: World, only: Only = ALL) -> int:
    """Detections at a crossing by either service, people."""
    return flows_sum(results, world, only, "detected_leaving") + flows_sum(results, world, only, "detected_entering")


def bribes(results: Results, world: World, only: Only = ALL) -> int:
    """Detections at a crossing that were bought off, people."""
    return flows_sum(results, world, only, "bribed")


def apprehensions(results: Results, world: World, only: Only = ALL) -> int:
    """Apprehensions at a crossing by either service, people."""
    return flows_sum(results, world, only, "apprehended")


def deaths(results: Results, world: World, only: Only = ALL) -> int:
    """Deaths in an attempt, people."""
    return flows_sum(results, world, only, "died")


def injuries(results: Results, world: World, only: Only = ALL) -> int:
    """Injuries in an attempt, people."""
    return flows_sum(results, world, only, "injured")


def backlog(results: Results, world: World, only: Only = ALL) -> float | None:
    """People who stand before a crossing because it lets in only so many, mean over the ends of days, people at a time."""
    days = days_of(results, only.period)
    return moves_sum(results.tables["queues"], results, world, only, "people") / days if days else None


def people_staying(results: Results, world: World, only: Only = ALL, kind: str = "", *, without_bed: bool = False) -> float | None:
    """People who stay at places of a kind (:class:`~sim.basis.words.StayKind`) or of any, mean over evenings, people at a time; or those without a bed."""
    table = results.tables.get("stays")
    days = days_of(results, only.period)
    if table is None or not days:
        return 0.0 if days else None
    rows = of_days(words(table, "kind").rows([kind] if kind else words(table, "kind").labels), table, results, only)
    if only.countries:
        rows = among(rows, table, "place", [place.name for place in world.places if place.country in only.countries])
    if only.places:
        rows = among(rows, table, "place", only.places)
    columns = ("without_bed",) if without_bed else ("in_beds", "without_bed")
    total = 0
    for column in columns:
        total += int(numbers(table, column)[rows].sum())
    return total / days


# Counts at places.


def departures(results: Results, world: World, only: Only = ALL) -> int:
    """Departures from home, people."""
    return counts_sum(results, world, only, Event.DEPARTED)


def arrivals(results: Results, world: World, only: Only = ALL) -> int:
    """Arrivals at the destination, people."""
    return counts_sum(results, world, only, Event.ARRIVED)


def stranded(results: Results, world: World, only: Only = ALL) -> int:
    """Times that somebody was stranded, people."""
    return counts_sum(results, world, only, Event.STRANDED)


def extortion(results: Results, world: World, only: Only = ALL) -> int:
    """Extortions by police, people."""
    return counts_sum(results, world, only, Event.EXTORTED)


def avr_applications(results: Results, world: World, only: Only = ALL) -> int:
    """Applications for assisted return, people."""
    return counts_sum(results, world, only, Event.APPLIED_AVR)


def asylum_claims(results: Results, world: World, only: Only = ALL) -> int:
    """Claims of asylum at the destination, people."""
    return counts_sum(results, world, only, Event.CLAIMED_ASYLUM)


GOING_HOME = {"settled": Event.RETURNED, "gave_up": Event.GAVE_UP, "assisted": Event.ASSISTED, "deported": Event.DEPORTED}
"""Kinds of return: after a stay at the destination, after giving the trip up, with help, by force."""


def returns(results: Results, world: World, only: Only = ALL, kind: str = "") -> int:
    """Returns begun at a place, of one kind of :data:`GOING_HOME` or of all, people."""
    return counts_sum(results, world, only, *(GOING_HOME[kind],) if kind else GOING_HOME.values())


AGAIN = {
    "settled": Event.AGAIN_AFTER_STAY, "gave_up": Event.AGAIN_AFTER_GIVING_UP, "assisted": Event.AGAIN_AFTER_HELP, "deported": Event.AGAIN_AFTER_DEPORTATION,
}  # fmt: skip
"""Departures of those who came home before, by the kind of their last return."""


def departures_again(results: Results, world: World, only: Only = ALL, kind: str = "") -> int:
    """Departures from home after a return of one kind of :data:`GOING_HOME` or of any, people."""
    return counts_sum(results, world, only, *(AGAIN[kind],) if kind else AGAIN.values())


def present(results: Results, world: World, only: Only = ALL, state: str = "settled") -> float | None:
    """People in a state in a country, mean over the ends of days, people at a time."""
    table = results.tables["stocks"]
    rows = of_days(words(table, "state").rows([state]), table, results, only)
    if only.countries:
        rows = among(rows, table, "country", only.countries)
    days = days_of(results, only.period)
    return int(numbers(table, "people")[rows].sum()) / days if days else None
