"""What levers cost the state: units of action times parameters, for the days in force.

What the books already hold (custody, deportations, assisted returns, fines) is not counted again here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sim.basis.clock import DAY, HOURS_A_MONTH
from sim.levers.catalogue import lever
from sim.levers.scope import Scope, size_of
from sim.world.conditions import Conditions, conditions_at_start
from sim.world.geography import Names, name_parts
from sim.world.world import DatedLever, World

DAYS_A_MONTH = HOURS_A_MONTH // DAY


@dataclass(frozen=True, slots=True)
class LeverCost:
    """The cost of one event within a period.

    ``amount`` counts ``unit`` (patrols added, posts equipped): below zero where something is taken away, which saves running cost. ``months`` of thirty
    days are those in force. ``usd`` is the cost in dollars, a saving being negative; what a unit costs at once falls due if the lever begins within the
    period. ``low`` and ``high`` are the least and the most that it is with every price somewhere in its range. All are 0 for what is no measure of anybody
    (a shock at an origin), and where every size is neutral.
    """

    event: DatedLever
    unit: str
    amount: float
    months: float
    usd: float
    low: float
    high: float


def lever_costs(world: World, events: Iterable[DatedLever], period: tuple[date, date] | None = None) -> tuple[LeverCost, ...]:
    """Cost of every event, in the order given.

    Parameters
    ----------
    world
        Whose parameters ``lever.<lever>.once_usd`` and ``lever.<lever>.monthly_usd`` are taken, and whose conditions without any lever are counted.
    events
        What is priced; for a policy, the events that it adds to those of its scenario.
    period
        First and last day; left out, the days that the world reports.

    Raises
    ------
    KeyError
        If a measure has no parameter of its cost, or acts on nothing in this world.
    """
    atlas = name_parts(world)
    conditions = conditions_at_start(world, atlas)
    return tuple(_cost(world, atlas, conditions, event, period or world.report) for event in events)


def _cost(world: World, atlas: Names, conditions: Conditions, event: DatedLever, period: tuple[date, date]) -> LeverCost:
    module = lever(event.lever)
    first, end = period[0], period[1] + timedelta(days=1)
    days = (min(event.end or end, end) - max(event.start, first)).days
    neutral = [size.neutral == value for key, value in event.settings.items() if (size := size_of(key)) is not None]
    if not module.COST_UNIT or days <= 0 or (neutral and all(neutral)):
        return LeverCost(event, module.COST_UNIT, 0.0, max(0, days) / DAYS_A_MONTH, 0.0, 0.0, 0.0)
    amount = float(module.amount(conditions, Scope(world, atlas), event.settings)) if hasattr(module, "amount") else 1.0
    months, begun = days / DAYS_A_MONTH, amount if amount > 0 and event.start >= first else 0.0
    once, monthly = (world.parameters.get(f"lever.{event.lever}.{name}_usd") for name in ("once", "monthly"))
    ends = sorted(amount * months * (monthly.value if end is None else end) for end in (monthly.low, monthly.high))
    low, high = (begun * (once.value if first_sum is None else first_sum) + end for first_sum, end in zip((once.low, once.high), ends, strict=True))
    return LeverCost(event, module.COST_UNIT, amount, months, begun * once.value + amount * months * monthly.value, low, high)
