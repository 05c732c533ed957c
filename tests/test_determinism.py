"""The same world and seed give the same tables: again, in another process, in another order of the data; another seed does not."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from arena import FAR, GREENS, NEAR, arena
from experiments.store import digests
from scenarios import load
from sim import RouteModel, run
from sim.basis.words import Kind
from sim.books.results import Labelled, Results, Table
from sim.outcomes.reading import weeks_of
from sim.world.network import Crossing, Place
from sim.world.world import World

SEED = 11
DAYS = 120
"""Holds week's ends and month's ends, so that every loop has run."""

ELSEWHERE = """
import json
from arena import arena
from experiments.store import digests
from scenarios import load
from sim import RouteModel, run
print(json.dumps([digests(run(world, 11).tables) for world in (load("two-valleys", days=120), arena(days=120, communities=2, people=1200))]))
"""


def worlds() -> tuple[World, World]:
    return load("two-valleys", days=DAYS), arena(days=DAYS, communities=2, people=1200)


def backwards(world: World) -> World:
    """The same world with all its data in the opposite order."""
    turned = {name: getattr(world, name)[::-1] for name in ("places", "crossings", "legs", "communities", "regimes")}
    return replace(world, **turned, parameters=replace(world.parameters, table=dict(reversed(world.parameters.table.items()))))


def names_of_people(results: Results) -> dict[int, str]:
    people = results.tables["people"]
    return {int(row): f"{name} {ordinal}" for row, name, ordinal in zip(people["person"], column(people, "community"), people["ordinal"], strict=True)}


def column(table: Table, name: str) -> Any:
    found = table[name]
    return found.words() if isinstance(found, Labelled) else found


def rows(results: Results, name: str) -> Counter[tuple[Any, ...]]:
    """Rows of a table by name, without row numbers, in no order."""
    table = results.tables[name]
    people = names_of_people(results)
    columns: list[Any] = []
    for key in sorted(table):
        if key == "person":
            columns.append(people[int(row)] for row in np.asarray(table[key]))
        else:
            columns.append(iter(column(table, key).tolist()))
    return Counter(zip(*columns, strict=True))


def assert_same_by_name(a: Results, b: Results) -> None:
    for name in a.tables:
        left, right = rows(a, name), rows(b, name)
        assert left == right, f"{name}: {list((left - right).items())[:3]} against {list((right - left).items())[:3]}"


@pytest.mark.parametrize("which", [0, 1])
def test_the_same_seed_gives_the_same_tables(which: int) -> None:
    first, again = (run(worlds()[which], SEED) for _ in range(2))
    assert digests(first.tables) == digests(again.tables)
    assert len(first.tables["events"]["hour"]) > 1000


@pytest.mark.parametrize("which", [0, 1])
def test_another_seed_gives_other_tables(which: int) -> None:
    one, other = (digests(run(worlds()[which], seed).tables) for seed in (SEED, SEED + 1))
    assert all(one[name] != other[name] for name in one if name not in ("guards", "papers", "queues"))


def test_a_run_leaves_nothing_behind_for_the_next() -> None:
    """The same after other runs in between."""
    world, other = worlds()
    first = digests(run(world, SEED).tables)
    run(other, SEED)
    run(world, SEED + 1)
    assert digests(run(world, SEED).tables) == first


@pytest.mark.parametrize("hash_seed", ["1", "123"])
def test_another_process_gives_the_same_tables(hash_seed: str, root: Path) -> None:
    path = os.pathsep.join((str(root), str(root / "tests")))
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", ELSEWHERE], env=environment, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [digests(run(world, SEED).tables) for world in worlds()]


@pytest.mark.parametrize("which", [0, 1])
def test_the_order_of_the_data_changes_nothing(which: int) -> None:
    world = worlds()[which]
    turned = backwards(world)
    assert turned.places[0] == world.places[-1]
    assert_same_by_name(run(world, SEED), run(turned, SEED))


def test_the_order_of_a_community_s_places_changes_nothing() -> None:
    world = worlds()[0]
    turned = replace(world, communities=tuple(replace(c, origins=c.origins[::-1], destinations=c.destinations[::-1]) for c in world.communities))
    assert turned != world
    assert_same_by_name(run(world, SEED), run(turned, SEED))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("name", ["aaa-first", "zzz-last"])
def test_a_place_that_nobody_can_reach_changes_nothing(which: int, name: str) -> None:
    """Its name sorts before or after all others, so that every number of a place or none changes."""
    world = worlds()[which]
    island = replace(world, places=(*world.places, Place(name, "Nowhere", world.places[0].country, 0.0, 0.0)))
    assert_same_by_name(run(world, SEED), run(island, SEED))


@pytest.mark.parametrize("which", [0, 1])
def test_crossings_that_no_leg_meets_change_nothing(which: int) -> None:
    """Their posts have the effort that is posted everywhere, and lend none of it to the posts that people pass."""
    world = worlds()[which]
    country = FAR if which else world.places[0].country
    idle = tuple(Crossing(name, "Idle", Kind.GREEN, (country,), 0.0, 0.0) for name in ("aaa-first", "mmm-between", "zzz-last"))
    assert digests(run(world, SEED).tables) == digests(run(replace(world, crossings=(*world.crossings, *idle)), SEED).tables)


def test_a_crossing_that_is_closed_all_year_changes_nothing_but_its_own_posts() -> None:
    world = worlds()[1]
    shut = Crossing("aaa-first", "Shut", Kind.GREEN, (NEAR, FAR), 0.0, 0.0, closed_months=tuple(range(1, 13)))
    legs = tuple(replace(leg, exit="aaa-first", entry="aaa-first") for leg in world.legs if leg.entry == GREENS[0])
    a, b = run(world, SEED), run(replace(world, crossings=(*world.crossings, shut), legs=(*world.legs, *legs)), SEED)
    assert {row for row in rows(b, "guards") if "aaa-first" not in str(row)} == set(rows(a, "guards"))
    for name in ("events", "counts", "flows", "books", "people"):
        assert rows(a, name) == rows(b, name), name


def test_a_longer_run_begins_like_a_shorter_one() -> None:
    """What lies ahead changes nothing: the first weeks of a long run are those of a short one."""
    short, long = run(arena(days=56), SEED), run(arena(days=112), SEED)
    for name in ("flows", "counts", "books", "stocks", "smugglers"):
        first = weeks_of(long.tables[name]) < 8
        whole = long.tables[name]
        cut = {key: Labelled(found.codes[first], found.labels) if isinstance(found := whole[key], Labelled) else found[first] for key in whole}
        assert digests({name: cut}) == digests({name: short.tables[name]}), name


def test_looking_at_the_results_in_mid_week_changes_nothing() -> None:
    with np.errstate(over="ignore"):
        watched, left_alone = (RouteModel(load("two-valleys", days=21), SEED) for _ in range(2))
        for day in range(21):
            if day == 10:
                assert digests(watched.results().tables) == digests(watched.results().tables)
            watched.step()
            left_alone.step()
        assert digests(watched.results().tables) == digests(left_alone.results().tables)
