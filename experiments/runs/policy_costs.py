"""What policies cost the state beside what the model counts: what their files say, or else their levers at the prices of the territory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from experiments.runs.points import Points
from experiments.store.tables import reported
from scenarios import load_policy
from scenarios.lever_keys import Setting
from sim.levers.costs import lever_costs
from sim.world.world import DatedLever, World

DAYS_A_MONTH = 365.25 / 12
MOVE_PRICES = ("lever.", "post.")
"""How keys begin of parameters that say what a unit of a lever costs, or how many units there are."""


@dataclass(frozen=True, slots=True)
class Outlay:
    """One thing that a policy pays for in the reported days, USD: as the parameters say, and the least and most that their ranges allow.

    ``what`` is a lever, or a cost that the file names; ``amount`` counts ``unit``, which is empty for the latter.
    """

    what: str
    amount: float
    unit: str
    usd: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OwnCost:
    """What a policy costs beside custody and deportation: its outlays, and whether it changes something that has no price."""

    outlays: tuple[Outlay, ...] = ()
    unpriced: tuple[str, ...] = ()

    @property
    def usd(self) -> float:
        """The sum as the parameters say."""
        return sum(outlay.usd for outlay in self.outlays)

    @property
    def low(self) -> float:
        """The least that it may be, every price anywhere in its range."""
        return sum(outlay.low for outlay in self.outlays)

    @property
    def high(self) -> float:
        """The most that it may be."""
        return sum(outlay.high for outlay in self.outlays)

    def plain(self) -> dict[str, Any]:
        """The cost for programs."""
        return {"usd": self.usd, "low": self.low, "high": self.high, "outlays": [asdict(outlay) for outlay in self.outlays], "unpriced": list(self.unpriced)}


def own_cost(policy: str, plain: World, world: World) -> OwnCost:
    """What a policy costs in the reported days, at the scale of the world.

    Where its file names costs, they are the whole: what is paid by the month is paid for the days from the first to the last on which one of its events is in
    force, what is paid once if the first of them falls before the end of the reported days. Otherwise each lever is counted by its unit and priced by the
    parameters ``lever.LEVER.once_usd`` and ``lever.LEVER.monthly_usd`` (:mod:`sim.levers.costs`).
    """
    named, events = load_policy(policy).cost, added(plain, world)
    if not events:
        return OwnCost()
    if not named:
        return _by_levers(world, events)
    first, last = reported(world)
    begin = min(event.start for event in events)
    end = max(last + timedelta(days=1) if event.end is None else event.end for event in events)
    months = max(0, (min(end, last + timedelta(days=1)) - max(begin, first)).days) / DAYS_A_MONTH
    found = []
    for what, parameter in named.items():
        times = world.scale * (months if parameter.unit == "USD/month" else float(begin <= last))
        low, high = (parameter.value if bound is None else bound for bound in (parameter.low, parameter.high))
        found.append(Outlay(what, times, "", times * parameter.value, times * low, times * high))
    return OwnCost(tuple(found))


def added(plain: World, world: World) -> list[DatedLever]:
    """The events of a world that another one without the policy has not."""
    events = list(world.events)
    for event in plain.events:
        events.remove(event)
    return events


def _by_levers(world: World, events: Sequence[DatedLever]) -> OwnCost:
    found: dict[str, Outlay] = {}
    unpriced = {event.lever for event in events}
    for cost in lever_costs(world, events):
        if not cost.unit:
            continue
        name, before = cost.event.lever, found.get(cost.event.lever, Outlay(cost.event.lever, 0.0, cost.unit, 0.0, 0.0, 0.0))
        unpriced.discard(name)
        sums = (mine + world.scale * more for mine, more in ((before.usd, cost.usd), (before.low, cost.low), (before.high, cost.high)))
        found[name] = Outlay(name, before.amount + cost.amount, cost.unit, *sums)
    return OwnCost(tuple(found.values()), tuple(sorted(unpriced)))


def own_costs_by_draw(policy: str, plain: World, world: World, draws: Points) -> list[float]:
    """The same sum at every draw of parameters, USD: prices of levers and patrols in place may be among what is drawn."""
    if not any(key.startswith(MOVE_PRICES) for key in draws.columns):
        return [own_cost(policy, plain, world).usd] * len(draws)
    return [own_cost(policy, plain, _at(world, row)).usd for row in draws]


def without_ranges(world: World, keys: Iterable[str]) -> World:
    """A world in which some parameters have no range, because the draws hold their uncertainty."""
    return _at(world, {key: world.parameters.number(key) for key in keys if key.startswith(MOVE_PRICES)})


def _at(world: World, drawn: Mapping[str, Setting]) -> World:
    changes = {key: replace(world.parameters.get(key), value=float(value), low=float(value), high=float(value)) for key, value in drawn.items()}  # type: ignore[arg-type]
    return replace(world, parameters=world.parameters.replace(changes))
