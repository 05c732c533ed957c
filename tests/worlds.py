"""Small invented worlds for property tests: a few places, a border or three, a handful of people, every mechanism now and then.

The shape of a world is drawn by hypothesis, which can make it smaller when a test fails; its parameters come from one drawn number.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from sim.basis.words import Entry, Kind, Mode
from sim.levers.reach import CHECKPOINTS
from sim.levers.series import KINDS, READINESS
from sim.world.meanings import pattern_of
from sim.world.network import ON_PAPERS, Crossing, Leg, Place, Transport
from sim.world.parameters import Parameter, Parameters, Status
from sim.world.series import Between, Series, SeriesRow
from sim.world.traits import SENT_OUT
from sim.world.world import Community, DatedLever, Regime, World
from worlds_rules import entry_rules_of, stays_of

START = date(2010, 1, 20)
COUNTRIES = ("AAA", "BBB", "CCC")
PLACES = ("ash", "birch", "cedar", "dogwood", "elm", "fir")

PARAMETERS = """
choice.perception_error 0 0.9
choice.departure_share 0.2 1
choice.time_share 0 1
document.valid_days 0 40
choice.life_years 0 20
choice.giving_up_share 0 1
choice.settled_review_days 3 30
choice.wait_days 1 7
choice.stranded_days 1 10
choice.transfer_hours_share 0 0.5
belief.half_life_weeks 1 8
belief.standing_years 0.1 3
belief.prior_weight 1 6
market.fee_adjustment 0.05 0.3
market.fee_response 0 0.6
market.sold_target 0.3 0.9
market.margin 0 0.6
market.review_share 0 1
market.noise_share 0.05 0.5
market.entry_rate 0 1.5
market.tries_covered 1 4
guard.redeploy_rate 0 0.5
guard.mobile_share 0 1
guard.own_news_share 0 1
guard.news_delay_days 0 60
guard.crowding_half_life_days 1 14
organiser.margin 0 0.5
organiser.denounce_share 0 1
organiser.keeps_share 0 0.5
smuggler.*.number 0 6
smuggler.*.groups_per_day 0.1 1.5
smuggler.*.group_size 1 5
smuggler.*.running_usd 5 60
smuggler.*.loss_usd 0 600
smuggler.*.arrest 0 1
smuggler.*.prison_days 3 60
smuggler.*.stranger_usd 0 200
smuggler.*.exposure_ratio 0.3 1
crossing.*.base_detection 0 0.2
crossing.green.exposure 0 0.3
crossing.official.exposure 0 0.5
crossing.*.exposure 0 0.2
crossing.*.death_hazard 0 0.02
crossing.*.injury_hazard 0 0.2
crossing.*.season_ratio 1 5
crossing.*.capacity_per_day 0 3
crossing.*.boarding_refusal 0 0.6
post.*.*.effort 0 4
post.green.AAA.effort 0 2
country.*.document_base 0 0.3
country.*.document_equipment 0 2
country.*.pretence_detection 0 0.5
country.*.corrupt_share 0 0.8
country.*.bribe_usd 5 100
country.*.detention_days 0.5 12
country.AAA.detention_days 0.5 3
country.*.fine_usd 0 150
country.*.fined_share 0 1
country.*.stranger_ratio 0.5 6
organiser.clients_per_month 1 60
organiser.known 1 4
community.*.organisers.direct 0 2
country.*.release_share 0 0.6
country.*.push_back_share 0 0.6
country.*.inland_detection 0 0.03
country.*.extortion 0 0.1
country.*.extortion_usd 5 60
country.*.extortion_after_days 0 14
country.*.registration_days 0 10
country.*.registration_share 0 1
country.*.stay_days 5 60
country.*.living_usd 0 8
country.*.work_usd 0 8
country.*.wage_usd 50 200
country.CCC.wage_usd 150 500
country.*.forged_usd 20 300
country.*.own_passports_share 0 1
country.*.avr_per_month 0 8
country.*.avr_known 0.1 1
country.*.avr_referral 0 1
country.*.avr_usd 50 300
country.*.disappearance 0 0.04
country.*.asylum_days 10 90
country.*.asylum_granted 0 1
country.*.deport_usd 20 300
country.*.custody_usd 0 20
country.*.border_reporting 0.5 1
country.*.inland_reporting 0.5 1
country.*.exit_permit_share 0.3 1
visa.*.*.price_usd 20 200
visa.*.*.refusal 0 0.8
visa.*.*.elsewhere_share 0 1
visa.*.*.days 5 60
mode.*.fare_base_usd 0 30
mode.*.fare_km_usd 0.01 0.3
mode.*.inland_ratio 0.5 4
community.*.abroad_share 0 0.5
community.*.consider_days 2 15
community.*.stay -1 3
community.*.pull.* -1 1
community.*.season.* 0.3 2
community.*.season.2 0 1
community.*.funds_usd 10 300
community.*.funds_spread 0.1 0.8
community.*.loan_share 0 1
community.*.women 0 1
community.*.age_low 15 20
community.*.age_high 20 80
community.*.stranger 0 1
community.*.guided 0 1
community.*.passport 0 1
community.*.permit 0 0.5
community.*.advance 0 0.5
community.*.escrow 0 0.5
community.*.employer_pays 0 0.5
community.*.optimism 0 1.2
community.*.failures 1 4
community.*.sent 0 0.1
community.*.sent_usd 10 200
community.*.stay_days 5 60
community.*.stay_spread 0.1 0.6
community.*.home_days 1 20
community.*.asylum 0 1
"""
"""Keys and the range that their values are drawn from; whole numbers where the unit asks for them."""
BORDERS = (
    (Kind.OFFICIAL,),
    (Kind.GREEN,),
    (Kind.OFFICIAL, Kind.GREEN),
    (Kind.OFFICIAL, Kind.GREEN),
    (Kind.GREEN, Kind.SEA),
    (Kind.FERRY, Kind.GREEN),
)
"""What stands where two places of different countries are joined."""
LEVERS = (
    "closure", "opening", "enforcement", "origin_shock", "open_border", "condition", "risk_information", "passport_rule", "exit_rules", "legal_quota",
    "employer_sanctions", "information_exchange", "flexible_posting", "throughput", "opening_hours",
    "transport",
)  # fmt: skip
"""Levers whose conditions are read in places of their own; the others change what these do."""
WHOLE = ("direct", "number", "tries_covered", "group_size", "failures", "avr_per_month", "age_low", "age_high", "stranger")


@dataclass(frozen=True, slots=True)
class Fork:
    """What the strategy decides before parameters are drawn."""

    places: int
    countries: int
    communities: int
    airports: bool
    days: int
    tick_hours: int
    scale: float
    levers: tuple[str, ...]
    parameters: int
    series: tuple[str, ...] = ()


@st.composite
def small_worlds(draw: st.DrawFn) -> World:
    """Worlds of 3 to 6 places in 2 or 3 countries, with 1 to 3 communities of 5 to 40 people, over 30 to 120 days."""
    return build(
        Fork(
            places=draw(st.integers(3, len(PLACES))),
            countries=draw(st.integers(2, 3)),
            communities=draw(st.integers(1, 3)),
            airports=draw(st.booleans()),
            days=draw(st.integers(30, 120)),
            tick_hours=draw(st.sampled_from((24, 24, 12, 6))),
            scale=draw(st.sampled_from((1.0, 1.0, 0.5, 1.5))),
            levers=tuple(draw(st.lists(st.sampled_from(LEVERS), max_size=3))),
            parameters=draw(st.integers(0, 2**32 - 1)),
            series=tuple(draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=4, unique=True))),
        )
    )


def build(fork: Fork) -> World:
    """The world of a fork."""
    rng = random.Random(fork.parameters)  # noqa: S311 - no secret hangs on it
    countries = COUNTRIES[: fork.countries]
    places = [Place(name, name.title(), countries[i % fork.countries], 40.0 + i, 60.0 + i) for i, name in enumerate(PLACES[: fork.places])]
    crossings, legs = _network(rng, places, fork)
    communities = tuple(_community(rng, i, countries, places) for i in range(fork.communities))
    regimes = tuple(Regime(a, b, Entry.OWN if a == b else rng.choice((Entry.FREE, Entry.VISA, Entry.CLOSED))) for a in countries for b in countries)
    return World(
        name="small",
        title="A small world",
        start=START,
        days=fork.days,
        report=(START, START + timedelta(fork.days - 1)),
        places=tuple(places),
        crossings=tuple(crossings),
        legs=tuple(legs),
        communities=communities,
        regimes=regimes,
        parameters=_parameters(rng, crossings, communities, places),
        events=tuple(_event(rng, lever, crossings, legs, communities, fork) for lever in fork.levers),
        tick_hours=fork.tick_hours,
        scale=fork.scale,
        series=tuple(_series(random.Random(f"{what} {fork.parameters}"), what, crossings, legs, communities, fork) for what in fork.series),  # noqa: S311
        stays=tuple(stays_of(random.Random(fork.parameters + 1), communities, places, fork.days, START)),  # noqa: S311
        entry_rules=entry_rules_of(rng, countries, communities, crossings, fork.days, START),
    )


def _network(rng: random.Random, places: Sequence[Place], fork: Fork) -> tuple[list[Crossing], list[Leg]]:
    """A chain of places that all can be reached, and some legs more; where a leg meets a border, a checkpoint, a green border beside it, or both."""
    crossings: dict[str, Crossing] = {}
    legs: list[Leg] = []

    def join(a: Place, b: Place, mode: Mode, over: str | None) -> None:
        km, hours, minutes = rng.randrange(5, 400), rng.choice((0, rng.randrange(1, 30))), rng.choice((0, rng.randrange(1, 60)))
        minutes = minutes or 20 * (hours == 0)
        legs.extend(Leg(x.name, y.name, mode, km, hours, over, over, minutes) for x, y in ((a, b), (b, a)))

    pairs = list(pairwise(places))
    pairs += [pair for pair in zip(places, places[2:], strict=False) if rng.random() < 0.5]
    for a, b in pairs:
        if a.country == b.country:
            join(a, b, rng.choice((Mode.ROAD, Mode.RAIL)), None)
            continue
        sides = tuple(sorted((a.country, b.country)))
        for kind in rng.choice(BORDERS):
            name = f"{a.name}-{b.name}-{kind.word}"
            months = [tuple(sorted(rng.sample(range(1, 7), rng.choice((0, 0, 1, 2))))) for _ in range(2)]
            crossings[name] = Crossing(name, name, kind, sides, 40.0, 60.0, months[0], months[1], checked=rng.random() < 0.9)
            join(a, b, {Kind.SEA: Mode.BOAT, Kind.FERRY: Mode.FERRY, Kind.GREEN: Mode.FOOT}.get(kind, Mode.ROAD), name)
    if fork.airports:
        a, b = places[0], next(place for place in reversed(places) if place.country != places[0].country)
        for place in (a, b):
            crossings[f"{place.name}-air"] = Crossing(f"{place.name}-air", place.name, Kind.AIRPORT, (place.country,), 40.0, 60.0)
        legs.extend(Leg(x.name, y.name, Mode.AIR, 900, 3, f"{x.name}-air", f"{y.name}-air") for x, y in ((a, b), (b, a)))
    for number in range(rng.choice((0, 0, 1, 2))):  # rides that governments offer, beside a leg by land
        leg = rng.choice([leg for leg in legs if leg.mode in (Mode.ROAD, Mode.RAIL)] or legs)
        if leg.mode is Mode.AIR:
            continue
        start = rng.choice((None, START + timedelta(rng.randrange(20))))
        ride = Transport(
            f"ride-{number}", rng.choice((1, 5, 8, 24, 36)), rng.choice((1, 4, 30)), rng.randrange(24), start,
            rng.choice((None, START + timedelta(rng.randrange(20, 60)))), rng.choice((0.0, 12.5)), leg.entry is not None and rng.random() < 0.6,
            leg.entry is None and rng.random() < 0.5,
        )  # fmt: skip
        legs.append(replace(leg, mode=Mode.ROAD, hours=rng.randrange(3), minutes=rng.randrange(1, 60), transport=ride))
    return list(crossings.values()), legs


def _community(rng: random.Random, number: int, countries: Sequence[str], places: Sequence[Place]) -> Community:
    country = rng.choice(countries)
    here, abroad = [p.name for p in places if p.country == country], [p.name for p in places if p.country != country]
    destinations = rng.sample(abroad, rng.choice((1, 1, min(2, len(abroad)))))
    if len(here) > 1 and rng.random() < 0.2:
        destinations.append(here.pop())  # some want to get to another place of their own country
    origins = rng.sample(here, rng.choice((1, len(here))))
    return Community(f"community-{number}", f"Community {number}", country, tuple(origins), tuple(destinations))


def _parameters(rng: random.Random, crossings: Sequence[Crossing], communities: Sequence[Community], places: Sequence[Place]) -> Parameters:
    table = {}
    for line in PARAMETERS.split("\n"):
        if line:
            key, low, high = line.split()
            table[key] = _parameter(rng, key, float(low), float(high))
    for community in communities:
        stem = f"community.{community.name}"
        weight, party = rng.choice((1, 1, 2, 3)), rng.randint(1, 4)
        table[f"{stem}.weight"] = _exactly(f"{stem}.weight", weight)
        table[f"{stem}.party"] = _exactly(f"{stem}.party", party)
        table[f"{stem}.people"] = _exactly(f"{stem}.people", rng.randint(5, 40) * weight * party + rng.randrange(weight * party))
        for _ in range(rng.choice((0, 1, 2))):  # organisers with a hub
            way = "+".join(place.name for place in rng.sample(list(places), rng.choice((1, 1, 2))))
            table[f"{stem}.organisers.{way}"] = _exactly(f"{stem}.organisers.{way}", rng.choice((1, 2)))
        for origin in community.origins:
            table[f"{stem}.origin.{origin}"] = _exactly(f"{stem}.origin.{origin}", 1.0 / len(community.origins))
        # parameters of its own, so that communities differ where it matters most
        for name, low, high in (("funds_usd", 20, 1500), ("passport", 0, 1), ("guided", 0, 1), ("stay", -2, 2), ("optimism", 0, 1)):
            if rng.random() < 0.5:
                table[f"{stem}.{name}"] = _parameter(rng, f"{stem}.{name}", low, high)
    for channel in ON_PAPERS:
        if rng.random() < 0.6:
            key = f"post.*.{rng.choice(('*', *COUNTRIES))}.throughput.{channel.word}"
            table[key] = _exactly(key, rng.choice((0, 0.3, 1, 2.5, 7)))
    for key, values in (
        ("crossing.*.running_usd", (3, 90)),
        (f"post.*.{rng.choice(COUNTRIES)}.detention_days", (0, 4)),
        (f"post.*.{rng.choice(COUNTRIES)}.push_back_share", (0, 0.3)),
    ):
        if rng.random() < 0.3:
            table[key] = _exactly(key, rng.choice(values))
    return Parameters(table, {crossing.name: crossing.kind.word for crossing in crossings})


def _parameter(rng: random.Random, key: str, low: float, high: float) -> Parameter:
    """A value in the range; now and then one of its ends, where mistakes hide."""
    value = rng.choice((low, high)) if rng.random() < 0.15 else rng.uniform(low, high)
    return _exactly(key, round(value) if key.endswith(WHOLE) else value)


def _exactly(key: str, value: float) -> Parameter:
    assert pattern_of(key) is not None, f"no parameter is called {key}"
    return Parameter(value, "", Status.CALIBRATED, "drawn for a test")


def _event(rng: random.Random, lever: str, crossings: Sequence[Crossing], legs: Sequence[Leg], communities: Sequence[Community], fork: Fork) -> DatedLever:
    used = sorted({name for leg in legs for name in (leg.entry, leg.exit) if name})
    settings: dict[str, str | float] = {"crossing": rng.choice(used)}
    if lever == "enforcement":
        settings = rng.choice((settings, {"country": rng.choice(crossings).countries[0]})) | {"factor": rng.choice((0.0, 0.5, 3.0))}
    elif lever == "origin_shock":
        settings = {"community": rng.choice(communities).name, "factor": rng.choice((0.0, 2.0, 20.0))}
    elif lever in ("risk_information", "passport_rule"):
        settings = {"community": rng.choice(("*", rng.choice(communities).name)), "factor": rng.choice((0.0, 0.5, 4.0))}
    elif lever == "legal_quota":
        settings = {"community": "*", "permits": rng.choice((5.0, 100.0))}
    elif lever in ("exit_rules", "employer_sanctions", "information_exchange", "flexible_posting"):
        extra = {"employer_sanctions": "wage_factor", "information_exchange": "delay_factor"}.get(lever)
        settings = {"country": rng.choice(communities).nationality, "factor": rng.choice((0.0, 0.5, 3.0))} | ({extra: 0.5} if extra else {})
    elif lever in ("throughput", "opening_hours"):
        sizes: dict[str, str | float] = {"channel": rng.choice(ON_PAPERS).word, "people_per_day": rng.choice((0.0, 0.7, 4.0))}
        gates = [crossing.name for crossing in crossings if crossing.kind in CHECKPOINTS]
        lever = lever if gates else "closure"
        sizes = {"throughput": sizes, "opening_hours": {"factor": rng.choice((0.0, 0.5, 2.0))}}.get(lever, {})
        settings = {"crossing": rng.choice(gates or used)} | sizes
    elif lever == "transport":
        rides = [leg.transport.name for leg in legs if leg.transport is not None]
        lever = lever if rides else "closure"
        settings = {"transport": rng.choice(rides), "seats": rng.choice((0.0, 2.0, 50.0))} if rides else settings
    elif lever == "condition":
        field = rng.choice(("fine_cents", "detention_hours", "inland_detection", "avr_per_month"))
        settings = {"group": "countries", "name": "*", "field": field, "factor": rng.choice((0.5, 2.0))}
    first = START + timedelta(rng.randrange(fork.days))
    return DatedLever(lever, first, rng.choice((None, first + timedelta(rng.randrange(1, 40)))), settings, rng.choice((0.0, 0.0, 0.4, 1.0)))


MOST_IN_SERIES = {"persons/day": 5.0, "patrols": 6.0, "USD/person": 150.0, "USD/month": 400.0, "USD/day": 8.0, "USD": 800.0, "persons/month": 9.0, "ratio": 3.0}
"""Largest values of series by their unit."""


def _series(rng: random.Random, what: str, crossings: Sequence[Crossing], legs: Sequence[Leg], communities: Sequence[Community], fork: Fork) -> Series:
    kind, community, crossing, leg = KINDS[what], rng.choice(communities), rng.choice(crossings), rng.choice(legs)
    gates = [one for one in crossings if one.kind in CHECKPOINTS]
    crossing = rng.choice(gates) if what.startswith("throughput") and gates else crossing
    where = {"crossing": crossing.name, "leg": f"{leg.origin}>{leg.target}", "country": COUNTRIES[fork.countries - 1], "origin": community.origins[0]}
    who = {"community": community.name, "country": crossing.countries[0], "mode": leg.mode.word, "nationality": community.nationality}
    ratio = what == READINESS or (what != SENT_OUT and kind.part != "throughput" and rng.random() < 0.3)
    between = rng.choice((Between.STEPS, Between.STEPS, Between.LINEAR, Between.WEEKLY))
    most = MOST_IN_SERIES["ratio" if ratio else kind.unit]
    first, rows = START + timedelta(rng.randrange(-3, fork.days // 2)), []
    for _ in range(rng.randint(2, 5)):
        days = rng.randint(1, 12)
        last = first if between is not Between.STEPS else first + timedelta(days - 1)
        rows.append(SeriesRow(first, last, rng.choice((0.0, rng.uniform(0.0, most)))))
        first += timedelta(days)
    named = {"where": where.get(kind.where, ""), "who": who.get(kind.who, "")}
    named = {column: name if column in kind.needs or rng.random() < 0.5 else "" for column, name in named.items()}
    return Series(what, named["where"], named["who"], tuple(rows), ratio, between)
