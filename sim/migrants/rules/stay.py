"""Stay: what a stretch of time at a place brings to somebody, lawful or not."""

from sim.basis.clock import DAY
from sim.basis.draws import befalls
from sim.basis.rule import rule
from sim.basis.words import State


@rule
def earned(cents_per_day: int, hours: int) -> int:
    """Whole cents that accrue over some hours at a rate per day."""
    return cents_per_day * hours // DAY


@rule
def detected(u: float, hazard_per_day: float, unlawful_hours: int) -> bool:
    """Whether the police find somebody during hours of unlawful presence."""
    return befalls(u, hazard_per_day, unlawful_hours)


@rule
def extorted(u: float, hazard_per_day: float, unlawful_hours: int, hours_unlawful_before: int, patience_hours: int) -> bool:
    """Whether police extort somebody: only the hours past the first ``patience_hours`` of unlawful presence count."""
    exposed = min(unlawful_hours, hours_unlawful_before + unlawful_hours - patience_hours)
    return befalls(u, hazard_per_day, exposed)


@rule
def stranded(state: int, waited_hours: int, stranded_hours: int) -> bool:
    """Whether somebody who still finds no open move now counts as stranded."""
    return state == State.HUB and waited_hours >= stranded_hours
