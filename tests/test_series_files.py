"""``series.csv``: what is read, what is refused, with the row and the nearest name, and what is warned of."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from experiments.cli import app
from scenarios import BadInput, load
from scenarios.check import Contents, check
from scenarios.reading.problems import InputWarning
from scenarios.series.periods import days_of
from scenarios.start import start
from sim.world.world import World

HEAD = "period,what,where,who,value,kind,between,source\n"
Write = Callable[..., Path]


@pytest.fixture
def mine(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The teaching scenario in the working folder, with its territory in ``land``."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", "land")
    text = (root / "scenarios" / "two-valleys.toml").read_text(encoding="utf-8")
    Path("mine.toml").write_text(text.replace('"two-valleys"', '"land"'), encoding="utf-8")
    return Path("mine.toml")


def write(*rows: str, head: str = HEAD, to: str = "series.csv") -> None:
    Path(to).write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def refused(mine: Path) -> list[str]:
    with pytest.raises(BadInput) as caught:
        load(mine)
    return [str(finding) for finding in caught.value.findings]


def warned(mine: Path) -> list[str]:
    warnings = list[InputWarning]()
    load(mine, warnings=warnings)
    return [str(warning) for warning in warnings if "series.csv" in str(warning)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"), ("2016-H1", "2016-01-01", "2016-06-30"), ("2016-H2", "2016-07-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"), ("2016-02-07", "2016-02-07", "2016-02-07"), ("2015-12 to 2016-02", "2015-12-01", "2016-02-29"),
        ("from 2016-02-07", "2016-02-07", "None"),
    ],
)  # fmt: skip
def test_periods(text: str, first: str, last: str) -> None:
    days = days_of(text)
    assert days is not None
    assert [str(one) for one in days] == [first, last]


@pytest.mark.parametrize("text", ["", "2016-13", "2016-00", "2016-02-30", "0000", "2016-H3", "2016-W07", "2016-02 to 2015", "from", "7 Feb", "2016-2-7"])
def test_what_is_no_period(text: str) -> None:
    assert days_of(text) is None


def test_five_columns_are_enough(mine: Path) -> None:
    write("2010-02,departures,,aldmark-transit,2", "2010-03-01 to 2010-03-09,departures,,aldmark-transit,5", head="period,what,where,who,value\n")
    (series,) = load(mine).series
    assert [(str(row.first), str(row.last), row.value) for row in series.rows] == [("2010-02-01", "2010-02-28", 2.0), ("2010-03-01", "2010-03-09", 5.0)]
    assert "2 of 2 rows without a source" in warned(mine)[0]


def test_rows_in_any_order_and_one_that_holds_until_the_next(mine: Path) -> None:
    write("from 2010-06-01,effort,goat-path,BRE,9,,,x", "2010-03,effort,goat-path,,0.5,ratio,,x", "from 2010-04-15,effort,goat-path,BRE,7,,,x")
    one, other = load(mine).series
    assert [(str(row.first), str(row.last), row.value) for row in one.rows] == [("2010-04-15", "2010-05-31", 7.0), ("2010-06-01", "None", 9.0)]
    assert (other.ratio, other.who) == (True, "")


GOOD = "2010-03,effort,goat-path,BRE,3,,,x"


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        (["2010-03,efort,goat-path,BRE,3,,,x"], ["series.csv:2", 'what "efort"', "nearest: effort"]),
        (["2010-03,effort,goatpath,BRE,3,,,x"], ['where "goatpath"', "nearest: goat-path"]),
        (["2010-03,effort,goat-path,BRA,3,,,x"], ['who "BRA"', "nearest: BRE"]),
        (["2010-03,departures,,aldmark-transits,3,,,x"], ['who "aldmark-transits"', "nearest: aldmark-transit"]),
        (["2010-03,fare_usd,alderton>milbrook,road,3,,,x"], ['where "alderton>milbrook"', "nearest: alderton>millbrook"]),
        (["2010-03,effort,goat-path,CYR,3,,,x"], ["effort at goat-path of CYR, which acts on nothing"]),
        (["2010-03,throughput.legal,goat-path,,3,,,x"], ["throughput.legal at goat-path, which acts on nothing"]),
        (["2010-03,departures,millbrook,aldmark-transit,1,,,x"], ["departures at millbrook of", "an origin of the community: upper-mill, alderton"]),
        (["2011-03,effort,goat-path,BRE,3,,,x"], ['period "2011-03", on no simulated day', "days from 2010-01-01 to 2010-12-31"]),
        (["March,effort,goat-path,BRE,3,,,x"], ['period "March"', "2015-10-08 to 2015-10-14"]),
        (["2010-03,effort,goat-path,BRE,-3,,,x"], ['value "-3"', "a number from 0 to 1,000,000, in patrols"]),
        (["2010-03,departures,,aldmark-transit,1e8,,,x"], ['value "1e8"', "in persons/day"]),
        (["2010-03,effort,goat-path,BRE,nan,,,x"], ['value "nan"']),
        (["2010-03,departures,,aldmark-transit,2,ratio,,x"], ["departures as a ratio", "readiness, as a ratio"]),
        (["2010-03,readiness,,aldmark-transit,2,,,x"], ["readiness that is not a ratio", 'kind "ratio"']),
        (["2010-03,departures,,,2,,,x"], ["an empty who", "a community: aldmark-transit, bremark-workers"]),
        (["2010-03,wage_usd,CYR,BRE,2,,,x"], ['who "BRE" of wage_usd', "nothing"]),
        (["2010-03,effort,goat-path,BRE,2,percent,,x"], ['kind "percent"', "absolute, ratio"]),
        (["2010-03,effort,goat-path,BRE,2,,linear,x"], ['period "2010-03"', "a single day"]),
        (["2010-03,throughput.legal,stone-bridge,BRE,2,ratio,,x"], ["as a ratio, of a number that no parameter gives"]),
        (["2010-03,effort,goat-path,BRE,999999,ratio,,x"], ["effort at goat-path of BRE with a ratio that makes", "at most 1,000,000 patrols"]),
        ([GOOD, "2010-03-31 to 2010-04-02,effort,goat-path,BRE,4,,,x"], ["series.csv:3", "overlap with 2010-03-01 to 2010-03-31", "series.csv:2"]),
        ([GOOD, GOOD], ["series.csv:3", "days that overlap"]),
        ([GOOD, "2010-04-05,effort,goat-path,BRE,4,,,x"], ["series.csv:3", "without a row for 2010-04-01 to 2010-04-04"]),
        ([GOOD, "2010-04,effort,goat-path,BRE,2,ratio,,x"], ['kind "ratio"', "one kind in a series"]),
        ([GOOD, "2010-03,effort,goat-path,,2,ratio,,x"], ["series.csv:3", "effort at goat-path as a ratio, beside effort at goat-path of BRE"]),
        (["2010-03,departures,,aldmark-transit,20,,,x"], ["departures of aldmark-transit of 620 people", "at most the 600"]),
    ],
)  # fmt: skip
def test_findings(mine: Path, rows: list[str], parts: list[str]) -> None:
    write(*rows)
    found = refused(mine)
    assert any(all(part in finding for part in parts) for finding in found), found
    assert len(found) == 1, found


def test_all_findings_stand_in_one_message_with_those_of_other_files(mine: Path) -> None:
    write("2010-03,efort,goat-path,BRE,3,,,x", "2010-03,effort,goat-path,BRE,-1,,,x")
    mine.write_text(mine.read_text(encoding="utf-8").replace('"closure"', '"closing"'), encoding="utf-8")
    assert len(refused(mine)) == 3
    result = CliRunner().invoke(app, ["check", str(mine)])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_table_by_another_name(mine: Path) -> None:
    write(GOOD, to="arrivals.csv")
    assert load(mine).series == ()
    text = mine.read_text(encoding="utf-8")
    mine.write_text(text.replace("tick_hours", 'series = "arrivals.csv"\ntick_hours', 1), encoding="utf-8")
    assert len(load(mine).series) == 1
    mine.write_text(text.replace("tick_hours", 'series = "arivals.csv"\ntick_hours', 1), encoding="utf-8")
    (finding,) = refused(mine)
    assert finding.startswith("mine.toml:")
    assert "nearest: arrivals.csv" in finding


def test_a_scenario_like_another_has_its_series(mine: Path) -> None:
    write(GOOD)
    Path("other").mkdir()
    Path("other/like.toml").write_text('title = "Like"\nlike = "../mine.toml"\nterritory = "../land"\n', encoding="utf-8")
    assert load("other/like.toml").series == load(mine).series != ()


def efforts(world: World) -> list[tuple[str, float]]:
    return [(one.where, one.rows[0].value) for one in world.series]


def test_a_territorys_series_serve_what_the_scenario_takes_and_does_not_give_itself(mine: Path) -> None:
    rows = [GOOD, "2010-03,effort,high-saddle,CYR,6,,,x", "1999,effort,reed-ford,CYR,8,,,x"]
    write(*rows, to="land/series.csv")
    write("2010-05,effort,goat-path,BRE,5,,,x")
    assert efforts(load(mine)) == [("goat-path", 5.0), ("high-saddle", 6.0), ("reed-ford", 8.0)]
    assert warned(mine) == ["land/series.csv:4: effort at reed-ford of CYR, never in the simulated days; usual: days from 2010-01-01 to 2010-12-31"]
    text = mine.read_text(encoding="utf-8").replace("tick_hours", 'countries = ["BRE", "CYR"]\ncommunities = ["bremark-workers"]\ntick_hours', 1)
    head, _, _ = text.partition("[[event]]")
    Path("part.toml").write_text(head, encoding="utf-8")
    write("2010-05,effort,river-gate,BRE,5,,,x")
    assert efforts(load("part.toml")) == [("river-gate", 5.0), ("high-saddle", 6.0), ("reed-ford", 8.0)], "the path lies outside"
    contents = check("land")
    assert isinstance(contents, Contents)
    assert len(contents.series) == 3
    write("2010-03,effort,goat-pat,BRE,3,,,x", to="land/series.csv")
    with pytest.raises(BadInput, match="nearest: goat-path"):
        check("land")


def test_what_changes_nothing_is_warned_of(mine: Path) -> None:
    effort = load(mine).parameters.number("post.goat-path.BRE.effort")
    write(f"2010-03,effort,goat-path,BRE,{effort},,,x", "2010-03,wage_usd,CYR,,1,ratio,,x", "2010-03,wage_usd,BRE,,2,ratio,,x")
    found = warned(mine)
    assert [line.partition(":")[2].partition(":")[0] for line in found] == ["2", "3"]
    assert all("which changes nothing" in line for line in found)


def test_check_prints_each_series_in_a_line(mine: Path) -> None:
    write("2010-02-01,fare_usd,alderton>millbrook,,3,,linear,x", "2010-02-11,fare_usd,alderton>millbrook,,8.5,,linear,x", "2010-02,wage_usd,CYR,,2,ratio,,x")
    result = CliRunner().invoke(app, ["check", str(mine)], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    lines = [line.strip() for line in result.output.splitlines() if "series:" in line]
    assert lines == [
        "series: fare_usd at alderton>millbrook: 2 rows from 2010-02-01 to 2010-02-11, 3 to 8.5 USD/person, on a line",
        "series: wage_usd at CYR: 1 row from 2010-02-01 to 2010-02-28, 2 ratio",
    ]


def test_a_copy_of_a_scenario_has_its_series(mine: Path) -> None:
    write("2010-03,effort,high-saddle,CYR,6,,,x", to="land/series.csv")
    write(GOOD)
    assert load(start(Path("copied"), str(mine))).series == load(mine).series
