"""Rules of entry as a table and in a scenario: read, found wrong, warned of, kept with a run; and names joined by ; in events."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import scenarios
from experiments.store.scenario_form import read_world
from experiments.store.scenario_text import in_order, scenario_text
from scenarios.check import check
from scenarios.reading.problems import BadInput, InputWarning, Problems
from scenarios.start import start
from sim.basis.words import Decision
from sim.levers.catalogue import lever
from sim.levers.scope import Scope
from sim.world.conditions import conditions_at_start, copy
from sim.world.entry_rule import EntryRule
from sim.world.geography import draw_atlas
from sim.world.world import World

HEAD = "start,end,country,via,who,papers,decision,source"
Write = Callable[..., None]


@pytest.fixture
def write(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write ``land/entry_rules.csv`` of some rows, and more at the end of ``mine.toml``, a copy of the teaching scenario."""
    monkeypatch.chdir(tmp_path)
    text = (root / "scenarios" / "two-valleys.toml").read_text(encoding="utf-8").replace('"two-valleys"', '"land"')
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", "land")

    def write(*rows: str, more: str = "") -> None:
        Path("mine.toml").write_text(f"{text}\n{more}\n", encoding="utf-8")
        if rows:
            Path("land/entry_rules.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")

    return write


def loaded(name: str = "mine.toml") -> tuple[World, list[InputWarning]]:
    found: list[InputWarning] = []
    return scenarios.load(name, warnings=found), found


ROWS = (
    "2010-03-01,2010-08-01,BRE;CYR,stone-bridge;BRE-CYR,ALD,,register,invented",
    ",,CYR,official;BRE,aldmark-transit;BRE,passport;BRE,admit,invented",
    ",,*,,*,,push_back,invented",
)
READ = (
    EntryRule(Decision.REGISTER, ("BRE", "CYR"), ("stone-bridge", "BRE-CYR"), ("ALD",), (), date(2010, 3, 1), date(2010, 8, 1)),
    EntryRule(Decision.ADMIT, ("CYR",), ("official", "BRE"), ("aldmark-transit", "BRE"), ("passport", "BRE")),
    EntryRule(Decision.PUSH_BACK),
)
OWN = '[[entry_rule]]\nend = 2010-04-01\ncountry = "CYR"\npapers = "permit"\ndecision = "admit"\nsource = "invented"\n'


def test_rows_are_read_and_those_of_a_scenario_come_first(write: Write) -> None:
    write(*ROWS, more=OWN)
    world, warnings = loaded()
    assert world.entry_rules == (EntryRule(Decision.ADMIT, ("CYR",), papers=("permit",), end=date(2010, 4, 1)), *READ)
    assert warnings == []
    assert check("land").what == check("land/entry_rules.csv").what == "territory"


def test_a_scenario_comes_before_the_one_that_it_is_like(write: Write) -> None:
    write(*ROWS[2:], more=OWN)
    own = '[[entry_rule]]\nwho = "ALD"\ndecision = "refus"\nsource = "invented"\n'
    Path("other.toml").write_text(f'title = "Other"\nlike = "mine.toml"\n{own}', encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        loaded("other.toml")
    assert [(one.where, one.nearest) for one in caught.value.findings] == [("other.toml:5", "refuse")]
    Path("other.toml").write_text(f'title = "Other"\nlike = "mine.toml"\n{own.replace("refus", "refuse")}', encoding="utf-8")
    decisions = [one.decision for one in loaded("other.toml")[0].entry_rules]
    assert decisions == [Decision.REFUSE, Decision.ADMIT, Decision.PUSH_BACK]


def test_all_findings_come_in_one_message_with_rows_and_nearest_names(write: Write) -> None:
    write(
        "2010-13-01,,CYS,stone-brige,ALX,pasport,admitt,",
        "2010-03-01,2010-03-01,CYR,ALD-CYS,,CYQ,refuse,invented",
        more='[[entry_rule]]\nvia = "river-gat"\ndecision = "admit"\nsource = "invented"\n',
    )
    with pytest.raises(BadInput) as caught:
        loaded()
    findings = [(one.where.split(":")[0], one.where.split(":")[1], one.nearest) for one in caught.value.findings]
    near = {"": 3, "CYR": 2, "stone-bridge": 1, "ALD": 1, "passport": 1, "admit": 1, "ALD-CYR": 1, "river-gate": 1}
    assert {name: [found[2] for found in findings].count(name) for name in near} == near
    line = Path("mine.toml").read_text(encoding="utf-8").splitlines().index('via = "river-gat"') + 1
    assert {found[:2] for found in findings} == {("land/entry_rules.csv", "2"), ("land/entry_rules.csv", "3"), ("mine.toml", str(line))}


@pytest.mark.parametrize(
    ("rows", "line", "found"),
    [
        ((",,CYR,,SYR,,admit,x",), 2, "a rule of entry for SYR, which nobody here is"),
        ((",,ALD,,ALD,,admit,x",), 2, "a rule of entry that no way of anybody meets"),
        (("2012-01-01,,CYR,,,,admit,x",), 2, "a rule of entry never in force in the simulated days"),
        ((",,CYR,,,BRE,admit,x",), 2, "a rule of entry that asks for a registration paper of BRE, which no rule gives them"),
        ((",,CYR,,,,refuse,x", ",,CYR,,ALD,,refuse,x"), 3, "a rule of entry (refuse) that is never reached: land/entry_rules.csv:2 decides before it"),
        ((",,CYR,,,,refuse,x", ",,CYR,,ALD,passport,admit,x"), 3, "(admit) that is never reached: land/entry_rules.csv:2 decides before it, and otherwise"),
        (
            (",2010-05-01,CYR,,,,admit,x", "2010-05-01,,CYR,,ALD,,admit,x", ",,CYR,,ALD,,refuse,x"),
            4,
            "(refuse) that is never reached: land/entry_rules.csv:2, land/entry_rules.csv:3 decides before it, and otherwise",
        ),
        (
            (",,CYR,,ALD,,admit,x", ",,,river-gate,,,refuse,x"),
            3,
            "(refuse) that contradicts land/entry_rules.csv:2 (admit), which decides where both apply",
        ),
    ],
)
def test_warned_of_rows_that_change_nothing_or_contradict(write: Write, rows: tuple[str, ...], line: int, found: str) -> None:
    write(*rows)
    warnings = [one for one in loaded()[1] if one.where == f"land/entry_rules.csv:{line}"]
    assert len(warnings) == 1
    assert found in warnings[0].found


def test_an_exception_before_the_rule_is_no_contradiction(write: Write) -> None:
    write(",,CYR,river-gate,ALD,,admit,x", ",,CYR,,ALD,passport,register,x", ",,CYR,,,,refuse,x")
    assert loaded()[1] == []


def test_a_run_keeps_its_rules(write: Write) -> None:
    write(*ROWS)
    world, problems = loaded()[0], Problems()
    text = scenario_text(world)
    assert read_world(Path("scenario.toml"), text, problems) == in_order(world)
    write()
    Path("land/entry_rules.csv").unlink()
    assert "entry_rules" not in scenario_text(loaded()[0])


def test_a_new_scenario_takes_the_table_along(write: Write) -> None:
    write(*ROWS)
    start(Path("copied"), "mine.toml")
    assert len(list(Path("copied").rglob("entry_rules.csv"))) == 1


# Names joined by ; in events


def changed(write: Write, *events: str) -> tuple[World, np.ndarray, np.ndarray]:
    """The world of events of the first day, and which moves are open and which efforts there are under them."""
    write(more="\n".join(f"[[event]]\nstart = 2010-01-01\n{event}" for event in events))
    world, _ = loaded()
    atlas = draw_atlas(world)
    now = copy(conditions_at_start(world, atlas))
    for event in world.events:
        if event.start == world.start:
            lever(event.lever).apply(now, Scope(world, atlas), event.settings)
    return world, now.moves.open, now.posts.effort


def test_several_crossings_or_borders_are_each_meant(write: Write) -> None:
    _, each, _ = changed(write, 'lever = "closure"\ncrossing = "reed-ford"\n', 'lever = "closure"\ncrossing = "river-gate"\n')
    _, both, _ = changed(write, 'lever = "closure"\ncrossing = "reed-ford; river-gate"\n')
    assert both.tolist() == each.tolist()
    assert not both.all()


def test_what_two_names_reach_is_reached_once(write: Write) -> None:
    doubled = 'lever = "border_force"\nfactor = 2.0\ncorrupt_factor = 1.0\n'
    _, _, start_effort = changed(write)
    _, _, effort = changed(write, doubled + 'country = "BRE;CYR"\n')
    assert {round(ratio, 9) for ratio in (effort / start_effort).tolist()} == {1.0, 2.0}


def test_a_lever_that_changes_countries_stands_for_one_a_country(write: Write) -> None:
    world, *_ = changed(write, 'lever = "entry_ban"\ncountry = "BRE;CYR"\nnationality = "ALD;BRE"\n')
    assert [(event.settings["country"], event.settings["nationality"]) for event in world.events[:2]] == [("BRE", "ALD;BRE"), ("CYR", "ALD;BRE")]


def test_each_of_several_names_is_checked(write: Write) -> None:
    write(more='[[event]]\nlever = "closure"\ncrossing = "reed-ford;river-gat"\nstart = 2010-02-01\n')
    with pytest.raises(BadInput) as caught:
        loaded()
    assert [one.nearest for one in caught.value.findings] == ["river-gate"]
