"""Every lever moves an outcome that its source speaks of, and the way the source says.

A case is a small world, the lever in force from its first day, and an outcome, added up over three seeds, that must grow or shrink by a fifth at least: far
more than another seed would move it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
import pytest

from arena import BORDER, FAR, GATE, GREENS, HERE, NEAR, THERE, arena, crossing_of, numbers, words
from hand import world as tiny
from scenarios import load
from sim import run
from sim.basis.words import Channel, Entry, Kind, Mode
from sim.books.results import Results
from sim.levers import catalogue
from sim.world.network import Crossing, Leg, Transport
from sim.world.parameters import Parameters
from sim.world.world import DatedLever, World

SEEDS = (1, 2, 3)
LEAST = 1.2
"""What an outcome must move by, as a ratio."""
HIDDEN = (Channel.GUIDED.word, Channel.ALONE.word)

# Outcomes


def flows(column: str, *channels: str, through: tuple[str, ...] = ()) -> Callable[[Results], float]:
    """A column of the flows, by some channels and crossings, all if none is named."""

    def outcome(results: Results) -> float:
        table = results.tables["flows"]
        chosen = [(not channels or name.rpartition(", ")[2] in channels) and (not through or crossing_of(name) in through) for name in words(table, "move")]
        return float(numbers(table, column)[np.array(chosen, np.bool_)].sum())

    return outcome


def events(name: str) -> Callable[[Results], float]:
    """How often something happened to somebody."""

    def outcome(results: Results) -> float:
        table = results.tables["counts"]
        return float(numbers(table, "people")[words(table, "event") == name].sum())

    return outcome


def standing(results: Results) -> float:
    """Person-days before a crossing that lets in only so many."""
    return float(numbers(results.tables["queues"], "people").sum())


def money(purpose: str) -> Callable[[Results], float]:
    """Money paid for a purpose."""

    def outcome(results: Results) -> float:
        table = results.tables["books"]
        return float(numbers(table, "cents")[words(table, "purpose") == purpose].sum())

    return outcome


def over(one: Callable[[Results], float], other: Callable[[Results], float]) -> Callable[[Results], float]:
    """One outcome over another."""
    return lambda results: one(results) / other(results)


def rate(column: str, *channels: str, through: tuple[str, ...] = ()) -> Callable[[Results], float]:
    """A column of the flows over attempts."""
    return over(flows(column, *channels, through=through), flows("attempts", *channels, through=through))


def held(results: Results) -> float:
    """Days in custody."""
    table = results.tables["stocks"]
    return float(numbers(table, "people")[words(table, "state") == "detained"].sum())


def fees(results: Results) -> float:
    """Mean fee that guides at work ask."""
    table = results.tables["smugglers"]
    return float(numbers(table, "fee_cents").mean())


def guards(post: str, *, month: int | None = None) -> Callable[[Results], float]:
    """Patrols at a post at the ends of months, or of one month."""

    def outcome(results: Results) -> float:
        table = results.tables["guards"]
        chosen = words(table, "post") == post
        if month is not None:
            chosen &= numbers(table, "month") == month
        return float(numbers(table, "effort_milli")[chosen].sum())

    return outcome


# Worlds


def ground(
    entry: Entry = Entry.CLOSED,
    parameters: Mapping[str, float] | None = None,
    hours: tuple[int, int, int] = (10, 10, 10),
    change: Callable[[World], World] = lambda world: world,
) -> World:
    """The arena: what the far country asks, parameters, how long the three paths take, and a change of it."""
    return change(arena(people=3000, days=364, entry=entry, hours=hours, parameters=parameters))


def with_flight(world: World) -> World:
    """With airports on both sides and a flight from one to the other."""
    posts = tuple(Crossing(f"{country.lower()}-air", country, Kind.AIRPORT, (country,), 46.0, 10.0) for country in (NEAR, FAR))
    groups = {crossing.name: crossing.kind.word for crossing in (*world.crossings, *posts)}
    flight = Leg(HERE, THERE, Mode.AIR, 300.0, 2, posts[0].name, posts[1].name)
    table = Parameters(world.parameters.table, groups)
    return replace(world, crossings=(*world.crossings, *posts), legs=(*world.legs, flight), parameters=table)


def with_train(world: World) -> World:
    """With a government's train that takes people over the border as they are, and has no seats yet."""
    ride = Leg(HERE, THERE, Mode.RAIL, 60.0, 5, GATE, GATE, transport=Transport("special", 24, 0, admits=True))
    return replace(world, legs=(*world.legs, ride))


def unchecked(world: World) -> World:
    """Nobody checks at the gate."""
    return replace(world, crossings=tuple(replace(crossing, checked=crossing.name != GATE) for crossing in world.crossings))


def snowed_in(world: World) -> World:
    """The first path is closed all year."""
    shut = {GREENS[0]: tuple(range(1, 13))}
    return replace(world, crossings=tuple(replace(crossing, closed_months=shut.get(crossing.name, ())) for crossing in world.crossings))


ALONE = {f"smuggler.{BORDER}.number": 0, "community.*.guided": 0}
"""Nobody leads."""
CHEAP_PAPERS = {**ALONE, "choice.departure_share": 1e9, "country.*.forged_usd": 40, "crossing.*.exposure": 0.25, "country.*.document_equipment": 0.2}
"""Forged papers are the way of most."""
VISAS = {"visa.AAA.BBB.price_usd": 50, "visa.AAA.BBB.refusal": 0.2, "visa.AAA.BBB.elsewhere_share": 0, "visa.AAA.BBB.days": 30}
LAPSING = {"country.*.registration_share": 0.3, "country.*.registration_days": 5, "community.*.stay_days": 60}

PATHS = partial(ground)
LONG_TERMS = partial(ground, parameters={"smuggler.*.prison_days": 360})
"""Whoever is arrested is away for a year. After a term of three months others have come and leave again: the trade hardly shrinks."""
CLAIMING = partial(ground, parameters={"community.*.asylum": 0.8})
CROWDED = partial(ground, parameters={"crossing.*.capacity_per_day": 0.2})
DEPORTING = partial(ground, parameters={"country.*.push_back_share": 0.1})
UNGUARDED, SNOWED_IN = partial(ground, change=unchecked), partial(ground, change=snowed_in)
FORGED = partial(ground, parameters=CHEAP_PAPERS)
VISITORS = partial(ground, Entry.VISA, VISAS)
FREE = partial(ground, Entry.FREE, LAPSING)
FLYING = partial(ground, parameters={**CHEAP_PAPERS, "mode.air.fare_base_usd": 20, "crossing.*.boarding_refusal": 0.2}, change=with_flight)
UNEVEN = partial(ground, parameters=ALONE, hours=(10, 300, 300))
LOOKING_AWAY = {"crossing.*.base_detection": 0, "crossing.*.exposure": 0.001, f"post.*.{NEAR}.effort": 0.1, f"post.*.{FAR}.effort": 100}
BLIND = partial(ground, parameters={**ALONE, **LOOKING_AWAY, "guard.mobile_share": 1}, hours=(10, 300, 300))
"""Of two services that may move everybody one stops hardly anybody itself, and the other a tenth of those who come."""
QUEUEING = partial(ground, parameters={**CHEAP_PAPERS, f"post.{GATE}.{FAR}.throughput.forged": 2})
RIDING = partial(ground, change=with_train)
VALLEYS = partial(load, "two-valleys", scale=3)
STUCK = partial(
    tiny,
    hub=True,
    days=62,
    numbers={
        "community.*.people": 20, "community.*.funds_usd": 30, "community.*.optimism": 0.5, "country.*.avr_per_month": 1, "country.*.avr_known": 1,
    },
)  # fmt: skip
"""Twenty who cannot pay the way on from a hub, and an office that helps one of them home a month."""


@dataclass(frozen=True)
class Case:
    """A lever, where it shows, whether that grows, and what the source says."""

    lever: str
    settings: Mapping[str, str | float]
    ground: Callable[[], World]
    outcome: Callable[[Results], float]
    grows: bool
    says: str


UP, DOWN = True, False
DEPARTURES, FORGED_PASSAGES, VISA_PASSAGES = events("departed"), flows("crossed", "forged"), flows("crossed", "visa")
HIDDEN_TRIES = flows("attempts", *HIDDEN)
UNLAWFUL_A_DEPARTURE = over(flows("attempts", "forged", *HIDDEN), DEPARTURES)
NOTICED = rate("detected_entering")
REFUSED_ON_BOARD = over(events("refused_boarding"), flows("attempts", through=("bbb-air",)))
FIRST, OTHERS, INNER = GREENS[:1], GREENS[1:], ("river-gate", "reed-ford", "high-saddle")
SERVICE = f"{FAR}-{NEAR}"

CASES = [
    Case("assisted_return", {"country": FAR, "places_per_month": 3, "known_factor": 1}, STUCK, events("assisted"), UP, "POL-13: exit of stranded migrants"),
    Case("asylum_claims", {"community": "*", "factor": 0.3}, PATHS, events("claimed_asylum"), DOWN, "POL-35: claims fall when a programme ends"),
    Case("asylum_decisions", {"country": FAR, "factor": 4, "days_factor": 1}, CLAIMING, events("lapsed"), DOWN, "POL-37: fewer refused who stay on"),
    Case("border_checks", {"crossing": GATE}, UNGUARDED, flows("crossed", through=(GATE,)), DOWN, "POL-48: a new border to guard"),
    Case("border_equipment", {"border": SERVICE, "factor": 2, "document_factor": 1}, PATHS, NOTICED, UP, "POL-14: detection at one border"),
    Case("border_equipment", {"border": SERVICE, "factor": 1, "document_factor": 3}, FORGED, rate("detected_entering", "forged"), UP, "POL-23: on papers"),
    Case("border_force", {"country": FAR, "factor": 0.3, "corrupt_factor": 1}, PATHS, NOTICED, DOWN, "POL-19: called easier to pass after the handover"),
    Case("border_force", {"country": FAR, "factor": 1, "corrupt_factor": 3}, PATHS, flows("bribed"), UP, "POL-19: quality of guards"),
    Case("border_residents", {"border": BORDER, "factor": 0.4, "exposure_factor": 1}, PATHS, flows("attempts", "guided"), UP, "POL-32: supply of local guides"),
    Case("carrier_liability", {"country": FAR, "factor": 0.5}, FLYING, REFUSED_ON_BOARD, UP, "POL-26: refused boarding on air legs"),
    Case("checkpoint_equipment", {"crossing": GATE, "factor": 3}, FORGED, FORGED_PASSAGES, DOWN, "POL-02, POL-23: forged documents are detected"),
    Case("closure", {"crossing": FIRST[0]}, PATHS, flows("attempts", through=OTHERS), UP, "no report: people go elsewhere"),
    Case("common_area", {"countries": "BRE CYR", "factor": 2}, VALLEYS, flows("detected_entering", through=INNER), DOWN, "POL-15: checks end inside"),
    Case("common_area", {"countries": "BRE CYR", "factor": 2}, VALLEYS, rate("detected_entering", through=("goat-path",)), UP, "POL-15: more outside"),
    Case("condition", {"group": "countries", "name": FAR, "field": "fine_cents", "factor": 2}, PATHS, money("fine"), UP, "the general form of POL-24"),
    Case("detention_facility", {"country": FAR, "factor": 10}, CROWDED, flows("apprehended"), UP, "POL-22, POL-43: detention capacity"),
    Case("detention_time", {"country": FAR, "days_factor": 3, "cost_factor": 1}, PATHS, held, UP, "POL-22: time in custody"),
    Case("employer_sanctions", {"country": FAR, "factor": 0.3, "wage_factor": 0.7}, PATHS, DEPARTURES, DOWN, "POL-12: pull of irregular work"),
    Case("enforcement", {"country": FAR, "factor": 2}, PATHS, NOTICED, UP, "POL-01, POL-49: detection at external borders"),
    Case("enforcement", {"crossing": GATE, "factor": 2}, FORGED, FORGED_PASSAGES, DOWN, "twice the inspectors: fewer pass on forged papers"),
    Case("entry_ban", {"country": FAR, "nationality": "*"}, FREE, UNLAWFUL_A_DEPARTURE, UP, "no report: the lawful way is closed"),
    Case("exit_rules", {"country": NEAR, "factor": 0.2}, FREE, HIDDEN_TRIES, UP, "POL-31: more crossing over the green border"),
    Case("fares", {"crossing": FIRST[0], "factor": 3}, PATHS, flows("attempts", through=FIRST), DOWN, "no report: a way that costs more is taken less"),
    Case("fence", {"crossing": FIRST[0], "factor": 3, "injury_factor": 3}, PATHS, flows("crossed", through=FIRST), DOWN, "no report: it is passed less"),
    Case("fence", {"border": BORDER, "factor": 1, "injury_factor": 4}, PATHS, flows("injured"), UP, "no report: who tries it is hurt more often"),
    Case("flexible_posting", {"country": FAR, "factor": 3}, UNEVEN, guards(f"{FIRST[0]}/{FAR}"), UP, "POL-52: where guards are posted follows flows"),
    Case("green_border_surveillance", {"border": SERVICE, "factor": 2.5}, PATHS, rate("detected_entering", through=GREENS), UP, "POL-01: green crossings"),
    Case("information_exchange", {"country": NEAR, "factor": 3, "delay_factor": 0}, BLIND, guards(f"{FIRST[0]}/{NEAR}", month=0), UP, "POL-06: learns sooner"),
    Case("inland_control", {"country": FAR, "factor": 4}, PATHS, events("detected_inland"), UP, "POL-25: detection inside the country"),
    Case("integrity_training", {"country": FAR, "factor": 0.3, "price_factor": 1}, PATHS, flows("bribed"), DOWN, "POL-04: share of guards who take bribes"),
    Case("invitation_rules", {"country": FAR, "nationality": "*", "factor": 0.3, "price_factor": 2}, VISITORS, VISA_PASSAGES, DOWN, "POL-11: business visas"),
    Case("legal_quota", {"community": "*", "permits": 1500}, PATHS, HIDDEN_TRIES, DOWN, "POL-09: a legal alternative to smuggling"),
    Case("liaison_officers", {"country": NEAR, "factor": 0.5}, FLYING, REFUSED_ON_BOARD, UP, "POL-08: refused boarding on air legs"),
    Case("open_border", {"crossing": GATE}, PATHS, flows("crossed", through=(GATE,)), UP, "POL-15: borders lose checks"),
    Case("opening", {"crossing": FIRST[0]}, SNOWED_IN, flows("attempts", through=OTHERS), DOWN, "no report: a way that opens takes people from others"),
    Case("opening_hours", {"crossing": GATE, "factor": 3}, QUEUEING, over(standing, flows("crossed", "forged")), DOWN, "no report: shorter queues"),
    Case("origin_shock", {"community": "*", "factor": 3}, PATHS, DEPARTURES, UP, "POL-20: outflow at an origin"),
    Case("passport_rule", {"community": "*", "factor": 0.3}, FREE, HIDDEN_TRIES, UP, "POL-29: citizens who must cross undocumented"),
    Case("penalties", {"country": FAR, "factor": 3}, PATHS, money("fine"), UP, "POL-24: fine of a migrant who is caught"),
    Case("police_integrity", {"country": FAR, "factor": 0.3, "sum_factor": 1}, PATHS, events("extorted"), DOWN, "POL-04: dishonest practice"),
    Case("police_integrity", {"country": FAR, "factor": 1, "sum_factor": 0.3}, PATHS, money("extortion"), DOWN, "POL-04: the sum taken"),
    Case("prosecution", {"border": BORDER, "factor": 9, "days_factor": 1}, LONG_TERMS, flows("crossed", "guided"), DOWN, "POL-05: smugglers' risk of prison"),
    Case("prosecution", {"border": BORDER, "factor": 9, "days_factor": 4}, PATHS, flows("crossed", "guided"), DOWN, "POL-05: smuggling made an offence"),
    Case("readmission", {"country": FAR, "share": 0.8}, DEPORTING, events("deported"), DOWN, "POL-16: sent back to the country of transit instead"),
    Case("registration", {"country": FAR, "factor": 0.2, "days_factor": 1}, FREE, events("lapsed"), DOWN, "POL-39: more stay lawful"),
    Case("reintegration", {"community": "*", "days_factor": 6}, PATHS, DEPARTURES, DOWN, "POL-45: leaving again after return"),
    Case("risk_information", {"community": "*", "factor": 4}, PATHS, DEPARTURES, DOWN, "POL-10: share that departs"),
    Case("secure_documents", {"country": FAR, "factor": 0.4, "price_factor": 1}, FORGED, FORGED_PASSAGES, DOWN, "POL-03: share of forged documents that pass"),
    Case("secure_documents", {"country": FAR, "factor": 1, "price_factor": 6}, FORGED, FORGED_PASSAGES, DOWN, "POL-03: price of forged documents"),
    Case("seizure", {"border": BORDER, "factor": 5}, PATHS, fees, UP, "POL-05: what smugglers lose, their clients pay"),
    Case("throughput", {"crossing": GATE, "channel": "forged", "people_per_day": 0.05}, FORGED, HIDDEN_TRIES, UP, "no report: who would wait long goes hidden"),
    Case("transport", {"transport": "special", "seats": 6}, RIDING, HIDDEN_TRIES, DOWN, "no report: who can ride does not go hidden"),
    Case("visa_checks", {"crossing": GATE, "factor": 4}, VISITORS, rate("crossed", "visa"), DOWN, "POL-21: visas under false pretences are detected"),
    Case("visa_liberalisation", {"country": FAR, "nationality": "*"}, VISITORS, HIDDEN_TRIES, DOWN, "POL-30: legal entry instead of smuggling"),
    Case("visa_pre_inspection", {"country": FAR, "nationality": "*", "factor": 0.3}, VISITORS, VISA_PASSAGES, DOWN, "POL-07: visas under false pretences"),
]


@cache
def without(ground: Callable[[], World]) -> tuple[Results, ...]:
    """What happens without the lever, by seed."""
    return tuple(run(ground(), seed) for seed in SEEDS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.lever}: {case.says}")
def test_an_outcome_moves_the_way_the_source_says(case: Case) -> None:
    world = case.ground()
    under = replace(world, events=(*world.events, DatedLever(case.lever, world.start, None, case.settings)))
    before = sum(case.outcome(results) for results in without(case.ground))
    after = sum(case.outcome(run(under, seed)) for seed in SEEDS)
    less, more = (before, after) if case.grows else (after, before)
    assert more > LEAST * less, (before, after)


def test_no_lever_is_left_out() -> None:
    assert {case.lever for case in CASES} == set(catalogue.names())
