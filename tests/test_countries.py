"""A territory proposed for named countries: ``routesim new --countries`` and what ``routesim check`` says and draws of it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import scenarios
from experiments.cli import app
from scenarios.proposal import ground
from scenarios.proposal.gazetteer import read_borders, read_cities
from scenarios.proposal.ground import inland_legs, over_the_border
from scenarios.reading.problems import Problems
from scenarios.territories.defaults import is_general, with_defaults
from scenarios.territories.parameter_rows import ParameterRows, read_parameters
from scenarios.territories.unlikely import iso_codes
from sim.world.network import Place


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def at(name: str, lon: float, country: str = "AAA") -> Place:
    """A place on the equator, where a degree of longitude is 111.195 km."""
    return Place(name, name, country, 0.0, lon)


def test_roads_join_neighbours_and_not_places_with_a_third_between() -> None:
    legs = inland_legs([at("west", 0), at("middle", 1), at("east", 3)])
    # 1.3 x 111.195 = 144.6 km and 1.3 x 222.390 = 289.1 km, rounded up; at 60 km/h 2.4 and 4.8 hours; west - east has the middle nearer to both
    assert [(leg.origin, leg.target, leg.km, leg.hours, leg.crossing) for leg in legs] == [("west", "middle", 145, 2.4, ""), ("middle", "east", 290, 4.8, "")]


def test_a_border_is_passed_between_the_nearest_places_and_the_green_section_takes_a_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "border_of", lambda *_: ((1.0, 0.5), (0.1, 0.5), (0.0, 0.5)))
    crossings, legs = over_the_border([at("far", -2), at("here", 0)], [at("there", 1, "BBB")], ("Aland", "Beland"))
    assert [(one.name, one.title, one.countries, one.lat, one.lon) for one in crossings] == [
        ("aaa-bbb-official", "Aland - Beland, official", ("AAA", "BBB"), 0.0, 0.5),
        ("aaa-bbb-green", "Aland - Beland, green", ("AAA", "BBB"), 0.1, 0.5),
    ]
    # 144.6 km by road take 2.4 hours; with 15 km on foot 129.6 / 60 + 15 / 4 = 5.9
    assert [(leg.origin, leg.target, leg.mode.word, leg.km, leg.hours) for leg in legs] == [
        ("here", "there", "road", 145, 2.4),
        ("here", "there", "road", 145, 5.9),
    ]


def test_a_short_way_over_a_green_section_is_walked_and_no_way_is_shorter_than_by_the_border(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "border_of", lambda *_: ((0.0, 0.05),))
    near = over_the_border([at("here", 0)], [at("there", 0.1, "BBB")], ("A", "B"))[1]
    # 1.3 x 11.12 = 14.5 km: 0.2 hours by road, 3.6 on foot at 4 km/h; the one point of the border serves both crossings
    assert [(leg.mode.word, leg.km, leg.hours) for leg in near] == [("road", 15, 0.2), ("foot", 15, 3.6)]
    monkeypatch.setattr(ground, "border_of", lambda *_: ((1.0, 0.5),))
    # twice 1.118 degrees of 111.195 km is 248.6 km, more than 1.3 x 111.195
    assert over_the_border([at("here", 0)], [at("there", 1, "BBB")], ("A", "B"))[1][0].km == 249


def test_three_countries_as_counted_by_hand() -> None:
    assert call("new", "studies/vardar", "--countries", "GRC,mkd, SRB").exit_code == 0
    world = scenarios.load("studies/vardar/vardar.toml")
    # 4 places in Greece, 3 in North Macedonia, 3 in Serbia; Greece and Serbia have no common border
    assert (len(world.places), len(world.crossings)) == (10, 4)
    # 3 + 2 + 2 roads inside, two ways over each of two borders, all of them there and back
    assert len(world.legs) == 2 * (3 + 2 + 2 + 2 * 2)
    assert [(one.name, one.nationality, one.origins, one.destinations, one.followed) for one in world.communities] == [
        ("grc-transit", "GRC", ("athens",), ("belgrade",), True),
        ("mkd-workers", "MKD", ("skopje",), ("belgrade",), False),
    ]
    rows = [line for line in Path("studies/vardar/territory/parameters.csv").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert len(rows) - 1 == 18 + 2 + 1 + 9  # communities and leaving, wages of two countries and of the last, guides, guards and travel
    assert world.parameters.number("country.MKD.wage_usd") == 120
    assert world.parameters.number("country.SRB.wage_usd") == 300
    assert world.parameters.number("country.GRC.fine_usd") == 60  # by default


def test_a_proposal_is_sound_runs_and_is_drawn() -> None:
    assert call("new", "alps", "--countries", "HRV,SVN,AUT").exit_code == 0
    done = call("check", "alps/alps.toml", "--map", "alps.png")
    assert done.exit_code == 0, done.output
    assert "9 places in 3 countries, 4 crossings (2 green, 2 official)" in done.stdout
    assert done.stdout.endswith("alps.png\nalps.csv\n")
    assert Path("alps.png").stat().st_size > 0
    for words in ("4 of 4 crossings are proposals", "10 of 10 legs are proposals", "parameters are still those of the template two-valleys"):
        assert words in done.stderr
    assert len(done.stderr.splitlines()) == 4  # nothing else is warned of
    ran = call("run", "alps/alps.toml", "--days", "5", "--no-pictures", "--json")
    assert ran.exit_code == 0, ran.output
    assert call("new", "copy", "--from", "alps/alps.toml").exit_code == 0
    assert scenarios.load("copy/copy.toml").parameters == scenarios.load("alps/alps.toml").parameters


def test_a_row_that_is_known_is_no_longer_counted() -> None:
    call("new", "alps", "--countries", "HRV,SVN,AUT")
    for name, old in (("crossings.csv", "template: a point of the border"), ("legs.csv", "template: great")):
        path = Path("alps/territory") / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, "seen: great", 1), encoding="utf-8")
    done = call("check", "alps/alps.toml")
    assert "3 of 4 crossings are proposals" in done.stderr
    assert "9 of 10 legs are proposals" in done.stderr


@pytest.mark.parametrize(
    ("countries", "words"),
    [
        ("GRC,MKX,SRB", ['country "MKX"', "nearest: MKD"]),
        ("GRC,SRB", ["SRB, which no common border joins to GRC", "nearest: with BGR"]),
        ("GRC,CYP,ISL", ["CYP, ISL, which no common border joins to GRC"]),
        ("GRC,SGP", ["country SGP, of which no place ships", "--places FILE with rows name,country,lat,lon for SGP"]),
        ("GRC", ["1 country", "two countries and more"]),
        ("GRC,MKD,GRC", ["country GRC more than once"]),
    ],
)
def test_countries_of_which_nothing_can_be_made(countries: str, words: list[str]) -> None:
    done = call("new", "bad", "--countries", countries)
    assert done.exit_code == 2
    assert done.stderr.startswith("1 finding")
    for word in words:
        assert word in done.stderr
    assert not list(Path().iterdir())


def test_places_of_ones_own_stand_in_place_of_those_that_ship() -> None:
    Path("own.csv").write_text("name,country,lat,lon\nveles,MKD,41.7,21.8\nstrumica,MKD,41.4,22.6\n", encoding="utf-8")
    assert call("new", "mine", "--countries", "MKD,SRB", "--places", "own.csv").exit_code == 0
    world = scenarios.load("mine/mine.toml")
    assert [(place.name, place.title) for place in world.places if place.country == "MKD"] == [("veles", "Veles"), ("strumica", "Strumica")]
    assert len(world.places) == 2 + 3
    assert world.communities[0].origins == ("veles",)


def test_every_finding_about_places_of_ones_own_is_listed() -> None:
    rows = [
        "name,country,lat,lon,title,kind",
        "Veles,MKD,41.7,21.8,Veles,city",
        "bitola,MKD,41,221,Bitola,city",
        "bari,ITA,41,17,Bari,citi",
        "belgrade,MKD,42,21,B,",
    ]
    Path("own.csv").write_text("\n".join(rows), encoding="utf-8")
    done = call("new", "mine", "--countries", "MKD,SRB", "--places", "own.csv")
    assert done.exit_code == 2
    assert done.stderr.startswith("4 findings")
    for words in ('own.csv:2: found name "Veles"', 'own.csv:3: found lon "221"', 'own.csv:4: found kind "citi"', 'place "belgrade" of SRB'):
        assert words in done.stderr
    both = call("new", "mine", "--places", "own.csv", "--from", "two-valleys")
    assert both.stderr.startswith("2 findings")


def test_a_map_is_drawn_of_one_scenario_or_territory() -> None:
    assert call("check", "two-valleys", "--map", "valleys.svg", "--quiet").output == ""
    assert Path("valleys.svg").is_file()
    refused = call("check", "two-valleys", "eurasia", "--map", "valleys.gif")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("2 findings")


def test_a_row_of_ones_own_comes_before_the_defaults_that_it_covers() -> None:
    Path("parameters.csv").write_text(
        "key,value,unit,low,high,status,source,as_of\n"
        "crossing.*.base_detection,0.07,probability,0.01,0.1,assumed,mine,\n"
        "crossing.green.exposure,0.3,ratio,0.1,0.5,assumed,mine,\n",
        encoding="utf-8",
    )
    problems = Problems()
    own = read_parameters(Path(), problems)
    assert own is not None
    both = with_defaults(own, "two-valleys", "territory.toml", problems).parameters
    assert not problems.findings
    assert "crossing.official.base_detection" not in both  # Two Valleys has 0.1, which would hide the row for all crossings
    assert (both["crossing.*.exposure"].value, both["crossing.green.exposure"].value) == (0.1, 0.3)
    assert "country.CYR.wage_usd" not in both
    assert "community.aldmark-transit.people" not in both


def test_what_is_general_names_nothing_of_one_territory() -> None:
    general = (
        "country.*.fine_usd",
        "crossing.green.exposure",
        "mode.air.fare_km_usd",
        "lever.enforcement.once_usd",
        "choice.wait_days",
        "community.*.season.4",
    )
    assert all(map(is_general, general))
    special = (
        "country.CYR.fine_usd",
        "crossing.reed-ford.exposure",
        "leg.bridgeford.cyrstead.rail.fare_usd",
        "community.a.season.4",
        "smuggler.BRE-CYR.number",
    )
    assert not any(map(is_general, special))


def test_defaults_that_do_not_ship_are_a_finding() -> None:
    problems = Problems()
    with_defaults(ParameterRows(), "two-valley", "territory.toml:5", problems)
    (finding,) = problems.findings
    assert (finding.where, finding.nearest) == ("territory.toml:5", "two-valleys")


def test_the_tables_that_ship_are_whole() -> None:
    cities = read_cities()
    assert len({place.name for place in cities}) == len(cities)
    assert {place.country for place in cities} <= iso_codes()
    first = {place.country: place for place in reversed(cities)}
    assert all(place.roles == ("capital",) for place in first.values())
    assert all(one < other for one, other in read_borders())
