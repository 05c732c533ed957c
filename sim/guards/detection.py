"""Detection: how effort becomes a chance of being noticed, by channel and side."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.rule import rule
from sim.basis.words import Channel
from sim.world.conditions import Conditions
from sim.world.geography import Geography


class Checks(NamedTuple):
    """Chances of being noticed, set before anybody moves.

    ``leaving`` and ``entering`` have shape (moves,): what the country left and the country entered notice of somebody who can be
    noticed; ``crowding`` shape (posts,): share of detections that the guards can still process.
    """

    leaving: NDArray[np.float64]
    entering: NDArray[np.float64]
    crowding: NDArray[np.float64]


def noticed(checks: Checks) -> NDArray[np.float64]:
    """The chance that somebody is noticed by either country, shape (moves,)."""
    return checks.leaving + (1.0 - checks.leaving) * checks.entering


def no_checks(moves: int, posts: int) -> Checks:
    """Nothing is noticed on any of so many moves, and no post is crowded."""
    return Checks(np.zeros(moves), np.zeros(moves), np.ones(posts))


@rule
def chance(base: float, ability: float, effort: float) -> float:
    """Chance of being noticed: ``1 - (1 - base) exp(-ability x effort)``; ``ability`` is that of one patrol or inspector."""
    return 1.0 - (1.0 - base) * math.exp(-ability * effort)


@rule
def chance_at_post(
    channel: int,
    base: float,
    exposure: float,
    effort: float,
    exposure_ratio: float,
    document_base: float,
    document_equipment: float,
    forged_pass: float,
    pretence: float,
    leaving: bool,
) -> float:
    """What one post notices of a channel: :func:`chance` of what one of its patrols or inspectors is able to see of it.

    Patrols, and inspectors who look into vehicles, find those who pass hidden, with a guide (``exposure_ratio``) or alone (``exposure``). Inspectors find
    forged documents, of which the share ``forged_pass`` passes of those that would, and the papers of those who leave after a lawful stay has lapsed
    (``document_equipment``); and on entry visas under false pretences (``pretence``), of which nothing shows unless somebody asks. Where nobody is on duty
    nothing is noticed.
    """
    if effort <= 0.0:
        return 0.0
    if channel == Channel.GUIDED:
        return chance(base, exposure * exposure_ratio, effort)
    if channel == Channel.ALONE:
        return chance(base, exposure, effort)
    if channel == Channel.FORGED:
        return max(0.0, 1.0 - (1.0 - chance(document_base, document_equipment, effort)) * forged_pass)
    if leaving and channel in (Channel.LEGAL, Channel.VISA):
        return chance(document_base, document_equipment, effort)
    if channel == Channel.VISA:
        return chance(0.0, pretence, effort)
    return 0.0


@rule
def set_checks(geography: Geography, conditions: Conditions, effort: NDArray[np.float64], checks: Checks) -> None:
    """What every post notices of every move, given the effort there; ``effort`` has shape (posts,)."""
    posts = conditions.posts
    for m in range(len(geography.moves.channel)):
        channel = geography.moves.channel[m]
        border = geography.moves.border[m]
        ratio = conditions.borders.exposure_ratio[border] if border >= 0 else 1.0
        for leaving in (True, False):
            row = geography.moves.exit[m] if leaving else geography.moves.entry[m]
            p = 0.0
            if row >= 0 and conditions.moves.checked[m]:
                p = chance_at_post(
                    channel, posts.base_detection[row], posts.exposure[row], effort[row], ratio, posts.document_base[row], posts.document_equipment[row],
                    posts.forged_pass[row], posts.pretence_detection[row], leaving,
                )  # fmt: skip
            if leaving:
                checks.leaving[m] = p
            else:
                checks.entering[m] = p


@rule
def stands_out(channel: int, stranger: bool, ratio: float) -> float:
    """How much more a country's guards notice somebody, relative to a neighbour: ``ratio`` for who is from afar and goes hidden without a guide."""
    return ratio if stranger and channel == Channel.ALONE else 1.0
