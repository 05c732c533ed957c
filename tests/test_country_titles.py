"""Countries appear by their names: those of a map of this world, and those that a territory gives to the ones it invents."""

import shutil
from pathlib import Path

import pytest
from matplotlib.text import Text

import scenarios
from experiments.plots import outlay_figure, sankey
from experiments.plots.result_folder import open_folder
from experiments.plots.titles import border_title, country, parameter_title
from experiments.store import read_run, write_run
from experiments.store.scenario_text import scenario_text, scenario_world
from scenarios.check import check
from sim import run


def test_a_territory_names_its_countries_and_the_map_the_others() -> None:
    world = scenarios.load("two-valleys", days=2)
    assert [country(code, world) for code in ("ALD", "CYR", "KGZ", "ZZZ")] == ["Aldmark", "Cyrland", "Kyrgyzstan", "ZZZ"]
    assert country("ALD") == "ALD"
    assert border_title("BRE-CYR", world) == "from Bremark to Cyrland"
    assert parameter_title("country.CYR.wage_usd", world).startswith("Cyrland: ")


def test_names_are_kept_with_a_run_and_a_run_without_them_has_none() -> None:
    world = scenarios.load("two-valleys", days=2)
    text = scenario_text(world)
    assert 'countries = { ALD = "Aldmark", BRE = "Bremark", CYR = "Cyrland" }' in text
    assert scenario_world(text).countries == world.countries
    assert scenario_world("\n".join(line for line in text.splitlines() if not line.startswith("countries = {"))).countries == {}


def test_pictures_write_names_and_no_codes(tmp_path: Path) -> None:
    world = scenarios.load("two-valleys", days=120)
    folder = tmp_path / "run"
    write_run(run(world, 1), world, folder)
    for picture in (sankey.draw(open_folder(folder)), outlay_figure.draw(read_run(folder))):
        words = {word for text in picture.figure.findobj(Text) for word in text.get_text().split()}
        assert "Cyrland" in words
        assert not words & {"ALD", "BRE", "CYR"}


def test_a_name_of_a_country_that_the_territory_lacks_is_a_finding(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", "land")
    about = Path("land/territory.toml")
    about.write_text(about.read_text(encoding="utf-8").replace("{ ALD =", "{ ALT ="), encoding="utf-8")
    line = 1 + next(k for k, text in enumerate(about.read_text(encoding="utf-8").splitlines()) if text.startswith("countries"))
    with pytest.raises(scenarios.BadInput) as caught:
        check("land")
    assert [str(one) for one in caught.value.findings] == [f'land/territory.toml:{line}: found country "ALT"; allowed: ALD, BRE, CYR; nearest: ALD']
