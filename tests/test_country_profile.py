"""The profile of a country: years, flows in, from and through, and what stands beside them, on a handful of rows computed by hand; the command; the page."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from typer.testing import CliRunner, Result

import sim
from experiments.cli import app
from experiments.plots.country_profile import draw, main_year
from experiments.plots.style import style
from experiments.profile import CountryProfile, country_profile
from experiments.profile.page import profile_html
from experiments.profile.years import years_of
from experiments.store import Run, read_run, write_run
from scenarios import load
from sim.books.results import Labelled, Results
from sim.outcomes import Only, apprehensions, crossings
from sim.world.parameters import Parameter, Parameters, Status
from sim.world.world import World
from tests.browser import chromium
from tests.synthetic import FLOW_COLUMNS, _table, small_world

VISA, FORGED = "alpha>beta by air over beta-air, visa", "alpha>beta by air over beta-air, forged"
BANKS, ALONE = "beta>gamma by road over river-green, guided", "beta>gamma by road over river-green, alone"
BACK = "gamma>beta by road over river, legal"
DAY = 24
PEOPLE_COLUMNS = ("person", "community", "ordinal", "sex", "age", "guided", "destination")


def parameter(value: float, unit: str) -> Parameter:
    return Parameter(value, unit, Status.ASSUMED, "for the test", value, value)


@pytest.fixture(scope="module")
def world() -> World:
    """The small world from 30 December 2003, reported from new year: day 2 is 1 January 2004, and 110 days of 2004 are simulated."""
    parameters = {
        "country.*.border_reporting": parameter(0.5, "share"), "country.*.inland_reporting": parameter(0.5, "share"),
        "smuggler.*.group_size": parameter(2, "persons"),
    }  # fmt: skip
    base = small_world()
    table = Parameters({**base.parameters.table, **parameters}, base.parameters.groups)
    return replace(base, parameters=table, start=date(2003, 12, 30), report=(date(2004, 1, 1), date(2004, 4, 19)), study=("central-asia",))


@pytest.fixture(scope="module")
def run(world: World, tmp_path_factory: pytest.TempPathFactory) -> Run:
    flows = [
        # day, move, community, then attempts crossed refused leaving entering bribed apprehended died injured fee
        (1, VISA, "pakistani", 4, 3, 0, 0, 1, 0, 1, 0, 0, 0, 0),
        (3, FORGED, "pakistani", 5, 3, 0, 0, 2, 1, 1, 1, 0, 0, 0),
        (4, VISA, "pakistani", 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (5, BANKS, "pakistani", 6, 3, 0, 2, 1, 0, 3, 0, 2, 0, 120_000),
        (13, BANKS, "pakistani", 3, 3, 0, 1, 0, 1, 0, 0, 0, 0, 30_000),
        (20, ALONE, "kyrgyz-workers", 90, 80, 0, 4, 6, 0, 10, 0, 0, 0, 0),
        (60, BACK, "kyrgyz-workers", 7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ]
    counts = [
        (2, "alpha", "pakistani", "departed", 6), (20, "beta", "kyrgyz-workers", "departed", 95), (4, "beta", "pakistani", "arrived", 3),
        (6, "beta", "pakistani", "detained", 4), (7, "beta", "pakistani", "extorted", 9), (1, "beta", "pakistani", "extorted", 2),
        (8, "beta", "pakistani", "stranded", 5), (34, "beta", "pakistani", "deported", 3), (35, "beta", "pakistani", "claimed_asylum", 8),
        (36, "gamma", "pakistani", "extorted", 70), (37, "beta", "pakistani", "assisted", 2),
    ]  # fmt: skip
    events = [
        (1 * DAY, 2, "crossed", "alpha", VISA, 0), (1 * DAY + 3, 2, "reached", "beta", VISA, 20_000), (5 * DAY, 2, "crossed", "beta", BANKS, 0),
        # Person 0 enters with a forged paper and goes on ten days later; person 1, bound for Beta, overstays a visa for ten days and is deported.
        (3 * DAY, 0, "departed", "alpha", "", 0), (3 * DAY, 0, "crossed", "alpha", FORGED, 0), (3 * DAY + 3, 0, "reached", "beta", FORGED, 70_000),
        (7 * DAY, 0, "extorted", "beta", "", 1_500),
        (13 * DAY, 0, "crossed", "beta", BANKS, 0),
        (4 * DAY, 1, "departed", "alpha", "", 0), (4 * DAY, 1, "crossed", "alpha", VISA, 0), (4 * DAY + 3, 1, "arrived", "beta", VISA, 50_000),
        (24 * DAY, 1, "lapsed", "beta", "", 0), (34 * DAY, 1, "deported", "beta", "", 0),
        # Person 3 enters twice, without a way out in the log, is held at Beta and set free inside on day 102; day 111 is the last.
        (90 * DAY, 3, "crossed", "alpha", VISA, 0), (95 * DAY, 3, "crossed", "gamma", BACK, 0), (102 * DAY, 3, "released", "beta", "", 0),
    ]  # fmt: skip
    books = [
        (3, "pakistani", "migrant", "facilitator", "fee", 60_000), (3, "pakistani", "organiser", "facilitator", "fee_package", 90_000),
        (3, "pakistani", "migrant", "document_seller", "document", 24_000), (3, "kyrgyz-workers", "migrant", "carrier", "fare", 7_000),
    ]  # fmt: skip
    stocks = [(day, "KGZ", "pakistani", "hub", 11) for day in range(2, 112)]
    stocks += [(5, "KGZ", "kyrgyz-workers", "hub", 999), (4, "KGZ", "pakistani", "settled", 220)]
    people = [(0, "pakistani", 0, "woman", 20, "yes", "epsilon"), (1, "pakistani", 1, "man", 30, "no", "beta"), (2, "pakistani", 2, "man", 40, "no", "epsilon"),
              (3, "pakistani", 3, "man", 50, "no", "epsilon")]  # fmt: skip
    who = (("a", "KGZ-KAZ", 1250), ("b", "KGZ-KAZ", 50), ("c", "KAZ-KGZ", 1000), ("d", "KAZ-RUS", 400), ("e", "KGZ-KAZ", 700))
    guides = [(week, name, border, "river", 5_000, 1, 2, 0, guides_milli) for week in range(16) for name, border, guides_milli in who]
    tables = {
        "flows": _table(("day", "move", "community", *FLOW_COLUMNS), flows),
        "counts": _table(("day", "place", "community", "event", "people"), counts),
        "events": _table(("hour", "person", "event", "place", "move", "cents", "people"), [(*row, 3) for row in sorted(events)]),
        "books": _table(("day", "community", "payer", "payee", "purpose", "cents"), books),
        "stocks": _table(("day", "country", "community", "state", "people"), stocks),
        "people": _table((*PEOPLE_COLUMNS, "people"), [(*row, 3) for row in people]),
        "papers": _table(("day", "post", "community", "shown", "apprehended"), [(0, "river/KAZ", "pakistani", "RUS", 1)]),
        "smugglers": _table(("week", "smuggler", "border", "crossing", "fee_cents", "sold", "seats", "purse_cents", "guides_milli"), guides),
    }
    about = {"digest": "d", "policy": "", "scenario": world.name, "seed": 1, "days": world.days, "scale": 1.0}
    return Run(tmp_path_factory.mktemp("hand"), Results(world.name, 1, world.start, world.days, tables, {}), world, about)


@pytest.fixture(scope="module")
def profile(run: Run) -> CountryProfile:
    return country_profile(run, "KGZ")


def values(profile: CountryProfile, section: str) -> dict[str, tuple[float | None, ...]]:
    return {row.what: row.values for row in profile.section(section).rows}


# Numbers
def test_years_are_cut_at_the_reported_days(world: World) -> None:
    assert [(year.label, year.days, year.reported) for year in years_of(world)] == [("2003 Dec", 2, False), ("2004 Jan-Apr", 110, True)]
    longer = replace(world, start=date(2002, 7, 1), days=1096, report=(date(2004, 1, 1), date(2004, 12, 31)))
    assert [year.label for year in years_of(longer)] == ["2002 Jul-Dec", "2003", "2004", "2005 Jan-Jun"]
    assert main_year(years_of(longer)).label == "2004"


def test_flows_go_in_from_and_through(profile: CountryProfile) -> None:
    found = values(profile, "flows")
    assert found["enter: followed people bound here"] == (0, 3)  # person 1 stands for three
    assert found["enter: followed people bound elsewhere"] == (3, 9)  # person 2 in the old year; person 0 and twice person 3 in the new one
    assert found["leave: followed people bound elsewhere"] == (0, 6)  # persons 0 and 2
    assert found["arrive at a destination here"] == (0, 3)
    assert found["depart from home"] == (0, 95)
    assert found["leave over a border, of those who live here"] == (0, 80)
    for none in ("enter: labour communities with destinations here", "enter: labour communities without destinations here"):
        assert found[none] == (0, 0)


def test_entries_are_told_by_channel_and_ways_by_border(profile: CountryProfile) -> None:
    assert values(profile, "entry") == {
        "legal": (0, 7), "visa": (3, 3), "forged": (0, 3), "guided": (0, 0), "alone": (0, 0),
        "irregular, of foreigners": (3, 3 + 3),  # forged, and on a visa by a community of which nobody is bound for here
    }  # fmt: skip
    ways = profile.section("ways").rows
    assert [(row.group, row.what, row.values) for row in ways] == [
        ("entries", "from Pakistan", (3, 6)), ("entries", "from Kazakhstan", (0, 7)), ("exits", "to Kazakhstan", (0, 86)),
        ("corridors, followed people", "Pakistan – here – Kazakhstan", (0, 6)),
    ]  # fmt: skip


def test_crossings_have_harm_beside_interceptions(profile: CountryProfile) -> None:
    rows = {row.title: row for row in profile.crossings}
    banks, air = rows["River banks"], rows["Beta airport"]
    assert (banks.inward, banks.outward, banks.apprehended, banks.injured, banks.died) == (0, 86, 13, 2, 0)
    assert banks.guided == pytest.approx(6 / 86)
    assert (air.inward, air.outward, air.apprehended, air.died) == (6, 0, 1, 1), "the old year is not reported"
    assert profile.crossings[0] is banks


def test_organisation_is_of_hidden_passages(profile: CountryProfile) -> None:
    found = values(profile, "organisation")
    assert found["guided, of those who enter hidden or with forged papers"] == (None, 0)
    assert found["guided, of those who leave hidden or with forged papers"] == (None, pytest.approx(6 / 86))
    assert found["guides at work on ways that leave"] == (2, 2)
    assert found["guides at work on ways that enter"] == (1, 1)
    # Persons 0 and 1 have a journey with a start that reaches Beta; an organiser leads one of them.
    assert found["led by an organiser, of followed people who come here"] == (None, 0.5)


def test_what_is_paid(profile: CountryProfile) -> None:
    found = values(profile, "fees")
    assert found["guide's fee into the country"] == (None, None)
    assert found["guide's fee out of the country"] == (None, 1500 / 9)
    assert found["bribes when entering"] == (0, 1)
    assert found["bribes when leaving"] == (0, 1)
    assert found["extorted by police"] == (2, 9)
    assert found["extortion, each time"] == (None, 15)
    assert found["outlay until first here"] == (None, 600)  # 700 and 500
    assert found["to guides and organisers"] == (None, 100)  # what an organiser passes on is not paid twice
    assert found["papers and visas"] == (None, 40)
    assert found["fares"] == (None, 0)  # those of workers who live here are another matter


def test_who_they_are(profile: CountryProfile) -> None:
    found = values(profile, "profile")
    assert found["Travellers from Alpha"] == (3, 6)
    assert found["Workers from Beta (labour), live here"] == (0, 7)
    assert found["people, each once"] == (3, 9)
    assert found["women"] == (0, pytest.approx(1 / 3))
    assert found["age, 50th percentile"] == (40, 30)  # 20, 30 and 50


def test_harm_stands_beside_interceptions(profile: CountryProfile) -> None:
    found = values(profile, "harm")
    assert (found["apprehended entering"], found["apprehended leaving"]) == ((1, 1), (0, 13))
    assert (found["died entering"], found["injured leaving"]) == ((0, 1), (0, 2))
    assert (found["taken into custody"], found["deported"], found["extorted"], found["stranded"]) == ((0, 4), (0, 3), (2, 9), (0, 5))
    groups = [row.group for row in profile.section("harm").rows]
    assert groups == sorted(groups, reverse=True), "interceptions first, then harm"


def test_stocks_claims_and_returns(profile: CountryProfile) -> None:
    stocks = values(profile, "stocks")
    assert stocks["under way, at a hub"] == (0, 11), "those who live there do not count"
    assert stocks["settled"] == (0, 2)  # 220 on one of 110 days
    # Ten days of person 0, ten of person 1, and of person 3 those from day 102 to the end of the run, day 111; each stands for three.
    assert stocks["irregularly present, followed people"] == (0, pytest.approx(3 * 30 / 110))
    returns = values(profile, "returns")
    assert returns["claims for asylum"] == (0, 8)
    assert returns["returns: deported"] == (0, 3)
    assert returns["returns: assisted"] == (0, 2)
    assert returns["returns: after a stay"] == (0, 0)


def test_documents_stand_beside_with_their_ids(profile: CountryProfile) -> None:
    for section, name in (("flows", "APP-17"), ("ways", "FLW-55"), ("fees", "FEE-28"), ("profile", "BEH-07"), ("harm", "FEE-36"), ("returns", "AVR-02")):
        assert name in [one.id for one in profile.section(section).documented], name
    assert all("KGZ" not in one.id for section in profile.sections for one in section.documented)
    sizes = next(one for one in profile.section("organisation").documented if one.id == "BEH-06")
    assert sizes.verdict == "not judged", "no followed person tries a border with a guide in the log"
    assert profile.section("organisation").documented[0].verdict, "those that are compared come first"


def test_a_country_of_which_nothing_is_known_has_a_profile(run: Run) -> None:
    found = country_profile(run, "RUS")
    assert found.title == "Russia"
    assert values(found, "flows")["enter: followed people bound here"] == (0, 0)
    assert found.crossings == ()
    with style():
        assert "Harm, none" in draw(found).alt


def test_the_picture_holds_every_number(profile: CountryProfile) -> None:
    with style():
        picture = draw(profile)
    rows = {(row["section"], row["what"], row["year"]): row["value"] for row in picture.rows}
    assert rows["flows", "depart from home", "2004 Jan-Apr"] == 95
    assert len(rows) == len(picture.rows) == 2 * sum(len(section.rows) for section in profile.sections)
    for words in ("Kyrgyzstan, 2004 Jan-Apr", "apprehended leaving: 13", "stranded: 5", "depart from home: 95"):
        assert words in picture.alt


# A real run, the command, the page
@pytest.fixture(scope="module")
def valleys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = load("two-valleys", days=200)
    folder = tmp_path_factory.mktemp("valleys") / "run"
    write_run(sim.run(world, 1), world, folder)
    return folder


def call(*words: object) -> Result:
    return CliRunner().invoke(app, ["profile", *map(str, words)])


def test_sums_of_a_real_run_agree_with_its_tables(valleys: Path) -> None:
    run = read_run(valleys)
    found = country_profile(run, "BRE")
    (year,) = found.years
    period = Only(period=year.period)
    entries = sum(row.values[0] or 0 for row in found.section("entry").rows[:5])
    assert entries == crossings(run.results, run.world, replace(period, countries=("BRE",))) > 20
    harm = values(found, "harm")
    caught = sum(apprehensions(run.results, run.world, replace(period, borders=(border,))) for border in ("ALD-BRE", "CYR-BRE"))
    assert harm["apprehended entering"] == (caught,)
    people = run.results.tables["people"]["community"]
    assert isinstance(people, Labelled)
    flows = values(found, "flows")
    assert 0 < (flows["leave: followed people bound elsewhere"][0] or 0) < len(people)
    assert np.isclose(flows["enter: followed people bound elsewhere"][0] or 0, values(found, "profile")["People of Aldmark on the way to Cyrland"][0] or -1)


def test_the_command_prints_tables_and_writes_page_picture_and_data(valleys: Path, tmp_path: Path) -> None:
    done = call("bre", valleys, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    for words in ("Bremark: In, from and through", "Bremark: Harm beside interceptions", "Goat Path", "interceptions", "stranded"):
        assert words in done.stdout, words
    assert {path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")} == {"profile-BRE.html", "profile-BRE.png", "profile-BRE.csv"}
    with (tmp_path / "out" / "profile-BRE.csv").open(encoding="utf-8", newline="") as file:
        stored = {(row["section"], row["what"]): row["value"] for row in csv.DictReader(file)}
    printed = json.loads(call("BRE", valleys, "--out", tmp_path / "again", "--json").stdout)
    flows = next(section for section in printed["sections"] if section["section"] == "flows")
    departed = next(row for row in flows["rows"] if row["what"] == "depart from home")
    assert departed["values"] == [float(stored["flows", "depart from home"])]
    assert printed["years"] == [{"label": "2010 Mar-Jul", "first": "2010-03-01", "last": "2010-07-19", "reported": True}]
    assert {crossing["title"] for crossing in printed["crossings"]} >= {"Goat Path", "Stone Bridge"}


def test_without_a_run_the_scenario_is_run_and_the_next_time_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "runs" / "two-valleys-seed1"
    short = load("two-valleys", days=3)
    write_run(sim.run(short, 1), short, folder)  # of other days: no run of the scenario as it stands
    assert call("CYR", "--scenario", "two-valleys", "--quiet").exit_code == 0
    assert read_run(folder).world.days == 365
    assert {"run.json", "profile-CYR.html", "profile-CYR.png"} <= {path.name for path in folder.iterdir()}
    monkeypatch.setattr(sim, "run", None)  # a second run would fail
    again = call("ALD", "--scenario", "two-valleys")
    assert again.exit_code == 0, again.output
    assert "finished run" in again.stderr


def test_one_message_lists_what_is_wrong(valleys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x")
    done = call("CYL", valleys, "--scenario", "two-valleys", "--out", tmp_path / "file")
    assert done.exit_code == 2
    assert done.stderr.startswith("3 findings")
    assert "nearest: CYR" in done.stderr
    assert call("CYR", tmp_path / "none").exit_code == 2
    made = call("CYL", "--scenario", "two-valleys")
    assert made.exit_code == 2
    assert "nearest: CYR" in made.stderr
    assert not (tmp_path / "runs").exists(), "nothing is simulated for a country that is not there"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


def test_the_page_opens_without_error_or_network(browser: webdriver.Chrome, valleys: Path, tmp_path: Path) -> None:
    page = tmp_path / "profile.html"
    text = profile_html(country_profile(read_run(valleys), "BRE"))
    page.write_text(text, encoding="utf-8")
    for words in ("Simulated people", "way of a person", "routesim profile BRE", "Harm beside interceptions", "apprehended at the borders"):
        assert words in text, words
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    browser.set_window_size(390, 800)
    browser.get(page.as_uri())
    tables = browser.find_elements(By.CSS_SELECTOR, "table.data")
    assert len(tables) == 10
    head = tables[0].find_elements(By.TAG_NAME, "th")[3].find_element(By.TAG_NAME, "button")
    browser.execute_script("arguments[0].click()", head)  # type: ignore[no-untyped-call]
    cells = [float(cell.get_attribute("data-v") or 0) for cell in tables[0].find_elements(By.CSS_SELECTOR, "tbody td:nth-child(4)")]
    assert cells == sorted(cells, reverse=True)
    assert max(cells) > 20
    image = browser.find_element(By.TAG_NAME, "img")
    assert browser.execute_script("return arguments[0].naturalWidth", image) > 1000  # type: ignore[no-untyped-call]
    assert "stranded" in (image.get_attribute("alt") or "")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 400  # type: ignore[no-untyped-call]
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
