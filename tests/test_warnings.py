"""What is possible and unlikely, or has no effect, is reported beside the result and stops nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import scenarios
from experiments.cli import app
from scenarios.check import check
from scenarios.reading.problems import InputWarning, Problems
from scenarios.start import start
from scenarios.territories.great_circle import great_circle_km
from scenarios.territories.unlikely import iso_codes

Change = Callable[[str, str, str], None]


@pytest.fixture
def change(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Change:
    """Replace text in a file of a copy of the teaching scenario, which stands in the working folder as ``mine.toml`` with ``land``."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(root / "scenarios" / "two-valleys.toml", "mine.toml")
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", "land")

    def change(file: str, old: str, new: str) -> None:
        text = Path(file).read_text(encoding="utf-8")
        assert old in text, old
        Path(file).write_text(text.replace(old, new, 1), encoding="utf-8")

    change("mine.toml", '"two-valleys"', '"land"')
    return change


def append(file: str, line: str) -> None:
    Path(file).write_text(f"{Path(file).read_text(encoding='utf-8')}{line}\n", encoding="utf-8")


def warned(name: str = "mine.toml", **options: object) -> list[InputWarning]:
    found: list[InputWarning] = []
    scenarios.load(name, warnings=found, **options)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("name", [*scenarios.names(), "two-valleys", "eurasia"])
def test_what_ships_gives_no_warning(name: str) -> None:
    assert check(name).warnings == ()


@pytest.mark.parametrize("name", ["two-valleys-path-patrols"])
def test_a_policy_that_ships_gives_no_warning(name: str, root: Path) -> None:
    assert check(str(root / "scenarios" / "policies" / f"{name}.toml")).warnings == ()


def test_a_great_circle() -> None:
    assert great_circle_km(0, 0, 0, 90) == pytest.approx(10_007.56, abs=0.1)  # a quarter of the equator of a globe of 6,371.0088 km
    assert great_circle_km(14.2116, -3.0654, 15.639, -5.751) == pytest.approx(329, abs=1)  # Lere - Fassala, a route of 98 km in published data
    assert great_circle_km(10, 20, 10, 20) == 0


def test_a_leg_shorter_than_the_globe_allows(change: Change) -> None:
    # 33 km apart: 0.28 degrees of latitude are 31.1 km, 0.15 degrees of longitude at 46.1 degrees north 11.6
    change("land/legs.csv", "upper-mill,alderton,road,40,1", "upper-mill,alderton,road,32.9,1")
    assert warned() == []  # within two per cent
    change("land/legs.csv", "upper-mill,alderton,road,32.9,1", "upper-mill,alderton,road,31,1")
    (one,) = warned()
    assert one.where == "land/legs.csv:10"
    assert one.found == "31 km by road from upper-mill to alderton, which lie 33 km apart"
    assert check("mine.toml").warnings == (str(one),)
    assert check("land").warnings == (str(one),)


def test_a_crossing_off_the_way_and_at_no_place(change: Change) -> None:
    change("land/crossings.csv", "46.05,10.65", "0,0")
    first, second = warned()
    assert (first.where, first.found) == ("land/crossings.csv:15", "crossing stone-bridge lies at latitude 0, longitude 0, in the open sea")
    assert second.where == "land/legs.csv:16"
    assert "over stone-bridge, which lies 5,215 km from the nearer of them" in second.found


def test_latitude_and_longitude_swapped(change: Change) -> None:
    change("land/places.csv", "46.28,10.55", "10.55,46.28")
    assert [one.where for one in warned()] == ["land/legs.csv:10", "land/legs.csv:17"]


@pytest.mark.parametrize(
    ("old", "new", "speed"),
    [
        ("upper-mill,millbrook,foot,35,14", "upper-mill,millbrook,foot,35,3", "11.7 km/h"),  # 35 / 3
        ("alderton,millbrook,road,45,2", "alderton,millbrook,road,45,20", "2.25 km/h"),
        ("alderton,cyrstead,air,165,1", "alderton,cyrstead,air,2165,2", "1.08e+03 km/h"),
        ("millbrook,bridgeford,rail,50,1.5", "millbrook,bridgeford,rail,500,0", "500 km/h"),
    ],
)
def test_speeds_that_nothing_has(change: Change, old: str, new: str, speed: str) -> None:
    change("land/legs.csv", old, new)
    (one,) = warned()
    assert one.found.endswith(speed)


def test_one_town_twice(change: Change) -> None:
    append("land/places.csv", "alderton-city,Alderton,ALD,46.10,10.30,")
    append("land/legs.csv", "alderton-city,alderton,road,45,2,,again")
    assert [one.found for one in warned()] == ["places alderton, alderton-city of ALD have the same title"]
    change("land/places.csv", "alderton-city,Alderton,ALD,46.10,10.30", "alderton-city,New Alderton,ALD,46.004,10.40")
    assert [one.found for one in warned()] == ["places alderton and alderton-city of ALD lie 445 m apart"]  # 0.004 degrees of 111.195 km
    change("land/places.csv", "46.004,10.40", "46.01,10.40")  # 1.1 km
    assert warned() == []


def test_codes_of_no_country(change: Change) -> None:
    assert len(iso_codes()) == 250  # the 249 of the standard, and XKX
    assert {"COD", "XKX", "KGZ", "GBR"} <= iso_codes()
    assert not {"DRC", "TIB", "OOO", "KOS"} & iso_codes()
    change("land/territory.toml", "invented = true", "invented = false")
    assert [one.found for one in warned()] == [f"country {code}, which is no code of ISO 3166-1" for code in ("ALD", "BRE", "CYR")]


def test_crossings_and_places_without_effect(change: Change) -> None:
    append("land/crossings.csv", "unused-1,Unused 1,green,BRE,CYR,,46.1,11.6,,,,invented,")
    append("land/places.csv", "lost,Lost,BRE,46.2,11.2,")
    change("land/crossings.csv", "12;1;2;3,4;11", "1;2;3;4;5;6;7;8;9;10;11;12,")
    found = [one.found for one in warned()]
    assert found == [
        "crossing high-saddle, which is closed in all twelve months",
        "crossing unused-1, which no leg passes: neither it nor its posts have an effect",
        "place lost, to which no leg leads",
    ]


def test_levers_without_effect(change: Change) -> None:
    append("mine.toml", '[[event]]\nlever = "enforcement"\nstart = 2010-04-01\ncrossing = "goat-path"\nfactor = 1\n')
    append("mine.toml", '[[regime]]\nnationality = "CYR"\ncountry = "BRE"\nentry = "closed"\nsource = "a test"\n')
    assert [one.found for one in warned()] == [
        "enforcement with factor = 1, which changes nothing",
        "a rule of entry for nationality CYR, whose people no community is",
    ]


@pytest.mark.parametrize(
    ("lever", "days", "said"),
    [
        ("closure", "start = 2010-07-10\nend = 2010-08-01", "closure of goat-path from 2010-07-10 to 2010-08-01, when it is closed already"),
        ("closure", "start = 2010-07-01\nend = 2010-09-01", "closure of goat-path from 2010-07-01 to 2010-09-01, when it is closed already"),
        ("closure", "start = 2010-07-10\nend = 2010-09-02", ""),  # a day more than the scenario's
        ("closure", "start = 2010-06-30\nend = 2010-08-01", ""),
        ("closure", "start = 2010-01-01", "closure of goat-path from 2010-07-01 to 2010-09-01, when it is closed already"),  # the scenario's own
        ("opening", "start = 2010-09-01", "opening of goat-path from 2010-09-01 to the end, when it is open already"),
        ("opening", "start = 2010-08-31", ""),  # a day on which it was closed
    ],
)
def test_a_closure_of_what_is_closed_already(change: Change, lever: str, days: str, said: str) -> None:
    append("mine.toml", f'[[event]]\nlever = "{lever}"\ncrossing = "goat-path"\n{days}\n')
    assert [one.found for one in warned()] == [said] * bool(said)


def test_a_closure_in_months_in_which_the_crossing_is_closed(change: Change) -> None:
    append("mine.toml", '[[event]]\nlever = "closure"\ncrossing = "high-saddle"\nstart = 2010-01-05\nend = 2010-04-01\n')
    assert [one.found for one in warned()] == ["closure of high-saddle from 2010-01-05 to 2010-04-01, when it is closed already"]
    change("mine.toml", "end = 2010-04-01", "end = 2010-04-02")  # closed from December to March
    assert warned() == []


def test_events_and_reported_days_that_are_not_simulated(change: Change) -> None:
    found = [one.found for one in warned(days=30)]
    assert found == [
        "closure, in force from 2010-07-01 to 2010-09-01, never in the simulated days",
        "30 days end before the first reported day, 2010-03-01: all are reported",
    ]
    assert warned(days=183) == []  # to 2 July


def test_a_policy_at_its_neutral_size_is_reported_with_and_without_a_scenario(root: Path, tmp_path: Path) -> None:
    text = (root / "scenarios" / "policies" / "two-valleys-path-patrols.toml").read_text(encoding="utf-8")
    policy = tmp_path / "same.toml"
    policy.write_text(text.replace("factor = 2.0", "factor = 1.0"), encoding="utf-8")
    assert any("factor = 1, which changes nothing" in one for one in check(str(policy)).warnings)
    assert any("factor = 1, which changes nothing" in one.found for one in warned("two-valleys", policy=policy))


def test_parameters_of_the_template_are_counted_until_they_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    start(Path("new"))
    table = Path("new/territory/parameters.csv")
    codes = 3
    assert check("new/new.toml").warnings[codes].startswith("new/territory/parameters.csv: 161 of 161 parameters are still those of the template two-valleys")
    table.write_text(table.read_text(encoding="utf-8").replace("country.*.fine_usd,60", "country.*.fine_usd,61"), encoding="utf-8")
    assert "160 of 161" in check("new/territory").warnings[codes]
    start(Path("second"), "new/new.toml")
    assert "160 of 161" in check("second/second.toml").warnings[codes]
    about = Path("new/territory/territory.toml")
    about.write_text(about.read_text(encoding="utf-8").replace('template = "two-valleys"\n', ""), encoding="utf-8")
    assert len(check("new/new.toml").warnings) == codes


def test_check_prints_warnings_after_the_result_and_run_their_number(change: Change) -> None:
    change("land/legs.csv", "upper-mill,alderton,road,40,1", "upper-mill,alderton,road,1,0")
    done = CliRunner().invoke(app, ["check", "mine.toml"])
    assert done.exit_code == 0
    assert "warning: land/legs.csv:10: 1 km by road" in done.stderr
    done = CliRunner().invoke(app, ["run", "mine.toml", "--days", "200", "--scale", "0.05", "--no-pictures", "--out", "run"])
    assert done.exit_code == 0, done.output
    assert "1 warning about the input; the first: land/legs.csv:10: 1 km by road" in done.stderr


def test_a_warning_is_no_finding() -> None:
    problems = Problems()
    for _ in range(2):
        problems.warn("here", "something", "another thing")
    problems.stop()
    assert [str(one) for one in problems.warnings] == ["here: something; usual: another thing"]
