"""A place that lies outside its country is named, and no coast, island or border river is."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from experiments.cli import app
from experiments.outside_country import warnings_of_places
from scenarios.check import real_places
from sim.world.network import Place


def found(country: str, lat: float, lon: float) -> list[str]:
    return [one.found for one in warnings_of_places({"places.csv:7": Place("town", "Town", country, lat, lon, ())})]


@pytest.mark.parametrize("name", ["eurasia", "two-valleys", "central-asia-2004"])
def test_no_place_that_ships_is_named(name: str) -> None:
    assert list(warnings_of_places(real_places(name))) == []


def test_places_come_with_their_lines_and_invented_ones_do_not_come() -> None:
    places = real_places("eurasia")
    assert len(places) == 240
    assert len(real_places("eastern-europe-2006")) < 240
    assert all(":" in where for where in places)
    assert real_places("two-valleys") == {}


@pytest.mark.parametrize(
    ("country", "lat", "lon", "expected"),
    [
        ("KGZ", 42.87, 74.59, []),  # Bishkek
        ("KGZ", 74.59, 42.87, ["place town of KGZ lies more than 602 km outside Kyrgyzstan, in no country"]),  # the Barents Sea
        ("TJK", 42.87, 74.59, ["place town of TJK lies 388 km outside Tajikistan, in Kyrgyzstan"]),
        ("KGZ", 43.00, 74.70, []),  # 2 km over the border river Chu, in Kazakhstan
        ("KGZ", 43.20, 74.70, ["place town of KGZ lies 16 km outside Kyrgyzstan, in Kazakhstan"]),
        ("ITA", 35.5, 12.6, []),  # Lampedusa, which the outlines lack
        ("UZB", 41.3, 69.28, []),
        ("LSO", -29.3, 27.5, []),  # beyond the edge of the data
        ("ZZZ", 41.3, 69.28, []),  # a country that the data lack
        ("ZAF", 41.3, 69.28, []),
    ],
)
def test_a_point_and_its_country(country: str, lat: float, lon: float, expected: list[str]) -> None:
    assert found(country, lat, lon) == expected


def test_check_prints_it_with_its_line(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(root / "scenarios" / "territories" / "eurasia", "land")
    rows = Path("land/places.csv").read_text(encoding="utf-8").splitlines()
    number = next(number for number, row in enumerate(rows) if row.startswith("bishkek,"))
    name, title, code, *_, roles = rows[number].split(",")
    rows[number] = f"{name},{title},{code},44.5,74.5,{roles}"
    Path("land/places.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["check", "land"])
    assert done.exit_code == 0
    said = f"warning: land/places.csv:{number + 1}: place bishkek of KGZ lies 142 km outside Kyrgyzstan, in Kazakhstan; usual: a point within its country"
    assert said in done.stderr
