"""``routesim check`` and ``routesim new`` as their user meets them."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import scenarios
from experiments.cli import app
from scenarios import BadInput
from scenarios.check import check
from scenarios.start import start


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new study in the working folder; the path of its scenario file."""
    monkeypatch.chdir(tmp_path)
    assert call("new", "my-valleys").exit_code == 0
    return Path("my-valleys/my-valleys.toml")


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_study_is_the_one_it_was_copied_from(mine: Path) -> None:
    copied, shipped = scenarios.load(mine), scenarios.load("two-valleys")
    assert copied.name == "my-valleys"
    assert (copied.places, copied.legs, copied.communities, copied.parameters, copied.events) == (
        shipped.places,
        shipped.legs,
        shipped.communities,
        shipped.parameters,
        shipped.events,
    )
    assert "routesim run my-valleys/my-valleys.toml" in mine.read_text(encoding="utf-8")


def test_a_new_study_runs(mine: Path) -> None:
    done = call("run", str(mine), "--days", "5", "--no-pictures", "--json")
    assert done.exit_code == 0, done.output
    assert Path("runs/my-valleys-seed1-days5/run.json").is_file()


@pytest.mark.parametrize("name", scenarios.names())
def test_every_scenario_that_ships_can_be_a_start(name: str, tmp_path: Path) -> None:
    copied = start(tmp_path / "deep" / "mine", name)
    assert scenarios.load(copied).parameters == scenarios.load(name, posterior="none").parameters
    spoil(copied.parent / "territory" / "places.csv", "\n", "\nno such line\n")
    with pytest.raises(BadInput, match=r"territory/places\.csv:2"):  # it is the copy that is read
        scenarios.load(copied)


def test_a_study_of_ones_own_can_be_copied_too(mine: Path) -> None:
    spoil(mine, "days = 365", "days = 366")
    assert call("new", "second", "--from", str(mine)).exit_code == 0
    assert scenarios.load("second/second.toml").days == 366
    longer = 'title = "Like mine"\ntext = "Longer."\nlike = "my-valleys/my-valleys.toml"\nterritory = "my-valleys/territory"\ndays = 367\n'
    Path("third.toml").write_text(longer, encoding="utf-8")
    assert call("new", "deep/third", "--from", "third.toml").exit_code == 0
    third = scenarios.load("deep/third/third.toml")
    assert (third.days, third.parameters) == (367, scenarios.load(mine).parameters)


def test_nothing_is_overwritten_and_nothing_half_made(mine: Path) -> None:
    before = mine.read_text(encoding="utf-8")
    for words in (("my-valleys",), ("My Valleys",), ("other", "--from", "no-such"), (str(mine),)):
        done = call("new", *words)
        assert done.exit_code == 2, words
        assert "1 finding" in done.stderr or words == (str(mine),)
    assert "nearest: my-valleys" in call("new", "My Valleys").stderr
    assert mine.read_text(encoding="utf-8") == before
    assert [path.name for path in Path().iterdir()] == ["my-valleys"]


def test_valid_input_is_summarised(mine: Path) -> None:
    done = call("check", "two-valleys", str(mine), "my-valleys/territory")
    assert done.exit_code == 0, done.output
    assert "two-valleys: a valid scenario, Two Valleys" in done.stdout
    assert "6 places in 3 countries, 7 crossings (2 airport, 3 green, 2 official), 24 directed legs" in done.stdout
    assert "my-valleys/territory: a valid territory, Two Valleys" in done.stdout
    assert "2 communities with 2,600 people" in done.stdout
    assert call("check", "two-valleys", "--quiet").output == ""
    (summary,) = json.loads(call("check", "two-valleys", "--json").stdout)
    assert (summary["what"], summary["places"], summary["first_day"], summary["events"]) == ("scenario", 6, "2010-01-01", 1)


def test_every_finding_of_every_file_is_listed(mine: Path) -> None:
    spoil(mine, "tick_hours = 24", "tick_hours = 7")
    spoil(mine.parent / "territory" / "places.csv", "46.28,10.55", "146.28,10.55")
    spoil(mine.parent / "territory" / "legs.csv", "foot,60,26", "foot,60,-26")
    done = call("check", str(mine), "two-valleys", "no-such")
    assert done.exit_code == 2
    assert done.stderr.startswith("4 findings")
    for words in ("tick_hours = 7", 'lat "146.28"', 'hours "-26"', 'scenario: found "no-such"'):
        assert words in done.stderr
    assert "two-valleys: a valid scenario" in done.stdout


@pytest.mark.parametrize("what", ["my-valleys/territory", "my-valleys/territory/parameters.csv", "my-valleys/territory/communities.toml"])
def test_a_territory_is_checked_without_a_scenario_by_any_of_its_files(mine: Path, what: str) -> None:
    assert check(str(what)).what == "territory"
    territory = mine.parent / "territory"
    spoil(territory / "parameters.csv", "mode.*.inland_ratio", "# mode.*.inland_ratio")
    spoil(territory / "regimes.csv", "*,*,free", "*,CYR,free")
    spoil(territory / "parameters.csv", "post.reed-ford.CYR", "post.reed-ford.ALD")
    with pytest.raises(BadInput) as caught:
        check(what)
    found = "\n".join(finding.found for finding in caught.value.findings)
    for words in ("no parameter for mode.road.inland_ratio", "no rule for ALD in BRE", 'country "ALD"'):
        assert words in found


def test_a_policy_is_checked_by_itself(mine: Path, root: Path) -> None:
    shutil.copy(root / "scenarios" / "policies" / "two-valleys-path-patrols.toml", "patrols.toml")
    done = call("check", "patrols.toml")
    assert done.stdout.startswith("patrols.toml: a valid policy, More patrols on the Goat Path\n  for two-valleys; 1 lever; costs: wages of patrols")
    spoil(Path("patrols.toml"), "factor = 2.0", "factor = 5.0")
    refused = call("check", "patrols.toml")
    assert refused.exit_code == 2
    assert "range of factor" in refused.stderr


def test_a_territory_that_ships_is_checked_by_name() -> None:
    assert check("eurasia").what == "territory"
    with pytest.raises(BadInput, match=r"territory\.toml"):
        check("/")
