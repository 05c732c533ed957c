"""Files of earlier versions are refused with the name of today: ``[figures]`` is ``[parameters]`` now, ``figures.csv`` is ``parameters.csv``."""

import shutil
from pathlib import Path

import pytest

import scenarios
from scenarios import BadInput, Finding
from scenarios.check import check

TABLE = ("the table [figures], a name of earlier versions", "the table [parameters], as it is called now", "parameters")
FILE = ("figures.csv, a name of earlier versions", "parameters.csv, as it is called now", "parameters.csv")


@pytest.fixture
def copy(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the teaching scenario with its territory beside it, in the working folder; the path of the scenario file."""
    monkeypatch.chdir(tmp_path)
    text = (root / "scenarios" / "two-valleys.toml").read_text(encoding="utf-8")
    Path("mine.toml").write_text(text.replace('territory = "two-valleys"', 'territory = "valleys"'), encoding="utf-8")
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", "valleys")
    return Path("mine.toml")


def findings_of(scenario: str | Path) -> tuple[Finding, ...]:
    with pytest.raises(BadInput) as caught:
        scenarios.load(scenario)
    return caught.value.findings


def test_a_table_by_its_earlier_name_is_one_finding_that_names_the_table_of_today(copy: Path) -> None:
    text = copy.read_text(encoding="utf-8").replace("[parameters]", "[figures]")
    copy.write_text(text, encoding="utf-8")
    line = text.splitlines().index("[figures]") + 1
    assert findings_of(copy) == (Finding(f"mine.toml:{line}", *TABLE),)
    Path("other.toml").write_text('title = "Other"\nlike = "mine.toml"\n', encoding="utf-8")
    assert findings_of("other.toml") == (Finding(f"mine.toml:{line}", *TABLE),)
    Path("other.toml").write_text('title = "Other"\nlike = "two-valleys"\n[figures]\n"choice.wait_days" = 3\n', encoding="utf-8")
    assert findings_of("other.toml") == (Finding("other.toml:3", *TABLE),)


@pytest.mark.parametrize("what", ["mine.toml", "valleys", "valleys/figures.csv"])
def test_a_file_by_its_earlier_name_is_one_finding_that_names_the_file_of_today(copy: Path, what: str) -> None:
    Path("valleys/parameters.csv").rename("valleys/figures.csv")
    for read in (check, scenarios.load)[: 2 if what == str(copy) else 1]:
        with pytest.raises(BadInput) as caught:
            read(what)
        assert caught.value.findings == (Finding("valleys/figures.csv", *FILE),)


def test_a_file_of_today_is_read_and_an_earlier_one_beside_it_is_not(copy: Path) -> None:
    before = scenarios.load(copy)
    Path("valleys/figures.csv").write_text("whatever stands here\n", encoding="utf-8")
    assert scenarios.load(copy) == before
