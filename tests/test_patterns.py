"""Patterns that the sources state and the model must show: what tightening does to flows.

They are held on a world of one border, where seeds are cheap, and on the first scenario on few people.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from arena import BORDER, GREENS, START, arena, numbers, since, with_events, words
from scenarios import load
from sim import run
from sim.basis.words import Entry, Kind
from sim.books.results import Results
from sim.outcomes import Only, crossings
from sim.world.world import World

SEEDS = (1, 2, 3)
DAY = 182
"""A review of guides and news, after half a year in which things have settled."""
AFTER = (START + timedelta(DAY + 42), START + timedelta(363))
"""Six weeks later, by which routes have changed, to the end."""


def passed(results: Results, world: World, **only: tuple[str, ...]) -> int:
    return crossings(results, world, Only(period=AFTER, **only))  # type: ignore[arg-type]


@cache
def pair(seed: int, tighter: str, lever: str, factor: float) -> tuple[Results, Results, World]:
    world = arena(people=3000, parameters={"choice.departure_share": 1e9})
    return run(world, seed), run(with_events(world, since(DAY, lever, crossing=tighter, factor=factor)), seed), world


def test_tightening_one_crossing_moves_flow_to_its_neighbours() -> None:
    """BEH-17: routes change once they are detected. Each path is judged over all seeds: people come in groups, and one group more moves a path of one seed."""
    flows = {name: [0, 0] for name in GREENS}
    for seed in SEEDS:
        before, after, world = pair(seed, "mid-path", "enforcement", 3.0)
        for name in GREENS:
            flows[name][0] += passed(before, world, crossings=(name,))
            flows[name][1] += passed(after, world, crossings=(name,))
    change = {name: after - before for name, (before, after) in flows.items()}
    assert change["mid-path"] < -0.3 * flows["mid-path"][0], flows
    assert change["east-path"] > 0, flows
    assert change["west-path"] > 0, flows
    beside = change["east-path"] + change["west-path"]
    assert beside > -0.5 * change["mid-path"], "most of those who leave it take a path beside it, though some of the new patrols follow them there"


FORGED = {"choice.departure_share": 1e9, f"smuggler.{BORDER}.number": 0, "community.*.guided": 0, "country.*.forged_usd": 40, "crossing.*.exposure": 0.25}
"""Nobody leads, the paths are watched, forged papers are cheap: the checkpoint is where most pass."""


@cache
def equipped(seed: int, equipment: float) -> tuple[Results, World]:
    """Both services of the border with readers from the first day on; what a reader finds is the parameter of each country."""
    world = arena(people=3000, entry=Entry.VISA, parameters=FORGED | VISA | {"country.*.document_equipment": equipment, "country.*.document_base": 0.1})
    return run(world, seed), world


VISA: Mapping[str, float] = {"visa.AAA.BBB.price_usd": 50, "visa.AAA.BBB.refusal": 1, "visa.AAA.BBB.elsewhere_share": 0, "visa.AAA.BBB.days": 30}


def test_equipping_checkpoints_moves_users_of_forged_papers_elsewhere() -> None:
    """FLW and DOC of the evidence: forged papers are the way through checkpoints where those have no equipment."""
    for seed in SEEDS:
        (before, world), (after, _) = equipped(seed, 0.1), equipped(seed, 1.5)
        forged = [passed(results, world, channels=("forged",)) for results in (before, after)]
        green = [passed(results, world, kinds=(Kind.GREEN.word,)) for results in (before, after)]
        assert forged[0] > 200
        assert forged[1] < 0.5 * forged[0]
        assert green[1] - green[0] > 0.3 * (forged[0] - forged[1]), "they pass over the paths instead"


@cache
def valley(factor: float) -> tuple[Results, World]:
    light = {f"community.{name}.weight": 2.0 for name in ("uzbekistan", "tajikistan", "kyrgyzstan")}
    world = load("central-asia-2004", days=550, scale=0.1, settings=light, posterior="none")
    places = {place.name: place.country for place in world.places}
    legs = [leg for leg in world.legs if leg.entry is not None]
    borders = {f"{places[leg.origin]}-{places[leg.target]}" for leg in legs}
    assert {"UZB-KGZ", "TJK-KGZ"} <= borders
    day = world.start + timedelta(270)
    events = [replace(since(0, "enforcement", border=border, factor=factor), start=day) for border in ("UZB-KGZ", "KGZ-UZB", "TJK-KGZ", "KGZ-TJK")]
    world = replace(world, events=(*world.events, *events))
    return run(world, 1), world


@pytest.mark.parametrize(("border", "near"), [("UZB-KGZ", {"fergana", "andijan"}), ("TJK-KGZ", {"isfara", "khujand"})])
def test_ferghana_and_batken_persist_though_they_are_watched_more(border: str, near: set[str]) -> None:
    """BEH-18: routes that persist although security was tightened: the Ferghana Valley and Batken."""
    shares = []
    for factor in (1.0, 2.0):
        results, world = valley(factor)
        flows = results.tables["flows"]
        country = {place.name: place.country for place in world.places}
        irregular = np.array([name.endswith((", guided", ", alone", ", forged")) for name in words(flows, "move")])
        moves = words(flows, "move")
        over = np.array([f"{country[m.partition('>')[0]]}-{country[m.partition('>')[2].partition(' by ')[0]]}" == border for m in moves])
        here = np.array([m.partition(">")[0] in near for m in moves])
        late = numbers(flows, "day") >= 46 * 7
        people = numbers(flows, "crossed")
        shares.append((int(people[irregular & over & here & late].sum()), int(people[irregular & over & late].sum())))
    (before, all_before), (after, all_after) = shares
    assert before > 50
    assert after > 0.5 * before, "they are not given up"
    assert after / all_after > 0.8 * before / all_before, "nor is their part of the border's flow"
