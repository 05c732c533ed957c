"""The indicators that a documented value can be compared with: functions of :mod:`sim.outcomes` with their units, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sim import outcomes
from sim.books.results import Results
from sim.outcomes import ALL, Only
from sim.world.world import World


@dataclass(frozen=True, slots=True)
class Indicator:
    """A function of :mod:`sim.outcomes` with its unit.

    What ``adds_up`` over days is a count, for which a part of the period cannot stand; nor can it for a ratio that is ``entire``. What ``scales`` grows with
    the number of people simulated.
    """

    compute: Callable[..., float | None]
    unit: str
    adds_up: bool = False
    scales: bool = False
    entire: bool = False


def worst_rank(
    results: Results,
    world: World,
    only: Only = ALL,
    measure: str = "registered",
    named: tuple[str, ...] = (),
    by: str = "communities",
    among: tuple[str, ...] = (),
) -> float | None:
    """The worst rank by a measure of some communities or crossings ``among`` others (all communities), rank: 1 is first, ties share the better rank."""
    others = among or tuple(community.name for community in world.communities)
    one: dict[str, Any] = {name: {by: (name,)} for name in (*others, *named)}
    values = {name: INDICATORS[measure].compute(results, world, replace(only, **field)) or 0.0 for name, field in one.items()}
    return max(1 + sum(other > values[name] for other in values.values()) for name in named) if any(values.values()) else None


def growth(results: Results, world: World, only: Only = ALL, measure: str = "crossings", months: int = 12) -> float | None:
    """A measure in the period over the same in as many days that began ``months`` earlier, ratio: 1 is no change."""
    return outcomes.growth(results, world, only, INDICATORS[measure].compute, months)


INDICATORS: Mapping[str, Indicator] = {
    indicator.compute.__name__: indicator
    for indicator in (
        *(Indicator(count, "people", adds_up=True, scales=True) for count in (
            outcomes.attempts, outcomes.crossings, outcomes.irregular_entries, outcomes.detections, outcomes.bribes, outcomes.apprehensions,
            outcomes.deaths, outcomes.injuries, outcomes.departures, outcomes.departures_again, outcomes.arrivals, outcomes.stranded, outcomes.extortion,
            outcomes.avr_applications, outcomes.returns, outcomes.asylum_claims,
            outcomes.registered_at_crossings, outcomes.registered_inland, outcomes.registered_held, outcomes.registered, outcomes.registered_showing,
            outcomes.net_registered_arrivals,
        )),
        *(Indicator(number, "people", scales=True) for number in (outcomes.present, outcomes.backlog, outcomes.people_staying)),
        *(Indicator(share, "share") for share in (
            outcomes.apprehension_rate, outcomes.detection_rate, outcomes.share_of_entries, outcomes.share_by_channel, outcomes.outlay_share,
            outcomes.route_share, outcomes.onward_share, outcomes.share_with, outcomes.hurt_share, outcomes.applicant_share, outcomes.assisted_share,
            outcomes.remigration_share,
        )),
        *(Indicator(each, "ratio") for each in (outcomes.failures_a_success, outcomes.applications_a_place)),
        Indicator(growth, "ratio", entire=True),
        Indicator(outcomes.deaths_per_1000_attempts, "per 1,000"),
        Indicator(outcomes.stranded_per_1000_departures, "per 1,000"),
        Indicator(outcomes.guide_fee, "USD/person"),
        Indicator(outcomes.median_outlay, "USD/person"),
        Indicator(outcomes.journey_days, "days"),
        Indicator(outcomes.group_size, "people"),
        Indicator(worst_rank, "rank"),
    )
}  # fmt: skip
"""What a comparison can name, by name."""
