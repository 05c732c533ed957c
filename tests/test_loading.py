"""Scenarios load into worlds that hang together."""

import math
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import scenarios
from scenarios.reading.problems import Problems
from scenarios.reading.toml_files import read_toml
from scenarios.territories.coverage import wanted
from scenarios.territories.parts import Parts
from sim.basis.words import Entry, Kind, Mode
from sim.world.network import moves_of
from sim.world.parameters import Status
from sim.world.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return scenarios.load("two-valleys")


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the teaching scenario with its territory beside it; the path of the scenario file."""
    shutil.copy(root / "scenarios" / "two-valleys.toml", tmp_path / "mine.toml")
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", tmp_path / "two-valleys")
    return tmp_path / "mine.toml"


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", scenarios.names())
def test_every_scenario_that_ships_is_complete(name: str) -> None:
    loaded = scenarios.load(name)
    parts = Parts(loaded.places, loaded.crossings, loaded.legs, loaded.communities, loaded.regimes)
    assert loaded.name == name
    assert all(loaded.parameters.find(key) is not None for key in wanted(parts))
    places = {place.name: place.country for place in loaded.places}
    crossings = {crossing.name: crossing for crossing in loaded.crossings}
    for leg in loaded.legs:
        assert leg.hours >= 1
        assert isinstance(leg.hours, int)
        assert (leg.exit is None) == (leg.entry is None) == (places[leg.origin] == places[leg.target])
        if leg.exit is not None and leg.entry is not None:
            assert places[leg.origin] in crossings[leg.exit].countries
            assert places[leg.target] in crossings[leg.entry].countries
    moves = [move.name for leg in loaded.legs for move in moves_of(leg, None if leg.entry is None else crossings[leg.entry].kind)]
    assert len(set(moves)) == len(moves)
    pairs = [(regime.nationality, regime.country) for regime in loaded.regimes]
    assert sorted(pairs) == sorted({(community.nationality, country) for community in loaded.communities for country in places.values()})


@pytest.mark.parametrize("name", scenarios.names())
def test_every_scenario_that_ships_can_be_introduced(name: str) -> None:
    about = scenarios.about(name)
    assert about.title
    assert about.text
    assert about.attribution


def test_names_are_sorted_and_hold_the_teaching_scenario() -> None:
    assert "two-valleys" in scenarios.names()
    assert list(scenarios.names()) == sorted(scenarios.names())


def test_the_teaching_world(world: World) -> None:
    assert len(world.places) == 6
    assert world.start == date(2010, 1, 1)
    assert world.report == (date(2010, 3, 1), date(2010, 12, 31))
    assert [(event.lever, dict(event.settings)) for event in world.events] == [("closure", {"crossing": "goat-path"})]
    assert {crossing.name for crossing in world.crossings if crossing.closed_months} == {"high-saddle"}


def test_legs_go_both_ways_and_flights_pass_two_airports(world: World) -> None:
    ways = {leg.name: leg for leg in world.legs}
    assert len(ways) == 24
    there = ways["alderton>cyrstead by air over cyrstead-airport"]
    back = ways["cyrstead>alderton by air over alderton-airport"]
    assert (there.exit, there.entry) == (back.entry, back.exit) == ("alderton-airport", "cyrstead-airport")
    assert ways["millbrook>bridgeford by rail"].hours == 2
    assert [leg.mode for leg in world.legs if leg.entry == "goat-path"] == [Mode.FOOT] * 4


def test_the_most_specific_regime_wins(world: World) -> None:
    asked = {(regime.nationality, regime.country): (regime.entry, regime.exit_permit) for regime in world.regimes}
    assert asked["ALD", "ALD"] == (Entry.OWN, True)
    assert asked["BRE", "BRE"] == (Entry.OWN, False)
    assert asked["ALD", "CYR"] == (Entry.VISA, False)
    assert asked["ALD", "BRE"] == asked["BRE", "CYR"] == (Entry.FREE, False)


def test_parameters_of_a_kind_serve_its_crossings(world: World) -> None:
    assert world.parameters.number("crossing.goat-path.death_hazard") == world.parameters.number("crossing.green.death_hazard")
    assert world.parameters.number("crossing.high-saddle.death_hazard") != world.parameters.number("crossing.green.death_hazard")
    assert world.parameters.groups["goat-path"] == Kind.GREEN.word


def test_the_scenario_overrides_the_territory(world: World) -> None:
    assert world.parameters.number("country.CYR.avr_per_month") == 20
    assert world.parameters.number("country.BRE.avr_per_month") == 10


def test_settings_override_both() -> None:
    loaded = scenarios.load("two-valleys", settings={"country.CYR.avr_per_month": 3, "crossing.green.exposure": 0.3})
    parameter = loaded.parameters.get("country.CYR.avr_per_month")
    assert (parameter.value, parameter.low, parameter.high, parameter.unit) == (3, 3, 3, "persons/month")
    assert (parameter.status, parameter.source) == (Status.ASSUMED, "set for this run")
    assert loaded.parameters.number("crossing.goat-path.exposure") == 0.3
    assert loaded.parameters.number("crossing.reed-ford.exposure") == 0.15


def test_settings_are_looked_at_even_if_the_scenario_is_not_there() -> None:
    with pytest.raises(scenarios.BadInput) as caught:
        scenarios.load("two-valley", settings={"market.margn": 0.3, "market.margin": -2, "country.NIX.fine_usd": 3, "policy.x.factor": 2})
    # whether a country or a lever is in the scenario only the scenario can say
    assert [finding.where for finding in caught.value.findings] == ["scenario", "--set market.margn", "--set market.margin"]


def test_a_community_is_from_afar_or_not() -> None:
    with pytest.raises(scenarios.BadInput, match=r"stranger = 0\.5; allowed: 0 or 1"):
        scenarios.load("two-valleys", settings={"community.*.stranger": 0.5})


def test_loading_does_not_change_what_is_loaded_next() -> None:
    scenarios.load("two-valleys", settings={"choice.wait_days": 3})
    assert scenarios.load("two-valleys") == scenarios.load("two-valleys")
    assert scenarios.load("two-valleys").parameters.number("choice.wait_days") == 7


def test_scale_is_handed_on() -> None:
    assert scenarios.load("two-valleys", scale=0.5).scale == 0.5


@pytest.mark.parametrize(
    ("days", "report"),
    [(365, (date(2010, 3, 1), date(2010, 12, 31))), (100, (date(2010, 3, 1), date(2010, 4, 10))), (10, (date(2010, 1, 1), date(2010, 1, 10)))],
)
def test_fewer_days_cut_the_report(days: int, report: tuple[date, date]) -> None:
    loaded = scenarios.load("two-valleys", days=days)
    assert loaded.days == days
    assert loaded.report == report


def test_a_copy_loads_like_the_original(copy: Path, world: World) -> None:
    loaded = scenarios.load(copy)
    assert loaded.name == "mine"
    assert (loaded.places, loaded.legs, loaded.parameters) == (world.places, world.legs, world.parameters)
    assert scenarios.load(str(copy)) == loaded


def test_a_territory_that_ships_serves_a_scenario_elsewhere(copy: Path, world: World) -> None:
    shutil.rmtree(copy.parent / "two-valleys")
    assert scenarios.load(copy).legs == world.legs


def test_a_part_of_the_territory(copy: Path) -> None:
    change(copy, '# countries = ["BRE", "CYR"]\n# communities', 'countries = ["BRE", "CYR"]\ncommunities')
    change(copy, '[[event]]\nlever = "closure"\ncrossing = "goat-path"', '[[event]]\nlever = "closure"\ncrossing = "reed-ford"')
    loaded = scenarios.load(copy)
    assert {place.country for place in loaded.places} == {"BRE", "CYR"}
    assert {crossing.name for crossing in loaded.crossings} == {"river-gate", "reed-ford", "high-saddle", "cyrstead-airport"}
    assert [community.name for community in loaded.communities] == ["bremark-workers"]
    assert all(leg.mode is not Mode.AIR for leg in loaded.legs)
    assert not [key for key in loaded.parameters.table if "aldmark" in key or "alderton" in key]


@pytest.mark.parametrize(
    ("until", "checked", "opened"),
    [("", True, None), ("never", False, None), ("2010-01-01", False, None), ("2010-05-01", True, date(2010, 5, 1)), ("2012-01-01", True, None)],
)
def test_when_checks_end(copy: Path, until: str, *, checked: bool, opened: date | None) -> None:
    change(copy.parent / "two-valleys" / "crossings.csv", "ALD,BRE,,46.05,10.65,,,,", f"ALD,BRE,,46.05,10.65,,,{until},")
    loaded = scenarios.load(copy)
    assert next(crossing.checked for crossing in loaded.crossings if crossing.name == "stone-bridge") is checked
    dates = [event.start for event in loaded.events if event.lever == "open_border" and event.settings == {"crossing": "stone-bridge"}]
    assert dates == ([] if opened is None else [opened])


def test_marks_of_spreadsheets_do_no_harm(copy: Path) -> None:
    path = copy.parent / "two-valleys" / "places.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b",,,,,\r\n")
    assert len(scenarios.load(copy).places) == 6


def test_columns_may_stand_in_any_order(copy: Path, world: World) -> None:
    path = copy.parent / "two-valleys" / "regimes.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    path.write_text("\n".join(",".join(reversed(line.split(","))) for line in lines), encoding="utf-8")
    assert scenarios.load(copy).regimes == world.regimes


def test_the_loader_is_found_from_any_folder(root: Path, tmp_path: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(root)!r}); import scenarios; print(len(scenarios.load('two-valleys').legs))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "24\n"


def test_detection_and_money_of_the_teaching_territory_are_sensible(world: World) -> None:
    parameters = world.parameters
    for crossing in world.crossings:
        for country in crossing.countries:
            effort = parameters.number(f"post.{crossing.name}.{country}.effort") * parameters.number(f"crossing.{crossing.name}.exposure")
            detected = 1 - (1 - parameters.number(f"crossing.{crossing.name}.base_detection")) * math.exp(-effort)
            assert 0.1 <= detected <= 0.45
    assert parameters.number("country.CYR.wage_usd") > parameters.number("country.BRE.wage_usd")


def test_lines_of_toml_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = 'a = 1\ntext = """\nb = 2\n[c]\n"""\n[c]\nd.e = 3\n"f.g" = { h = 4 }\n[[i]]\nj = 5\n[[i]]\nj = [\n  6,\n]\n[i.k]\nl = 7\n'
    Path("a.toml").write_text(text, encoding="utf-8")
    document = read_toml(Path("a.toml"), Problems())
    assert document is not None
    wanted_lines = {("a",): 1, ("text",): 2, ("c",): 6, ("c", "d", "e"): 7, ("c", "f.g"): 8, ("c", "f.g", "h"): 8, ("i", 0, "j"): 10, ("i", 1, "j"): 12}
    assert {path: document.where(path) for path in wanted_lines} == {path: f"a.toml:{line}" for path, line in wanted_lines.items()}
    assert document.where(("i", 1, "k", "l")) == "a.toml:16"
    assert document.where(("i", 0, "missing")) == "a.toml:9"
    assert document.where(("missing",)) == "a.toml:1"
