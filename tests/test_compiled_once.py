"""A loop is compiled once, whatever world it meets: a second time would take most of a minute and tell nobody."""

from dataclasses import replace

import pytest
from numba.core.registry import CPUDispatcher

import hand
from scenarios import load
from sim import run
from sim.engine import compiled
from sim.world.parameters import Parameter, Parameters, Status

LOOPS = {name: loop for name, loop in vars(compiled).items() if isinstance(loop, CPUDispatcher) and loop.__module__ == compiled.__name__}


def in_whole_numbers(parameters):
    """The same parameters, those without decimals written as integers, as a file may have them."""
    whole = {key: round(parameter.value) for key, parameter in parameters.table.items() if parameter.value == round(parameter.value)}
    return parameters.replace({key: Parameter(value, "", Status.ASSUMED, "by hand", value, value) for key, value in whole.items()})


def test_there_are_loops_to_look_at():
    assert {"live_through", "compute_routes", "solve_routes", "lead_groups"} <= LOOPS.keys()


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
    parameters: Parameters = in_whole_numbers(world.parameters)
    for same in (world, replace(world, parameters=parameters)):
        run(same, 1)
    assert {name: len(loop.signatures) for name, loop in LOOPS.items() if len(loop.signatures) > 1} == {}
