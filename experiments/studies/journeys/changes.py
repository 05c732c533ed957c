"""Worlds with one change: effort by parameter or by policy, a longer window, a larger pool of people, no events and no seasons."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sim.basis.words import Kind
from sim.world.parameters import Parameter, Parameters, Status
from sim.world.world import DatedLever, World

CHECKPOINTS = frozenset({Kind.OFFICIAL, Kind.AIRPORT, Kind.FERRY})
GREEN = frozenset({Kind.GREEN})
REASON = "changed by the study of what must hold"


def with_parameters(world: World, numbers: Mapping[str, float]) -> World:
    """A world with other values of parameters, by key, in the units of the keys."""
    table = dict(world.parameters.table)
    for key, value in numbers.items():
        serving = world.parameters.find(key)
        table[key] = Parameter(value, "" if serving is None else serving.unit, Status.ASSUMED, REASON, value, value)
    return replace(world, parameters=Parameters(table, world.parameters.groups))


def posts_of(world: World, countries: Iterable[str], kinds: frozenset[Kind] = frozenset(Kind)) -> list[tuple[str, str]]:
    """The posts of some countries at crossings of some kinds: crossing and country of each."""
    wanted = set(countries)
    return [(crossing.name, country) for crossing in world.crossings if crossing.kind in kinds for country in crossing.countries if country in wanted]


def effort_as_parameter(world: World, posts: Iterable[tuple[str, str]], factor: float) -> World:
    """A world whose parameters of effort at some posts are multiplied, as ``--set`` would write them."""
    keys = [f"post.{crossing}.{country}.effort" for crossing, country in posts]
    return with_parameters(world, {key: factor * world.parameters.number(key) for key in keys})


def effort_as_policy(world: World, countries: Iterable[str], factor: float) -> World:
    """A world in which a policy in force from day 0 multiplies all effort of some countries."""
    return with_levers(world, [DatedLever("enforcement", world.start, None, {"country": country, "factor": factor}) for country in countries])


def effort_at(world: World, crossings: Iterable[str], factor: float, day: int = 0) -> World:
    """A world in which a lasting policy multiplies the effort of all services at some crossings from a day of the run on."""
    first = day_of(world, day)
    return with_levers(world, [DatedLever("enforcement", first, None, {"crossing": name, "factor": factor}) for name in crossings])


def with_levers(world: World, levers: Iterable[DatedLever]) -> World:
    """A world with levers besides its own."""
    return replace(world, events=tuple(sorted((*world.events, *levers), key=lambda lever: lever.start)))


def used_crossings(world: World, kinds: frozenset[Kind]) -> list[str]:
    """The crossings of some kinds that a leg meets."""
    met = {name for leg in world.legs_in_use for name in (leg.exit, leg.entry)}
    return [crossing.name for crossing in world.crossings if crossing.kind in kinds and crossing.name in met]


def unchanged(world: World) -> World:
    """A world in which nothing changes by itself: without events, every crossing open and alike in all months, and nobody readier to leave in one of them."""
    world = with_parameters(world, {key: 1.0 for key in world.parameters.table if ".season." in key})
    crossings = tuple(replace(crossing, closed_months=(), hard_months=()) for crossing in world.crossings)
    return replace(world, events=(), crossings=crossings)


def lengthened(world: World, days: int) -> World:
    """A world that is simulated for at least so many days."""
    return world if world.days >= days else replace(world, days=days, report=(world.start, day_of(world, days - 1)))


def day_of(world: World, day: int) -> date:
    """The date of a day of the run, 0 for the first."""
    return world.start + timedelta(day)


NUMBERS = frozenset({"people", "number", "capacity_per_day", "avr_per_month"})
"""Last parts of the keys of parameters that count people, guides, and what services can do: what a land of so many times as many people has more of."""


def peopled(world: World, times: float) -> World:
    """A world with so many times as many people, guides and places with services. Unlike scale, it makes no group and no guide larger."""
    table = world.parameters.table
    return with_parameters(world, {key: one.value * times for key, one in table.items() if key.rpartition(".")[2] in NUMBERS})


def roomier(world: World, times: float) -> World:
    """A world in which so many times as many people consider leaving and as many leave as before: a boom takes from a pool that it does not empty.

    Odds of leaving go down as people grow in number, ``stay`` rises by ``ln(times)``, and as many are abroad at the start.
    """
    numbers: dict[str, float] = {}
    for community in world.communities:
        people, stay, abroad = (f"community.{community.name}.{name}" for name in ("people", "stay", "abroad_share"))
        numbers[people] = world.parameters.number(people) * times
        numbers[stay] = world.parameters.number(stay) + math.log(times)
        numbers[abroad] = world.parameters.number(abroad) / times
    return with_parameters(world, numbers)
