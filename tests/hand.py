"""Tiny worlds made by hand, and what became of the people in them.

Two places on either side of one border: ``home`` (country AAA) and ``goal`` (BBB), 100 km and 10 hours apart, over the crossing ``ridge``; with ``hub=True``
a third, ``hub`` (BBB), stands between, and from there it is 200 km and 20 hours inland. A fare is 5 dollars and 10 cents a kilometre: 15.00 over the
border, 25.00 inland. Nothing in these worlds is uncertain unless a test makes it so: probabilities are 0, spreads are 0, everybody leaves in hour 0 with
1,000 dollars and a passport, and nobody comes back.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import mesa
import numpy as np

from sim import RouteModel
from sim.basis.words import Account, Entry, Event, Kind, Mode, State
from sim.books.ledger import SIDES, Purpose
from sim.books.results import Table
from sim.world.meanings import MEANINGS, OPTIONAL
from sim.world.network import Crossing, Leg, Place
from sim.world.parameters import Parameter, Parameters, Status
from sim.world.world import Community, Regime, World

START = date(2004, 3, 1)
FARE, INLAND_FARE = 1500, 2500
FUNDS = 100_000

QUIET = {
    "choice.perception_error": 0.1, "choice.departure_share": 1, "choice.settled_review_days": 1, "choice.wait_days": 1,
    "choice.stranded_days": 2, "belief.half_life_weeks": 5, "belief.standing_years": 1, "belief.prior_weight": 4, "market.fee_adjustment": 0.15,
    "market.fee_response": 0.08, "market.sold_target": 2 / 3, "market.margin": 0.5, "market.noise_share": 0.1, "market.tries_covered": 1,
    "guard.redeploy_rate": 0.25, "guard.mobile_share": 0.3, "guard.crowding_half_life_days": 7,
    "organiser.margin": 0.25, "organiser.clients_per_month": 1e4, "organiser.known": 9, "community.*.organisers.direct": 1,
    "smuggler.*.groups_per_day": 1, "smuggler.*.group_size": 1, "smuggler.*.running_usd": 100,
    "smuggler.*.stranger_usd": 0, "country.*.stranger_ratio": 1, "smuggler.*.exposure_ratio": 1,
    "crossing.*.season_ratio": 1, "crossing.*.capacity_per_day": 1e6, "post.*.*.effort": 1,
    "country.*.detention_days": 2, "country.*.push_back_share": 1, "country.*.extortion_after_days": 14, "country.*.registration_days": 5,
    "country.*.registration_share": 1, "country.*.stay_days": 10_000, "country.*.forged_usd": 1e6, "country.*.asylum_days": 10,
    "country.*.exit_permit_share": 1, "country.*.deport_usd": 300, "visa.*.*.days": 30,
    "mode.*.fare_base_usd": 5, "mode.*.fare_km_usd": 0.1, "mode.*.inland_ratio": 1,
    "community.*.people": 1, "community.*.party": 1, "community.*.weight": 1, "community.*.stay": -500, "community.*.origin.*": 1, "community.*.season.*": 1,
    "community.*.funds_usd": FUNDS / 100, "community.*.age_low": 20, "community.*.age_high": 40, "community.*.passport": 1, "community.*.optimism": 1,
    "community.*.failures": 3, "community.*.stay_days": 10_000, "community.*.home_days": 10_000,
}  # fmt: skip
"""What is not zero. The other parameters of the model are."""

CAUGHT = {"crossing.*.base_detection": 1, "post.*.AAA.effort": 0}
"""Nobody gets in unseen; nobody looks at those who leave."""

LED = {"community.*.guided": 1, "smuggler.AAA-BBB.number": 1}
"""Everybody follows one smuggler, who asks 150 dollars: a running cost of 100 and a margin of a half."""

FEE = 15_000


def parameters(numbers: Mapping[str, float], groups: Mapping[str, str] = {}) -> Parameters:
    """Every parameter of the model, assumed: ``numbers`` over :data:`QUIET` over zero. Those that can be left out (:data:`OPTIONAL`) are."""
    every = {".".join("*" if part.startswith("<") else part for part in key.split(".")): 0.0 for key in MEANINGS if key not in OPTIONAL}
    table = {key: Parameter(value, "", Status.ASSUMED, "by hand", value, value) for key, value in {**every, **QUIET, **numbers}.items()}
    return Parameters(table, groups)


def both_ways(a: str, b: str, km: float, hours: int, over: str | None = None) -> tuple[Leg, Leg]:
    """A road."""
    return Leg(a, b, Mode.ROAD, km, hours, over, over), Leg(b, a, Mode.ROAD, km, hours, over, over)


def world(*, kind: Kind = Kind.OFFICIAL, entry: Entry = Entry.FREE, hub: bool = False, numbers: Mapping[str, float] = {}, **changes: object) -> World:
    """The tiny world: ``kind`` of crossing, what BBB asks of AAA at ``entry``, ``numbers`` as parameters by key; ``changes`` are fields of :class:`World`."""
    first = "hub" if hub else "goal"
    crossings = (Crossing("ridge", "Ridge", kind, ("AAA", "BBB"), 0, 1),)
    parts: dict[str, object] = {
        "name": "by-hand",
        "title": "By hand",
        "start": START,
        "days": 10,
        "report": (START, START + timedelta(9)),
        "places": (Place("home", "Home", "AAA", 0, 0), *((Place("hub", "Hub", "BBB", 0, 1),) if hub else ()), Place("goal", "Goal", "BBB", 0, 2)),
        "crossings": crossings,
        "legs": (*both_ways("home", first, 100, 10, "ridge"), *(both_ways("hub", "goal", 200, 20) if hub else ())),
        "communities": (Community("people", "People", "AAA", ("home",), ("goal",)),),
        "regimes": (Regime("AAA", "BBB", entry), Regime("AAA", "AAA", Entry.OWN)),
        "parameters": parameters(numbers, {c.name: c.kind.word for c in changes.get("crossings", crossings)}),  # type: ignore[attr-defined]
    }
    return World(**{**parts, **changes})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Story:
    """A run and what to ask of it."""

    model: RouteModel

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        return self.model.results().tables

    @cached_property
    def log(self) -> list[tuple[int, int, str, int]]:
        """Hour, person, event, cents."""
        events = self.tables["events"]
        return list(zip(events["hour"].tolist(), events["person"].tolist(), events["event"].words(), events["cents"].tolist(), strict=True))

    def of(self, person: int = 0) -> list[tuple[int, str, int]]:
        """What happened to one person: hour, event, cents."""
        return [(hour, event, cents) for hour, who, event, cents in self.log if who == person]

    def hours(self, event: Event) -> list[int]:
        return [hour for hour, _, name, _ in self.log if name == event.word]

    @cached_property
    def books(self) -> dict[str, int]:
        """Cents by purpose."""
        table, total = self.tables["books"], Counter[str]()
        for purpose, cents in zip(table["purpose"].words(), table["cents"].tolist(), strict=True):
            total[purpose] += cents
        return {purpose: cents for purpose, cents in total.items() if cents}

    @cached_property
    def gains(self) -> dict[str, int]:
        """Cents that each account has more than at the start."""
        total = Counter[str]()
        for purpose, cents in self.books.items():
            sides = SIDES[Purpose[purpose.upper()]]
            total[sides.payer.word] -= cents
            total[sides.payee.word] += cents
        return {account: cents for account, cents in total.items() if cents}

    def gain(self, account: Account) -> int:
        return self.gains.get(account.word, 0)

    def flow(self, column: str) -> int:
        return int(self.tables["flows"][column].sum())

    @property
    def purse(self) -> int:
        return int(self.model.people.funds[0])

    @property
    def state(self) -> State:
        return State(self.model.people.state[0])

    @property
    def place(self) -> str:
        return str(self.model.atlas.places[self.model.people.place[0]])


def stage(tiny: World, seed: int = 1) -> RouteModel:
    """A model before its first tick."""
    with np.errstate(over="ignore"):
        model = RouteModel(tiny, seed)
    mesa.Agent._ids.pop(model, None)  # mesa keeps every model alive otherwise
    return model


def move(model: RouteModel, channel: str) -> int:
    """Row of the move from home to goal by a channel."""
    return [m.name for m in model.atlas.moves].index(f"home>goal by road over ridge, {channel}")


def step(model: RouteModel, days: int) -> None:
    with np.errstate(over="ignore"):
        for _ in range(days * 24 // model.world.tick_hours):
            model.step()


def tell(tiny: World, seed: int = 1) -> Story:
    """Live a world through. Every story is audited: what the books say of migrants and smugglers is what is in their purses."""
    model = stage(tiny, seed)
    step(model, tiny.days)
    story = Story(model)
    assert story.gain(Account.MIGRANT) == (model.people.funds * model.people.people).sum()
    assert story.gain(Account.FACILITATOR) == model.smugglers["purse"].sum()
    return story
