"""How a parameter is known: documented by a row about its own thing, place and people, transferred from a row about others, or assumed."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

import scenarios
from experiments.cli import app
from scenarios import BadInput, Finding
from scenarios.check import check
from scenarios.evidence.areas import EVERYTHING, area, trips, words
from scenarios.evidence.rows import COLUMNS, documented, ids_in, reason_in
from scenarios.start import start
from sim.world.meanings import MEANINGS, pattern_of
from sim.world.parameters import Parameter, Status

FINE = "country.CYR.fine_usd"
HEAD = ",".join(COLUMNS)


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario like the teaching one, whose parameters each story adds."""
    monkeypatch.chdir(tmp_path)
    text = 'title = "Mine"\nlike = "two-valleys"\n'
    Path("mine.toml").write_text(text, encoding="utf-8")
    return Path("mine.toml")


def says(path: Path, key: str, value: float, unit: str, status: str, source: str, low: float | None = None, high: float | None = None) -> None:
    bounds = "".join(f"{name} = {bound}\n" for name, bound in (("low", low), ("high", high)) if bound is not None)
    entry = f'[parameters."{key}"]\nvalue = {value}\nunit = "{unit}"\nstatus = "{status}"\nsource = "{source}"\n{bounds}'
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")


def own(*rows: str, head: str = HEAD) -> None:
    Path("evidence.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")


def row(name: str, place: str, people: str, low: float | str = 60, high: float | str = 60, unit: str = "USD/person") -> str:
    return f"{name},mine,1,penalty,a fine,{place},{people},2010,{low},{high},{unit},"


def findings_of(path: Path) -> tuple[Finding, ...]:
    with pytest.raises(BadInput) as caught:
        scenarios.load(path)
    return caught.value.findings


def only(path: Path) -> Finding:
    (finding,) = findings_of(path)
    return finding


# Sources that are no id
@pytest.mark.parametrize("source", ["banana", "FEE_32", "FEE-3 2"])
@pytest.mark.parametrize("status", ["documented", "transferred"])
def test_a_source_that_is_no_id_is_refused_with_the_nearest_id(mine: Path, status: str, source: str) -> None:
    says(mine, FINE, 60, "USD/person", status, f"{source}: as there" if status == "transferred" else source, 10, 100)
    finding = only(mine)
    assert finding.where == "mine.toml:3"
    assert f'source "{source}" of {FINE}, {status}' in finding.found
    assert "evidence.csv" in finding.allowed
    assert "assumed" in finding.allowed
    assert finding.nearest in documented()
    assert source == "banana" or finding.nearest == "FEE-32"


def test_a_season_of_ones_own_is_not_documented_by_a_banana(mine: Path) -> None:
    key = "community.aldmark-transit.season.3"
    says(mine, key, 1.2, "ratio", "documented", "banana")
    assert f'source "banana" of {key}' in only(mine).found


# Place and people of the row
def test_a_row_about_another_country_documents_nothing(mine: Path) -> None:
    says(mine, FINE, 120, "USD/person", "documented", "FEE-32")
    finding = only(mine)
    assert f"{FINE}, documented by FEE-32, a row about KAZ" in finding.found
    assert "about CYR (people: any or CYR)" in finding.allowed
    assert 'transferred, with the source "FEE-32: reason"' in finding.allowed


def test_it_can_be_transferred_with_a_reason_and_a_range(mine: Path) -> None:
    says(mine, FINE, 120, "USD/person", "transferred", "FEE-32: no fine is reported here; the neighbour's", 60, 240)
    parameter = scenarios.load(mine).parameters.get(FINE)
    assert (parameter.status, parameter.low, parameter.high) == (Status.TRANSFERRED, 60, 240)
    assert (ids_in(parameter.source), reason_in(parameter.source)) == (("FEE-32",), "no fine is reported here; the neighbour's")


@pytest.mark.parametrize("source", ["FEE-32", "FEE-32:", "FEE-32: "])
def test_a_transfer_without_a_reason_is_refused(mine: Path, source: str) -> None:
    says(mine, FINE, 120, "USD/person", "transferred", source, 60, 240)
    finding = only(mine)
    assert f"{FINE}, transferred, without a reason" in finding.found
    assert "ID: reason" in finding.allowed


@pytest.mark.parametrize(("low", "high"), [(None, None), (60, None), (None, 240)])
def test_a_transfer_needs_a_range(mine: Path, low: float | None, high: float | None) -> None:
    says(mine, FINE, 120, "USD/person", "transferred", "FEE-32: the neighbour's", low, high)
    assert f"{FINE}, transferred, without a range" in only(mine).found
    with pytest.raises(ValueError, match="range"):
        Parameter(120, "USD/person", Status.TRANSFERRED, "FEE-32: the neighbour's", low, high)


def test_a_star_is_documented_by_a_row_about_all_only(mine: Path) -> None:
    says(mine, "country.*.fine_usd", 60, "USD/person", "documented", "MINE-1")
    own(row("MINE-1", "CYR", "any"))
    assert "about every country" in only(mine).allowed
    own(row("MINE-1", "any", "any"))
    assert scenarios.load(mine).parameters.get("country.*.fine_usd").status is Status.DOCUMENTED


@pytest.mark.parametrize(
    ("key", "place", "people", "fits"),
    [
        (FINE, "CYR", "any", True),
        (FINE, "CYR", "CYR", True),  # its own people
        (FINE, "CYR", "ALD", False),  # one people of all who are fined
        (FINE, "CYR and BRE", "any", True),
        (FINE, "BRE CYR", "any", True),
        (FINE, "ALD-CYR", "any", False),  # a border, not the country
        (FINE, "CYR north", "any", False),
        (FINE, "Atlantis", "any", False),
        ("smuggler.BRE-CYR.running_usd", "BRE-CYR", "any", True),
        ("smuggler.BRE-CYR.running_usd", "CYR-BRE", "any", False),  # the other way
        ("smuggler.BRE-CYR.running_usd", "CYR", "any", False),
        ("smuggler.BRE-CYR.running_usd", "BRE-CYR", "ALD", False),
        ("visa.ALD.CYR.price_usd", "CYR", "ALD", True),
        ("visa.ALD.CYR.price_usd", "ALD-CYR", "ALD", True),
        ("visa.ALD.CYR.price_usd", "CYR", "any", True),
        ("visa.ALD.CYR.price_usd", "CYR", "BRE", False),
        ("visa.ALD.CYR.price_usd", "ALD", "ALD", False),
        ("post.goat-path.BRE.effort", "goat-path", "any", True),
        ("post.goat-path.BRE.effort", "BRE", "any", True),
        ("post.goat-path.BRE.effort", "BRE-ALD", "any", True),  # as the service of BRE sees it
        ("post.goat-path.BRE.effort", "CYR", "any", False),
        ("leg.bridgeford.cyrstead.rail.fare_usd", "BRE-CYR", "any", True),
        ("leg.bridgeford.cyrstead.rail.fare_usd", "bridgeford-cyrstead", "any", True),
        ("leg.bridgeford.cyrstead.rail.fare_usd", "ALD-CYR", "any", False),
        ("leg.bridgeford.cyrstead.rail.fare_usd", "BRE-CYR", "ALD", False),
        ("market.review_share", "CYR", "any", False),  # one number for the whole world
        ("market.review_share", "world", "any", True),
    ],
)
def test_place_and_people_of_the_row_are_those_of_the_parameter(mine: Path, key: str, place: str, people: str, *, fits: bool) -> None:
    unit = MEANINGS[pattern_of(key) or ""].unit
    own(row("MINE-1", place, people, 0.5, 0.5, unit))
    says(mine, key, 0.5, unit, "documented", "MINE-1")
    if fits:
        assert scenarios.load(mine).parameters.get(key).source == "MINE-1"
    else:
        assert f"{key}, documented by MINE-1, a row about {place}" in only(mine).found


def test_a_community_is_documented_by_a_row_about_its_people_wherever_they_were_asked(mine: Path) -> None:
    says(mine, "community.aldmark-transit.women", 0.2, "share", "documented", "MINE-1")
    own(row("MINE-1", "CYR", "ALD", 0.2, 0.2, "share"))
    assert scenarios.load(mine).parameters.get("community.aldmark-transit.women").source == "MINE-1"
    own(row("MINE-1", "CYR", "BRE", 0.2, 0.2, "share"))
    assert "(people: ALD)" in only(mine).allowed


# Thing of the row
def test_unit_and_number_of_the_row_are_those_of_the_parameter(mine: Path) -> None:
    says(mine, FINE, 60, "USD/person", "documented", "MINE-1")
    own(row("MINE-1", "CYR", "any", unit="USD/month"))
    assert f"{FINE}, in USD/person, documented by MINE-1, a row in USD/month" in only(mine).found
    own(row("MINE-1", "CYR", "any", 10, 50))
    assert f"{FINE} = 60, documented by MINE-1, which says 10 to 50" in only(mine).found
    own(row("MINE-1", "CYR", "any", "", 50))
    assert "which says at most 50" in only(mine).found
    own(row("MINE-1", "CYR", "any", 70, ""))
    assert "which says at least 70" in only(mine).found
    own(row("MINE-1", "CYR", "any", 50, 60, "USD/item"))
    assert scenarios.load(mine).parameters.number(FINE) == 60


# Rows of one's own
def test_rows_of_ones_own_are_checked_when_they_are_needed(mine: Path) -> None:
    own("1,2", head="a,b")
    scenarios.load(mine)  # somebody else's table
    says(mine, FINE, 60, "USD/person", "documented", "MINE-1")
    assert any('no column "id"' in finding.found for finding in findings_of(mine))
    own(row("FEE-32", "CYR", "any"), row("MINE-1", "CYR", "any"), row("MINE-1", "CYR", "any"), row("", "CYR", "any"), row("MINE 2", "CYR", "any", "x"))
    found = {finding.where: finding.found for finding in findings_of(mine) if finding.where.startswith("evidence.csv")}
    assert found == {"evidence.csv:2": "FEE-32 again", "evidence.csv:4": "MINE-1 again", "evidence.csv:5": "an empty id", "evidence.csv:6": 'low "x"'}


def test_an_unknown_id_beside_own_rows_names_the_nearest_of_them(mine: Path) -> None:
    says(mine, FINE, 60, "USD/person", "documented", "MINE-2")
    own(row("MINE-1", "CYR", "any"))
    assert only(mine).nearest == "MINE-1"


def test_own_rows_go_with_what_is_like_it_and_with_a_copy(mine: Path, tmp_path: Path) -> None:
    own(row("MINE-1", "CYR", "any"))
    says(mine, FINE, 60, "USD/person", "documented", "MINE-1")
    (tmp_path / "below").mkdir()
    Path("below/other.toml").write_text('title = "Other"\nlike = "../mine.toml"\n', encoding="utf-8")
    assert scenarios.load("below/other.toml").parameters.get(FINE).source == "MINE-1"
    copied = start(tmp_path / "copy", "mine.toml")
    assert (tmp_path / "copy" / "evidence.csv").read_text(encoding="utf-8") == Path("evidence.csv").read_text(encoding="utf-8")
    Path("evidence.csv").unlink()
    assert f'source "MINE-1" of {FINE}' in only(mine).found
    assert scenarios.load(start(tmp_path / "again", copied)).parameters.get(FINE).source == "MINE-1"


@pytest.mark.usefixtures("mine")
def test_a_territory_finds_rows_in_its_folder_or_beside_it(root: Path) -> None:
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", "valleys")
    table = Path("valleys/parameters.csv")
    table.write_text(table.read_text(encoding="utf-8") + f"{FINE},60,USD/person,,,documented,MINE-1,2010\n", encoding="utf-8")
    with pytest.raises(BadInput, match='source "MINE-1"'):
        check("valleys")
    own(row("MINE-1", "CYR", "any"))
    assert check("valleys").parameters["documented"] == 1  # type: ignore[union-attr]
    Path("evidence.csv").rename("valleys/evidence.csv")
    assert check("valleys").parameters["documented"] == 1  # type: ignore[union-attr]


@pytest.mark.usefixtures("mine")
def test_what_a_policy_costs_is_checked_too() -> None:
    head = 'title = "Lamps"\nabout = "Lamps."\n'
    cost = '[cost]\nlamps = { value = 10, unit = "USD", low = 5, high = 20, status = "STATUS", source = "SOURCE" }\n'
    for status, source, found in (
        ("documented", "banana", 'source "banana"'),
        ("transferred", "FEE-32", "without a reason"),
        ("documented", "FEE-32", "which says 120"),
        ("documented", "INC-04", "a row in USD/month"),
    ):
        Path("lamps.toml").write_text(head + cost.replace("STATUS", status).replace("SOURCE", source), encoding="utf-8")
        with pytest.raises(BadInput, match=found):
            check("lamps.toml")


# What ships
def test_parameters_that_ship_by_status() -> None:
    counts = check("eurasia").parameters  # type: ignore[union-attr]
    assert counts == {"documented": 13, "transferred": 76, "calibrated": 0, "assumed": 2395}
    (summary,) = json.loads(CliRunner().invoke(app, ["check", "eurasia", "--json"]).stdout)
    assert summary["parameters"] == counts
    listed = json.loads(CliRunner().invoke(app, ["list", "parameters", "status=transferred", "--scenario", "two-valleys", "--json"]).stdout)
    assert listed == []


def test_documents_give_these_numbers(root: Path) -> None:
    first, whole = check("central-asia-2004").parameters, check("eurasia").parameters  # type: ignore[union-attr]
    own, others = first["documented"], first["transferred"]
    for path, text in (
        ("README.md", f"{own} parameters of `central-asia-2004` are documented by a row about their own thing, place and people, and {others} are transferred"),
        ("docs/scenarios/README.md", f"{own} parameters documented, {others} transferred"),
        ("docs/scenarios/central-asia-2004.md", f"{own} parameters are documented by a row of the evidence, and {others} transferred"),
        ("docs/data.md", f"Of {sum(whole.values()):,}, {whole['documented']} are **documented**"),
        ("docs/data.md", f"{whole['transferred']} are **transferred**"),
        ("scenarios/evidence/README.md", f"| `areas.csv` | {len(words())} |"),
    ):
        assert text in (root / path).read_text(encoding="utf-8"), path


def test_every_transfer_that_ships_says_from_which_row_and_why() -> None:
    known = documented()
    for name in scenarios.names():
        for key, parameter in scenarios.load(name, posterior="none").parameters.table.items():
            if parameter.status in {Status.DOCUMENTED, Status.TRANSFERRED}:
                assert set(ids_in(parameter.source)) <= known.keys(), key
            if parameter.status is Status.TRANSFERRED:
                assert len(reason_in(parameter.source)) >= 20, key
                assert (parameter.low or 0) < (parameter.high or 0), key


def test_areas_of_the_evidence_are_known_or_cover_nothing() -> None:
    assert area("any") is EVERYTHING
    assert area("Central Asia") == {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
    assert area("TUR and PAK") == {"TUR", "PAK"}
    assert area("Bosnia and Herzegovina") == {"BIH"}
    assert area("KAZ north") == area("Europe") == set()
    assert trips("Iran-Kyrgyzstan") == (({"IRN"}, {"KGZ"}),)
    assert trips("UZB-KGZ and TJK-KGZ") == (({"UZB"}, {"KGZ"}), ({"TJK"}, {"KGZ"}))
    assert trips("KGZ-air") == trips("South-East Europe") == ()
    cells = Counter(cell for one in documented().values() for cell in (one.place, one.people) if cell)
    read = sum(number for word, number in cells.items() if area(word) or trips(word))
    assert read / cells.total() > 0.85
