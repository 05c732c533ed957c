"""What drives results: indices of functions whose indices are known, displacement by hand, and the command on the small territory."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from calibration.fit.free import RUN, Free
from experiments.cli import app
from experiments.plots.sensitivity import draw_sensitivity
from experiments.runs.sensitivity import Sensitivity, sensitivity
from experiments.runs.sensitivity_runs import DISPLACEMENT, Study, simulate_with

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def study(*names: str, outcomes: tuple[str, ...] = ("apprehensions",)) -> Study:
    frees = tuple(Free(name, (name,), (0.0,), (1.0,), (0.5,), log=False, acts=RUN, reason="", unit="") for name in names)
    return Study("two-valleys", frees, outcomes)


def line(shares: Numbers) -> dict[str, Numbers]:
    """One part and two parts: variances of 1/12 and 4/12, so that a fifth and four fifths are explained."""
    return {"apprehensions": shares[:, 0] + 2.0 * shares[:, 1]}


def test_a_straight_line_is_shared_out_as_the_squares_of_its_slopes() -> None:
    found = sensitivity(study("one", "two", "none"), line, points=64, check=256, trajectories=5)
    for source in ("emulator", "model"):
        rows = {row.parameter: row for row in found.of("apprehensions", source)}
        for name, share in (("one", 0.2), ("two", 0.8), ("none", 0.0)):
            assert rows[name].first == pytest.approx(share, abs=0.03)
            assert rows[name].total == pytest.approx(share, abs=0.03)
            assert abs(rows[name].total - share) <= rows[name].total_half + 1e-3
    assert found.explained["apprehensions"] > 0.99
    effects = {row.parameter: (row.total, row.spread) for row in found.of("apprehensions", "morris")}
    assert effects == {"one": pytest.approx((1.0, 0.0)), "two": pytest.approx((2.0, 0.0)), "none": pytest.approx((0.0, 0.0))}
    assert found.of("apprehensions", "morris")[0].parameter == "two"
    assert found.runs == 64 + 256 * 5 + 5 * 4


def test_what_acts_only_together_shows_in_the_total_index() -> None:
    """The product of two parameters about their middle: no first-order effect, all of it interaction (Saltelli 2010)."""

    def product(shares: Numbers) -> dict[str, Numbers]:
        return {"apprehensions": (shares[:, 0] - 0.5) * (shares[:, 1] - 0.5)}

    found = sensitivity(study("one", "two"), product, points=0, check=1024)
    for row in found.of("apprehensions", "model"):
        assert row.first == pytest.approx(0.0, abs=0.05)
        assert row.total == pytest.approx(1.0, abs=0.1)


def test_an_outcome_that_never_changes_has_no_driver() -> None:
    found = sensitivity(study("one", "two"), lambda shares: {"apprehensions": np.full(len(shares), 7.0)}, points=16, check=4, trajectories=2)
    assert found.indices == ()
    assert found.mute == found.without == ("apprehensions",)
    assert [one.source for one in found.missing] == ["emulator", "model", "morris"]
    assert all("the same at every point" in one.reason for one in found.missing)


def test_an_outcome_without_enough_values_says_so() -> None:
    """Of 16 points 5 have a value: an emulator needs 12, and the schemes of Saltelli and of Morris all."""

    def few(shares: Numbers) -> dict[str, Numbers]:
        return {"apprehensions": shares[:, 0] + shares[:, 1], "deaths": np.where(np.arange(len(shares)) < 5, shares[:, 0], np.nan)}

    found = sensitivity(study("one", "two", outcomes=("apprehensions", "deaths")), few, points=16, check=4, trajectories=2)
    assert found.without == ("deaths",)
    assert found.mute == (), "it is not the same at every point"
    assert [(one.source, one.reason) for one in found.missing] == [
        ("emulator", "5 of 16 points have a value, and at least 12 must"),
        ("model", "5 of 16 points have a value, and at least 16 must"),
        ("morris", "5 of 6 points have a value, and at least 6 must"),
    ]


def test_every_outcome_ends_as_a_result_or_a_reason(tmp_path: Path) -> None:
    words = ["sensitivity", "two-valleys", "--vary", "market.margin", "--vary", "choice.perception_error", "--scale", "0.05", "--days", "90"]
    words += ["--replicates", "1"]
    refused = CliRunner().invoke(app, [*words, "--points", "8", "--out", str(tmp_path / "s")])
    assert refused.exit_code == 2
    assert "a power of 2 from 16 up: an emulator needs 12 points with a value" in refused.output
    done = CliRunner().invoke(app, [*words, "--points", "16", "--outcome", "deaths", "--out", str(tmp_path / "s")])
    assert done.exit_code == 3, done.output
    assert "Deaths, no indices by the emulator: the same at every point" in done.stdout
    assert "Table and runs:" in done.stdout, "no picture was written"
    assert not (tmp_path / "s" / "sensitivity.png").exists()
    table = (tmp_path / "s" / "sensitivity.csv").read_text(encoding="utf-8").splitlines()
    assert table[0].endswith(",reason")
    assert table[1].startswith("deaths,,emulator,")
    printed = json.loads(CliRunner().invoke(app, [*words, "--points", "16", "--outcome", "deaths", "--out", str(tmp_path / "s"), "--json", "--quiet"]).stdout)
    assert printed["missing"][0]["outcome"] == "deaths"


def test_noise_is_predicted_by_no_emulator() -> None:
    chance = np.random.default_rng(1)
    found = sensitivity(study("one", "two"), lambda shares: {"apprehensions": chance.normal(size=len(shares))}, points=64)
    assert found.explained["apprehensions"] < 0.3


def test_displacement_is_the_share_of_attempts_that_stand_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """60 and 40 without, 30 and 90 with, a third crossing only with: half of |.25 - .6| + |.75 - .4| is .35."""
    from experiments.runs import sensitivity_runs as room
    from experiments.runs.simulator import Outcomes

    def outcomes_of(**people: float) -> Outcomes:
        names = tuple(f"{place}|all-of-them|attempts" for place in people)
        values = np.array([[list(people.values())]])
        return Outcomes((*names, "all|all-of-them|attempts"), (1,), np.concatenate((values, [[[999.0]]]), axis=2), {})

    answers = {"": outcomes_of(bridge=60.0, path=40.0), "two-valleys-path-patrols": outcomes_of(bridge=30.0, path=90.0)}
    monkeypatch.setattr(room, "simulator", lambda scenario, policy, **rest: lambda draws: answers[policy])  # noqa: ARG005 - as it is called
    asked = Study("two-valleys", study("one", "two").frees, (DISPLACEMENT, "attempts"), "two-valleys-path-patrols", (1,))
    found = simulate_with(asked, Path("nowhere"))(np.array([[0.5, 0.5]]))
    assert found[DISPLACEMENT] == pytest.approx([0.35])
    assert found["attempts"] == pytest.approx([0.0])


def test_the_command_answers_on_the_small_territory(tmp_path: Path) -> None:
    words = ["sensitivity", "two-valleys", "--policy", "two-valleys-path-patrols", "--outcome", "displacement", "--outcome", "apprehensions", "--vary"]
    words += ["market.margin", "--vary", "choice.perception_error", "--points", "16", "--trajectories", "2", "--replicates", "1"]
    words += ["--days", "120", "--scale", "0.4"]
    done = CliRunner().invoke(app, [*words, "--out", str(tmp_path), "--json", "--quiet"])
    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    assert printed["runs"] == (16 + 6) * 2
    sources = {(one["outcome"], one["source"]) for one in printed["indices"]}
    assert ("displacement", "emulator") in sources
    assert ("displacement", "morris") in sources
    for one in printed["indices"]:
        assert one["parameter"] in ("market.margin", "choice.perception_error")
        if one["source"] == "emulator":
            assert -0.5 < one["first"] < 1.5
    assert (tmp_path / "sensitivity.csv").read_text().count("\n") == len(printed["indices"]) + 1
    assert (tmp_path / "sensitivity.png").stat().st_size > 10_000
    again = CliRunner().invoke(app, [*words, "--out", str(tmp_path), "--json", "--quiet", "--no-pictures"])
    assert json.loads(again.stdout) == printed, "the same command finds its runs and says the same"


def test_bad_input_is_reported_at_once() -> None:
    words = ["sensitivity", "two-valleys", "--vary", "market.margn", "--points", "20", "--trajectories", "1", "--outcome", "death", "--outcome", "displacement"]
    printed = CliRunner().invoke(app, words)
    assert printed.exit_code == 2
    for part in ("--points", "--trajectories", "at least 2", "a power of 2", '"death"', "deaths", "together with --policy"):
        assert part in printed.output
    printed = CliRunner().invoke(app, ["sensitivity", "two-valleys", "--vary", "market.margn"])
    assert printed.exit_code == 2
    assert "market.margin" in printed.output
    printed = CliRunner().invoke(app, ["sensitivity", "two-valleys"])
    assert "--vary KEY, twice or more" in printed.output


def test_the_picture_shows_every_outcome(tmp_path: Path) -> None:
    def two(shares: Numbers) -> dict[str, Numbers]:
        return {"apprehensions": shares[:, 0] + 2.0 * shares[:, 1], "deaths": shares[:, 0] ** 2}

    found: Sensitivity = sensitivity(study("one", "two", outcomes=("apprehensions", "deaths")), two, points=32)
    path = draw_sensitivity(found, tmp_path)
    assert path is not None
    assert path.stat().st_size > 10_000
    assert not math.isnan(found.of("deaths", "emulator")[0].first)
