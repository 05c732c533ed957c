"""What is killed loses nothing: the whole program, a worker, and a run that kills its worker."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from experiments.runs import sweep, worker_pool
from experiments.runs.design import Recipe
from experiments.runs.tasks import Answer, Task
from experiments.store.run_file import read_run_file
from experiments.store.sweep_folder import SweepFolder
from tests.sweeping import DAYS, Heard, content, design_file, small

ROOT = Path(__file__).resolve().parents[1]


def command(folder: Path, design: Path, *words: str) -> "subprocess.Popen[str]":
    # A shell that starts tests in the background has them ignore Ctrl-C, and what they start too; in a terminal nobody does.
    code = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from experiments.cli import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", code, "sweep", str(design), "--out", str(folder), "--workers", "2", *words],
        cwd=folder.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until(folder: Path, runs: int, process: "subprocess.Popen[str]") -> None:
    """Wait until some runs are stored."""
    while process.poll() is None and len(list((folder / "runs").glob("*.zip"))) < runs:
        time.sleep(0.01)
    assert process.poll() is None, process.communicate()[1]


def test_kills_of_the_whole_program_lose_only_what_was_in_flight(tmp_path: Path) -> None:
    folder, design = tmp_path / "sweep", design_file(tmp_path)
    before = 0
    for kill in range(3):
        process = command(folder, design)
        until(folder, before + 3 + kill, process)
        process.kill()
        process.communicate()
        time.sleep(0.2)  # workers see that the program is gone
        files = sorted((folder / "runs").glob("*.zip"))
        assert len(files) >= before + 3, "what was there is there"
        for path in files:
            about, tables = read_run_file(path)
            assert about["key"] == path.stem
            assert tables["indicators"].num_rows > 0
        before = len(files)
    assert not (folder / "results").exists()
    process = command(folder, design, "--json")
    printed, errors = process.communicate()
    assert process.returncode == 0, errors
    assert json.loads(printed)["done"] == 60 - before
    assert f"of which {before} are done" in errors
    assert not [path for path in folder.rglob("*") if path.name.endswith(".half")]
    again = tmp_path / "again"
    sweep.sweep(small(seeds=tuple(range(1, 31))), again, workers=2)
    assert content(folder) == content(again)


def test_ctrl_c_leaves_clean_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder, design = tmp_path / "sweep", design_file(tmp_path, seeds=400)  # more than are done before the signal comes, however busy the machine is
    process = command(folder, design)
    until(folder, 3, process)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130
    there = len(list((folder / "runs").glob("*.zip")))
    assert f"interrupted: {there} runs are stored" in errors
    assert f"routesim sweep {design} --out {folder}" in errors
    assert "Traceback" not in errors
    assert not [path for path in folder.rglob("*") if path.name.endswith(".half")]
    with SweepFolder(folder).locked():
        pass  # nobody holds it any more


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[worker_pool.WorkerPool]]:
    """The pools of workers that sweeps make."""
    made: list[worker_pool.WorkerPool] = []

    class Watched(worker_pool.WorkerPool):
        def __enter__(self) -> Self:
            made.append(self)
            return self

    monkeypatch.setattr(sweep, "WorkerPool", Watched)
    yield made
    assert all(worker.process.poll() is not None for one in made for worker in one._workers), "no worker outlives its sweep"


def test_a_killed_worker_is_replaced_and_its_run_done_again(tmp_path: Path, pools: list[worker_pool.WorkerPool]) -> None:
    class Killer(Heard):
        killed = 0

        def run(self, answer: Answer | None) -> None:
            super().run(answer)
            busy = [worker for worker in pools[0]._workers if worker.task is not None] if pools else []
            if self.killed < 2 and busy:
                self.killed += 1
                busy[0].process.kill()

    heard = Killer()
    many = small(seeds=tuple(range(1, 13)))  # enough that workers are at hand when answers come
    summary = sweep.sweep(many, tmp_path / "sweep", workers=2, listener=heard)
    assert heard.killed == 2
    assert (summary.done, summary.failed) == (24, 0)
    sweep.sweep(many, tmp_path / "whole")
    assert content(tmp_path / "sweep") == content(tmp_path / "whole")


class Deadly:
    """A recipe that kills whoever opens it."""

    def __reduce__(self) -> tuple[Any, tuple[int]]:
        return os._exit, (9,)


def test_a_run_that_kills_its_worker_twice_is_given_up_and_the_others_are_done(tmp_path: Path) -> None:
    recipes = [Recipe(number, "two-valleys", "", 0, 0, number, {}) for number in range(4)]
    tasks = [Task(recipe, f"run{recipe.number}") for recipe in recipes]
    tasks[1] = Task(Deadly(), "deadly")  # type: ignore[arg-type]
    with worker_pool.WorkerPool(2, (DAYS, 0.2, ("indicators",), (), "best", str(tmp_path))) as workers:
        answers = {answer.task.key: answer for answer in workers.work(iter(tasks)) if answer is not None}
    assert "died 2 times" in answers["deadly"].error
    assert "code 9" in answers["deadly"].error
    assert sorted(path.stem for path in tmp_path.glob("*.zip")) == ["run0", "run2", "run3"]
    assert sorted(key for key, answer in answers.items() if not answer.error) == ["run0", "run2", "run3"]


def test_workers_that_cannot_start_are_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))  # a worker that ends at once
    with worker_pool.WorkerPool(1, (DAYS, 1.0, ("indicators",), (), "best", str(tmp_path))) as workers, pytest.raises(RuntimeError, match="cannot be started"):
        list(workers.work(iter([Task(Recipe(0, "two-valleys", "", 0, 0, 1, {}), "run")])))
