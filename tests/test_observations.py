"""Observations of one's own: what is read, what is refused, what they are compared with, and what a fit makes of them."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import test_outcomes as by_hand
from calibration.evidence import comparisons, itineraries, observations, uses
from calibration.evidence.compare import NOT_ALL_DAYS, Comparison, compare
from calibration.evidence.comparisons import read_specs
from calibration.evidence.observations import FITTED, HELD_OUT, NEEDED, read_observations
from calibration.evidence.rows import TABLES
from calibration.evidence.uses import read_uses
from calibration.evidence.world_names import check_names, outside
from calibration.fit import free
from calibration.fit.targets import read_targets
from experiments.cli import app
from experiments.runs.run_executor import RunExecutor
from scenarios import BadInput
from scenarios.evidence.rows import FILE as EVIDENCE
from scenarios.reading.folders import TEMPLATES
from scenarios.studies import FILES, Study
from sim.books.results import Results
from sim.outcomes import Only
from sim.world.world import World
from studies import made
from walkthrough import ROOT, walk

results, world = by_hand.results, by_hand.world  # the same rows, computed by hand there
HEAD = "period,quantity,low,high,border,nationality,kind,use"


def study(folder: Path, *rows: str, head: str = HEAD, **tables: str) -> Study:
    return made(folder, observations="\n".join([head, *rows]) + "\n", **tables)


def findings(folder: Path, *rows: str, head: str = HEAD) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_observations(study(folder, *rows, head=head))
    return [str(finding).partition("observations.csv:")[2] for finding in caught.value.findings]


# Reading.


def test_a_row_is_a_comparison_of_what_its_columns_say(tmp_path: Path) -> None:
    one, other = read_observations(study(tmp_path, "2004-02,attempts,30,,KGZ-KAZ,PAK;hill,,", "2004-03,attempts,20,25,KGZ-KAZ,PAK;hill,estimate,held-out"))
    assert one.series == other.series == "attempts, KGZ-KAZ, PAK + hill"
    assert (one.spec.documented, other.spec.documented) == ((30.0, 30.0), (20.0, 25.0))  # an empty high is one number
    assert one.spec.only == Only(borders=("KGZ-KAZ",), communities=("PAK", "hill"))
    assert one.spec.days == (date(2004, 2, 1), date(2004, 2, 29))
    assert (one.spec.kind, other.spec.kind, one.use, other.use) == ("count", "estimate", FITTED, HELD_OUT)
    assert one.spec.id == "OBS-attempts, KGZ-KAZ, PAK + hill 2004-02"


def test_a_single_day_and_columns_that_a_spreadsheet_adds(tmp_path: Path) -> None:
    (one,) = read_observations(study(tmp_path, "2004-02-29,attempts,3,,,", ",,,,,", head="period,quantity,low,source,,"))
    assert one.spec.days == (date(2004, 2, 29), date(2004, 2, 29))


def test_open_ends_and_shares(tmp_path: Path) -> None:
    rows = "2004-01,attempts,5,at least,", "2004-02,attempts,7,at most,", "2004,detection_rate,0.25,share,40"
    least, most, share = read_observations(study(tmp_path, *rows, head="period,quantity,low,kind,sample"))
    assert (least.spec.documented, most.spec.documented) == ((5.0, None), (None, 7.0))
    assert (share.spec.documented, share.spec.sample) == ((0.25, 0.25), 40)


def test_all_that_is_wrong_is_said_at_once_with_line_and_nearest_name(tmp_path: Path) -> None:
    found = findings(
        tmp_path, "2004-13,attempt,x,,,,,", "2004-01,attempts,4,3,KGZ,,,", "2004-02,attempts,4,,,,cuont,heldout", "2004,detection_rate,0.2,,,,count,",
        "2004,detection_rate,2,,,,share,",
    )  # fmt: skip
    assert [(line.split(":")[0], line.partition("found ")[2].split(";")[0].split(",")[0]) for line in found] == [
        ("2", 'quantity "attempt"'), ("2", 'period "2004-13"'), ("2", 'low "x"'), ("3", 'border "KGZ"'), ("3", "4 to 3"), ("4", 'kind "cuont"'),
        ("4", 'use "heldout"'), ("5", "a count of detection_rate"), ("6", "a share of 2 to 2"), ("6", "an empty sample"),
    ]  # fmt: skip
    assert found[0].endswith("nearest: attempts")


def test_the_rows_of_a_series_are_of_one_thing_and_each_period_stands_once(tmp_path: Path) -> None:
    head = "period,quantity,low,series,nationality"
    found = findings(tmp_path, "2004-01,attempts,4,ours,PAK", "2004-02,attempts,4,ours,", "2004-01,attempts,5,ours,PAK", head=head)
    assert [line.partition(";")[0] for line in found] == [
        '3: found series "ours" of another quantity, place or nationality', '4: found period "2004-01" of series "ours" again',
    ]  # fmt: skip


def test_needed_columns_are_needed_and_others_may_be_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match='no column "low"'):
        read_observations(study(tmp_path, "2004,attempts", head="period,quantity"))
    with pytest.raises(BadInput, match=r'unknown column "nationalty".*nearest: nationality'):
        read_observations(study(tmp_path, "2004,attempts,3,PAK", head="period,quantity,low,nationalty"))
    assert NEEDED == ("period", "quantity", "low")


# Comparing.


def compared(folder: Path, results: Results, world: World, *rows: str) -> list[Comparison]:
    return compare(results, world, study(folder, *rows))


def test_a_nationality_stands_for_its_communities_and_periods_for_their_days(tmp_path: Path, results: Results, world: World) -> None:
    rows = compared(
        tmp_path, results, world, "2004-01,attempts,15,,KGZ-KAZ,PAK,,", "2004-01-01,attempts,11,,KGZ-KAZ,PAK,,", "2004-01,attempts,35,,KGZ-KAZ,,,",
        "2004-01-02,attempts,5,,KGZ-KAZ,,,",
    )  # fmt: skip
    # On the first day 10 Pakistanis and 20 workers over the banks, on the second 5 Pakistanis over the river.
    assert [row.simulated for row in rows] == [15.0, 10.0, 35.0, 5.0]
    assert [row.inside for row in rows] == [True, True, True, True]


def test_days_that_are_not_simulated_are_no_comparison_and_the_reason_is_said(tmp_path: Path, results: Results, world: World) -> None:
    told = study(tmp_path, "2004-01,attempts,35,,,,,", "2017-01,attempts,35,,,,,", "2017-02,attempts,35,,,,,")
    assert [row.why for row in compare(results, world, told)] == ["", NOT_ALL_DAYS, NOT_ALL_DAYS]
    (warning,) = outside(read_observations(told), world)
    assert '2 periods of "attempts", the first 2017-01, outside the simulated days' in str(warning)


def test_what_the_world_lacks_is_refused_once_each_and_of_a_study_that_ships_passed_over(tmp_path: Path, results: Results, world: World) -> None:
    own = study(tmp_path, "2004-01,attempts,1,,KGZ-KAX,PAK,,", "2004-02,attempts,1,,KGZ-KAX,PAK,,", "2004-02,attempts,1,,,pakistan,,")
    with pytest.raises(BadInput) as caught:
        compare(results, world, own)
    first, second = map(str, caught.value.findings)
    assert 'observations.csv:2: found country "KAX" (and in 1 more rows)' in first
    assert 'nationality "pakistan"' in second
    assert second.endswith("nearest: pakistani")
    shipped = tuple(observations.Observation(one.spec, one.series, one.use, one.source, one.where, own=False) for one in read_observations(own))
    check_names(shipped, world)


def test_comparisons_and_observations_come_together(tmp_path: Path) -> None:
    evidence = ",".join(TABLES["documented"]) + "\nOWN-1,R,s,f,q,KGZ,any,2004-01,10,20,persons,n\n"
    both = study(tmp_path, "2004-02,attempts,30,,,,,", evidence=evidence, comparisons=",".join(comparisons.COLUMNS) + "\nOWN-1,mine,attempts,,,,,\n")
    assert [spec.id for spec in read_specs(both)] == ["OWN-1", "OBS-attempts 2004-02"]


# Fitting.


def test_an_observation_says_its_own_use_and_no_other_table_may(tmp_path: Path) -> None:
    rows = "2004-01,attempts,5,,,,,", "2004-02,attempts,6,,,,,held-out"
    found = read_uses(study(tmp_path, *rows))
    assert [(use.use, use.cluster, use.compared) for use in found.values()] == [("fitted", "attempts", True), ("held-out", "attempts", True)]
    with pytest.raises(BadInput, match="the use of an observation stands in its own row"):
        read_uses(study(tmp_path, *rows, uses=",".join(uses.COLUMNS) + "\nOBS-attempts 2004-01,held-out,c,because\n"))


def test_each_kind_of_number_has_its_observation_model(tmp_path: Path) -> None:
    head = "period,quantity,low,high,kind,sample"
    rows = (
        "2004-01,attempts,5,,count,", "2004-02,attempts,5,,estimate,", "2004-03,attempts,0,,estimate,", "2004-04,attempts,5,8,estimate,",
        "2004-05,attempts,5,,at least,", "2004-06,attempts,5,,at most,", "2004,detection_rate,0.2,,share,50", "2004-01,detection_rate,0.2,,estimate,",
    )  # fmt: skip
    targets = read_targets(study(tmp_path, *rows, head=head))
    assert [target.kind for target in targets] == ["register", "span", "register", "span", "more", "most", "share", "span"]
    assert {(target.family, target.scale) for target in targets} == {("OWN", "log"), ("OWN", "share")}


# Tables of a study, and the commands.

COLUMNS = {
    "observations.csv": tuple(observations.COLUMNS), "comparisons.csv": tuple(comparisons.COLUMNS), "free.csv": tuple(free.COLUMNS),
    EVIDENCE: TABLES["documented"], "itineraries.csv": tuple(itineraries.COLUMNS), "uses.csv": tuple(uses.COLUMNS),
}  # fmt: skip


def test_templates_have_the_columns_of_their_tables_and_their_examples_fit() -> None:
    assert {path.name for path in TEMPLATES.iterdir()} == COLUMNS.keys() <= FILES.keys()
    for name, columns in COLUMNS.items():
        lines = (TEMPLATES / name).read_text(encoding="utf-8").splitlines()
        (header,) = csv.reader(line for line in lines if not line.startswith("#"))
        assert sorted(header) == sorted(columns)
        (example,) = csv.reader([lines[-2].removeprefix("# ")])
        assert len(example) == len(header)


def call(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.output


def test_a_new_study_has_templates_and_check_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call("new", "mine")
    assert COLUMNS.keys() <= {path.name for path in Path("mine").iterdir()}
    said = call("check", "mine/mine.toml")
    assert "it lacks documents" in said
    assert "it lacks free parameters" in said
    table = Path("mine/observations.csv")
    example = next(line for line in table.read_text(encoding="utf-8").splitlines() if line.startswith("# 2010-"))
    with table.open("a", encoding="utf-8") as file:
        file.write(example.removeprefix("# ") + "\n")
    assert "1 observations in 1 series, 0 free parameters" in call("check", "mine/mine.toml")
    call("new", "copy", "--from", "mine/mine.toml")  # what is there is copied, and no template
    assert Path("copy/observations.csv").read_bytes() == table.read_bytes()
    refused = CliRunner().invoke(app, ["calibrate", "mine/mine.toml", "--budget", "40"])
    assert refused.exit_code == 2
    assert "no free parameter" in refused.output
    assert "nothing to fit to" not in refused.output


def test_names_that_the_world_lacks_stop_a_run_before_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call("new", "mine")
    Path("mine/observations.csv").write_text("period,quantity,low,crossing\n2010-03,attempts,3,reed-frd\n", encoding="utf-8")
    for words in (("run", "mine/mine.toml"), ("check", "mine/mine.toml"), ("run", "mine/mine.toml", "--replicates", "2")):
        refused = CliRunner().invoke(app, list(words))
        assert refused.exit_code == 2
        assert 'crossing "reed-frd"' in refused.output
        assert not Path("runs").exists()


def test_runs_that_were_compared_with_other_numbers_are_no_longer_current(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "own_study", tmp_path / "own_study")
    scenario, table = tmp_path / "own_study" / "two-crossings.toml", tmp_path / "own_study" / "observations.csv"

    def stamps() -> list[str]:
        return [RunExecutor(None, 1.0, keep).stamp(str(scenario), "") for keep in (("indicators",), ("indicators", "comparisons"))]

    before = stamps()
    march = "2010-03,registered_at_crossings,"
    table.write_text(table.read_text(encoding="utf-8").replace(march, f"{march}1", 1), encoding="utf-8")  # a digit more
    after = stamps()
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_a_study_of_ones_own_is_compared_plotted_and_fitted(tmp_path: Path) -> None:
    """The page on it, command by command: the posterior holds the values with which the counts were made up, and knows more than the prior."""
    work = tmp_path / "work"
    shutil.copytree(ROOT / "examples" / "own_study", work / "own_study")
    printed = "".join(step.printed for step in walk((ROOT / "docs" / "own-study.md").read_text(encoding="utf-8"), work))
    assert "registered at crossings, eastern border, BRE" in printed
    for drawn, runs in (("runs/observed/figures", 1), ("runs/fitted/figures", 8)):
        rows = list(csv.DictReader((work / drawn / "observations.csv").read_text(encoding="utf-8").splitlines()))
        assert len(rows) == 25
        assert all(float(row["simulated_low"]) <= float(row["simulated_median"]) <= float(row["simulated_high"]) for row in rows)
        assert any(row["simulated_low"] != row["simulated_high"] for row in rows) == (runs > 1)
    fitted = json.loads((work / "calibrations" / "two-crossings" / "posterior.json").read_text(encoding="utf-8"))["parameters"]
    known = {"community.bremark-workers.stay": 2.4, "community.aldmark-transit.stay": 3.8, "crossing.*.exposure": 0.14}
    for row in fitted:
        assert row["low"] < known[row["keys"][0]] < row["high"]
        assert row["contraction"] > 0
    assert max(row["contraction"] for row in fitted) > 0.05
