"""Where a policy fails: planted boxes are found, chance is called chance, and the command answers on a small sweep."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from experiments.cli import app
from experiments.plots.discovery import draw_discovery
from experiments.runs import sweep
from experiments.runs.discovery import Box, Varied, discover, fails, varied
from experiments.runs.points import Range as Span
from experiments.runs.points import latin_hypercube
from tests.sweeping import PATROLS, small

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def cube(points: int, keys: int, seeds: int = 1) -> tuple[dict[str, Numbers], np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    chance = np.random.default_rng(5)
    shares = np.repeat(chance.random((points, keys)), seeds, axis=0)
    return {f"parameter {k}": shares[:, k] for k in range(keys)}, np.repeat(np.arange(points), seeds)


def test_a_planted_corner_is_found_with_its_bounds() -> None:
    columns, point = cube(400, 3)
    failed = (columns["parameter 0"] > 0.6) & (columns["parameter 1"] <= 0.3)
    found = discover(columns, failed, point)
    worst = found.boxes[0]
    assert set(worst.bounds) == {"parameter 0", "parameter 1"}, "the third parameter has no part in it"
    assert worst.bounds["parameter 0"][0] == pytest.approx(0.6, abs=0.03)
    assert worst.bounds["parameter 1"][1] == pytest.approx(0.3, abs=0.03)
    assert worst.share == 1.0
    assert worst.holds == 1.0
    assert worst.most == 1.0
    assert 0.9 < worst.least < 1.0
    assert sum(box.runs for box in found.boxes) == 400, "boxes hold every run once"
    assert sum(box.failures for box in found.boxes) == failed.sum()
    assert found.cross_validated_auc is not None
    assert found.cross_validated_auc > 0.95
    assert found.warnings == ()
    assert worst.words().startswith("parameter 0 above 0.")


def test_what_fails_by_chance_is_called_chance() -> None:
    columns, point = cube(200, 3, seeds=2)
    failed = np.random.default_rng(9).random(400) < 0.3
    found = discover(columns, failed, point)
    assert found.cross_validated_auc is not None
    assert 0.35 < found.cross_validated_auc < 0.65
    assert not found.boxes[1:] or " than chance (50%)" in found.warnings[0]


def test_runs_of_a_point_are_never_on_both_sides_of_a_check() -> None:
    """Twenty-four points twenty times each, failing by one coin a point: a tree that had seen the others of a point would predict the coin."""
    columns, point = cube(24, 2, seeds=20)
    failed = np.repeat(np.random.default_rng(3).random(24) < 0.5, 20)
    auc = discover(columns, failed, point).cross_validated_auc
    assert auc is not None
    assert auc < 0.7


@pytest.mark.parametrize(("failed", "why"), [(np.zeros(50, bool), "no run fails"), (np.ones(50, bool), "every run fails"), (np.arange(50) < 3, "too few")])
def test_where_nothing_can_be_discovered_it_says_so(failed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], why: str) -> None:
    columns, _ = cube(50, 2)
    found = discover(columns, failed, np.arange(50) % 10)
    assert found.boxes == ()
    assert why in found.warnings[0]


def test_worse_is_more_harm_or_less_good() -> None:
    value = np.array([1.0, 5.0])
    assert fails(value, 3.0, "less").tolist() == [False, True]
    assert fails(value, 3.0, "more").tolist() == [True, False]


def test_words_of_a_box() -> None:
    box = Box({"a": (0.5, np.inf), "b": (-np.inf, 2.0), "c": (1.0, 3.0)}, 4, 3, 6, 0.2, 0.9)
    assert box.words() == "a above 0.5 and b at most 2 and c between 1 and 3"
    assert (box.share, box.holds) == (0.75, 0.5)
    assert Box({}, 4, 3, 6, 0.2, 0.9).words() == "everywhere"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty views of the world, with more patrols and without."""
    folder = tmp_path_factory.mktemp("uncertain") / "sweep"
    views = latin_hypercube({"market.margin": Span(0.1, 0.6), "choice.perception_error": Span(0.05, 0.3)}, 20)
    sweep.sweep(small(policies=("", PATROLS), uncertainties=views, seeds=(1,), days=120, scale=0.5), folder, workers=1)
    return folder


def test_changes_are_those_of_the_same_point_under_the_same_seed(done: Path) -> None:
    plain, base = varied(done, PATROLS, "", "attempts"), varied(done, "none", "", "attempts")
    change = varied(done, PATROLS, "none", "attempts")
    assert sorted(plain.columns) == ["choice.perception_error", "market.margin"]
    assert len(plain.value) == 20
    assert change.value == pytest.approx(plain.value - base.value)
    with pytest.raises(KeyError, match="nobody"):
        varied(done, "nobody", "", "attempts")


def test_the_command_answers_in_words_and_a_picture(done: Path, tmp_path: Path) -> None:
    middle = float(np.median(varied(done, PATROLS, "", "attempts").value))
    words = ["discover", str(done), "--policy", PATROLS, "--outcome", "attempts=less", "--worse-than", f"{middle}", "--out", str(tmp_path)]
    command = CliRunner().invoke(app, words)
    assert command.exit_code == 0, command.output
    assert f"Under {PATROLS} attempts is more than" in command.output
    assert "runs fail" in command.output
    assert (tmp_path / "discovery.png").stat().st_size > 10_000
    found = json.loads((tmp_path / "discovery.json").read_text())
    assert found["failures"] == (varied(done, PATROLS, "", "attempts").value > middle).sum()
    assert json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout) == found


def test_bad_input_is_reported_at_once(done: Path) -> None:
    command = CliRunner().invoke(app, ["discover", str(done), "--outcome", "arrivals", "--policy", "two-valleys-path-patrol", "--worse-than", "1"])
    assert command.exit_code == 2
    for part in ("arrivals=less or arrivals=more", PATROLS):
        assert part in command.output
    command = CliRunner().invoke(app, ["discover", str(done / "nowhere"), "--outcome", "death", "--worse-than", "1"])
    assert command.exit_code == 2
    assert "deaths" in command.output
    assert "holds no finished sweep" in command.output


def test_no_picture_without_two_parameters(tmp_path: Path) -> None:
    columns, point = cube(60, 1)
    failed = columns["parameter 0"] > 0.5
    found = discover(columns, failed, point)
    assert draw_discovery(found, Varied(columns, failed * 1.0, point), failed, ("a policy", "deaths is more than 0"), tmp_path) is None


def test_too_few_points_are_no_answer_and_no_failure_is_one() -> None:
    columns, point = cube(10, 1)
    failed = columns["parameter 0"] > 0.5
    few = discover(columns, failed, point)
    assert (few.answered, few.reason) == (False, "10 points are too few: take 20 or more, so that there is nothing to separate")
    assert discover(columns, failed & False, point).answered, "no run fails"
    columns, point = cube(60, 1)
    assert discover(columns, columns["parameter 0"] > 0.5, point).reason == ""
