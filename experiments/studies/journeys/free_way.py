"""Whether people take a way that costs much once the nearly free one beside it is watched.

A world of two places is built on the parameters of the scenario: one border, passed over open fields for nothing, or by a road with a checkpoint at which
papers are asked for that nobody has, so that one pays a guide or a forger. From the middle of the run on the fields are watched. Before, nearly all walk;
afterwards both ways must be in use, and the change must take weeks.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from experiments.studies.journeys.changes import day_of, effort_at, with_parameters
from experiments.studies.journeys.finding import Finding, Number, mean, percent, plain, with_spread
from experiments.studies.journeys.runs import Ask, Runs
from sim.basis.clock import DAY, WEEK
from sim.basis.words import Channel, Entry, Kind, Mode
from sim.books.results import Results
from sim.outcomes.reading import moves_by_name, numbers, ratio, weeks_of, words
from sim.world.network import Crossing, Leg, Place
from sim.world.world import Community, Regime, World

HERE, THERE = "near-side", "far-side"
OWN, OTHER = "AAA", "BBB"
FIELDS, ROAD = "open-fields", "checkpoint"
PEOPLE = "walkers"
Weekly = NDArray[np.float64]
WEEKS = 104
WATCHED = 52
"""The week from which the fields are watched."""
HALF_YEAR, QUARTER = 26, 13
EFFORT = 100.0
"""Effort in the fields relative to before: from a tenth of a patrol to ten."""
NUMBERS = {
    f"community.{PEOPLE}.people": 6000, f"community.{PEOPLE}.weight": 1, f"community.{PEOPLE}.abroad_share": 0, f"community.{PEOPLE}.origin.{HERE}": 1,
    f"community.{PEOPLE}.pull.{THERE}": 0, f"community.{PEOPLE}.funds_usd": 1500, f"community.{PEOPLE}.funds_spread": 0.2,
    f"community.{PEOPLE}.guided": 0, f"community.{PEOPLE}.stay_days": 120, f"country.{OTHER}.wage_usd": 300,
    f"smuggler.{OWN}-{OTHER}.number": 20, f"smuggler.{OWN}-{OTHER}.running_usd": 200,
    f"post.{FIELDS}.{OTHER}.effort": 0.1, f"post.{FIELDS}.{OWN}.effort": 0.1, f"crossing.{FIELDS}.base_detection": 0.01, f"crossing.{FIELDS}.exposure": 0.15,
}  # fmt: skip
"""What differs from the parameters of the scenario: people with means and without organisers, who leave all year and go home after a season; guides who ask
hundreds of dollars."""
FREE, PAID = 0.9, 0.1
"""Shares of those who walk before: at least ``FREE``; and of either way afterwards: at least ``PAID``."""
SOON, LATE = 1, 12
"""Weeks in which half of the change must have come: not before the first is over, and within a season."""
MUST = (
    f"of a nearly free way and one that costs much at least {FREE:.0%} take the free one; once it is watched each has at least {PAID:.0%}, "
    f"and half of the change takes {SOON} to {LATE} weeks"
)


def two_ways(base: World) -> World:
    """The world of two places, on the parameters of another world."""
    crossings = (
        Crossing(FIELDS, "Open fields", Kind.GREEN, (OWN, OTHER), 46.0, 10.1),
        Crossing(ROAD, "Checkpoint", Kind.OFFICIAL, (OWN, OTHER), 46.1, 10.1),
    )
    pairs = ((HERE, THERE), (THERE, HERE))
    legs = [Leg(a, b, mode, 15, hours, over, over) for a, b in pairs for mode, hours, over in ((Mode.FOOT, 4, FIELDS), (Mode.ROAD, 1, ROAD))]
    world = replace(
        base,
        name="two ways",
        title="A nearly free way beside one that costs much",
        days=WEEKS * WEEK // DAY,
        report=(base.start, day_of(base, WEEKS * WEEK // DAY - 1)),
        places=(Place(HERE, "Near side", OWN, 46.0, 10.0), Place(THERE, "Far side", OTHER, 46.0, 10.2)),
        crossings=crossings,
        legs=tuple(legs),
        communities=(Community(PEOPLE, "Walkers", OWN, (HERE,), (THERE,)),),
        regimes=(Regime(OWN, OTHER, Entry.CLOSED), Regime(OWN, OWN, Entry.OWN)),
        events=(),
        study=(),
        scale=1.0,
    )
    world = replace(world, parameters=replace(world.parameters, groups={crossing.name: crossing.kind.word for crossing in crossings}))
    return with_parameters(world, NUMBERS)


def weekly_attempts(results: Results, world: World) -> tuple[Weekly, Weekly]:
    """Attempts to enter the far side alone over the fields, and all attempts to enter it, by week; both shape (weeks,)."""
    flows = results.tables["flows"]
    moves = {name: move for name, move in moves_by_name(world).items() if move.leg.target == THERE}
    alone = [name for name, move in moves.items() if move.channel is Channel.ALONE]
    week, tried, weeks = weeks_of(flows), numbers(flows, "attempts"), results.days * DAY // WEEK
    free, every = (
        np.bincount(week[rows], tried[rows], weeks)[:weeks].astype(np.float64) for rows in (words(flows, "move").rows(alone), words(flows, "move").rows(moves))
    )
    return free, every


def share_of(attempts: tuple[Weekly, Weekly], first: int, weeks: int) -> Number:
    """Share of the free way over some weeks; ``None`` where nobody tried."""
    free, every = (float(series[first : first + weeks].sum()) for series in attempts)
    return ratio(free, every)


def weeks_to_half(attempts: tuple[Weekly, Weekly]) -> int | None:
    """Whole weeks from the change after which the share has gone half of its way, from the half year before to the half year after the first quarter."""
    before, after = share_of(attempts, WATCHED - HALF_YEAR, HALF_YEAR), share_of(attempts, WATCHED + QUARTER, HALF_YEAR)
    for week in range(WATCHED, len(attempts[0])):
        now = share_of(attempts, week, 1)
        if None not in (before, after, now) and abs((now or 0.0) - (before or 0.0)) >= abs((after or 0.0) - (before or 0.0)) / 2:
            return week - WATCHED
    return None


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """Weekly shares of both ways before and after the fields are watched."""
    world = effort_at(two_ways(ask.world(scenario, 1.0)), [FIELDS], EFFORT, WATCHED * WEEK // DAY)
    series = [weekly_attempts(runs.of(world, seed), world) for seed in ask.seeds]
    whole = np.sum([free for free, _ in series], axis=0), np.sum([every for _, every in series], axis=0)
    before = [share_of(one, WATCHED - HALF_YEAR, HALF_YEAR) for one in series]
    after = [share_of(one, WATCHED + QUARTER, HALF_YEAR) for one in series]
    half: list[Number] = [weeks_to_half(one) for one in series]
    per_seed = whole[1] / len(series)
    calm, watched = (float(per_seed[first : first + HALF_YEAR].mean()) for first in (WATCHED - HALF_YEAR, WATCHED + QUARTER))
    measured = f"free way {with_spread(before, percent)} of {plain(calm)} attempts a week before, {with_spread(after, percent)} of {plain(watched)} once it is "
    measured += f"watched, half of the change in {with_spread(half)} weeks"
    rows = tuple((str(week - WATCHED), plain(float(per_seed[week])), percent(share_of(whole, week, 1))) for week in range(WATCHED - 4, WATCHED + 27, 2))
    head = ("week since it is watched", "attempts", "free way, share of them")
    where = f"two ways, parameters of {scenario}"
    return [
        Finding(
            "free-way", where, MUST, measured, both_used(mean(before), mean(after), mean(half)), head, rows, {"before": before, "after": after, "half": half}
        )
    ]


def both_used(before: Number, after: Number, half: Number) -> bool:
    """Whether the free way is taken before, both are afterwards, and the change takes weeks."""
    return before is not None and after is not None and half is not None and before >= FREE and PAID <= after <= 1.0 - PAID and SOON <= half <= LATE
