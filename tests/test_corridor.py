"""The worked example: balances of every place and day, and what its events do."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest

import sim
from examples.corridor import daily
from examples.corridor.daily import FOLDER, Place, as_rows
from scenarios import load
from scenarios.check import check
from sim.world.world import World

PARTY = 100  # people of an agent: numbers of a day are exact to that


@pytest.fixture(scope="module")
def world() -> World:
    return load(str(FOLDER / "corridor.toml"))


@pytest.fixture(scope="module")
def found(world: World) -> Mapping[str, Place]:
    return daily.daily(sim.run(world, 1), world)


def on(world: World, day: date) -> int:
    return (day - world.start).days


def test_it_is_data_alone_and_short() -> None:
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for kind in ("*.toml", "*.csv") for path in FOLDER.rglob(kind))
    assert lines < 200
    assert [warning for warning in check(str(FOLDER / "corridor.toml")).warnings if "template" not in str(warning)] == []


def test_every_place_is_in_balance_every_day(found: Mapping[str, Place]) -> None:
    for name, one in found.items():
        before = np.concatenate([[0], one.there[:-1]])
        assert np.array_equal(before + one.came - one.passed_on - one.left - one.died, one.there), name
    assert sum(int(one.came.sum()) for one in found.values()) > 2_000_000


def test_whoever_is_sent_out_lands_and_goes_on_from_place_to_place(world: World, found: Mapping[str, Place]) -> None:
    landed = found["landing"].came
    assert abs(landed[:46].sum() - 46 * 10_000) <= PARTY
    assert abs(landed[46:48].sum() - 2 * 14_000) <= PARTY
    assert abs(landed.sum() - (46 * 10_000 + 2 * 14_000 + 22 * 8_000 + 22 * 4_000)) <= PARTY


def test_the_first_closure_sends_all_by_the_woods_and_the_quota_holds_them_there(world: World, found: Mapping[str, Place]) -> None:
    closed, quota, second = (on(world, date(2015, month, day)) for month, day in ((11, 18), (11, 24), (12, 10)))
    plains, woods, hills = found["plainton"].came, found["woodham"].came, found["hilltown"]
    assert plains[closed - 7 : closed].mean() > 4_000
    assert plains[closed + 1 :].sum() == 0
    assert woods[closed : closed + 3].mean() > 2 * woods[closed - 7 : closed - 1].mean()
    passed = hills.passed_on[quota + 1 : second]
    assert np.all(np.abs(np.cumsum(passed) - 6_000 * np.arange(1, len(passed) + 1)) <= 2 * PARTY)
    assert hills.there[second - 1] > hills.there[quota] + 10_000


def test_after_the_second_closure_nobody_comes_to_the_hills_and_those_in_haven_wait(world: World, found: Mapping[str, Place]) -> None:
    second = on(world, date(2015, 12, 10))
    assert found["hilltown"].came[second + 1 :].sum() == 0
    assert found["landing"].there[-1] - found["landing"].there[second] > 0.9 * found["landing"].came[second + 1 :].sum()


def test_the_table_has_a_row_a_day_and_place(world: World, found: Mapping[str, Place]) -> None:
    rows = as_rows(found, world)
    assert rows[0] == ["date", "place", "came", "passed on", "left", "died", "there"]
    assert len(rows) == 1 + 92 * 6
    assert rows[-1][:2] == ["2015-12-31", "metropolis"]
