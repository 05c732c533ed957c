"""What a crossing may have of its own, in place of what holds for its country or border: time in custody, the share put back, what a passage costs a guide."""

from sim.basis.rule import rule
from sim.basis.words import Decision
from sim.world.conditions import Conditions

AT_ONCE = 1
"""Hours after which somebody is put back whom a rule of entry has put back: the least that anything takes."""


@rule
def custody_hours(conditions: Conditions, country: int, post: int, decision: int) -> int:
    """How long somebody is held whom a country caught at a post of its own (-1: inside the country), given what a rule of entry decides."""
    if decision == Decision.PUSH_BACK:
        return AT_ONCE
    own = conditions.posts.detention_hours[post] if post >= 0 else -1
    return int(own) if own >= 0 else int(conditions.countries.detention_hours[country])


@rule
def put_back_share(conditions: Conditions, country: int, post: int) -> float:
    """Share of those caught at a post that is put back across the border."""
    own = conditions.posts.push_back_share[post] if post >= 0 else -1.0
    return float(own) if own >= 0.0 else float(conditions.countries.push_back_share[country])


@rule
def after_decision(decision: int, release_share: float, push_back_share: float) -> tuple[float, float]:
    """The shares set free and put back of those caught at a post, given what a rule of entry decides: all are put back, none, or as in other cases."""
    if decision == Decision.PUSH_BACK:
        return 0.0, 1.0
    if decision == Decision.DETAIN:
        return release_share, 0.0
    return release_share, push_back_share


@rule
def running_cents(conditions: Conditions, move: int, border: int) -> int:
    """What taking one person across by a move costs a guide (cents)."""
    own = conditions.moves.running_cents[move]
    return int(own) if own >= 0 else int(conditions.borders.running_cents[border])
