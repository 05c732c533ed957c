"""FLEE on the same network with the same number of people: ``ask("benchmarks.on_flee", ...)``. Its own rules, at its own defaults.

What it needs and our territory does not say is decided here: a place where somebody of ours is at home is a conflict zone, a place that only serves as
destination is a camp, every other place a town; two places are linked over the shortest of our legs between them, both ways. Everybody starts at the home that
they have in our run. FLEE draws from Python's and NumPy's global generators and takes no seed: both are seeded before it starts.
"""

import contextlib
import os
import random
import tempfile
from collections import Counter
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import networkx as nx
import numpy as np

from benchmarks.child import Watch, answer, task
from benchmarks.people import world_of
from sim.engine.model import RouteModel
from sim.world.world import World


def is_there() -> bool:
    """Whether FLEE can be imported."""
    return find_spec("flee") is not None


def graph_of(world: World) -> nx.Graph:
    """Places, and kilometres of the shortest leg between each two."""
    graph = nx.Graph()
    graph.add_nodes_from(place.name for place in world.places)
    for leg in world.legs:
        km = min(leg.km, graph.edges[leg.origin, leg.target]["km"]) if graph.has_edge(leg.origin, leg.target) else leg.km
        graph.add_edge(leg.origin, leg.target, km=km)
    return graph


def main() -> None:
    """Move everybody for some days."""
    asked = task()
    world = world_of(asked["size"], asked["days"], asked["scenario"])
    with np.errstate(over="ignore"):
        model = RouteModel(world, 1)
    homes = Counter(model.atlas.homes[home] for home in model.people["home"])
    goals = {name for community in world.communities for name in community.destinations}
    random.seed(1)
    np.random.seed(1)  # noqa: NPY002 - FLEE draws from the global generator
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stderr(nowhere),
        tempfile.NamedTemporaryFile("w", suffix=".yml") as rules,
    ):
        from flee import flee
        from flee.SimulationSettings import SimulationSettings

        SimulationSettings.ReadFromYML(rules.name)  # an empty file: every rule at its default
        watch = Watch()
        ecosystem = flee.Ecosystem()
        where = {}
        for place in world.places:
            kind = "conflict_zone" if place.name in homes else "camp" if place.name in goals else "town"
            where[place.name] = ecosystem.addLocation(
                name=place.name, x=place.lon, y=place.lat, location_type=kind, pop=homes.get(place.name, 0), country=place.country, attributes={}
            )
        for one, other, km in graph_of(world).edges(data="km"):
            ecosystem.linkUp(one, other, km)
        for home, number in sorted(homes.items()):
            for _ in range(number):
                ecosystem.addAgent(where[home], {})
        set_up = watch.read()
        watch = Watch()
        for _ in range(asked["days"]):
            ecosystem.evolve()
        loop = watch.read()
    arrived = sum(1 for person in ecosystem.agents if not person.travelling and person.location.camp)
    answer(set_up=set_up, loop=loop, people=len(ecosystem.agents), places=len(ecosystem.locations), arrived=arrived, version=version("flee"))


if __name__ == "__main__":
    main()
