"""A real process is interrupted or killed in every phase of a run: what is left is nothing, or is recognised and put right."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.runs.interrupts import noted_interrupts
from experiments.store import DamagedRun, NoRun, is_run, read_run

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """
import signal, sys, time
from pathlib import Path

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that runs tests in the background ignores it, and children inherit that

def pause_before(owner, name, when=lambda *_: True):
    real = getattr(owner, name)
    def paused(*given, **named):
        if when(*given):
            print("here", flush=True)
            time.sleep(120)
        return real(*given, **named)
    setattr(owner, name, paused)

phase, *words = sys.argv[1:]
sys.argv = ["routesim", *words]
if phase == "load":
    import scenarios.assembly
    pause_before(sys.modules["scenarios.assembly"], "chosen_parts")
elif phase == "simulate":
    from experiments.cli.progress import Reporter
    real = Reporter.day
    def day(self, day, days):
        if day == 30:
            print("here", flush=True)
        real(self, day, days)
    Reporter.day = day
elif phase == "write":
    import experiments.store.run_writer as writing
    tables = []
    pause_before(writing, "_write_table", lambda *_: tables.append(1) or len(tables) == 3)
elif phase == "replace":
    pause_before(Path, "rename", lambda path, target: path.name.endswith(".writing"))
elif phase == "pictures":
    import matplotlib.figure
    pause_before(matplotlib.figure.Figure, "draw")
from experiments.cli import main
main()
"""
"""Says "here" in the middle of a phase; ``simulate`` then goes on for real, the others wait."""


@pytest.fixture
def century(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A scenario that is still being simulated when a signal comes."""
    path = tmp_path_factory.mktemp("century") / "century.toml"
    path.write_text('title = "A century"\nlike = "two-valleys"\ndays = 36525\n', encoding="utf-8")
    return str(path)


def stopped(phase: str, how: signal.Signals, folder: Path, *words: str, scenario: str = "two-valleys") -> tuple[int, str, str]:
    """Exit code, stdout and stderr of ``routesim run``, sent a signal in the middle of a phase."""
    command = [sys.executable, "-c", PROGRAM, phase, "run", scenario, "--out", "runs/x", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(how)
        out, error = process.communicate(timeout=60)
    assert line == "here\n", error
    return process.returncode, out, error


def routesim(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = "from experiments.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *words], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize("phase", ["load", "simulate", "write", "replace"])
def test_ctrl_c_leaves_nothing(phase: str, century: str, tmp_path: Path) -> None:
    if phase == "simulate":
        code, out, error = stopped(phase, signal.SIGINT, tmp_path, scenario=century)
    else:
        code, out, error = stopped(phase, signal.SIGINT, tmp_path, "--days", "5")
    assert code == 130
    assert "interrupted: no partial file was left" in error
    assert "Traceback" not in error
    assert out == ""
    assert everything(tmp_path) == set()


def test_an_interrupt_that_is_swallowed_is_raised_again() -> None:
    """Code in C that is being called when Ctrl-C comes may drop the exception."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    heard = []

    def work(*, looks: bool) -> None:
        with noted_interrupts() as check:
            check()
            with contextlib.suppress(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
            heard.append("swallowed")
            if looks:
                check()
                heard.append("not raised again")

    try:
        for looks in (True, False):
            with pytest.raises(KeyboardInterrupt):
                work(looks=looks)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == ["swallowed", "swallowed"]


def test_ctrl_c_among_the_pictures_loses_no_results(tmp_path: Path) -> None:
    code, _, error = stopped("pictures", signal.SIGINT, tmp_path, "--days", "5")
    assert code == 130
    assert "the run in runs/x is whole; only its pictures are missing" in error
    assert read_run(tmp_path / "runs" / "x").results.days == 5
    assert not [name for name in everything(tmp_path) if name.endswith(".png")]


def test_what_a_killed_write_left_is_recognised_and_redone(tmp_path: Path) -> None:
    code, _, _ = stopped("write", signal.SIGKILL, tmp_path, "--days", "5")
    assert code == -signal.SIGKILL
    half = tmp_path / "runs" / ".x.writing"
    assert half.is_dir()
    assert not is_run(half)
    with pytest.raises(NoRun, match="part of a run that was interrupted before its end"):
        read_run(half)
    done = routesim(tmp_path, "check", "runs/.x.writing")
    assert done.returncode == 2
    assert done.stderr.startswith("1 finding")
    assert "part of a run that was interrupted" in done.stderr
    half.rename(tmp_path / "runs" / "x")  # somebody takes it for a run
    done = routesim(tmp_path, "run", "two-valleys", "--days", "5", "--out", "runs/x", "--no-pictures")
    assert "runs/x holds part of a run that was interrupted: it is redone" in done.stderr
    assert is_run(tmp_path / "runs" / "x")
    assert {name for name in everything(tmp_path) if name.startswith("runs/.")} == set()


def test_a_run_that_was_being_replaced_when_killed_comes_back(century: str, tmp_path: Path) -> None:
    assert routesim(tmp_path, "run", "two-valleys", "--days", "5", "--out", "runs/x", "--no-pictures", "--quiet").returncode == 0
    first = json.loads((tmp_path / "runs" / "x" / "run.json").read_text())["digest"]
    stopped("replace", signal.SIGKILL, tmp_path, "--days", "5", "--seed", "2")
    assert not (tmp_path / "runs" / "x").exists()
    code, _, error = stopped("simulate", signal.SIGINT, tmp_path, scenario=century)
    assert code == 130
    assert "had moved the one in" in error
    assert read_run(tmp_path / "runs" / "x").about["digest"] == first
    assert {name for name in everything(tmp_path) if name.startswith("runs/.")} == set()


def test_a_damaged_run_is_reported_in_one_message(tmp_path: Path) -> None:
    assert routesim(tmp_path, "run", "two-valleys", "--days", "5", "--out", "x", "--no-pictures", "--quiet").returncode == 0
    where = tmp_path / "x"
    (where / "flows.parquet").unlink()
    (where / "books.parquet").write_bytes((where / "books.parquet").read_bytes()[:100])
    (where / "counts.parquet").write_bytes((where / "stocks.parquet").read_bytes())
    (where / "scenario.toml").write_text((where / "scenario.toml").read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    (where / "indicators.csv").unlink()
    with pytest.raises(DamagedRun) as caught:
        read_run(where)
    found = {Path(finding.where).name: finding.found for finding in caught.value.findings}
    assert found["flows.parquet"] == "no such table"
    assert found["books.parquet"].startswith("a file that is no whole table")
    assert found["counts.parquet"] == "other values than its digest"
    assert found["scenario.toml"] == "another text than its digest"
    assert found["indicators.csv"] == "no such file"
    done = routesim(tmp_path, "check", "x")
    assert done.returncode == 2
    assert done.stderr.startswith("5 findings")
    assert "routesim run two-valleys --seed 1 --out x" in done.stderr
    assert "Traceback" not in done.stderr
