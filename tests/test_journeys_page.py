"""What the study of what must hold prints and writes, and what it refuses."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from experiments.studies.journeys import __main__ as command
from experiments.studies.journeys.finding import Finding, percent, plain, spread, with_spread
from experiments.studies.journeys.page import as_page, as_text, summary


def test_numbers_are_written_for_readers() -> None:
    assert [percent(0.0234), percent(None), plain(1234.5), plain(12.34), plain(0.5), plain(math.nan)] == ["2.3%", "–", "1,234", "12.3", "0.50", "–"]
    assert with_spread([1.0, 2.0, 6.0]) == "3.00 (1.00 to 6.00)"
    assert spread([0.1, None, 0.3], percent) == "10.0% to 30.0% over 3 seeds"
    assert spread([0.1]) == "1 seed"
    assert spread([None]) == "in no seed"


HOLDS = Finding("one", "here", "it rises", "it rose by 3", holds=True, head=("seed", "rise"), rows=(("1", "3"),))
FAILS = Finding("two", "there", "it falls", "it rose", holds=False)


def test_a_page_has_every_finding_with_its_verdict_and_command() -> None:
    page = as_page([(HOLDS, "run it"), (FAILS, "run that")], "Scale 1.")
    assert "Scale 1. Of 2 findings: 1 hold, 1 do not hold, 0 cannot be judged." in page
    assert "| [one](#one-here) | here | it rises | it rose by 3 | **holds** |" in page
    assert "## two: there\n\nMust hold: it falls. Measured: it rose. It does not hold.\n\n`run that`" in page
    assert "| 1 | 3 |" in page
    assert summary([]) == "0 hold, 0 do not hold, 0 cannot be judged"


def test_a_finding_fits_a_narrow_terminal() -> None:
    text = as_text(replace(FAILS, must="word " * 60), "python -m experiments.studies.journeys a-long-name --only two --seeds 3 --crossing another-long-name")
    assert max(map(len, text.splitlines())) <= 80
    assert text.startswith("two, there: does not hold\n  must:     word")


@pytest.fixture
def ask() -> CliRunner:
    return CliRunner()


def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(command.main)
    return made


def test_the_command_prints_and_writes_what_it_measured(ask: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "DOCUMENT", tmp_path / "journeys.md")
    done = ask.invoke(app(), ["two-valleys", "--seeds", "1", "--only", "wandering,itineraries", "--tables", "--write"])
    assert done.exit_code == 0, done.output
    assert "wandering, two-valleys: holds" in done.stdout
    assert "aldmark-transit" in done.stdout
    assert "itineraries, two-valleys: nothing to judge" in done.stdout
    assert "--only wandering --seeds 1`" in (tmp_path / "journeys.md").read_text(encoding="utf-8")


def test_the_command_gives_the_same_to_programs(ask: CliRunner) -> None:
    done = ask.invoke(app(), ["two-valleys", "--seeds", "1", "--only", "wandering", "--json"])
    (found,) = json.loads(done.stdout)["findings"]
    assert found["values"]["share"] == pytest.approx([int(found["rows"][-1][2]) / int(found["rows"][-1][1])])
    assert found["holds"] is (found["values"]["share"][0] <= 0.02)


def test_all_that_is_wrong_is_said_at_once(ask: CliRunner) -> None:
    names = ("--countries", "CYR,XYZ", "--crossing", "red-ford", "--border", "CYR-ALD-", "--close", "nowhere")
    done = ask.invoke(app(), ["two-valleys", "--only", "wandring", *names])
    assert done.exit_code == 2
    for word in ("wandring", "XYZ", "red-ford", "CYR-ALD-", "nowhere"):
        assert word in done.output, word
    assert ask.invoke(app(), ["--border", "AAA-BBB"]).exit_code == 2
