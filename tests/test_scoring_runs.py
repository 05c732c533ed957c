"""Scores of runs: made for a scenario without a fit and kept, and of a model without a mechanism."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from calibration.fit.mechanisms import Mechanism, read_mechanisms
from calibration.fit.score import RowScore, scored
from calibration.fit.skill import QuantityScore, by_quantity, total
from experiments.cli import app
from experiments.cli.ablation_table import print_ablation
from experiments.cli.score_table import print_scores
from experiments.cli.table_style import output_console
from experiments.plots.scores import NAME, draw_scores
from experiments.runs import ablation
from experiments.runs.ablation import ablate, mechanisms_asked
from experiments.runs.progress import SilentListener
from experiments.runs.score_words import compact
from experiments.runs.scoring import ScoreRequest, Scoring, forecast_draws, free_parameters
from experiments.studies.ablation import page
from scenarios import load
from scenarios.reading.problems import Problems
from tests.test_score import COUNT

SMALL = ("validate", "eastern-europe-2006", "--scale", "0.02", "--seeds", "2", "--workers", "1")


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def row(name: str, miss: float, use: str = "fitted") -> RowScore:
    """A forecast that misses seven people by so many discrepancies."""
    target = replace(COUNT, name=f"{name}|any|KAZ|2004", ids=(name,), use=use)
    return scored(target, np.array([8.0 * np.exp(0.5 * miss) - 1.0]))


def scoring(words: str, **misses: float) -> Scoring:
    rows = {name: row(name, miss, "input" if name == "known" else "fitted") for name, miss in misses.items()}
    some = tuple(QuantityScore(name, "reproduced" if name == "known" else "fitted", (one,), one.score, {}) for name, one in rows.items())
    return Scoring("made-up", words, some, ())


def test_a_scenario_without_a_fit_is_simulated_scored_and_kept(tmp_path: Path) -> None:
    first = call(*SMALL, "--out", tmp_path, "--json")
    assert first.exit_code == 0, first.output
    assert "2 runs" in first.stderr
    printed = json.loads(first.stdout)
    assert (printed["scenario"], printed["forecast"]) == ("eastern-europe-2006", "uncalibrated defaults, 2 runs at scale 0.02")
    assert printed["quantities"]
    assert all(one["score"] is None or one["score"] > 0 for one in printed["quantities"])
    assert (tmp_path / NAME).is_file()
    again = call(*SMALL, "--out", tmp_path, "--no-pictures")
    assert "nothing to simulate" in again.stderr
    assert "Skill: 1 - score / score of climatology" in " ".join(again.stdout.split())


def test_without_documents_it_is_said_what_is_lacking_and_nothing_is_simulated(tmp_path: Path) -> None:
    shown = call("validate", "two-valleys", "--out", tmp_path / "none")
    assert shown.exit_code == 3
    assert "neither comparisons nor observations" in shown.stderr
    assert not (tmp_path / "none").exists()
    assert json.loads(call("validate", "two-valleys", "--json").stdout)["quantities"] == []


def test_draws_are_of_the_posterior_of_the_prior_or_none() -> None:
    request = ScoreRequest("central-asia-2004", draws=3)
    draws, words = forecast_draws(request, load("central-asia-2004", posterior="none"))
    assert {len(values) for values in draws.values()} == {3}
    assert words == "posterior central-asia-2004, 3 of 48 draws"
    world = load("central-asia-2005", posterior="none")
    draws, words = forecast_draws(replace(request, scenario="central-asia-2005"), world)
    assert len(draws["organiser.margin"]) == 3
    assert words == f"3 draws of the prior of {len(free_parameters(world))} free parameters"
    assert forecast_draws(ScoreRequest("two-valleys"), load("two-valleys")) == ({}, "uncalibrated defaults")


def test_what_a_mechanism_is_worth(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # Without it the first quantity is missed by 4 in place of 2 and the second by 1 in place of 2; the input is passed over.
    asked = []

    def score_runs(request: ScoreRequest, _: object, forecast: tuple[object, str, str], folder: Path, **__: object) -> Scoring:
        asked.append((dict(request.settings or {}), request.seeds, folder.name))
        return scoring(forecast[2], a=4, b=1, known=9) if request.settings else scoring(forecast[2], a=2, b=2, known=1)

    monkeypatch.setattr(ablation, "score_runs", score_runs)
    margin = Mechanism("margins", (("market.margin", 0.0),), "smugglers work at cost", "a lever")
    nothing = Mechanism("ships", (("crossing.*.ships", 0.0),), "none sail", "nobody")
    found = ablate(ScoreRequest("two-valleys"), (margin, nothing), tmp_path, workers=1, listener=SilentListener())
    assert asked == [({}, 3, "uncalibrated-defaults"), ({"market.margin": 0.0}, 3, "without-margins")]
    (one,) = found.without
    assert one.worth is not None
    assert (one.worth.score, one.worth.reference) == (pytest.approx(2.0), pytest.approx(2.5))
    assert one.worth.skill == pytest.approx(1 - 2.0 / 2.5)
    assert one.most == (("a", pytest.approx(2.0), pytest.approx(4.0)), ("b", pytest.approx(2.0), pytest.approx(1.0)))
    assert found.absent == ("ships",)
    text = page(found, "the command")
    assert "| margins | smugglers work at cost | 2.50 | 0.20 | – | a (2.0 → 4.0); b (2.0 → 1.0) |" in text
    console = output_console(80)
    with console.capture() as kept:
        print_ablation(found, console)
    assert "margins" in kept.get()


def test_mechanisms_are_asked_for_by_name() -> None:
    problems = Problems()
    assert mechanisms_asked("", problems) == ()
    assert mechanisms_asked("all", problems) == read_mechanisms()
    assert [one.name for one in mechanisms_asked("corruption", problems)] == ["corruption"]
    problems.stop()
    assert mechanisms_asked("corupption", problems) == ()
    assert "corruption" in str(problems.findings[0])


def test_nothing_to_score_draws_nothing(tmp_path: Path) -> None:
    assert draw_scores(Scoring("two-valleys", "none", (), ()), tmp_path / "x") == ()


def test_numbers_are_short() -> None:
    assert [compact(number) for number in (0.0, 0.16, 7.0, 1143.0, 13_081.0, 2_500_000.0, -64.0)] == ["0", "0.16", "7", "1,140", "13.1k", "2.5m", "−64"]


def test_a_long_series_is_one_line_with_how_many_of_its_numbers_agree(capsys: pytest.CaptureFixture[str]) -> None:
    near, far = np.array([4.0, 6.0, 8.0, 11.0]), np.array([50.0, 60.0, 70.0, 80.0])  # of seven people, month by month
    months = [replace(COUNT, name=f"{month}|any|KAZ|2004", ids=(f"OBS-{month}",), cluster="monthly") for month in range(7)]
    rows = [scored(target, far if month in (3, 5) else near) for month, target in enumerate(months)]
    series = by_quantity(rows, ["monthly"] * 7, {})
    print_scores(Scoring("own", "one run", series, (total("fitted", series),)), "climatology")
    (line,) = [text for text in capsys.readouterr().out.splitlines() if "7 numbers" in text]
    assert "5 agree" in line
    assert "OBS-3" not in line
