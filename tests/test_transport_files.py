"""Transports and minutes in a territory's files: what is read, what is wrong with it, and that a run keeps it."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from experiments.store.scenario_form import read_world
from experiments.store.scenario_text import in_order, scenario_text, scenario_world
from scenarios import load
from scenarios.reading.problems import BadInput, InputWarning, Problems
from scenarios.start import start
from sim.basis.words import Mode
from sim.world.network import Leg, Transport
from sim.world.world import World

HEAD = "name,origin,target,mode,km,hours,crossing,start,end,every_hours,first_hour,seats,fare_usd,admits,checks,source\n"
SPECIAL = "special,bridgeford,cyrstead,rail,110,2.75,river-gate,2010-06-05,2010-09-01,6,5,300,2.5,yes,,invented\n"
SHUTTLE = "shuttle,millbrook,bridgeford,road,45,0.75,,,,1,,50,,,yes,invented\n"


@pytest.fixture
def mine(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The teaching scenario with its territory beside it, in the working folder."""
    monkeypatch.chdir(tmp_path)
    text = (root / "scenarios" / "two-valleys.toml").read_text(encoding="utf-8")
    Path("mine.toml").write_text(text.replace('territory = "two-valleys"', 'territory = "valleys"'), encoding="utf-8")
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", "valleys")
    return Path("mine.toml")


def write(text: str) -> None:
    Path("valleys/transports.csv").write_text(text, encoding="utf-8")


def rides(world: World) -> list[Leg]:
    return [leg for leg in world.legs if leg.transport is not None]


def test_rows_become_legs_in_one_direction(mine: Path) -> None:
    write(HEAD + SPECIAL + SHUTTLE)
    special = Transport("special", 6, 300, 5, date(2010, 6, 5), date(2010, 9, 1), 2.5, admits=True)
    shuttle = Transport("shuttle", 1, 50, checks=True)
    assert rides(load(mine)) == [
        Leg("bridgeford", "cyrstead", Mode.RAIL, 110, 2, "river-gate", "river-gate", 45, special),
        Leg("millbrook", "bridgeford", Mode.ROAD, 45, 0, minutes=45, transport=shuttle),
    ]


def test_columns_that_may_be_empty_may_be_missing(mine: Path) -> None:
    write("name,origin,target,mode,km,hours,crossing,every_hours,seats,source\nshuttle,millbrook,bridgeford,road,45,0.75,,1,50,invented\n")
    assert [leg.transport for leg in rides(load(mine))] == [Transport("shuttle", 1, 50)]


def test_a_leg_has_hours_or_minutes(mine: Path) -> None:
    legs = Path("valleys/legs.csv")
    head, rows = "origin,target,mode,km,hours,crossing,basis", "upper-mill,alderton,road,40,1,,invented"
    text = legs.read_text(encoding="utf-8")
    lines = [f"{line}," if line and not line.startswith("#") else line for line in text.splitlines()]
    changed = "\n".join(lines).replace(f"{head},", f"{head},minutes").replace(f"{rows},", "upper-mill,alderton,road,40,,,invented,25")
    legs.write_text(changed + "\n", encoding="utf-8")
    times = {(leg.origin, leg.target, leg.mode): (leg.hours, leg.minutes) for leg in load(mine).legs}
    assert times["upper-mill", "alderton", Mode.ROAD] == times["alderton", "upper-mill", Mode.ROAD] == (0, 25)
    assert times["millbrook", "bridgeford", Mode.RAIL] == (2, 0), "an hour and a half, rounded up as ever"
    legs.write_text(changed.replace("40,,,invented,25", "40,1,,invented,25") + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r'hours "1".*where minutes stand'):
        load(mine)


def test_all_that_is_wrong_is_said_at_once(mine: Path) -> None:
    write(
        HEAD
        + SPECIAL
        + "special,millbrok,bridgeford,air,45,0,,,,0,24,0.5,-1,maybe,,\n"
        + "ghost,millbrook,lower-cyr,road,60,2,high-saddle,2010-06-05,2010-06-05,6,,3,,,yes,invented\n"
        + "inside,millbrook,bridgeford,road,45,1,,June,,1000,,50,,yes,,invented\n"
    )
    with pytest.raises(BadInput) as caught:
        load(mine)
    found = {(finding.where.rpartition(":")[2], finding.found) for finding in caught.value.findings}
    assert found == {
        ("3", 'transport "special" again'), ("3", 'origin "millbrok"'), ("3", 'mode "air"'), ("3", 'hours "0"'), ("3", 'every_hours "0"'),
        ("3", 'first_hour "24"'), ("3", 'seats "0.5"'), ("3", 'fare_usd "-1"'), ("3", 'admits "maybe"'), ("3", "an empty source"),
        ("4", 'crossing "high-saddle"'), ("4", 'checks "yes"'), ("4", 'end "2010-06-05"'),
        ("5", 'start "June"'), ("5", 'every_hours "1000"'), ("5", 'admits "yes"'),
    }  # fmt: skip


def test_a_run_keeps_them(mine: Path) -> None:
    write(HEAD + SPECIAL + SHUTTLE)
    world = load(mine)
    text = scenario_text(world)
    problems = Problems()
    assert read_world(Path("scenario.toml"), text, problems) == scenario_world(text) == in_order(world)
    assert not problems.findings
    plain = replace(world, legs=tuple(leg for leg in world.legs if leg.transport is None))
    assert "transport" not in scenario_text(plain)
    assert "minutes" not in scenario_text(plain)


def test_a_copy_of_a_scenario_has_them(mine: Path) -> None:
    write(HEAD + SHUTTLE)
    start(Path("yours"), str(mine))
    assert [leg.transport for leg in rides(load(Path("yours/yours.toml")))] == [Transport("shuttle", 1, 50, checks=True)]


def test_what_does_not_run_in_the_simulated_days_is_said(mine: Path) -> None:
    write(HEAD + SPECIAL.replace("2010-06-05,2010-09-01", "2011-01-01,") + SHUTTLE)
    warnings: list[InputWarning] = []
    load(mine, warnings=warnings)
    assert ("valleys/transports.csv:2", "transport special, which does not run from 2010-01-01 to 2010-12-31: it has no effect") in [
        (warning.where, warning.found) for warning in warnings
    ]
