"""The scenarios that ship: each runs, and carries people through the countries that its source names."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from calibration.evidence.itineraries import read_itineraries
from calibration.evidence.itineraries_followed import Journeys
from scenarios import BadInput, load, names
from scenarios.studies import names as studies
from scenarios.studies import read_study
from sim.basis.words import Entry, Event
from sim.books.results import Results
from sim.engine.run import run
from sim.outcomes.reading import in_period, is_word, moves_by_name, numbers, words
from sim.world.world import World

ROUTES = tuple(name for name in names() if name not in ("two-valleys", "central-asia-2004"))  # central-asia-2005 simulates the same days
SCALE = 0.1
LARGER = {"baltic-route": 0.3}  # fewer than one in a hundred pass from Belarus to Latvia
DOCUMENTED = {name: way for study in studies() for name, way in read_itineraries(read_study((study,))).items()}
"""Itineraries of all studies."""

FAMILIES = {
    "central-asia-2005": ("ITN-49", "ITN-112"),
    "baltic-route": ("ITN-46", "ITN-51"),
    "central-eastern-route": ("ITN-46", "ITN-47", "ITN-49", "ITN-52"),
    "balkan-route": ("ITN-48", "ITN-53", "ITN-54", "ITN-56", "ITN-57", "ITN-114", "ITN-117", "ITN-118", "ITN-120"),
    "russia-eu-return": ("ITN-46",),
    "eastern-europe-2006": ("ITN-52", "ITN-53", "ITN-56", "ITN-114", "ITN-115", "ITN-118"),
}
"""Itineraries of the sources by the scenario in which somebody must follow them, whoever it is."""

BORDERS = {
    # The map names the Baltic states as alternatives: each of them is entered, and left for Poland.
    "baltic-route": "RUS-EST RUS-LVA BLR-LVA BLR-LTU EST-LVA LVA-LTU LTU-POL POL-CZE CZE-AUT POL-DEU",
    "central-eastern-route": "RUS-UKR RUS-BLR MDA-UKR BLR-POL UKR-POL UKR-SVK UKR-HUN POL-CZE SVK-CZE POL-SVK CZE-AUT SVK-AUT HUN-AUT CZE-DEU POL-DEU",
    "balkan-route": "TUR-GRC GRC-MKD GRC-ALB ALB-MNE MNE-SRB MNE-BIH XKX-SRB MKD-SRB SRB-HRV SRB-HUN BIH-HRV HRV-SVN SVN-ITA SVN-AUT HUN-AUT ALB-ITA",
    "central-asia-2005": "CHN-KGZ AFG-TJK TJK-KGZ UZB-KGZ UZB-KAZ KGZ-KAZ KAZ-RUS CHN-RUS RUS-UKR RUS-BLR",
    "eastern-europe-2006": "TUR-BGR BGR-GRC ALB-GRC ALB-ITA SRB-HRV BIH-HRV HRV-SVN SVN-AUT ROU-HUN UKR-POL UKR-SVK UKR-HUN SVK-CZE POL-CZE HUN-AUT XKX-SRB",
}
"""Borders that somebody passes, from and to, by scenario: the countries that the sources name for the four families of routes."""


@cache
def a_run(name: str) -> tuple[World, Results]:
    world = load(name, scale=LARGER.get(name, SCALE))
    return world, run(world, 1)


def passed(world: World, results: Results, column: str = "crossed", period: tuple[date, date] | None = None) -> dict[str, int]:
    """People who passed each border, or were ``apprehended`` there."""
    flows, country = results.tables["flows"], {place.name: place.country for place in world.places}
    legs = {name: move.leg for name, move in moves_by_name(world).items()}
    within, move = in_period(flows, results.start, period), words(flows, "move")
    found: dict[str, int] = {}
    for code, people in zip(move.codes[within], numbers(flows, column)[within], strict=True):
        leg = legs[move.labels[code]]
        border = f"{country[leg.origin]}-{country[leg.target]}"
        found[border] = found.get(border, 0) + int(people)
    return found


def counted(results: Results, event: Event, community: str) -> int:
    counts = results.tables["counts"]
    return int(numbers(counts, "people")[is_word(counts, "event", event.word) & is_word(counts, "community", community)].sum())


@pytest.mark.parametrize("name", ROUTES)
def test_every_community_of_a_scenario_departs_and_some_arrive(name: str) -> None:
    world, results = a_run(name)
    assert [c.name for c in world.communities if not counted(results, Event.DEPARTED, c.name)] == []
    assert [c.name for c in world.communities if not counted(results, Event.ARRIVED, c.name)] == []


@pytest.mark.parametrize(("name", "itinerary"), [(name, itinerary) for name, documented in FAMILIES.items() for itinerary in documented])
def test_somebody_follows_each_documented_itinerary(name: str, itinerary: str) -> None:
    world, results = a_run(name)
    journeys = Journeys(results, world)
    assert (journeys.follow(DOCUMENTED[itinerary]) & journeys.abroad).sum() > 0


@pytest.mark.parametrize("name", BORDERS)
def test_every_country_of_a_family_carries_flow(name: str) -> None:
    found = passed(*a_run(name))
    assert [border for border in BORDERS[name].split() if not found.get(border)] == []


def test_the_first_half_of_2005_is_the_same_run_until_its_own_events(tmp_path: Path) -> None:
    # Both begin on 2002-07-01; the first event of the second is on 2005-01-01, the 915th day.
    tables = [run(load(name, scale=0.02, days=915, posterior="none"), 3).tables["counts"] for name in ("central-asia-2004", "central-asia-2005")]
    one, other = ([*words(table, "community").words(), *words(table, "event").words(), *numbers(table, "people")] for table in tables)
    assert one == other
    assert load("central-asia-2005").report == (date(2005, 1, 1), date(2005, 6, 30))
    shared, added = load("central-asia-2004").events, load("central-asia-2005").events
    assert set(map(str, shared)) < set(map(str, added))
    assert {event.start >= date(2005, 1, 1) for event in added if str(event) not in set(map(str, shared))} == {True}


def test_unaccompanied_minors_are_a_people_of_their_own() -> None:
    _, results = a_run("balkan-route")
    people = results.tables["people"]
    minors = is_word(people, "community", "afghan-minors")
    ages = numbers(people, "age")
    assert (ages[minors].min(), ages[minors].max()) == (13, 17)
    assert ages[is_word(people, "community", "afghanistan")].min() >= 18
    assert counted(results, Event.CLAIMED_ASYLUM, "afghan-minors") > 0


def test_claims_of_asylum_rise_when_visas_end_and_only_there(root: Path) -> None:
    text = (root / "scenarios" / "balkan-route.toml").read_text(encoding="utf-8")
    lifts = [entry["label"] for entry in tomllib.loads(text)["event"] if entry["lever"] == "visa_liberalisation"]
    assert len(lifts) == 4 * 14  # four nationalities, fourteen countries
    never = load("balkan-route", scale=SCALE, settings={f"event.{label}.start": date(2012, 12, 30) for label in lifts})
    free, kept = a_run("balkan-route")[1], run(never, 1)
    claims = {name: [counted(results, Event.CLAIMED_ASYLUM, name) for results in (kept, free)] for name in ("serbia", "north-macedonia", "kosovo")}
    assert claims["serbia"][1] > 1.25 * claims["serbia"][0] > 0
    assert claims["north-macedonia"][1] > 1.25 * claims["north-macedonia"][0] > 0
    assert 0.75 < claims["kosovo"][1] / claims["kosovo"][0] < 1.33  # visas for Kosovo stayed


def test_checks_between_new_members_end_with_the_schengen_area() -> None:
    world, results = a_run("eastern-europe-2006")
    grown = date(2007, 12, 21)
    assert [event.lever for event in world.events if event.start == grown].count("common_area") == 1
    ended = {str(event.settings["crossing"]) for event in world.events if event.lever == "open_border" and event.start == grown}
    assert {"swiecko-frankfurt-oder", "hegyeshalom-nickelsdorf", "burgenland-green", "sentilj-spielfeld", "cesky-tesin-cieszyn"} <= ended
    inside = [border for pair in ("POL-DEU", "CZE-DEU", "CZE-AUT", "SVK-AUT", "HUN-AUT", "SVN-AUT") for border in (pair, f"{pair[4:]}-{pair[:3]}")]
    before = passed(world, results, "apprehended", (world.start, date(2007, 12, 16)))
    after = passed(world, results, "apprehended", (date(2007, 12, 24), date(2008, 6, 30)))
    assert sum(before.get(border, 0) for border in inside) > 0
    assert sum(after.get(border, 0) for border in inside) == 0
    assert sum(after.get(border, 0) for border in ("UKR-POL", "UKR-SVK", "UKR-HUN", "SRB-HUN")) > 0  # the outer border is still watched


def test_people_go_back_to_russia_and_some_depart_again() -> None:
    _, results = a_run("russia-eu-return")
    for community in ("russia", "chechnya"):
        for event in (Event.PUSHED_BACK, Event.DEPORTED, Event.RETURNED):
            assert counted(results, event, community) > 0, f"{event.word} of {community}"
    events, people = results.tables["events"], results.tables["people"]
    mine = numbers(people, "person")[is_word(people, "community", "russia", "chechnya")]
    person, hour = numbers(events, "person"), numbers(events, "hour")
    back = is_word(events, "event", Event.HOME_AGAIN.word) & np.isin(person, mine)
    home = {int(who): int(when) for who, when in zip(person[back][::-1], hour[back][::-1], strict=True)}  # the first time that each was home again
    out = is_word(events, "event", Event.DEPARTED.word) & np.isin(person, list(home))
    again = {int(who) for who, when in zip(person[out], hour[out], strict=True) if when > home[int(who)]}
    assert 0 < len(again) < len(home)


# Pages
@pytest.mark.parametrize("name", [name for name in names() if name != "two-valleys"])
def test_every_scenario_has_a_page_that_says_what_is_assumed(name: str, root: Path) -> None:
    index = (root / "docs" / "scenarios" / "README.md").read_text(encoding="utf-8")
    page = (root / "docs" / "scenarios" / f"{name}.md").read_text(encoding="utf-8")
    assert f"[{name}]({name}.md)" in index
    for heading in ("## Question", "## People", "## Documented", "## Calibrated", "## Assumed", "## Limits"):
        assert heading in page
    world = load(name)
    assert [c.name for c in world.communities if f"`{c.name}`" not in page] == []


# Taking over from another scenario
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return file


def found(path: Path) -> Mapping[str, str]:
    """What is wrong with a scenario, by the line where it stands."""
    with pytest.raises(BadInput) as caught:
        load(path)
    return {finding.where.rpartition("/")[2]: finding.found for finding in caught.value.findings}


def test_a_scenario_takes_over_what_it_does_not_say(write: Write) -> None:
    write("first.toml", 'title = "first"\nlike = "two-valleys"\ndays = 200\nreport = [2010-02-01, 2010-06-30]\n')
    second = write(
        "second.toml",
        'title = "second"\nlike = "first.toml"\n[parameters."country.CYR.fine_usd"]\n'
        'value = 7\nunit = "USD/person"\nlow = 0\nhigh = 9\nstatus = "assumed"\nsource = "a test"\n'
        '[[event]]\nlever = "enforcement"\nstart = 2010-03-01\ncountry = "CYR"\nfactor = 2.0\n',
    )
    whole, own = load("two-valleys"), load(second)
    assert (own.title, own.days, own.start) == ("second", 200, whole.start)
    assert own.parameters.number("country.CYR.fine_usd") == 7.0
    assert own.parameters.number("country.CYR.avr_per_month") == 20.0  # set by two-valleys itself
    assert [event.lever for event in own.events] == ["enforcement", "closure"]  # by day


def test_findings_stand_where_they_were_written(write: Write) -> None:
    base = write("base.toml", 'title = "base"\nlike = "two-valleys"\n[[event]]\nlever = "closure"\nstart = 2010-03-01\ncrossing = "no-path"\n')
    own = write("own.toml", f'title = "own"\nlike = "{base.name}"\n[[event]]\nlever = "closure"\nstart = 2010-04-01\ncrossing = "nowhere"\n')
    assert found(own) == {"base.toml:6": 'crossing "no-path"', "own.toml:6": 'crossing "nowhere"'}


def test_circles_and_strangers_are_found(write: Write) -> None:
    write("one.toml", 'title = "one"\nlike = "two.toml"\n')
    two = write("two.toml", 'title = "two"\nlike = "one.toml"\n')
    assert "leads back to" in found(two)["one.toml:2"]
    assert found(write("three.toml", 'title = "three"\nlike = "two-valley"\n')) == {"three.toml:2": 'like "two-valley"'}


def test_rules_of_entry_differ_by_scenario(write: Write) -> None:
    def rule(text: str) -> Path:
        return write("rules.toml", f'title = "rules"\nlike = "two-valleys"\n[[regime]]\n{text}source = "a test"\n')

    here = {(r.nationality, r.country): r.entry for r in load("two-valleys").regimes}
    assert here["ALD", "CYR"] is Entry.VISA
    there = {(r.nationality, r.country): r.entry for r in load(rule('nationality = "ALD"\ncountry = "CYR"\nentry = "free"\n')).regimes}
    assert there == {**here, ("ALD", "CYR"): Entry.FREE}
    assert found(rule('nationality = "XYZ"\ncountry = "CYR"\nentry = "open"\n')) == {"rules.toml:4": 'nationality "XYZ"', "rules.toml:6": 'entry "open"'}
    assert "own citizens" in found(rule('nationality = "CYR"\ncountry = "CYR"\nentry = "visa"\n'))["rules.toml:3"]


def test_a_condition_can_be_named_in_an_event(write: Write) -> None:
    head = 'title = "fines"\nlike = "two-valleys"\n[[event]]\nlever = "condition"\nstart = 2010-03-01\n'
    text = head + 'group = "countries"\nname = "CYR"\nfield = "{}"\nfactor = 2.0\n'
    assert load(write("fines.toml", text.format("fine_cents"))).events[0].settings["field"] == "fine_cents"
    assert found(write("fines.toml", text.format("fine_usd"))) == {"fines.toml:8": 'field "fine_usd"'}
