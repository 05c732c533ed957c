"""A loop is compiled once, whatever world it meets: a second time would take most of a minute and tell nobody."""

from dataclasses import replace

import pytest
from numba.core.registry import CPUDispatcher

import hand
from scenarios import load
from sim import compiled, run
from sim.figures import Figure, Figures, Status

LOOPS = {name: loop for name, loop in vars(compiled).items() if isinstance(loop, CPUDispatcher) and loop.__module__ == compiled.__name__}


def in_whole_numbers(figures):
    """The same figures, those without decimals written as integers, as a file may have them."""
    whole = {key: round(figure.value) for key, figure in figures.table.items() if figure.value == round(figure.value)}
    return figures.replace({key: Figure(value, "", Status.ASSUMED, "by hand", value, value) for key, value in whole.items()})


def test_there_are_loops_to_look_at():
    assert {"live_through", "reckon_routes", "solve_routes", "lead_groups"} <= LOOPS.keys()


@pytest.mark.parametrize(
    "world",
    [
        hand.world(),
        hand.world(numbers={**hand.LED, "market.sold_target": 1, "market.fee_response": 1, "community.*.pull.*": 1}, scale=1),
        load("two-valleys", days=40),
    ],
    ids=["one community", "whole numbers", "two-valleys"],
)
def test_every_world_meets_the_same_loops(world):
    figures: Figures = in_whole_numbers(world.figures)
    for same in (world, replace(world, figures=figures)):
        run(same, 1)
    assert {name: len(loop.signatures) for name, loop in LOOPS.items() if len(loop.signatures) > 1} == {}
