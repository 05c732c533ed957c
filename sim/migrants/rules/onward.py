"""Onward: whether somebody from afar finds who takes them on over the next border."""

from sim.basis.draws import befalls
from sim.basis.rule import rule


@rule
def needs_way_on(stranger: bool, at_home: bool, over_border: bool, queued: bool) -> bool:
    """Whether somebody must first find who takes them on: from afar, in a foreign country, about to leave it, and not yet waiting for a guide.

    Who waits for a guide (``queued``) has found one and waits for a seat only.
    """
    return stranger and over_border and not at_home and not queued


@rule
def finds_way_on(u: float, chance_per_day: float, hours: int) -> bool:
    """Whether they find somebody in the hours from one look to the next, by a uniform draw; with a chance of 1 a day always, at the first look."""
    return befalls(u, chance_per_day, hours)
