"""Posteriors as data: read, refused, used by a run; and whether the one that ships is what its manifest says."""

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from calibration.fit.free import read_free
from calibration.fit.targets import read_targets
from experiments.cli import app
from experiments.cli.compare_input import CompareOptions, checked
from experiments.runs.calibration import Request, asked_before
from experiments.runs.validation import PREDICTIONS, validate
from experiments.store.fit_files import read_predictive
from scenarios import BadInput, load
from scenarios.posteriors import FORMAT, chosen, manifest, read_posterior, shipped
from scenarios.reading.folders import POSTERIORS
from sim.world.parameters import Status
from studies import CENTRAL_ASIA

SCENARIO = "central-asia-2004"
GOOD = 1.01


def call(*words: object) -> Result:
    return CliRunner().invoke(app, list(map(str, words)))


@pytest.fixture
def draws(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text("draw,_weight,market.margin,country.*.fine_usd\n0,2,0.5,70\n1,1,0.2,90\n", encoding="utf-8")
    return path


# Reading
def test_draws_are_read_the_map_draw_first(draws: Path) -> None:
    found = read_posterior(draws)
    assert found.best == {"market.margin": 0.5, "country.*.fine_usd": 70.0}
    assert len(found.draws) == 2
    assert found.name == "posterior mine"
    assert manifest(draws) == {}


def test_a_wrong_table_of_draws_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("market.margins,market.margin\n1,x\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_posterior(path)
    assert [(finding.where, finding.found) for finding in caught.value.findings] == [
        (f"{path}:1", 'column "market.margins"'),
        (f"{path}:2", 'market.margin "x"'),
    ]
    path.write_text("draw,market.margin\n\n0,0.5\n1\n2,0.2,0.3\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_posterior(path)
    assert [(finding.where, finding.found) for finding in caught.value.findings] == [(f"{path}:4", "1 cells"), (f"{path}:5", "3 cells")]
    path.write_text("draw\n", encoding="utf-8")
    with pytest.raises(BadInput):
        read_posterior(path)


def test_words_say_which_posterior(draws: Path) -> None:
    assert chosen("two-valleys", "none") is None
    assert chosen("two-valleys", "best") is None  # none ships for it
    assert (found := chosen("two-valleys", str(draws))) is not None
    assert found.path == draws
    with pytest.raises(BadInput) as caught:
        chosen("two-valleys", "bets")
    assert caught.value.findings[0].nearest == "best"


# Use
def test_a_world_takes_the_map_draw_as_calibrated_and_settings_come_first(draws: Path) -> None:
    world = load("two-valleys", posterior=str(draws), settings={"country.*.fine_usd": 10.0})
    margin = world.parameters.get("market.margin")
    assert (margin.value, margin.status, margin.low, margin.high) == (0.5, Status.CALIBRATED, 0.2, 0.5)
    assert margin.source == "posterior mine"
    assert world.parameters.number("country.*.fine_usd") == 10.0
    assert load("two-valleys").parameters.get("market.margin").status is Status.ASSUMED


def test_a_run_keeps_where_its_parameters_come_from(draws: Path, tmp_path: Path) -> None:
    shown = call("run", "two-valleys", "--days", 20, "--posterior", draws, "--out", tmp_path / "run", "--quiet", "--no-pictures")
    assert shown.exit_code == 0, shown.output
    text = (tmp_path / "run" / "scenario.toml").read_text(encoding="utf-8")
    assert "posterior mine" in text
    assert "calibrated" in text


def test_replicates_draw_parameters_as_well_as_seeds(draws: Path, tmp_path: Path) -> None:
    from experiments.store.compact import load as table

    common = ("run", "two-valleys", "--days", 20, "--replicates", 3, "--quiet", "--workers", 1)
    assert call(*common, "--posterior", draws, "--out", tmp_path / "drawn").exit_code == 0
    runs = table(tmp_path / "drawn", "runs").to_pydict()
    assert runs["market.margin"] == [0.5, 0.2, 0.5]
    assert len(set(runs["seed"])) == 3
    assert call(*common, "--posterior", draws, "--set", "market.margin=0.3", "--out", tmp_path / "set").exit_code == 0
    assert set(table(tmp_path / "set", "runs").to_pydict()["country.*.fine_usd"]) == {70.0, 90.0}
    assert call(*common, "--out", tmp_path / "plain").exit_code == 0
    assert table(tmp_path / "plain", "runs").to_pydict()["seed"] == [1, 2, 3]


def test_a_comparison_takes_the_same_parameters_as_a_run(draws: Path) -> None:
    plain = CompareOptions("two-valleys", ("none", "two-valleys-path-patrols"), 1, 2, None, 1.0, ["market.margin=0.4"], "", "", [], None, None, [], "deaths")
    assert checked(plain).settings == {"market.margin": 0.4}
    world = checked(replace(plain, posterior=str(draws))).world(None)
    assert (world.parameters.number("market.margin"), world.parameters.number("country.*.fine_usd")) == (0.4, 70.0)
    assert world.calibration == "posterior mine, MAP draw, 1 of 2 parameters set"


# The commands
def test_commands_say_what_is_missing(tmp_path: Path) -> None:
    for words, found in (
        (("calibrate",), "--resume DIR"),
        (("calibrate", "--resume", tmp_path), "where no fit was started"),
        (("calibrate", SCENARIO, "--budget", 5, "--out", tmp_path / "few"), "40 runs or more"),
        (("calibrate", "two-valleys", "--out", tmp_path / "other"), "no free parameter (no study)"),
        (("calibrate", SCENARIO, "--seed", -1, "--scale", "nan", "--out", tmp_path / "odd"), "2 findings"),
        (("calibrate", SCENARIO, "--leave-out", 2, "--leave-out-runs", 3, "--out", tmp_path / "odd"), "4 runs or more"),
        (("validate", "--against", "prophet", "--scale", "nan"), "2 findings"),
        (("validate", "--fit", tmp_path, "--draws", 2), "one or the other"),
        (("validate", "--without", "redeploiment"), "redeployment"),
        (("validate", "--fit", tmp_path), "without posterior.csv"),
        (("run", "two-valleys", "--posterior", "bets"), "best, none"),
    ):
        shown = call(*words)
        assert shown.exit_code == 2, words
        assert found in shown.stderr, words
    assert not (tmp_path / "few").exists()
    assert not (tmp_path / "other").exists()
    assert not (tmp_path / "odd").exists()


def test_a_folder_belongs_to_one_fit(tmp_path: Path) -> None:
    assert asked_before(tmp_path) is None
    (tmp_path / "calibration.json").write_text(json.dumps(Request(SCENARIO, 60).plain()), encoding="utf-8")
    assert asked_before(tmp_path) == Request(SCENARIO, 60)
    (tmp_path / "calibration.json").write_text(json.dumps(Request(SCENARIO, 60, leave_out=2, leave_out_runs=5).plain()), encoding="utf-8")
    assert asked_before(tmp_path) == Request(SCENARIO, 60, leave_out=2, leave_out_runs=5)
    old = {"scenario": SCENARIO, "budget": 60, "seed": 1, "scale": 1.0}  # of a version that left nothing out
    (tmp_path / "calibration.json").write_text(json.dumps(old), encoding="utf-8")
    assert asked_before(tmp_path) == Request(SCENARIO, 60)
    shown = call("calibrate", SCENARIO, "--budget", 80, "--out", tmp_path)
    assert shown.exit_code == 2
    assert "budget 60" in shown.stderr
    (tmp_path / "calibration.json").write_text("{", encoding="utf-8")
    assert call("calibrate", "--resume", tmp_path).exit_code == 2


# What ships
def test_the_posterior_that_ships_is_what_its_manifest_says() -> None:
    path = shipped(SCENARIO)
    assert path is not None
    about, found = manifest(path), read_posterior(path)
    assert about["format"] == FORMAT
    assert about["scenario"] == SCENARIO
    assert about["draws"] == len(found.draws)
    assert about["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    frees = read_free(load(SCENARIO, posterior="none").parameters, CENTRAL_ASIA)
    assert [row["name"] for row in about["parameters"]] == [free.name for free in frees]
    for row in about["parameters"]:
        assert row["r_hat"] < GOOD, row["name"]
        assert row["effective"] > 1000, row["name"]
    for free in frees:
        for key, low, high in zip(free.keys, free.low, free.high, strict=True):
            assert all(low <= draw[key] <= high for draw in found.draws), key
    assert {key for free in frees for key in free.keys} == set(found.best)
    logs = [float(row["_log_likelihood"]) for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
    assert logs[0] == max(logs)


def test_what_was_fitted_and_held_out_is_what_the_ledger_says() -> None:
    about, targets = manifest(POSTERIORS / f"{SCENARIO}.csv"), read_targets(CENTRAL_ASIA)
    for use, name in (("fitted", "fitted"), ("held-out", "held_out")):
        assert about[name] == sorted({target.cluster for target in targets if target.use == use})


def test_every_draw_that_ships_can_be_run() -> None:
    found = read_posterior(POSTERIORS / f"{SCENARIO}.csv")
    world = load(SCENARIO, posterior="best")
    assert {key: world.parameters.number(key) for key in found.best} == pytest.approx(dict(found.best))
    load(SCENARIO, settings=dict(found.draws[-1]))


def test_validation_of_what_ships_is_told_as_it_is(tmp_path: Path) -> None:
    found = validate(SCENARIO, None)
    assert len(read_predictive(PREDICTIONS / f"{SCENARIO}.csv", read_targets(CENTRAL_ASIA))) == len(found.posterior.draws)
    shown = call("validate", "--json", "--no-pictures")
    assert shown.exit_code == 0, shown.output
    printed = json.loads(shown.stdout)
    assert {one["use"] for one in printed["quantities"]} == {"fitted", "held-out"}
    assert [(one["use"], one["votes"]) for one in printed["totals"]] == [(one.use, one.votes) for one in found.scoring.totals]
    assert {skill["against"] for one in printed["totals"] for skill in one["skills"]} == {"prior", "climatology", "empty"}
    assert sum(len(one["rows"]) for one in printed["quantities"]) == len(printed["intervals"]) == len(read_targets(CENTRAL_ASIA))
    rows = printed["intervals"]
    assert {"id", "documented_low", "documented_high", "simulated_median", "simulated_low", "simulated_high", "inside", "use"} <= set(rows[0])
    for row in rows:
        if row["inside"] is not None:
            low = -1e18 if row["documented_low"] is None else row["documented_low"]
            high = 1e18 if row["documented_high"] is None else row["documented_high"]
            assert row["inside"] == (row["simulated_low"] <= high + 1e-9 and low <= row["simulated_high"] + 1e-9), row["id"]
            assert row["simulated_low"] <= row["simulated_high"]
    text = call("validate", "--no-pictures").stdout
    assert "fitted: " in text
    assert "held out: " in text
    assert "Skill over the prior" in text
    assert ("MISSED" in text) == (not all(one.met for one in found.verdicts))


def test_a_fit_is_drawn(tmp_path: Path) -> None:
    from experiments.plots.validation import NAMES, draw_validation

    paths = draw_validation(validate(SCENARIO, None), tmp_path)
    assert [path.name for path in paths] == list(NAMES)
    assert all(path.stat().st_size > 20_000 for path in paths)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*NAMES, *(name.replace(".png", ".csv") for name in NAMES)])
    with Image.open(paths[0]) as image:
        assert "of" in image.info["Description"]
