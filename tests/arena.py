"""A world made for one question: one origin, one border, one destination, and crossings beside each other.

``arena()`` has three green crossings and one checkpoint between the same two places, so that whoever departs chooses one of four
ways (alone or led) in one step. Its sizes are arguments; every other number is a parameter of :data:`VALUES`, which a keyword replaces.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.basis.words import Entry, Kind, Mode
from sim.books.results import Labelled, Results, Table
from sim.world.meanings import MEANINGS, pattern_of
from sim.world.network import Crossing, Leg, Place
from sim.world.parameters import Parameter, Parameters, Status
from sim.world.world import Community, DatedLever, Regime, World

START = date(2010, 1, 1)
HERE, THERE = "hithertown", "thithertown"
NEAR, FAR = "AAA", "BBB"
GREENS = ("east-path", "mid-path", "west-path")
GATE = "gate"
BORDER = f"{NEAR}-{FAR}"

VALUES: Mapping[str, float] = {
    "choice.perception_error": 0.5, "choice.departure_share": 0.2, "choice.time_share": 0.5, "choice.life_years": 20,
    "choice.giving_up_share": 0.12, "choice.settled_review_days": 30, "choice.wait_days": 7, "choice.stranded_days": 14, "choice.transfer_hours_share": 0.25,
    "document.valid_days": 90,
    "belief.half_life_weeks": 5, "belief.standing_years": 1, "belief.prior_weight": 4,
    "market.fee_adjustment": 0.15, "market.fee_response": 0.08, "market.sold_target": 0.67, "market.margin": 0.3, "market.review_share": 0.2,
    "market.noise_share": 0.2, "market.entry_rate": 0.6, "market.tries_covered": 3,
    "guard.redeploy_rate": 0.25, "guard.mobile_share": 0.3, "guard.own_news_share": 0.3, "guard.news_delay_days": 30, "guard.crowding_half_life_days": 7,
    "organiser.margin": 0.25, "organiser.clients_per_month": 1e4, "organiser.known": 9, "community.*.organisers.direct": 1,
    "organiser.denounce_share": 0.1, "organiser.keeps_share": 0,
    "smuggler.*.number": 0, f"smuggler.{BORDER}.number": 24, "smuggler.*.groups_per_day": 0.3, "smuggler.*.group_size": 4, "smuggler.*.running_usd": 60,
    "smuggler.*.loss_usd": 240, "smuggler.*.arrest": 0.1, "smuggler.*.prison_days": 90,
    "smuggler.*.stranger_usd": 0, "country.*.stranger_ratio": 1, "smuggler.*.exposure_ratio": 0.8,
    "crossing.*.base_detection": 0.05, "crossing.*.exposure": 0.08, f"crossing.{GATE}.exposure": 0.15, "crossing.*.death_hazard": 0.0005,
    "crossing.*.injury_hazard": 0.005, "crossing.*.season_ratio": 1, "crossing.*.capacity_per_day": 200, "crossing.*.boarding_refusal": 0,
    "post.*.*.effort": 1.5,
    "country.*.document_base": 0.2, "country.*.document_equipment": 1, "country.*.pretence_detection": 0.1, "country.*.corrupt_share": 0.1,
    "country.*.bribe_usd": 50, "country.*.detention_days": 5, "country.*.fine_usd": 60, "country.*.fined_share": 0,
    "country.*.release_share": 0.1, "country.*.push_back_share": 0.8,
    "country.*.inland_detection": 0.001, "country.*.extortion": 0.003, "country.*.extortion_usd": 30, "country.*.extortion_after_days": 14,
    "country.*.registration_days": 5, "country.*.registration_share": 0.5, "country.*.stay_days": 90, "country.*.living_usd": 4, "country.*.work_usd": 3,
    "country.*.wage_usd": 120, f"country.{FAR}.wage_usd": 300, "country.*.forged_usd": 150,
    "country.*.own_passports_share": 0.5, "country.*.avr_per_month": 20, "country.*.avr_known": 0.5,
    "country.*.avr_referral": 0, "country.*.avr_usd": 300, "country.*.disappearance": 0.0005, "country.*.asylum_days": 90, "country.*.asylum_granted": 0.2,
    "country.*.deport_usd": 100, "country.*.custody_usd": 15, "country.*.border_reporting": 0.8, "country.*.inland_reporting": 0.8,
    "country.*.exit_permit_share": 1,
    "mode.*.fare_base_usd": 100, "mode.*.fare_km_usd": 0.05, "mode.*.inland_ratio": 1,
    "community.*.party": 1, "community.*.weight": 1,
    "community.*.abroad_share": 0.5, "community.*.consider_days": 14, "community.*.stay": 2, "community.*.pull.*": 0,
    "community.*.origin.*": 1, "community.*.season.*": 1, "community.*.funds_usd": 600, "community.*.funds_spread": 0.3, "community.*.loan_share": 0.3,
    "community.*.women": 0.3, "community.*.age_low": 18, "community.*.age_high": 45, "community.*.stranger": 1, "community.*.guided": 0.4,
    "community.*.passport": 0.8,
    "community.*.permit": 0, "community.*.advance": 0.2, "community.*.escrow": 0.2, "community.*.employer_pays": 0.1, "community.*.optimism": 0.6,
    "community.*.failures": 3, "community.*.sent": 0.02, "community.*.sent_usd": 100,
    "community.*.stay_days": 120,
    "community.*.stay_spread": 0.4, "community.*.home_days": 30, "community.*.asylum": 0.05,
}  # fmt: skip
"""Every parameter of the arena, by key."""


def parameters_of(values: Mapping[str, float], groups: Mapping[str, str]) -> Parameters:
    """Assumed parameters from bare values; the unit is the one that the key's meaning asks for."""
    table = {}
    for key, value in values.items():
        pattern = pattern_of(key)
        assert pattern is not None, key
        table[key] = Parameter(float(value), MEANINGS[pattern].unit, Status.ASSUMED, "chosen for a test", float(value), float(value))
    return Parameters(table, groups)


def arena(
    *,
    people: int = 3000,
    days: int = 364,
    communities: int = 1,
    hours: Sequence[int] = (10, 10, 10),
    entry: Entry = Entry.CLOSED,
    events: Sequence[DatedLever] = (),
    tick_hours: int = 24,
    parameters: Mapping[str, float] | None = None,
) -> World:
    """The arena.

    ``people`` are shared out over the ``communities``, all followed; ``hours`` is how long each green crossing takes, the way over the
    checkpoint takes 3; ``entry`` is what the far country asks; ``parameters`` replaces or adds values of :data:`VALUES`.
    """
    names = tuple(f"walkers-{n + 1}" for n in range(communities))
    sides = (NEAR, FAR)
    crossings = [Crossing(name, name.title(), Kind.GREEN, sides, 46.0 + 0.1 * n, 10.5) for n, name in enumerate(GREENS)]
    crossings.append(Crossing(GATE, "Gate", Kind.OFFICIAL, sides, 46.4, 10.5))
    legs = [
        Leg(a, b, mode, km, time, over, over)
        for a, b in ((HERE, THERE), (THERE, HERE))
        for over, mode, km, time in (*((g, Mode.FOOT, 40.0, h) for g, h in zip(GREENS, hours, strict=True)), (GATE, Mode.ROAD, 60.0, 3))
    ]
    values = dict(VALUES) | {f"community.{name}.people": people // communities for name in names} | dict(parameters or {})
    return World(
        name="arena",
        title="Arena",
        start=START,
        days=days,
        report=(START, START + timedelta(days - 1)),
        places=(Place(HERE, "Hithertown", NEAR, 46.0, 10.0), Place(THERE, "Thithertown", FAR, 46.0, 11.0)),
        crossings=tuple(crossings),
        legs=tuple(legs),
        communities=tuple(Community(name, name.title(), NEAR, (HERE,), (THERE,)) for name in names),
        regimes=(Regime(NEAR, NEAR, Entry.OWN), Regime(NEAR, FAR, entry)),
        parameters=parameters_of(values, {c.name: c.kind.word for c in crossings}),
        events=tuple(events),
        tick_hours=tick_hours,
    )


def since(day: int, lever: str, **settings: str | float) -> DatedLever:
    """A lever in force from a day of the run to its end."""
    return DatedLever(lever, START + timedelta(day), None, settings)


def with_events(world: World, *events: DatedLever) -> World:
    """The same world with other events."""
    return replace(world, events=events)


def words(table: Table, column: str) -> NDArray[np.object_]:
    """A labelled column as words, shape (rows,)."""
    found = table[column]
    assert isinstance(found, Labelled)
    return found.words()


def numbers(table: Table, column: str) -> NDArray[np.generic]:
    """A column of numbers, shape (rows,)."""
    found = table[column]
    assert not isinstance(found, Labelled)
    return found


def crossing_of(move: str) -> str:
    """Name of the crossing in the name of a move, empty inside a country."""
    return move.rpartition(" over ")[2].rpartition(", ")[0] if " over " in move else ""


def by_week(results: Results, column: str, crossing: str | None = None, *, channel: str | None = None) -> NDArray[np.int64]:
    """Weekly sums of a column of the flows over the border's outward moves, shape (weeks,); over one crossing or channel if named."""
    flows = results.tables["flows"]
    moves = words(flows, "move")
    outward = [m.startswith(f"{HERE}>") and crossing in (None, crossing_of(m)) and channel in (None, m.rpartition(", ")[2]) for m in moves]
    chosen = np.array(outward, np.bool_)
    return np.bincount(numbers(flows, "day")[chosen] // 7, numbers(flows, column)[chosen], -(-results.days // 7)).astype(np.int64)
