"""The command line as its user meets it: help, exit codes, one message for all that is wrong."""

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import scenarios
import sim
from calibration.evidence.compare import Comparison
from experiments.cli import app, run_input
from experiments.cli.exit_codes import TRACEBACK
from experiments.store import is_run, read_run
from sim.world.world import World
from studies import CENTRAL_ASIA
from tests.synthetic import results, small_world

ROOT = Path(__file__).resolve().parents[1]


def call(*words: str) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, a scenario called small, and an engine that makes journeys up."""

    def load(name: str, *, scale: float = 1.0, days: int | None = None, **others: object) -> World:
        if name != "small":
            raise scenarios.BadInput([scenarios.Finding("scenario", f'"{name}"', "small")])
        return small_world(days or 112, scale)

    def run(world: World, seed: int, *, progress: object = None) -> object:
        for day in range(world.days):
            progress(day + 1, world.days)  # type: ignore[operator]
        return results(world, seed)

    monkeypatch.setattr(scenarios, "load", load)
    monkeypatch.setattr(run_input, "load", load)
    monkeypatch.setattr(sim, "run", run, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_run_is_stored_and_shown(here: Path) -> None:
    done = call("run", "small", "--seed", "7")
    assert done.exit_code == 0, done.output
    folder = here / "runs" / "small-seed7"
    assert read_run(folder).results.seed == 7
    assert {"map.png", "weekly.png", "fees.png"} <= {path.name for path in folder.iterdir()}
    for word in ("departed", "apprehended", "died", "stranded", "extorted", "Travellers from Alpha"):
        assert word in done.stdout


def test_a_run_tells_the_time_of_everything_that_it_did(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.cli.progress.LEAST", 0.0)
    done = call("run", "small", "--out", "x")
    time = next(line for line in done.stderr.splitlines() if line.startswith("time: "))
    printed = [part.rsplit(" ", 2)[0] for part in time.removeprefix("time: ").split(", ")]
    assert printed == ["start-up", "load", "simulate", "write", "pictures", "closing table"]


def test_json_holds_what_the_tables_show_and_nothing_else_is_on_stdout(here: Path) -> None:
    done = call("run", "small", "--json", "--no-pictures", "--out", "x")
    printed = json.loads(done.stdout)
    assert {row["community"] for row in printed["outcomes"]} == {"pakistani", "kyrgyz-workers"}
    transit = next(row for row in printed["outcomes"] if row["community"] == "pakistani")
    assert transit["departed"] > 0
    assert transit["crossed"] <= transit["attempts"], "attempts are those at crossings"
    assert printed["digest"] == read_run(here / "x").about["digest"]
    assert not list((here / "x").glob("*.png"))


def test_a_run_closes_with_what_it_contradicts_most_and_json_holds_all(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        Comparison("FLW-01", "people on the way", "any", "KGZ", "2004-07 to 2005-06", 1500.0, 3000.0, 1700.0, "people", None),
        Comparison("APP-18", "detections [inland]", "any", "KGZ", "2004", 280.0, 280.0, 12.0, "people", None),
        Comparison("FLW-41", "arrivals", "Sri Lanka", "KGZ", "2004", None, 15.0, 700.0, "people", None),
        Comparison("FEE-11", "outlay", "Afghanistan", "Afghanistan-Kyrgyzstan", "to 2005-06", 500.0, 1000.0, 750.0, "USD/person", None),
        Comparison("APP-03", "apprehensions", "any", "KAZ", "2005-H1", 3000.0, 3000.0, None, "people", None),
    ]
    monkeypatch.setattr("experiments.runs.run_summary.compare", lambda *_: rows)
    monkeypatch.setattr("experiments.runs.run_summary.read_study", lambda _: CENTRAL_ASIA)
    shown = " ".join(call("run", "small", "--no-pictures").stdout.split())
    for words in ("detections [inland], KGZ, 2004", "280", "below", "up to 15", "above", "1 of 2 quantities agree", "Of 1 that are inputs, 1 are reproduced"):
        assert words in shown
    assert "0 of 1 ceilings are kept. 1 of 5 documents cannot be judged" in shown
    assert "people on the way" not in shown, "what agrees is not in the extract"
    printed = json.loads(call("run", "small", "--no-pictures", "--json").stdout)
    assert [row["inside"] for row in printed["comparisons"]] == [True, False, False, True, None]
    assert [row["verdict"] for row in printed["comparisons"]] == ["inside", "below", "above", "inside", "not judged"]


def test_quiet_says_nothing(here: Path) -> None:
    done = call("run", "small", "--quiet", "--no-pictures")
    assert (done.exit_code, done.output) == (0, "")


def test_one_message_lists_all_that_is_wrong(here: Path) -> None:
    done = call("run", "smal", "--days", "-5", "--scale", "nan", "--seed", "-1", "--set", "choice", "--set", "choice.perception_error=many")
    assert done.exit_code == 2
    told = "--days: found -5", "--scale: found nan", "--seed: found -1", '--set: found "choice"', "--set choice.perception_error", 'scenario: found "smal"'
    for words in told:
        assert words in done.stderr
    assert done.stderr.startswith("6 findings")
    assert "Traceback" not in done.output
    assert not list(here.iterdir())


@pytest.mark.parametrize("scale", ["0", "-1", "inf", "nan"])
def test_impossible_scales_are_refused(here: Path, scale: str) -> None:
    assert call("run", "small", "--scale", scale).exit_code == 2


def test_a_finished_run_is_replaced_and_anything_else_is_not(here: Path) -> None:
    assert call("run", "small", "--out", "x", "--quiet", "--no-pictures").exit_code == 0
    assert call("run", "small", "--out", "x", "--quiet", "--no-pictures", "--seed", "2").exit_code == 0
    assert read_run(here / "x").results.seed == 2
    (here / "thesis").mkdir()
    (here / "thesis" / "chapter.txt").write_text("mine")
    (here / "file").write_text("mine")
    for taken in ("thesis", "file", "file/below"):
        refused = call("run", "small", "--out", taken)
        assert refused.exit_code == 2
        assert "--out" in refused.stderr
    assert [path.name for path in (here / "thesis").iterdir()] == ["chapter.txt"]


def test_a_folder_that_may_not_be_written_is_refused_before_the_run(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    refused = call("run", "small", "--out", "locked/x")
    assert refused.exit_code == 2
    assert "--out: found locked/x, where nothing may be written" in refused.stderr


def test_an_interrupted_run_ends_with_130_and_leaves_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sim, "run", interrupt)
    done = call("run", "small")
    assert done.exit_code == 130
    assert "no partial file was left" in done.stderr
    assert not list(here.iterdir())


def test_our_own_fault_is_said_to_be_ours(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim, "run", lambda *_, **__: 1 / 0)
    monkeypatch.delenv(TRACEBACK, raising=False)
    done = call("run", "small")
    assert done.exit_code == 1
    assert TRACEBACK in done.stderr
    assert "Traceback" not in done.stderr
    monkeypatch.setenv(TRACEBACK, "1")
    assert "Traceback" in call("run", "small").stderr


@pytest.mark.parametrize("what", ["scenarios", "places", "communities", "parameters", "itineraries", "policies", "levers"])
def test_everything_can_be_listed(what: str) -> None:
    done = call("list", what, "--json")
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)
    assert rows


def test_a_list_is_filtered_by_a_text() -> None:
    everything, some = (json.loads(call("list", "parameters", *words, "--json").stdout) for words in ((), ("FINE_usd",)))
    assert 0 < len(some) < len(everything)
    assert all("fine_usd" in json.dumps(row) for row in some)
    assert call("list", "levers", "no such thing").exit_code == 0


def test_a_list_for_readers_counts_its_rows() -> None:
    rows = json.loads(call("list", "levers", "--json").stdout)
    done = call("list", "levers")
    assert f"{len(rows)} levers" in done.stdout
    assert all(row["name"] in done.stdout for row in rows)


def test_a_former_name_of_a_list_is_refused_with_the_new_one() -> None:
    done = call("list", "figures")
    assert done.exit_code == 2
    assert "routesim list parameters" in done.stderr


def test_every_help_fits_80_columns() -> None:
    for command in (None, *(info.name for info in app.registered_commands)):
        done = CliRunner().invoke(app, [*filter(None, [command]), "--help"], env={"COLUMNS": "80"})
        assert done.exit_code == 0
        text = inspect.cleandoc(next((info.callback.__doc__ or "" for info in app.registered_commands if info.name == command and info.callback), ""))
        assert all(len(line) <= 78 for line in text.splitlines()[1:]), command


def test_unknown_words_end_with_2() -> None:
    assert call("list", "dragons").exit_code == 2
    assert call("list", "places", "--scenario", "no-such-scenario").exit_code == 2
    assert call("run").exit_code == 2
    assert call("run", "x", "--days", "soon").exit_code == 2


def python(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = "import sys; from experiments.cli import main; main()"
    return subprocess.run([sys.executable, "-c", program, *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_help_teaches(tmp_path: Path) -> None:
    done = python("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "routesim run two-valleys" in done.stdout


def test_help_loads_nothing_slow(tmp_path: Path) -> None:
    probe = "import sys; import experiments.cli; print([m for m in ('mesa', 'numba', 'matplotlib', 'pyarrow', 'numpy', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_process_ends_with_2_for_bad_input_without_a_traceback(tmp_path: Path) -> None:
    done = python("run", "no-such-scenario", "--days", "-5", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "--days: found -5" in done.stderr
    assert "Traceback" not in done.stderr
    assert not is_run(tmp_path)
