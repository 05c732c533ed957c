"""A boom, and enforcement that hits those alone and those led alike: what the trade makes of them."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from statistics import fmean

import numpy as np
import pytest
from numpy.typing import NDArray

from arena import BORDER, START, arena, numbers
from scenarios import load
from sim import World, run
from sim.outcomes import crossings
from sim.outcomes.reading import Only
from sim.world.world import DatedLever

BEGINS, LASTS, RESPONSE, AFTER = 30, 8, 6, 26
"""Weeks: first of the boom, how many it lasts, within which the trade is to answer, and half a year."""
ALL_LED = {"community.*.guided": 1, "community.*.abroad_share": 0, "community.*.stay_days": 2000, "community.*.stay": 5.5}
"""Few leave in a week, of very many, so that ten times as many can for two months."""


@cache
def boom(seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Mean fee (dollars), seats offered and seats sold by week at one border, where ten times as many people leave in eight weeks."""
    first = START + timedelta(7 * BEGINS)
    lever = DatedLever("origin_shock", first, first + timedelta(7 * LASTS), {"community": "*", "factor": 10.0})
    world = arena(people=60_000, days=7 * (BEGINS + LASTS + AFTER + 2), parameters={f"smuggler.{BORDER}.number": 12, **ALL_LED}, events=(lever,))
    table = run(world, seed).tables["smugglers"]
    week = numbers(table, "week")
    fee, seats, sold = (np.bincount(week, numbers(table, name)) for name in ("fee_cents", "seats", "sold"))
    return fee / np.bincount(week) / 100, seats, sold


@pytest.mark.parametrize("seed", [1, 2])
def test_the_trade_answers_a_boom_within_six_weeks_and_is_back_in_half_a_year(seed: int) -> None:
    fee, seats, sold = boom(seed)
    fee_before, seats_before = fee[BEGINS - 8 : BEGINS].mean(), seats[BEGINS - 8 : BEGINS].mean()
    answered, ended = BEGINS + RESPONSE, BEGINS + LASTS + AFTER
    assert fee[answered] > 1.2 * fee_before
    assert seats[answered] > 3 * seats_before
    assert 0.8 < fee[ended - 2 : ended + 2].mean() / fee_before < 1.2
    assert 0.6 < seats[ended - 2 : ended + 2].mean() / seats_before < 1.5
    assert (sold <= seats).all()


HIDDEN = ("goat-path", "reed-ford", "high-saddle", "stone-bridge", "river-gate")
SEEDS = range(1, 13)


def led_over(world: World, effort: float) -> float:
    """Share with a guide of those who get over a border hidden, with so many times the effort at every crossing; mean over seeds."""
    levers = tuple(DatedLever("enforcement", world.start, None, {"crossing": name, "factor": effort}) for name in HIDDEN)
    watched = replace(world, events=(*levers, *world.events))
    found = []
    for seed in SEEDS:
        results = run(watched, seed)
        led, alone = (crossings(results, watched, Only(channels=(channel,))) for channel in ("guided", "alone"))
        found.append(led / (led + alone))
    return fmean(found)


def test_smuggler_use_does_not_fall_when_enforcement_rises() -> None:
    world = load("two-valleys")
    assert led_over(world, 2.0) > led_over(world, 1.0)
