"""Sweeps: many runs by real processes, which are killed at will and lose nothing."""

import gc
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import experiments
from experiments.cli import app
from experiments.plots.result_folder import open_folder
from experiments.report.reproduction import reproduction_command
from experiments.runs import sweep
from experiments.runs.design import Recipe
from experiments.runs.points import grid, rows
from experiments.runs.run_executor import RunExecutor
from experiments.runs.simulator import simulator
from experiments.store.compact import load as load_table
from experiments.store.indicators import indicators
from experiments.store.sweep_folder import SweepFolder
from scenarios import BadInput, load
from sim import RouteModel, run
from tests.sweeping import DAYS, PATROLS, SIZE, Heard, content, design_file, small

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small design, done by one worker without a break."""
    folder = tmp_path_factory.mktemp("whole") / "sweep"
    sweep.sweep(small(), folder, workers=1)
    return folder


def test_a_tidy_table_holds_what_each_run_says(whole: Path) -> None:
    table = experiments.load(whole)
    runs = experiments.load(whole, "runs").to_pylist()
    assert [(row["run"], row["market.margin"], row["seed"], row["error"]) for row in runs] == [
        (number, margin, seed, "") for number, (margin, seed) in enumerate((margin, seed) for margin in (0.2, 0.5) for seed in (1, 2, 3))
    ]
    world = load("two-valleys", days=DAYS, scale=0.2, settings={"market.margin": 0.5})
    alone = indicators(run(world, 2), world)
    of_run = [row for row in table.to_pylist() if row["run"] == 4]
    assert [(row["place_or_crossing"], row["community"], row["indicator"], row["value"], row["unit"]) for row in of_run] == [
        (one.place_or_crossing, one.community, one.indicator, one.value, one.unit) for one in alone
    ]
    assert {(row["scenario"], row["policy"], row["seed"], row["market.margin"]) for row in of_run} == {("two-valleys", "none", 2, 0.5)}
    assert len(of_run) > 20
    departed = experiments.load(whole, indicator="departed", place_or_crossing="all", community=["bremark-workers"])
    assert departed["run"].to_pylist() == list(range(6))
    with pytest.raises(KeyError, match="no column places"):
        experiments.load(whole, places="all")


def test_workers_and_their_order_change_nothing(whole: Path, tmp_path: Path) -> None:
    sweep.sweep(small(), tmp_path / "two", workers=2)
    assert content(tmp_path / "two") == content(whole)


def test_a_rerun_does_what_is_missing_and_nothing_else(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sweep"
    shutil.copytree(whole, folder)
    first, *_, last = sorted((folder / "runs").glob("*.zip"))
    first.unlink()
    (folder / "runs" / f".{first.stem}.123.half").write_bytes(b"what a killed worker left")
    kept = {path: path.stat().st_mtime_ns for path in (folder / "runs").glob("*.zip")}
    heard = Heard()
    assert sweep.sweep(small(), folder, listener=heard).done == 1
    assert (heard.plans[0].there, heard.plans[0].missing) == (5, 1)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert content(folder) == content(whole)
    assert sweep.sweep(small(seeds=(1, 2, 3, 4)), folder).done == 2, "a design that grows keeps its runs"
    last.write_bytes(last.read_bytes()[:-100])
    (folder / "results" / "compacted.json").unlink()
    heard = Heard()
    assert sweep.sweep(small(), folder, listener=heard).done == 1
    assert "damaged" in heard.said[0]
    assert content(folder)["results/runs.parquet"] == content(whole)["results/runs.parquet"]


def test_what_was_left_while_tables_were_written_is_in_nobodys_way(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sweep"
    shutil.copytree(whole, folder)
    half = folder / ".results.half" / "indicators"
    half.mkdir(parents=True)
    (half / "part-0.parquet").write_bytes(b"what a program left that was killed while it wrote the tables")
    shutil.rmtree(folder / "results")
    assert sweep.sweep(small(), folder).done == 0
    assert content(folder) == content(whole)
    assert not half.parent.exists()


def test_equal_points_are_run_once(whole: Path, tmp_path: Path) -> None:
    margins = rows([{"market.margin": margin} for margin in (0.2, 0.5, 0.2, 0.5)])
    summary = sweep.sweep(small(uncertainties=margins), tmp_path / "sweep", workers=3)
    assert (summary.runs, summary.done) == (12, 6)
    assert {path.name for path in (tmp_path / "sweep" / "runs").iterdir()} == {path.name for path in (whole / "runs").iterdir()}
    runs = experiments.load(tmp_path / "sweep", "runs")["key"].to_pylist()
    assert runs[:6] == runs[6:]


def test_runs_that_fail_are_recorded_and_the_others_done(tmp_path: Path) -> None:
    shares = [(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)]
    points = rows([{"country.CYR.release_share": release, "country.CYR.push_back_share": back} for release, back in shares])
    design = small(uncertainties=points, seeds=(1,))
    folder = tmp_path / "sweep"
    summary = sweep.sweep(design, folder, workers=2)
    assert (summary.done, summary.failed) == (3, 1)
    errors = [row["error"] for row in experiments.load(folder, "runs").to_pylist()]
    assert [bool(error) for error in errors] == [False, False, False, True]
    assert "adding up to 1.8" in errors[3]
    assert set(experiments.load(folder)["run"].to_pylist()) == {0, 1, 2}
    (recorded,) = (folder / "failed").glob("*.json")
    assert "Traceback" in json.loads(recorded.read_text(encoding="utf-8"))["trace"]
    assert sweep.sweep(design, folder).failed == 1, "it is tried again"


def test_two_programs_on_one_folder_are_refused(tmp_path: Path) -> None:
    with SweepFolder(tmp_path).locked(), pytest.raises(BadInput, match=f"another program \\(process {os.getpid()} on"):
        sweep.sweep(small(), tmp_path)


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(BadInput, match="holds something that is no sweep"):
        sweep.sweep(small(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_changed_scenario_or_program_is_noticed_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = tmp_path / "mine.toml"
    shutil.copy(ROOT / "scenarios" / "two-valleys.toml", scenario)
    design, folder = small(uncertainties=grid({"market.margin": [0.2]}), seeds=(1,)), tmp_path / "sweep"
    design = replace(design, scenarios=(str(scenario),))
    sweep.sweep(design, folder)
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("value = 20", "value = 25"), encoding="utf-8")
    with pytest.raises(BadInput, match="the files of the scenario mine have changed"):
        sweep.sweep(design, folder)
    assert len(list((folder / "runs").iterdir())) == 1, "nothing is lost by asking"
    heard = Heard()
    assert sweep.sweep(design, folder, listener=heard, redo=True).done == 1
    assert "mine have changed" in heard.said[0]
    monkeypatch.setattr(sweep, "program_digest", lambda _: "another")
    with pytest.raises(BadInput, match="the program has changed"):
        sweep.sweep(design, folder)
    other_days = replace(design, days=DAYS + 7)
    monkeypatch.undo()
    assert sweep.sweep(other_days, folder).done == 1, "other days are another question, not another version"


def test_a_plan_stores_nothing(tmp_path: Path) -> None:
    heard = Heard()
    sweep.sweep(small(), tmp_path / "sweep", listener=heard, plan_only=True, workers=2)
    assert not (tmp_path / "sweep").exists()
    (plan,) = heard.plans
    assert (plan.runs, plan.missing) == (6, 6)
    assert plan.seconds is not None
    assert plan.run_seconds is not None
    assert plan.seconds == plan.run_seconds * 3


def test_all_tables_can_be_kept(tmp_path: Path) -> None:
    folder = tmp_path / "sweep"
    levers, everything = grid({SIZE: [1.5, 3.0]}), ("indicators", "comparisons", "tables")
    sweep.sweep(small(seeds=(1, 2), policies=("none", PATROLS), levers=levers, keep=everything), folder, workers=2)
    flows = experiments.load(folder, "flows").to_pylist()
    world = load("two-valleys", days=DAYS, scale=0.2, policy=PATROLS, settings={"market.margin": 0.2, SIZE: 3.0})
    alone = run(world, 2).tables["flows"]
    of_run = [row for row in flows if (row[SIZE], row["market.margin"], row["seed"]) == (3.0, 0.2, 2)]
    assert sum(row["attempts"] for row in of_run) == int(np.asarray(alone["attempts"]).sum()) > 0
    assert {row["policy"] for row in flows if row[SIZE] is None} == {"none"}
    assert pq.read_table(folder / "results" / "counts" / "scenario=two-valleys" / f"policy={PATROLS}" / "part-0.parquet").num_rows > 0
    assert experiments.load(folder, "comparisons").num_rows == 0, "nothing is documented of an invented territory"
    with pytest.raises(FileNotFoundError, match="kept no table stories"):
        experiments.load(folder, "stories")


def test_no_model_stays_alive_whether_its_run_ended_or_failed() -> None:
    executor = RunExecutor(DAYS, 0.2, ("indicators",))
    recipe = Recipe(0, "two-valleys", "", 0, 0, 1, {})

    def models() -> list[RouteModel]:
        gc.collect()
        return [thing for thing in gc.get_objects() if type(thing) is RouteModel]

    of_other_tests = models()

    def fail(day: int, days: int) -> None:
        if day == 20:
            msg = "enough"
            raise RuntimeError(msg)

    for _ in range(2):
        executor.run(recipe)
        with pytest.raises(RuntimeError, match="enough"):
            executor.run(recipe, fail)
    assert len(models()) == len(of_other_tests)


def test_simulate_gives_outcomes_by_draw_and_seed(tmp_path: Path) -> None:
    draws = {"market.margin": [0.2, 0.5], "choice.perception_error": [0.1, 0.2]}
    heard = Heard()
    simulate = simulator(
        "two-valleys", outcomes="indicators", only={"place_or_crossing": "all"}, seeds=(1, 2), days=DAYS, scale=0.2, folder=tmp_path, listener=heard
    )
    found = simulate(draws)
    assert found.values.shape == (2, 2, len(found.names))
    world = load("two-valleys", days=DAYS, scale=0.2, settings={"market.margin": 0.5, "choice.perception_error": 0.2})
    alone = {row.indicator: row.value for row in indicators(run(world, 2), world) if (row.place_or_crossing, row.community) == ("all", "bremark-workers")}
    for name in ("departed", "attempts", "crossed"):
        assert found.of(f"all|bremark-workers|{name}")[1, 1] == alone[name] > 0
    assert found.means().shape == (2, len(found.names))
    assert found.units["all|bremark-workers|departed"] == "people"
    rare = [name for name in found.names if name.endswith(("|stranded", "|bribed", "|injured", "|died", "|apprehended"))]
    assert all(np.isfinite(found.of(name)).all() for name in rare), "no row of a count means zero"
    assert any((found.of(name) == 0).any() for name in rare), "and there are such"
    simulate(draws)
    assert heard.plans[-1].missing == 0, "the same draws are not simulated twice"


def test_waves_of_one_study_share_no_seed(tmp_path: Path) -> None:
    draws = {"market.margin": [0.2, 0.5]}
    common: dict[str, Any] = {"outcomes": "indicators", "seeds": (3,), "days": 20, "scale": 0.2, "folder": tmp_path, "common_seeds": False}
    for first in (0, 2):
        simulator("two-valleys", first=first, **common)(draws)
    tables = [load_table(folder, "runs").to_pydict() for folder in sorted(tmp_path.iterdir())]
    assert len(tables) == 2, "a folder for each, though the draws are the same"
    assert sorted(seed for table in tables for seed in table["seed"]) == [3, 7, 11, 15]


def test_replicates_show_how_far_runs_lie_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["run", "two-valleys", "--replicates", "3", "--days", str(DAYS), "--scale", "0.2", "--policy", PATROLS, "--set", f"{SIZE}=3", "--workers", "2"]
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    world = load("two-valleys", days=DAYS, scale=0.2, policy=PATROLS, settings={SIZE: 3.0})
    counts = []
    for seed in (1, 2, 3):
        rows_of_run = indicators(run(world, seed), world)
        counts.append(sum(row.value for row in rows_of_run if (row.place_or_crossing, row.community, row.indicator) == ("all", "bremark-workers", "departed")))
    (row,) = [row for row in printed["spread"] if (row["community"], row["indicator"]) == ("bremark-workers", "departed")]
    assert row["mean"] == pytest.approx(sum(counts) / 3)
    assert min(counts) <= row["low"] <= row["high"] <= max(counts)
    shown = CliRunner().invoke(app, words)
    assert "over 3 runs" in shown.stdout
    assert "nothing to simulate" in shown.stderr
    opened = open_folder(next((tmp_path / "runs").iterdir()))
    assert opened.has_all  # maps of all communities
    assert opened.has_fees
    assert reproduction_command(opened) == f"routesim run two-valleys --policy {PATROLS} --seed 1 --replicates 3 --set '{SIZE}=3.0' --days {DAYS} --scale 0.2"


def test_the_command_line_tells_bad_input_and_failed_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["sweep", "none.toml"]).exit_code == 2
    design = design_file(tmp_path)
    done = CliRunner().invoke(app, ["sweep", str(design), "--plan", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["runs"] == 60
    assert not (tmp_path / "sweeps").exists()
    text = f'scenario = "two-valleys"\ndays = {DAYS}\nscale = 0.2\n[uncertainties]\nmethod = "list"\n'
    for release, back in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)):
        text += f'[[uncertainties.row]]\n"country.CYR.release_share" = {release}\n"country.CYR.push_back_share" = {back}\n'
    design.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["sweep", str(design), "--workers", "1"])
    assert done.exit_code == 1, done.output
    assert "1 of 4 runs failed" in done.stderr
