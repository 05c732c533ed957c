"""One default: the same scenario, seed and options give the same tables by every door, and every output says with which parameters."""

import json
import os
from pathlib import Path

import mesa
import pytest
from typer.testing import CliRunner

import experiments
import sim
from experiments.cli import app
from experiments.runs.design import Design
from experiments.runs.design_file import read_design
from experiments.runs.mesa_batch import BatchModel
from experiments.runs.points import rows
from experiments.runs.sweep import sweep
from experiments.store import digests, read_run
from experiments.store.arrow import table_of
from experiments.store.run_file import read_run_file
from experiments.store.versions import program_version
from scenarios import BadInput, load, variants
from scenarios.posteriors import read_posterior, shipped
from scenarios.reading.folders import SCENARIOS
from sim.world.parameters import Status
from sim.world.world import UNCALIBRATED

SCENARIO, DAYS, SCALE, SEED = "central-asia-2004", 12, 0.02, 3
MAP = "posterior central-asia-2004, MAP draw"


def call(*words: object) -> str:
    shown = CliRunner().invoke(app, [str(word) for word in words])
    assert shown.exit_code == 0, shown.output
    return shown.stdout


def sweep_digests(folder: Path) -> dict[str, str]:
    (path,) = (folder / "runs").glob("*.zip")
    about, tables = read_run_file(path)
    assert (about["calibration"], about["version"]) == (MAP, program_version())
    del tables["indicators"]
    return dict(digests({name: table_of(table) for name, table in tables.items()}))


def test_every_door_leads_to_the_same_run(tmp_path: Path) -> None:
    world = load(SCENARIO, days=DAYS, scale=SCALE)
    wanted = digests(sim.run(world, SEED).tables)
    assert world.calibration == MAP
    assert wanted != digests(sim.run(load(SCENARIO, days=DAYS, scale=SCALE, posterior="none"), SEED).tables)

    said = json.loads(call("run", SCENARIO, "--days", DAYS, "--scale", SCALE, "--seed", SEED, "--out", tmp_path / "run", "--no-pictures", "--json"))
    stored = read_run(tmp_path / "run")
    assert digests(stored.results.tables) == wanted
    assert said["calibration"] == stored.about["calibration"] == stored.world.calibration == MAP
    assert said["version"] == stored.about["packages"]["smuggling-route-simulator"] == program_version()

    sweep(Design("one", (SCENARIO,), seeds=(SEED,), days=DAYS, scale=SCALE, keep=("indicators", "tables")), tmp_path / "sweep")
    assert sweep_digests(tmp_path / "sweep") == wanted
    assert json.loads((tmp_path / "sweep" / "sweep.json").read_text(encoding="utf-8"))["calibration"] == {SCENARIO: MAP}
    assert experiments.load(tmp_path / "sweep", "runs")["calibration"].to_pylist() == [MAP]
    assert MAP in repr(experiments.open_run(tmp_path / "sweep"))

    (row,) = mesa.batch_run(BatchModel, {"scenario": SCENARIO, "seed": SEED, "days": DAYS, "scale": SCALE}, display_progress=False)
    assert (row["calibration"], row["seed"], row["version"]) == (MAP, SEED, program_version())
    model = BatchModel(SCENARIO, SEED, SCALE, DAYS)
    while model.running:
        model.step()
    assert model.results is not None
    assert digests(model.results.tables) == wanted


def test_worlds_are_the_same_by_name_path_and_variants() -> None:
    world = load(SCENARIO, days=DAYS)
    assert variants(SCENARIO, days=DAYS).world({}) == world
    path = SCENARIOS / f"{SCENARIO}.toml"
    assert load(path, days=DAYS) == world
    assert load(os.path.relpath(path), days=DAYS) == world
    assert sum(one.status is Status.CALIBRATED for one in world.parameters.table.values()) > 0
    assert load("two-valleys", days=DAYS).calibration == UNCALIBRATED


def test_a_world_says_which_draw_is_in_force() -> None:
    found = read_posterior(shipped(SCENARIO) or Path())
    key, number = next(iter(found.best)), len(found.best)
    draw = dict(found.draws[4])
    assert load(SCENARIO, days=1, settings=draw).calibration == f"posterior central-asia-2004, draw 5 of {len(found.draws)}"
    low = min(one[key] for one in found.draws) * 0.99
    assert found.in_words({key: low}) == f"{MAP}, 1 of {number} parameters set"
    assert found.in_words(draw | {key: low}) == f"posterior central-asia-2004, draw 5 of {len(found.draws)}, 1 of {number} parameters set"
    assert found.in_words({"another.parameter": 0.2}) == MAP
    assert found.in_words(dict.fromkeys(found.best, -1.0)) == f"posterior central-asia-2004, all {number} parameters set"
    assert found.over(found.draws[:5]) == f"posterior central-asia-2004, 5 of its {len(found.draws)} draws"
    assert found.over([{key: low}, {key: low * 0.99}]) == f"{MAP}, 1 of {number} parameters varied or set"
    assert found.over([{}, {"another.parameter": 0.2}, {key: found.best[key]}]) == MAP


def test_a_design_says_where_parameters_come_from_and_what_it_varies_comes_first(tmp_path: Path) -> None:
    found = read_posterior(shipped(SCENARIO) or Path())
    key = next(iter(found.best))
    (tmp_path / "mine.csv").write_text(f"draw,{key}\n1,{found.draws[1][key]}\n", encoding="utf-8")
    text = f'scenario = "{SCENARIO}"\ndays = 1\nscale = 0.02\n'
    for line, posterior in (("", "best"), ('posterior = "none"\n', "none"), ('posterior = "mine.csv"\n', str(tmp_path / "mine.csv"))):
        (tmp_path / "design.toml").write_text(text + line, encoding="utf-8")
        assert read_design(tmp_path / "design.toml").posterior == posterior
    for wrong in ("bets", "none-such.csv"):
        (tmp_path / "design.toml").write_text(f'{text}posterior = "{wrong}"\n', encoding="utf-8")
        with pytest.raises(BadInput, match=r"design\.toml|none-such"):
            read_design(tmp_path / "design.toml")

    other = next(k for k in found.best if k != key)
    values = [found.draws[1][key], found.draws[2][key]]
    design = Design("two", (SCENARIO,), uncertainties=rows([{key: value} for value in values]), seeds=(SEED,), days=DAYS, scale=SCALE)
    sweep(design, tmp_path / "sweep")
    runs = experiments.load(tmp_path / "sweep", "runs")
    assert runs[key].to_pylist() == values
    assert runs["calibration"].to_pylist() == [f"{MAP}, 1 of {len(found.best)} parameters set"] * 2
    world = variants(SCENARIO, days=DAYS).world({key: values[0]})
    assert (world.parameters.number(key), world.parameters.number(other)) == (values[0], found.best[other])


def test_parameters_are_listed_as_they_are_in_force() -> None:
    found = read_posterior(shipped(SCENARIO) or Path())
    by_default, files = ({row["key"]: row for row in json.loads(call("list", "parameters", "--json", *more))} for more in ((), ("--posterior", "none")))
    for key, value in found.best.items():
        assert (by_default[key]["value"], by_default[key]["status"], by_default[key]["source"]) == (value, "calibrated", found.name)
    assert not {row["status"] for row in files.values()} & {"calibrated"}
    assert {key for key, row in by_default.items() if row != files.get(key)} == set(found.best)
