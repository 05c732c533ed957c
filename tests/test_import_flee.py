"""``routesim import flee``: two small conflicts, typed in from what FLEE publishes of them, become scenarios that can be checked and run.

Names, distances, populations and a few of the numbers are those of FLEE's Burundi (2015) and Mali (2012); both are cut down to a handful of places.
"""

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import scenarios
from calibration.evidence.observations import read_observations
from experiments.cli import app
from scenarios.imports.departures import departures
from scenarios.imports.flee_input import read_conflict
from scenarios.imports.layout import laid_out, short_of
from scenarios.reading.problems import Problems
from scenarios.studies.study import read_study

BURUNDI: Mapping[str, str] = {
    "input_csv/locations.csv": """
        #name,region,country,latitude,longitude,location_type,conflict_date,population
        Bujumbura,Bujumbura,Burundi,,,conflict_zone,0,497166
        Kabarore,Kayanza,Burundi,,,conflict_zone,71,62303
        Gitega,Gitega,Burundi,,,town,,
        Ruyigi,Ruyigi,Burundi,,,town,,
        Isale,Bujumbura,Burundi,,,town,,
        Commune_of_Mabanda,Makamba,Burundi,,,town,,
        Kagunga,Kigoma,Tanzania,,,forwarding_hub,,
        Nduta,Kigoma,Tanzania,,,camp,,55320
        Nyarugusu,Kigoma,Tanzania,,,camp,,100925
        Lusenda,Sud-Kivu,DRC,,,camp,,17210""",
    "input_csv/routes.csv": """
        #name1,name2,distance,forced_redirection
        Bujumbura,Gitega,102,
        Gitega,Ruyigi,55,
        Bujumbura,Kabarore,113,
        Bujumbura,Commune_of_Mabanda,148,
        Ruyigi,Nduta,91,
        Commune_of_Mabanda,Kagunga,36,
        Commune_of_Mabanda,Nyarugusu,71,
        Kagunga,Nyarugusu,91,2
        Nduta,Nyarugusu,150,2
        Bujumbura,Lusenda,53,""",
    "input_csv/closures.csv": """
        #closure_type,name1,name2,closure_start,closure_end
        camp,Lusenda,,0,91
        country,Burundi,Tanzania,30,40
        link,Ruyigi,Nduta,5,-1
        remove_forced_redirection,Nduta,Nyarugusu,101,0""",
    "input_csv/registration_corrections.csv": """
        Nduta,2015-07-10
        Lusenda,2015-09-30""",
    "input_csv/sim_period.csv": """
        StartDate,2015-05-01
        Length,100""",
    "source_data/data_layout.csv": """
        total,refugees.csv
        Nduta,tan-nduta.csv
        Nyarugusu,tan-nyarugusu.csv""",
    "source_data/refugees.csv": """
        Date,Refugee_numbers
        2015-05-01,1000
        2015-05-15,15000
        2015-05-25,14000
        2015-06-04,16000
        2015-07-04,22000
        2015-07-16,28000
        2016-07-04,29000""",
    "source_data/tan-nduta.csv": """
        2015-05-01,0
        2015-06-08,1500
        2015-07-09,2000
        2015-07-10,3000
        2016-06-24,55320""",
    "source_data/tan-nyarugusu.csv": """
        #Date,people
        2015-05-31,6000
        2015-07-12,9000""",
}
MALI: Mapping[str, str] = {
    "locations.csv": """
        #name,region,country,latitude,longitude,location_type,conflict_date,population
        Timbuktu,,Mali,16.78026,-3.00159,conflict_zone,0,54453
        Lere,,Mali,15.71,-4.91,conflict_zone,20,16072
        Niafounke,,Mali,15.93,-3.99,town,,
        Fassala-Mbera,,Mauritania,15.639012,-5.751422,camp,,75882""",
    "routes.csv": """
        #name1,name2,distance,forced_redirection
        Timbuktu,Niafounke,205,0
        Niafounke,Lere,140,0
        Lere,Fassala-Mbera,98,0""",
    "conflict_period.csv": """
        StartDate,2012-02-29
        Length,40""",
    "data_layout.csv": """
        total,refugees.csv
        Fassala-Mbera,mbera.csv""",
    "refugees.csv": """
        Date,Refugee_numbers
        2012-02-29,200
        2012-03-10,500
        2012-03-20,700
        2012-04-09,900""",
    "mbera.csv": """
        2012-03-07,100
        2012-04-01,800""",
}  # fmt: skip


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def lay(files: Mapping[str, str], folder: str) -> Path:
    """Write the files of a conflict."""
    for name, text in files.items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n", encoding="utf-8")
    return Path(folder)


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def burundi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    """The first conflict, imported to ``my-burundi`` in the working folder."""
    monkeypatch.chdir(tmp_path)
    lay(BURUNDI, "burundi")
    done = call("import", "flee", "burundi", "--out", "my-burundi", "--country", "DRC=COD")
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def mali(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The second conflict, imported; the path of its scenario."""
    monkeypatch.chdir(tmp_path)
    done = call("import", "flee", str(lay(MALI, "mali")), "--out", "my-mali", "--quiet")
    assert (done.exit_code, done.output) == (0, "")
    return Path("my-mali/my-mali.toml")


@pytest.mark.usefixtures("burundi")
def test_places_routes_and_borders_become_a_territory() -> None:
    world = scenarios.load("my-burundi/my-burundi.toml")
    assert (world.start, world.days) == (date(2015, 5, 1), 100)
    assert [place.name for place in world.places if place.country != "BDI"] == ["kagunga", "nduta", "nyarugusu", "lusenda"]
    assert len(world.places) == 9  # ten, without Isale, to which no route leads
    assert {crossing.name for crossing in world.crossings} == {
        "ruyigi-to-nduta", "commune-of-mabanda-to-kagunga", "commune-of-mabanda-to-nyarugusu", "bujumbura-to-lusenda",
    }  # fmt: skip
    assert len(world.legs) == 2 * 10
    legs = {(leg.origin, leg.target): leg for leg in world.legs}
    assert (legs["nduta", "ruyigi"].km, legs["nduta", "ruyigi"].entry) == (91, "ruyigi-to-nduta")
    assert (legs["kagunga", "nyarugusu"].km, legs["kagunga", "nyarugusu"].entry) == (91, None)
    assert rows("my-burundi/territory/legs.csv")[1]["hours"] == "3.667"  # 55 km at 360 km a day of 24 hours


@pytest.mark.usefixtures("burundi")
def test_camps_are_destinations_with_beds_and_closures_are_events() -> None:
    world = scenarios.load("my-burundi/my-burundi.toml")
    assert [(stay.place, stay.beds, stay.turns_away, stay.first, stay.end) for stay in world.stays] == [
        ("nduta", 55320, True, None, None),
        ("nyarugusu", 100925, True, None, None),
        ("lusenda", 17210, True, date(2015, 7, 31), None),  # day 91
    ]
    assert {community.destinations for community in world.communities} == {("nduta", "nyarugusu", "lusenda")}
    assert [(event.start, event.end) for event in world.events] == [
        *[(date(2015, 5, 6), None)] * 2,  # day 5, both ways
        *[(date(2015, 5, 31), date(2015, 6, 10))] * 2,  # day 30 to 40
    ]
    text = Path("my-burundi/my-burundi.toml").read_text(encoding="utf-8")
    for closed in ('border = "BDI-TZA"', 'border = "TZA-BDI"', 'leg = "ruyigi>nduta"', 'leg = "nduta>ruyigi"'):
        assert closed in text


@pytest.mark.usefixtures("burundi")
def test_departures_are_what_the_number_of_all_who_fled_rose_by() -> None:
    found: dict[str, list[tuple[str, float]]] = {}
    for row in rows("my-burundi/series.csv"):
        found.setdefault(row["who"], []).append((row["period"], float(row["value"])))
    share = 62303 / (497166 + 62303)
    first, second = found["from-bujumbura"], found["from-kabarore"]
    assert first[:5] == [
        ("2015-05-01", 2000),  # 1,000 who had fled before, and 14,000 in 14 days
        ("2015-05-02 to 2015-05-14", 1000),
        ("2015-05-15 to 2015-05-24", 0),  # the number falls by 1,000
        ("2015-05-25 to 2015-06-03", 100),  # it rises by 2,000, of which 1,000 make up for the fall: 1,000 in 10 days
        ("2015-06-04 to 2015-07-03", 200),
    ]
    assert second[0][0] == first[6][0] == "2015-07-11 to 2015-07-15"  # from day 71 on
    assert second[0][1] == pytest.approx(500 * share, rel=1e-6)
    assert first[6][1] == pytest.approx(500 * (1 - share), rel=1e-6)
    world = scenarios.load("my-burundi/my-burundi.toml")
    fled = 28000 + 1000 * 24 / 354  # 2015-07-16 to the end of 2015-08-08, of 354 days to the next number
    days = {one.who: sum(one.value_on(date.fromordinal(world.start.toordinal() + day)) or 0 for day in range(100)) for one in world.series}
    assert sum(days.values()) == pytest.approx(fled)


@pytest.mark.usefixtures("burundi")
def test_numbers_in_camps_are_observations_with_corrected_registration() -> None:
    observed = read_observations(read_study([str(Path("my-burundi").resolve())]))
    assert [(one.spec.only.places, one.spec.period, one.spec.documented[0]) for one in observed] == [
        (("nduta",), "2015-05-01", 0),
        (("nduta",), "2015-06-08", 2250),  # 1,500 times 3,000 / 2,000
        (("nduta",), "2015-07-09", 3000),
        (("nduta",), "2015-07-10", 3000),
        (("nyarugusu",), "2015-05-31", 6000),
        (("nyarugusu",), "2015-07-12", 9000),
    ]
    assert {one.spec.indicator for one in observed} == {"people_staying"}
    assert {one.use for one in observed} == {"held-out"}


def test_what_cannot_be_carried_over_is_said_line_by_line(burundi: Result) -> None:
    notes = Path("my-burundi/import.txt").read_text(encoding="utf-8").splitlines()
    assert all(note in " ".join(burundi.output.split()) for note in notes)
    for said in (
        "burundi/input_csv/locations.csv:6: Isale has no route",
        "burundi/input_csv/routes.csv:9: forced redirection from Kagunga to Nyarugusu",
        "burundi/input_csv/routes.csv:10: forced redirection from Nduta to Nyarugusu",
        "burundi/input_csv/closures.csv:5: remove_forced_redirection",
        "burundi/input_csv/registration_corrections.csv:1: Nduta: numbers before 2015-07-10 are multiplied by 1.5",
        "burundi/input_csv/registration_corrections.csv:2: the correction of Lusenda on 2015-09-30 is left out",
        "locations.csv: 9 places without latitude and longitude",
        "refugees.csv: the 1,000 who had fled before 2015-05-01",
        "refugees.csv: the number falls on 1 day, by 1,000 people",
        "data_layout.csv: no numbers of the camp Lusenda",
        "data_layout.csv: of the numbers of Nduta, 1 lie outside",
    ):
        assert sum(note.startswith(said) for note in notes) == 1, said


def test_an_imported_conflict_has_no_findings_and_two_warnings(mali: Path) -> None:
    checked = call("check", str(mali), "--json")
    assert checked.exit_code == 0, checked.output
    found = json.loads(checked.output)[0]
    assert len(found["warnings"]) == 2
    assert "are still those of the template two-valleys" in found["warnings"][0]
    assert "no comparison and no itinerary speaks of" in found["warnings"][1]
    assert found["study"]["observations"] == 2


def test_an_imported_conflict_runs_and_is_compared_with_its_camps(mali: Path) -> None:
    done = call("run", str(mali), "--out", "out", "--no-pictures")
    assert done.exit_code == 0, done.output
    lines = [line for line in done.output.splitlines() if "people staying, fassala-mbera" in line]
    assert len(lines) == 1
    assert "2 from 2012-03-07" in lines[0]
    found = {(row["community"], row["indicator"]): float(row["value"]) for row in rows("out/indicators.csv") if row["place_or_crossing"] == "all"}
    assert found["from-timbuktu", "departed"] == 854  # 230, 9 x 30, 10 x 20 and 20 x 7.72: 854.4
    assert found["from-lere", "departed"] == 45  # 20 x 2.28: 45.6
    assert found["from-timbuktu", "arrived"] > 800
    assert ("from-timbuktu", "crossed by legal") in found
    assert not [key for key in found if key[1] in ("crossed by guided", "detected entering", "apprehended", "returned")]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "routes.csv", "Lere,Fassala-Mbera", "Lerre,Fassala-Mbera",
            'mali/routes.csv:4: found name1 "Lerre"; allowed: Timbuktu, Lere, Niafounke, Fassala-Mbera; nearest: Lere',
        ),
        ("locations.csv", ",town,", ",village,", 'mali/locations.csv:4: found location_type "village"'),
        ("locations.csv", ",Mauritania,", ",Mauretania,", 'mali/locations.csv:5: found country "Mauretania"'),
        ("conflict_period.csv", "2012-02-29", "29/02/2012", 'mali/conflict_period.csv:1: found value "29/02/2012"'),
        ("refugees.csv", "2012-03-10", "2012-03-32", 'mali/refugees.csv:3: found date "2012-03-32"'),
        ("mbera.csv", ",800", ",many", 'mali/mbera.csv:2: found people "many"'),
        ("data_layout.csv", "mbera.csv", "mberra.csv", 'mali/data_layout.csv:2: found file "mberra.csv"'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    lay({**MALI, file: MALI[file].replace(old, new)}, "mali")
    done = call("import", "flee", "mali", "--out", "my-mali")
    assert done.exit_code == 2
    assert said in done.output
    assert not Path("my-mali").exists()


def test_all_that_is_wrong_stands_in_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lay({**MALI, "routes.csv": MALI["routes.csv"].replace("Timbuktu", "Timbuctoo"), "refugees.csv": "2012-02-30,5"}, "mali")
    Path("mali/conflict_period.csv").unlink()
    done = call("import", "flee", "mali", "--out", "my-mali")
    assert done.exit_code == 2
    assert "3 findings in the input:" in done.output
    for said in ('name1 "Timbuctoo"', 'date "2012-02-30"', "no file sim_period.csv"):
        assert said in done.output
    assert call("import", "flee", "nowhere", "--out", "x").exit_code == 2
    assert call("import", "flee", "mali", "--out", "mali").exit_code == 2  # it holds something


def test_a_zone_that_no_route_joins_to_a_camp_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lay({**MALI, "routes.csv": "Timbuktu,Niafounke,205\nLere,Fassala-Mbera,98"}, "mali")
    done = call("import", "flee", "mali", "--out", "my-mali")
    assert done.exit_code == 2
    assert "mali/locations.csv:2: found Timbuktu, a place of conflict from which no route leads to a camp" in done.output


def test_conflicts_by_day_share_departures_by_population_and_intensity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    days = "\n".join(f"{day},{1 if day < 10 else 0.5},{0 if day < 10 else 1}" for day in range(40))
    folder = lay({**MALI, "conflicts.csv": f"#Day,Timbuktu,Lere\n{days}"}, "mali")
    problems = Problems()
    found = departures(read_conflict([folder], {"mali": "MLI", "mauritania": "MRT"}, problems)).steps
    lere = found["Lere"][0]
    assert (lere.first, lere.last) == (date(2012, 3, 10), date(2012, 3, 19))  # 200 in ten days, half of Timbuktu against Lere
    assert lere.people == pytest.approx(20 * 16072 / (16072 + 0.5 * 54453))


def test_places_without_points_are_laid_out_by_roads() -> None:
    points = {"a": (10.0, 20.0), "b": None, "c": (10.0, 22.0), "d": None}
    roads = [("a", "b", 150.0), ("b", "c", 150.0), ("b", "d", 40.0)]
    found = laid_out(points, roads, (0.0, 0.0))
    assert (found["a"], found["c"]) == ((10.0, 20.0), (10.0, 22.0))
    assert all(short_of(found[one], found[other], km) == 0 for one, other, km in roads)
    new = laid_out(dict.fromkeys("abcd"), roads, (-3.0, 30.0))
    assert sum(lat for lat, _ in new.values()) / 4 == pytest.approx(-3, abs=0.01)
    assert all(short_of(new[one], new[other], km) == 0 for one, other, km in roads)
