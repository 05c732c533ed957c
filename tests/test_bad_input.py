"""Whatever is wrong with the input is said at once: where, what was found, what is allowed, and the nearest valid name."""

import math
import pickle
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scenarios
from scenarios import BadInput, Finding


@pytest.fixture
def copy(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the teaching scenario with its territory beside it, in the working folder; the path of the scenario file."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(root / "scenarios" / "two-valleys.toml", tmp_path / "mine.toml")
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", tmp_path / "valleys")
    change(tmp_path / "mine.toml", 'territory = "two-valleys"', 'territory = "valleys"')
    return Path("mine.toml")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} does not stand in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def findings_of(scenario: str | Path, **options: object) -> tuple[Finding, ...]:
    with pytest.raises(BadInput) as caught:
        scenarios.load(scenario, **options)  # type: ignore[arg-type]
    return caught.value.findings


@dataclass(frozen=True)
class Spoiled:
    """One spoiled thing: in ``file``, ``old`` becomes ``new``; the finding names the line that holds ``at`` (``new`` if not given)."""

    file: str
    old: str
    new: str
    found: str
    allowed: str = ""
    nearest: str = ""
    at: str = ""


PLACES, CROSSINGS, LEGS, REGIMES = "valleys/places.csv", "valleys/crossings.csv", "valleys/legs.csv", "valleys/regimes.csv"
COMMUNITIES, PARAMETERS, SCENARIO, TERRITORY = "valleys/communities.toml", "valleys/parameters.csv", "mine.toml", "valleys/territory.toml"
HALF = "ratio,0.5,2,assumed,who goes"

CASES = {
    "unknown column": Spoiled(PLACES, "country,lat,lon,roles", "country,lat,long,roles", 'unknown column "long"', "roles", "lon"),
    "missing column": Spoiled(LEGS, "km,hours,crossing,basis", "km,hours,crossing", 'no column "basis"', at="origin,target,mode"),
    "column twice": Spoiled(LEGS, "km,hours,crossing,basis", "km,hours,km,crossing,basis", 'column "km" more than once'),
    "semicolons": Spoiled(LEGS, "origin,target,mode,km,hours,crossing,basis", "origin;target;mode;km;hours;crossing;basis", "semicolons", "commas"),
    "too few cells": Spoiled(LEGS, "upper-mill,alderton,road,40,1,,invented", "upper-mill,alderton,road,40,1,", "6 cells", "7 cells"),
    "open quote": Spoiled(LEGS, "upper-mill,alderton,road,40,1,,invented", 'upper-mill,alderton,road,40,1,,"invented', "not CSV", "quotes closed"),
    "name in capitals": Spoiled(PLACES, "lower-cyr,Lower", "Lower-Cyr,Lower", 'name "Lower-Cyr"', "lower-case", "lower-cyr"),
    "place twice": Spoiled(PLACES, "lower-cyr,Lower", "cyrstead,Lower", 'place "cyrstead" again', "each name once", at="cyrstead,Cyrstead"),
    "country code": Spoiled(PLACES, "Millbrook,BRE", "Millbrook,Bremark", 'country "Bremark"', "three capital letters"),
    "latitude": Spoiled(PLACES, "46.28,10.55", "146.28,10.55", 'lat "146.28"', "from -90 to 90"),
    "latitude in words": Spoiled(PLACES, "46.28,10.55", "north,10.00", 'lat "north"', "a number"),
    "kind of crossing": Spoiled(CROSSINGS, "Goat Path,green", "Goat Path,gren", 'kind "gren"', "official, green", "green"),
    "crossing named like a kind": Spoiled(CROSSINGS, "goat-path,Goat", "green,Goat", 'name "green"', "not a kind"),
    "crossing on no border": Spoiled(CROSSINGS, "reed-ford,Reed Ford,green,BRE,CYR", "reed-ford,Reed Ford,green,BRE,", "no country_b", "a border"),
    "crossing inside a country": Spoiled(CROSSINGS, "reed-ford,Reed Ford,green,BRE,CYR", "reed-ford,Reed Ford,green,BRE,BRE", "BRE on both", "a border"),
    "crossing of an unknown country": Spoiled(CROSSINGS, "Reed Ford,green,BRE,CYR", "Reed Ford,green,BRE,CYX", 'country_b "CYX"', "ALD", "CYR"),
    "airport of an unknown place": Spoiled(CROSSINGS, "airport,,,alderton", "airport,,,aldertown", 'place "aldertown"', "", "alderton"),
    "month": Spoiled(CROSSINGS, "12;1;2;3,4;11", "13;1;2;3,4;11", 'closed_months "13;1;2;3"', "1 to 12"),
    "end of checks": Spoiled(CROSSINGS, "46.05,10.65,,,,", "46.05,10.65,,,nevr,", 'checked_until "nevr"', "a date", "never"),
    "crossing without source": Spoiled(CROSSINGS, ",,invented,\ngoat", ",,,\ngoat", "an empty source", at="stone-bridge,Stone"),
    "leg to an unknown place": Spoiled(LEGS, "lower-cyr,cyrstead,road", "lower-cyr,cyrsted,road", 'target "cyrsted"', "alderton", "cyrstead"),
    "leg over an unknown crossing": Spoiled(LEGS, "foot,45,12,reed-ford", "foot,45,12,reedford", 'crossing "reedford"', "", "reed-ford"),
    "leg over another border": Spoiled(
        LEGS, "foot,45,12,reed-ford", "foot,45,12,goat-path", "between ALD and BRE", "between BRE and CYR: river-gate, reed-ford, high-saddle"
    ),
    "leg without crossing": Spoiled(LEGS, "foot,45,12,reed-ford", "foot,45,12,", "an empty crossing", "river-gate"),
    "inland leg with crossing": Spoiled(LEGS, "road,60,1,,invented", "road,60,1,reed-ford,invented", 'crossing "reed-ford"', "an empty cell"),
    "boat over a checkpoint": Spoiled(LEGS, "road,50,2,river-gate", "boat,50,2,river-gate", "of kind official", "kind sea or green", "reed-ford"),
    "air leg without airport": Spoiled(LEGS, "alderton,cyrstead,air", "bridgeford,cyrstead,air", 'no airport at "bridgeford"', "alderton, cyrstead"),
    "leg twice": Spoiled(LEGS, "# over both", "cyrstead,lower-cyr,road,60,1,,again\n# over both", "cyrstead - lower-cyr", "each leg once", at="again"),
    "mode": Spoiled(LEGS, "bridgeford,cyrstead,rail", "bridgeford,cyrstead,train", 'mode "train"', "road, rail", "rail"),
    "negative hours": Spoiled(LEGS, "foot,60,26", "foot,60,-26", 'hours "-26"', "from 0"),
    "entry": Spoiled(REGIMES, "ALD,CYR,visa", "ALD,CYR,vias", 'entry "vias"', "free, visa, closed", "visa"),
    "regime of an unknown nationality": Spoiled(REGIMES, "ALD,CYR,visa", "ALT,CYR,visa", 'nationality "ALT"', "ALD", "ALD"),
    "regime twice": Spoiled(REGIMES, "ALD,CYR,visa", "*,*,visa", "the rule for * in * again", "each pair once"),
    "exit permit of a neighbour": Spoiled(REGIMES, "ALD,CYR,visa,,", "ALD,CYR,visa,yes,", 'exit_permit "yes"', "the same"),
    "community of an unknown place": Spoiled(COMMUNITIES, '["upper-mill", "alderton"]', '["uper-mill", "alderton"]', '"uper-mill"', "", "upper-mill"),
    "community twice": Spoiled(COMMUNITIES, 'name = "bremark-workers"', 'name = "aldmark-transit" # 2', "again", "each name once"),
    "unknown key of a community": Spoiled(COMMUNITIES, "followed = true\n\n", "folowed = true\n\n", 'unknown key "folowed"', "nationality", "followed"),
    "community without destinations": Spoiled(COMMUNITIES, 'destinations = ["cyrstead"]\n', "", 'no key "destinations"', "origins", at="[[community]]"),
    "text for yes or no": Spoiled(COMMUNITIES, "followed = false", 'followed = "no"', "followed = 'no'", "true or false"),
    "broken TOML": Spoiled(COMMUNITIES, 'nationality = "BRE"', "nationality = BRE", "not TOML", "key = value"),
    "list of nobody": Spoiled(COMMUNITIES, 'origins = ["upper-mill", "alderton"]', "origins = []", "origins = []", "at least 1 entries"),
    "key twice": Spoiled(COMMUNITIES, 'nationality = "BRE"', 'nationality = "BRE"\nnationality = "CYR"', "not TOML", at='nationality = "CYR"'),
    "unknown parameter": Spoiled(PARAMETERS, "country.*.fine_usd", "country.*.fines_usd", '"country.*.fines_usd"', "keys of the model", "country.*.fine_usd"),
    "parameter of an unknown name": Spoiled(PARAMETERS, "crossing.reed-ford.exp", "crossing.red-ford.exp", 'crossing "red-ford"', "", "reed-ford"),
    "post of another country": Spoiled(PARAMETERS, "post.reed-ford.CYR", "post.reed-ford.ALD", 'country "ALD"', "BRE, CYR"),
    "pull of no destination": Spoiled(
        PARAMETERS, "workers.pull.lower-cyr", "workers.pull.alderton", 'place "alderton"', "cyrstead, lower-cyr", at="workers.pull.alderton"
    ),
    "fare of no leg": Spoiled(PARAMETERS, "leg.bridgeford.cyrstead.rail", "leg.bridgeford.cyrstead.road", "no leg", "leg.bridgeford.cyrstead.rail.fare_usd"),
    "wrong unit": Spoiled(PARAMETERS, "fine_usd,60,USD/person", "fine_usd,60,USD/day", 'unit "USD/day"', "USD/person", "USD/person"),
    "no unit": Spoiled(PARAMETERS, "fine_usd,60,USD/person", "fine_usd,60,", 'unit "" for country.*.fine_usd', "USD/person", "USD/person"),
    "no value": Spoiled(PARAMETERS, "fine_usd,60,USD/person", "fine_usd,,USD/person", "an empty value", "a number"),
    "too large a number": Spoiled(PARAMETERS, "fine_usd,60,", "fine_usd,1e400,", 'value "1e400"', "a number"),
    "comma for a point": Spoiled(PARAMETERS, "choice.perception_error,0.4,", "choice.perception_error,0,4,", "9 cells", "8 cells"),
    "range in another unit": Spoiled(PARAMETERS, "visa.*.*.refusal,0.4,probability,0.1,", "visa.*.*.refusal,0.4,probability,-1,", "low = -1", "from 0 to 1"),
    "negative fee": Spoiled(PARAMETERS, "smuggler.*.running_usd,40,", "smuggler.*.running_usd,-40,", "running_usd = -40", "USD/person from 0 to 10,000,000"),
    "negative fare": Spoiled(PARAMETERS, "leg.bridgeford.cyrstead.rail.fare_usd,", "leg.bridgeford.cyrstead.rail.fare_usd,-", "fare_usd = -", "from 0"),
    "probability above 1": Spoiled(PARAMETERS, "visa.*.*.refusal,0.4,", "visa.*.*.refusal,1.2,", "refusal = 1.2", "from 0 to 1"),
    "negative money": Spoiled(PARAMETERS, "bribe_usd,50,", "bribe_usd,-50,", "bribe_usd = -50", "USD/person from 0 to 10,000,000"),
    "not a number": Spoiled(PARAMETERS, "bribe_usd,50,", "bribe_usd,nan,", 'value "nan"', "a number"),
    "zero where something is divided": Spoiled(PARAMETERS, "half_life_weeks,5,weeks,2,", "half_life_weeks,0,weeks,0,", "half_life_weeks = 0", "more than 0"),
    "part of a person": Spoiled(PARAMETERS, "weight,1,count,1,1", "weight,1.5,count,1,2", "weight = 1.5", "a whole number"),
    "outside its own range": Spoiled(PARAMETERS, "stranger_ratio,1,ratio,", "stranger_ratio,4,ratio,", "4 outside its own range 0.5 to 2", "low <= value"),
    "assumed without range": Spoiled(PARAMETERS, HALF, "ratio,,2,assumed,who goes", "without a range", "low and high"),
    "without source": Spoiled(PARAMETERS, "who goes hidden is noticed as anybody else", "", "without a source", "a reason", at="stranger_ratio"),
    "status": Spoiled(PARAMETERS, HALF, "ratio,0.5,2,asumed,who goes", 'status "asumed"', "documented", "assumed"),
    "parameter twice": Spoiled(PARAMETERS, "country.CYR.wage_usd,", "country.*.wage_usd,", "again", "each key once", at="country.*.wage_usd,300"),
    "shares above 1": Spoiled(PARAMETERS, "push_back_share,0.5,share,0.2,0.8", "push_back_share,0.9,share,0.2,0.9", "adding up to 1.1", "at most 1"),
    "origins not adding up": Spoiled(PARAMETERS, "upper-mill,0.3,share", "upper-mill,0.2,share", "adding up to 0.9", "1 over", at="transit.origin.alderton"),
    "contracts above 1": Spoiled(PARAMETERS, "escrow,0.2,share,0,0.5", "escrow,0.9,share,0,0.9", "adding up to 1.1", "at most 1"),
    "ages the wrong way round": Spoiled(
        PARAMETERS, "age_low,18,years,16,20", "age_low,60,years,16,60", "age_low 60 above age_high 45", "age_low <=", at="age_high"
    ),
    "days": Spoiled(SCENARIO, "days = 365", "days = 0", "days = 0", "from 1 up"),
    "day in text": Spoiled(SCENARIO, "start = 2010-01-01  ", 'start = "2010-01-01"  ', "start = '2010-01-01'", "without quotes"),
    "no such day": Spoiled(SCENARIO, "start = 2010-01-01  ", "start = 2010-02-30  ", "not TOML", "dates"),
    "part of a day": Spoiled(SCENARIO, "days = 365", "days = 365.5", "days = 365.5", "a whole number"),
    "days in text": Spoiled(SCENARIO, "days = 365", 'days = "a year"', "days = 'a year'", "a whole number"),
    "longer than a century": Spoiled(SCENARIO, "days = 365", "days = 365000", "days = 365000", "up to 36525"),
    "end of the calendar": Spoiled(SCENARIO, "start = 2010-01-01  ", "start = 9999-12-01  ", "start = 9999-12-01", "fit the calendar"),
    "no start": Spoiled(SCENARIO, "start = 2010-01-01  ", "# start  ", 'no key "start"', "territory", at="# A scenario says"),
    "one reported day": Spoiled(SCENARIO, "[2010-03-01, 2010-12-31]", "[2010-03-01]", "report = ", "at least 2 entries"),
    "report outside": Spoiled(SCENARIO, "2010-12-31]", "2011-12-31]", "to 2011-12-31", "2010-01-01 to 2010-12-31"),
    "report the wrong way round": Spoiled(SCENARIO, "[2010-03-01, 2010-12-31]", "[2010-12-31, 2010-03-01]", "from 2010-12-31", "first reported day"),
    "tick": Spoiled(SCENARIO, "tick_hours = 24", "tick_hours = 7", "tick_hours = 7", "a divisor of 24"),
    "territory": Spoiled(SCENARIO, 'territory = "valleys"', 'territory = "two-valley"', 'territory "two-valley"', "two-valleys", "two-valleys"),
    "unknown key": Spoiled(SCENARIO, "tick_hours = 24", "tick_hour = 24", 'unknown key "tick_hour"', "territory", "tick_hours"),
    "unknown country chosen": Spoiled(SCENARIO, '# countries = ["BRE", "CYR"]', 'countries = ["ALD", "BRE", "CYX"]', '"CYX"', "ALD, BRE, CYR", "CYR"),
    "unknown community chosen": Spoiled(SCENARIO, '# communities = ["bremark-workers"]', 'communities = ["workers"]', '"workers"', "", "bremark-workers"),
    "lever": Spoiled(SCENARIO, 'lever = "closure"', 'lever = "closing"', 'lever "closing"', "enforcement", "closure"),
    "event at an unknown crossing": Spoiled(SCENARIO, 'crossing = "goat-path"', 'crossing = "goat-track"', '"goat-track"', "", "goat-path"),
    "unknown setting": Spoiled(SCENARIO, 'crossing = "goat-path"', 'crosing = "goat-path"', 'unknown setting "crosing"', "border", "crossing"),
    "event at a kind of crossing": Spoiled(SCENARIO, 'crossing = "goat-path"', 'crossing = "green"', 'crossing "green"', "stone-bridge, goat-path"),
    "event at a border in one word": Spoiled(SCENARIO, 'crossing = "goat-path"', 'border = "ALD-CYX"', 'border "ALD-CYX"', "ALD-BRE", "ALD-CYR"),
    "negative size": Spoiled(SCENARIO, 'lever = "closure"', 'lever = "enforcement"\nfactor = -1', "factor = -1", "from 0 to 1,000,000", at="factor = -1"),
    "lever at two places": Spoiled(
        SCENARIO, 'crossing = "goat-path"', 'crossing = "goat-path"\ncountry = "ALD"', "crossing and country", "exactly one", at="[[event]]"
    ),
    "lever without size": Spoiled(SCENARIO, 'lever = "closure"', 'lever = "enforcement"', 'no setting "factor"', "crossing", at="[[event]]"),
    "label that is a number": Spoiled(SCENARIO, 'lever = "closure"', 'label = "2"\nlever = "closure"', 'label "2"', "not a number", at='label = "2"'),
    "event that ends first": Spoiled(SCENARIO, "end = 2010-09-01", "end = 2010-06-01", "end = 2010-06-01", "after the start"),
    "event after the end": Spoiled(SCENARIO, "start = 2010-07-01\nend = 2010-09-01", "start = 2011-07-01", "start = 2011-07-01", "last simulated day"),
    "override with the wrong unit": Spoiled(SCENARIO, 'unit = "persons/month"', 'unit = "persons"', 'unit "persons"', "persons/month", at="country.CYR"),
    "override without quotes": Spoiled(SCENARIO, '"country.CYR.avr_per_month"', "country.CYR.avr_per_month", "without quotes", "in quotes"),
    "override of an unknown key": Spoiled(SCENARIO, "CYR.avr_per_month", "CYR.avr_month", "CYR.avr_month", "", "country.CYR.avr_per_month"),
    "override without status": Spoiled(SCENARIO, 'status = "assumed", ', "", 'no key "status"', "unit", at="country.CYR"),
    "override that changes nothing": Spoiled(SCENARIO, '"country.CYR.avr_per_month"', '"country.*.wage_usd"', "unit", "", at="country.*.wage_usd"),
    "territory without title": Spoiled(TERRITORY, 'title = "Two Valleys"', 'titel = "Two Valleys"', 'unknown key "titel"', "attribution", "title"),
}


def line_of(path: Path, text: str) -> int:
    whole = path.read_text(encoding="utf-8")
    start = whole.index(text)
    return whole[:start].count("\n") + 1


@pytest.mark.parametrize("kind", CASES)
def test_one_spoiled_thing(copy: Path, kind: str) -> None:
    case = CASES[kind]
    change(Path(case.file), case.old, case.new)
    where = f"{case.file}:{line_of(Path(case.file), case.at or case.new)}"
    findings = findings_of(copy)
    fitting = [finding for finding in findings if finding.where == where and case.found in finding.found and case.allowed in finding.allowed]
    assert fitting, f"no finding at {where} among\n{BadInput(findings)}"
    assert any(finding.nearest == case.nearest for finding in fitting) or not case.nearest, fitting
    assert f"{where}: found " in str(BadInput(findings))


@pytest.mark.parametrize("kind", CASES)
def test_one_spoiled_thing_draws_few_others_after_it(copy: Path, kind: str) -> None:
    """Those drawn are lines that speak of a name that is no longer there."""
    case = CASES[kind]
    change(Path(case.file), case.old, case.new)
    assert len([finding for finding in findings_of(copy) if case.found not in finding.found]) <= 15


def test_several_spoiled_things_are_all_listed(copy: Path) -> None:
    kinds = ["latitude", "month", "negative hours", "entry", "unknown key of a community", "wrong unit", "status", "tick", "lever"]
    for kind in kinds:
        change(Path(CASES[kind].file), CASES[kind].old, CASES[kind].new)
    message = str(BadInput(findings_of(copy, scale=0, settings={"choice.wait_day": 3})))
    for kind in kinds:
        assert CASES[kind].found in message
    assert "--scale: found 0" in message
    assert '--set choice.wait_day: found parameter key "choice.wait_day"' in message
    assert message.splitlines()[0] == f"{len(message.splitlines()) - 1} findings in the input:"


@pytest.mark.parametrize("file", [PLACES, CROSSINGS, LEGS, REGIMES, COMMUNITIES, PARAMETERS, SCENARIO, TERRITORY])
class TestFiles:
    def test_empty(self, copy: Path, file: str) -> None:
        Path(file).write_text("", encoding="utf-8")
        assert Finding(f"{file}:1", "an empty file", "at least one line") in findings_of(copy)

    def test_missing(self, copy: Path, file: str) -> None:
        Path(file).unlink()
        assert any(finding.where == file and finding.found == "no such file" for finding in findings_of(copy))

    def test_a_folder(self, copy: Path, file: str) -> None:
        Path(file).unlink()
        Path(file).mkdir()
        assert Finding(file, "a folder", "a file") in findings_of(copy)

    def test_another_encoding(self, copy: Path, file: str) -> None:
        Path(file).write_bytes(b"# one\n# M\xfcller\n" + Path(file).read_bytes())
        assert any(finding.where == f"{file}:2" and "0xfc" in finding.found and "UTF-8" in finding.allowed for finding in findings_of(copy))

    def test_saved_as_utf_16(self, copy: Path, file: str) -> None:
        Path(file).write_bytes(Path(file).read_text(encoding="utf-8").encode("utf-16"))
        assert any(finding.where == f"{file}:1" and "0xff" in finding.found and "UTF-8" in finding.allowed for finding in findings_of(copy))

    def test_zero_bytes(self, copy: Path, file: str) -> None:
        Path(file).write_bytes(b"# one\n\x00\n" + Path(file).read_bytes())
        assert any(finding.where == f"{file}:2" and "zero byte" in finding.found for finding in findings_of(copy))

    def test_comments_alone(self, copy: Path, file: str) -> None:
        Path(file).write_text("# nothing here\n", encoding="utf-8")
        assert any(finding.where == f"{file}:1" for finding in findings_of(copy))


def test_two_events_of_one_label(copy: Path) -> None:
    """A key could not say which of them it means."""
    change(copy, 'lever = "closure"', 'label = "snow"\nlever = "closure"')
    second = "[[event]]\nlabel = 'snow'\nlever = 'closure'\nstart = 2010-11-01\ncrossing = 'high-saddle'\n"
    copy.write_text(f"{copy.read_text(encoding='utf-8')}\n{second}", encoding="utf-8")
    (finding,) = findings_of(copy)
    there, again = (line_of(copy, f"label = {mark}snow") for mark in "\"'")
    assert finding == Finding(f"mine.toml:{again}", 'label "snow" again', f"each label once; it stands at mine.toml:{there}")


def test_findings_of_one_line_stand_in_its_order(copy: Path) -> None:
    """The order of a set would differ from process to process."""
    change(Path(PLACES), "name,title,country,lat,lon,roles", "name,title,country,lat,lon,roles,roles,lon,lat,country,title,name")
    assert [finding.found.split('"')[1] for finding in findings_of(copy)][:6] == ["name", "title", "country", "lat", "lon", "roles"]


def test_other_findings_stand_beside_an_unknown_territory(copy: Path) -> None:
    change(copy, 'territory = "valleys"', 'territory = "hills"')
    change(copy, "tick_hours = 24", "tick_hours = 7")
    assert [finding.found for finding in findings_of(copy, policy="none-such", posterior="bets")] == [
        '"none-such"',
        '"bets"',
        'territory "hills"',
        "tick_hours = 7",
    ]


def test_a_title_page_is_checked_too(copy: Path) -> None:
    change(Path(TERRITORY), "attribution = [", "attribution = 3 # [")
    with pytest.raises(BadInput, match=r"valleys/territory\.toml"):
        scenarios.about(copy)


def test_marks_in_a_comment_open_no_long_text(copy: Path) -> None:
    change(copy, "tick_hours = 24", "# ''' and \"\"\"\ntick_hours = 7")
    assert [finding.where for finding in findings_of(copy)] == [f"mine.toml:{line_of(copy, 'tick_hours = 7')}"]


def test_missing_parameters_are_named_by_kind(copy: Path) -> None:
    change(Path(PARAMETERS), "mode.*.inland_ratio", "# mode.*.inland_ratio")
    change(Path(PARAMETERS), "community.*.season.*", "# community.*.season.*")
    change(Path(PARAMETERS), "visa.*.*.price_usd", "# visa.*.*.price_usd")
    found = {finding.nearest: finding.found for finding in findings_of(copy)}
    assert set(found) == {"mode.*.inland_ratio", "community.*.season.*", "visa.*.*.price_usd"}
    assert found["visa.*.*.price_usd"] == "no parameter for visa.ALD.CYR.price_usd"
    assert "community.aldmark-transit.season.1, " in found["community.*.season.*"]
    assert "mode.rail" not in found["mode.*.inland_ratio"]


def test_an_event_where_nobody_passes(copy: Path) -> None:
    """A crossing that no leg meets cannot be closed."""
    for leg in ("upper-mill,millbrook,foot", "alderton,millbrook,foot"):
        change(Path(LEGS), leg, f"# {leg}")
    (finding,) = findings_of(copy)
    assert finding.found == 'crossing "goat-path"'
    assert "stone-bridge" in finding.allowed


def test_a_nationality_without_rule(copy: Path) -> None:
    change(Path(REGIMES), "*,*,free", "*,CYR,free")
    assert {finding.found for finding in findings_of(copy)} == {"no rule for ALD in BRE", "no rule for BRE in ALD"}


def test_a_destination_out_of_reach(copy: Path) -> None:
    for leg in ("bridgeford,lower-cyr,road", "bridgeford,cyrstead,rail", "bridgeford,lower-cyr,foot", "millbrook,lower-cyr,foot", "alderton,cyrstead,air"):
        change(Path(LEGS), leg, f"# {leg}")
    change(Path(PARAMETERS), "leg.bridgeford", "# leg.bridgeford")
    found = [finding for finding in findings_of(copy) if "which no leg leads to" in finding.found]
    assert [finding.where for finding in found] == [f"{COMMUNITIES}:{line}" for line in (5, 13, 13)]
    assert 'destination "cyrstead" of "aldmark-transit"' in found[0].found


def test_an_origin_outside_the_chosen_countries(copy: Path) -> None:
    change(copy, '# countries = ["BRE", "CYR"]', 'countries = ["BRE", "CYR"]')
    message = str(BadInput(findings_of(copy)))
    assert 'origins upper-mill, alderton of "aldmark-transit" outside the countries' in message
    assert 'crossing "goat-path"' in message


@pytest.mark.parametrize(
    ("options", "where", "found"),
    [
        ({"scale": math.nan}, "--scale", "nan"),
        ({"scale": math.inf}, "--scale", "inf"),
        ({"scale": 0.0}, "--scale", "0.0"),
        ({"scale": -1.0}, "--scale", "-1.0"),
        # 2.6 milliard agents of 200 bytes, 600 million of them followed for a year at 4,000 bytes more, 23 million smugglers of 2,000 + 54 x 150 bytes
        ({"scale": 1e6}, "--scale", "2,600,000,000 agents and needs about 2,935.8 GiB"),
        ({"scale": 1e12}, "--scale", "needs about 2,935,"),
        ({"days": 0}, "--days", "0"),
        ({"days": -5}, "--days", "-5"),
        ({"days": 10**9}, "--days", "1000000000"),
        ({"settings": {"crossing.green.exposure": -1.0}}, "--set crossing.green.exposure", "-1"),
        ({"settings": {"crossing.green.exposure": math.nan}}, "--set crossing.green.exposure", "nan"),
        ({"settings": {"country.BRF.fine_usd": 3}}, "--set country.BRF.fine_usd", 'country "BRF"'),
        ({"settings": {"country.*.release_share": 0.9}}, "--set country.*.release_share", "adding up to 1.4"),
        ({"settings": {"community.*.people": 10}}, "--set community.*.people", "changes nothing"),
        ({"settings": {"visa.BRE.CYR.days": 10}}, "--set visa.BRE.CYR.days", ""),
        ({"settings": {"": 1}}, "--set ", "an empty key"),
    ],
)
def test_options(options: dict[str, object], where: str, found: str) -> None:
    if not found:
        scenarios.load("two-valleys", **options)  # type: ignore[arg-type]
        return
    findings = findings_of("two-valleys", **options)
    assert any(finding.where == where and found in finding.found for finding in findings), findings


@pytest.mark.parametrize("value", [2.0, -1.0, math.nan])
def test_a_value_that_cannot_be_is_one_finding(value: float) -> None:
    (finding,) = findings_of("two-valleys", settings={"organiser.keeps_share": value})
    assert finding.found == f"organiser.keeps_share = {value:g}"


@pytest.mark.parametrize(("name", "near"), [("two-valley", "two-valleys"), ("Two-Valleys", "two-valleys"), ("", "")])
def test_a_misspelt_scenario(name: str, near: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (finding,) = findings_of(name)
    assert finding.nearest == near


def test_a_misspelt_path(copy: Path) -> None:
    (finding,) = findings_of(copy.with_name("mien.toml"))
    assert (finding.where, finding.nearest) == ("mien.toml", "mine.toml")


def test_a_territory_that_is_a_file(copy: Path) -> None:
    shutil.rmtree("valleys")
    Path("valleys").write_text("", encoding="utf-8")
    (finding,) = findings_of(copy)
    assert finding.where.startswith("mine.toml:")


def test_one_finding_makes_a_sentence_and_survives_a_process() -> None:
    error = BadInput([Finding("a.csv:3", "x", "y", "z")])
    assert str(error) == "1 finding in the input:\n  a.csv:3: found x; allowed: y; nearest: z"
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert again.findings == error.findings


@given(data=st.data())
def test_no_spoiled_byte_ends_in_anything_but_findings(data: st.DataObject, root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    shutil.copy(root / "scenarios" / "two-valleys.toml", folder / "mine.toml")
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", folder / "two-valleys")
    path = folder / data.draw(st.sampled_from([case.file.replace("valleys/", "two-valleys/") for case in CASES.values()]))
    raw = path.read_bytes()
    body = [match.start() for match in re.finditer(rb"(?m)^[^#\n].*$", raw)]
    start = data.draw(st.sampled_from(body)) + data.draw(st.integers(0, 60))
    junk = data.draw(st.sampled_from([b"", b",", b'"', b"*", b"\n", b"0", b"-", b"[", b"=", b"x", b".", b"inf", b"1e999", b"\xff", b";", b"  "]))
    path.write_bytes(raw[:start] + junk + raw[start + data.draw(st.integers(0, 8)) :])
    findings: tuple[Finding, ...] = ()
    try:
        scenarios.load(folder / "mine.toml")
    except BadInput as error:
        findings = error.findings
    finally:
        shutil.rmtree(folder)
    assert all(finding.where and finding.found and finding.allowed for finding in findings)
