"""A study owns its evidence: every community and every row is judged or excused in the scenario itself, and no table speaks of another area."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import synthetic
from calibration.evidence.compare import compare
from calibration.evidence.comparisons import COLUMNS as COMPARISONS
from calibration.evidence.comparisons import read_specs
from calibration.evidence.excused import COLUMNS, Unjudged, has_documents, read_excused, unjudged
from calibration.evidence.itineraries import COLUMNS as ITINERARIES
from calibration.evidence.itineraries import OUTSIDE
from calibration.evidence.rows import TABLES, answered_for, read_evidence
from calibration.evidence.uses import COLUMNS as USES
from calibration.evidence.uses import CONTEXT, read_links, read_uses
from experiments.cli import app
from experiments.cli.check_evidence import evidence_warnings
from scenarios import BadInput, load, names
from scenarios import studies as shipped
from scenarios.evidence.tables import evidence_table
from scenarios.studies import read_study
from sim.world.world import World
from studies import made

STUDIES = shipped.names()
ELSEWHERE = re.compile(r"judged in ([a-z0-9-]+)")
"""How a reason says that another study judges a row."""


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [*map(str, words)])


# What ships.


@pytest.mark.parametrize("name", names())
def test_every_community_and_every_row_of_a_scenario_is_judged_or_excused(name: str) -> None:
    world = load(name)
    assert unjudged(read_study(world.study), world) == Unjudged((), (), (), ())


@pytest.mark.parametrize("name", names())
def test_every_comparison_speaks_of_what_is_in_the_scenario_and_is_printed(name: str) -> None:
    world = load(name)
    study = read_study(world.study)
    nothing = replace(synthetic.results(world, people=1), start=world.start, days=1)
    rows = compare(nothing, world, study)
    assert len(rows) == len(read_specs(study))  # none is passed over, as one about another area would be
    assert {part for row in rows for part in row.id.split(";")} <= set(read_links(study).evidence)
    known = {community.name for community in world.communities}
    told = {name for itinerary in read_links(study).itineraries.values() for name in itinerary.communities}
    assert told <= known or name.startswith("central-asia")  # that one's itineraries may ask for the whole territory


@pytest.mark.parametrize("name", [name for name in names() if name != "two-valleys"])
def test_every_scenario_with_documents_is_compared_with_some(name: str) -> None:
    assert read_specs(read_study(load(name).study))


@pytest.mark.parametrize("name", STUDIES)
def test_what_is_judged_elsewhere_is_judged_there(name: str) -> None:
    links = read_links(read_study((name,)))
    uses = read_uses(read_study((name,)), links)
    reasons = [(row.id, row.reason) for row in uses.values()] + [(i.id, i.reason) for i in links.itineraries.values()]
    for row, reason in reasons:
        for other in ELSEWHERE.findall(reason):
            assert other != name
            there = read_links(read_study((other,)))
            inside = row in there.itineraries and there.itineraries[row].within != OUTSIDE
            assert row in there.compared or inside or there.is_input(row), (name, row, other)


@pytest.mark.parametrize("name", STUDIES)
def test_no_row_is_excused_by_belonging_to_another_area(name: str) -> None:
    uses = read_uses(read_study((name,)))
    assert [row.id for row in uses.values() if "another area" in row.reason or "area or period" in row.reason] == []
    assert all(row.reason for row in uses.values() if row.use == CONTEXT)


def test_every_report_has_a_study_that_answers_for_it() -> None:
    answered = {source for name in STUDIES for source in read_study((name,)).sources}
    assert answered == {row["code"] for row in evidence_table("sources")}
    rows = read_evidence()
    assert {row for name in STUDIES for row in answered_for(read_study((name,)), rows)} == set(rows)


# A study of one's own.


def lines(columns: object, *rows: str) -> str:
    return "\n".join([",".join(columns), *rows])  # type: ignore[call-overload]


DOCUMENTS = lines(TABLES["documented"], "X-1,R,s,f,q,KGZ,any,2004-01,10,20,persons,n", "X-2,R,s,f,q,KGZ,any,2004-01,,,pattern,n")
SOME = "X-1,a,attempts,communities=pakistani,,,,"


@pytest.fixture
def world() -> World:
    return synthetic.small_world()  # of Pakistanis and Kyrgyz workers


def test_a_community_is_judged_excused_or_named(tmp_path: Path, world: World) -> None:
    there = tuple(community.name for community in world.communities)
    assert set(there) == {"pakistani", "kyrgyz-workers"}
    open_ = made(tmp_path / "a", evidence=DOCUMENTS, comparisons=lines(COMPARISONS, SOME))
    assert unjudged(open_, world) == Unjudged(("kyrgyz-workers",), (), (), ("X-2",))
    excused = lines(COLUMNS, "kyrgyz-workers,nobody counted them", "pakistani,nor them", "martians,nor these")
    uses = lines(USES, "X-2,context,,a pattern that no indicator knows")
    shut = made(tmp_path / "b", evidence=DOCUMENTS, comparisons=lines(COMPARISONS, SOME), excused=excused, uses=uses)
    assert unjudged(shut, world) == Unjudged((), ("pakistani",), ("martians",), ())
    assert bool(unjudged(shut, world))
    assert not Unjudged((), (), (), ())


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        ("countries=KGZ", {"pakistani", "kyrgyz-workers"}),  # everybody together is nobody by name
        ("communities=pakistani;kyrgyz-workers", set()),
        ("named=pakistani among=pakistani;kyrgyz-workers", {"kyrgyz-workers"}),
        ("by=borders named=PAK-KGZ", {"pakistani", "kyrgyz-workers"}),
        ("of=kyrgyz-workers", {"pakistani"}),
    ],
)
def test_who_is_named_is_judged(tmp_path: Path, world: World, arguments: str, left: set[str]) -> None:
    indicator = "share_of_entries" if "of=" in arguments else "worst_rank" if "named" in arguments else "attempts"
    study = made(tmp_path, evidence=DOCUMENTS, comparisons=lines(COMPARISONS, f"X-1,a,{indicator},{arguments},,,,"))
    assert set(unjudged(study, world).communities) == left


def test_an_itinerary_judges_whom_it_is_reported_of_unless_it_lies_outside(tmp_path: Path, world: World) -> None:
    rows = ("X-1,scenario,own,pakistani,Pakistan>Kyrgyzstan,they", "X-2,outside,own,,Russia,far")
    study = made(tmp_path, evidence=DOCUMENTS, itineraries=lines(ITINERARIES, *rows))
    assert unjudged(study, world).communities == ("kyrgyz-workers",)


def test_without_documents_nothing_is_asked_for(tmp_path: Path, world: World) -> None:
    bare = made(tmp_path, excused=lines(COLUMNS, "martians,why"))
    assert not has_documents(bare)
    assert unjudged(bare, world) == Unjudged((), (), (), ())


def test_a_broken_list_of_excuses_is_told_with_all_its_lines(tmp_path: Path) -> None:
    study = made(tmp_path, excused=lines(COLUMNS, "a,why", "b,", "a,why again"))
    assert read_excused(made(tmp_path / "good", excused=lines(COLUMNS, "b,so", "a,why"))) == {"b": "so", "a": "why"}
    with pytest.raises(BadInput) as caught:
        read_excused(study)
    assert [(f.where.rpartition(":")[2], f.found) for f in caught.value.findings] == [("3", "an empty reason"), ("4", "a again")]


# The commands.


def test_check_names_communities_that_nothing_judges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("new", "mine").exit_code == 0
    path = Path("mine/mine.toml")
    assert evidence_warnings(str(path)) == ()  # no documents: nothing to miss
    (path.parent / "evidence.csv").write_text(lines(TABLES["documented"], "X-1,R,s,f,q,BRE,any,2010-05,3,9,persons,n"), encoding="utf-8")
    (path.parent / "comparisons.csv").write_text(lines(COMPARISONS, "X-1,a,departures,communities=bremark-workers,,,,"), encoding="utf-8")
    shown = call("check", path)
    assert shown.exit_code == 0, shown.output
    assert "no comparison and no itinerary speaks of aldmark-transit; excused.csv" in shown.stderr
    assert "bremark-workers" not in shown.stderr
    (path.parent / "excused.csv").write_text(lines(COLUMNS, "aldmark-transit,nobody counts them"), encoding="utf-8")
    assert "aldmark-transit" not in call("check", path).stderr
    (path.parent / "excused.csv").write_text(lines(COLUMNS, "aldmark-transit,"), encoding="utf-8")
    assert call("check", path).exit_code == 2


def test_a_scenario_without_documents_says_so(tmp_path: Path) -> None:
    shown = call("run", "two-valleys", "--days", 20, "--out", tmp_path / "run", "--no-pictures")
    assert shown.exit_code == 0, shown.output
    assert "Compared with nothing: this scenario has no documents." in " ".join(shown.stdout.split())
    for words in (("--scenario", "two-valleys"), ("--run", tmp_path / "run")):
        assert "Two Valleys has no documents" in call("evidence", *words).stdout
    assert json.loads(call("evidence", "--scenario", "two-valleys", "--json").stdout)["rows"] == []


def test_no_excuse_is_written_twice_in_what_ships(root: Path) -> None:
    for path in (root / "scenarios" / "studies").glob("*/excused.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            reasons = [row["reason"] for row in csv.DictReader(line for line in file if not line.startswith("#"))]
        assert len(set(reasons)) == len(reasons) > 0
