"""Indicators: rates, shares and prices at crossings."""

from dataclasses import replace

from sim.basis.words import Channel
from sim.books.results import Results
from sim.outcomes.counts import apprehensions, attempts, avr_applications, crossings, deaths, departures, detections, returns, stranded
from sim.outcomes.reading import ALL, CENTS, Only, allows, days_of, flows_sum, ratio
from sim.world.world import World

DAYS_A_MONTH = 365.25 / 12
"""Mean length of a month, days."""


def apprehension_rate(results: Results, world: World, only: Only = ALL) -> float | None:
    """Apprehensions an attempt, share."""
    return ratio(apprehensions(results, world, only), attempts(results, world, only))


def detection_rate(results: Results, world: World, only: Only = ALL) -> float | None:
    """Detections an attempt, share."""
    return ratio(detections(results, world, only), attempts(results, world, only))


def failures_a_success(results: Results, world: World, only: Only = ALL) -> float | None:
    """Attempts that did not get across for each that did, ratio."""
    passed = crossings(results, world, only)
    return ratio(attempts(results, world, only) - passed, passed)


def deaths_per_1000_attempts(results: Results, world: World, only: Only = ALL) -> float | None:
    """Deaths for a thousand attempts, people."""
    return ratio(1000 * deaths(results, world, only), attempts(results, world, only))


def stranded_per_1000_departures(results: Results, world: World, only: Only = ALL) -> float | None:
    """Times stranded for a thousand departures from home in the same days, people."""
    return ratio(1000 * stranded(results, world, only), departures(results, world, Only(period=only.period, communities=only.communities)))


def guide_fee(results: Results, world: World, only: Only = ALL) -> float | None:
    """What a guide is paid for one person, whoever pays, mean, USD/person; further tries that the fee covers do not count."""
    guided = replace(only, channels=(Channel.GUIDED.word,))
    paid = attempts(results, world, guided) - flows_sum(results, world, guided, "covered")
    return ratio(flows_sum(results, world, guided, "fee_cents") / CENTS, paid)


def share_of_entries(results: Results, world: World, only: Only = ALL, of: tuple[str, ...] = ()) -> float | None:
    """Of those who cross as ``only`` says: share that belongs to the communities ``of``."""
    members = tuple(name for name in of if allows(only.communities, name))
    some = replace(only, communities=members)
    return ratio(crossings(results, world, some) if members else 0, crossings(results, world, only))


def share_by_channel(results: Results, world: World, only: Only = ALL, by: tuple[str, ...] = ()) -> float | None:
    """Of those who cross as ``only`` says: share that uses the channels ``by``."""
    ways = tuple(word for word in by if allows(only.channels, word))
    some = replace(only, channels=ways)
    return ratio(crossings(results, world, some) if ways else 0, crossings(results, world, only))


def assisted_share(results: Results, world: World, only: Only = ALL) -> float | None:
    """Assisted returns for each application for one in the same days, share: those who apply late in them are helped after, as others are early in them."""
    return ratio(returns(results, world, only, "assisted"), avr_applications(results, world, only))


def applications_a_place(results: Results, world: World, only: Only = ALL) -> float | None:
    """Applications for assisted return for each place that the programmes of ``countries`` have in these days, ratio.

    Places are those of the parameters; what a lever adds to them or takes away is left out.
    """
    countries = sorted({place.country for place in world.places if allows(only.countries, place.country)})
    found = [world.parameters.find(f"country.{country}.avr_per_month") for country in countries]
    months = days_of(results, only.period) / DAYS_A_MONTH
    return ratio(avr_applications(results, world, only), sum(one.value for one in found if one is not None) * months * world.scale)
