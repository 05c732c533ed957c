"""One program at a time on a folder: two runs at once leave a whole folder, and the second says why it does nothing."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from experiments.plots.picture import write_csv
from experiments.runs.comparison import Request
from experiments.runs.default_folder import MadeWith, comparison_folder, default_folder
from experiments.runs.design import Alternative
from experiments.runs.points import Points
from experiments.store import is_run, read_run
from experiments.store.ownership import Busy, owned, replacing_folder
from experiments.store.writing import CannotWrite, is_abandoned, private_name, remains_of, write_whole

ROOT = Path(__file__).resolve().parents[1]
SLOW = """
import sys, time
import experiments.store.run_writer as writing
real = writing._write_table
def slow(*given):
    time.sleep(0.1)
    return real(*given)
writing._write_table = slow
from experiments.cli import main
main()
"""
"""Writes so slowly that two programs meet while they write."""


def start(folder: Path, *words: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_DISABLE_JIT": "1"}
    return subprocess.Popen([sys.executable, "-c", SLOW, *words], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_two_runs_on_one_folder_leave_one_whole_run(tmp_path: Path) -> None:
    words = ["run", "two-valleys", "--days", "3", "--scale", "0.05", "--no-pictures", "--out", "runs/q"]
    both = [start(tmp_path, *words, "--seed", seed) for seed in ("1", "2")]
    ends = [(one.communicate()[1], one.returncode) for one in both]
    codes = sorted(code for _, code in ends)
    assert codes in ([0, 2], [0, 0]), ends
    for error, code in ends:
        assert "Traceback" not in error
        if code == 2:
            assert "1 finding in the input" in error
            assert "another program (process" in error
    seed = read_run(tmp_path / "runs" / "q").results.seed
    if codes == [0, 2]:
        assert seed == 1 + [code for _, code in ends].index(0), "the run is that of the program that says so"
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["q"]


def test_who_comes_second_hears_who_was_first(tmp_path: Path) -> None:
    target = tmp_path / "runs" / "x"
    heard = []

    def second() -> None:
        with pytest.raises(Busy, match=f"another program \\(process {os.getpid()} on") as caught, owned(target):
            pass
        heard.append(str(caught.value))

    with owned(target):
        with owned(target, again=True):
            pass
        with pytest.raises(Busy), owned(target):
            pass
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        with owned(target.with_name("y")):
            pass
    assert len(heard) == 1
    assert everything(tmp_path) == set(), "neither locks nor empty folders stay"


def test_who_waits_gets_the_folder_when_the_first_is_done(tmp_path: Path) -> None:
    target, order = tmp_path / "x", []

    def second() -> None:
        with owned(target, patience=30):
            order.append("second")

    with owned(target):
        thread = threading.Thread(target=second)
        thread.start()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert everything(tmp_path) == set()


def test_many_threads_never_have_one_folder_together(tmp_path: Path) -> None:
    """The lock is a file that is removed at the end: who has opened it just before must not take it for the lock."""
    target, inside, most, count = tmp_path / "x", [], [], 60

    def work() -> None:
        for _ in range(count // 6):
            with owned(target, patience=60):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (count, 1)


def test_only_what_belongs_to_the_folder_is_cleaned(tmp_path: Path) -> None:
    target = tmp_path / "x"
    mine, old = private_name(target), private_name(target, ".old")
    for left in (mine, old, tmp_path / ".x.writing", tmp_path / ".x.y.host.7.half", tmp_path / ".xx.host.7.half"):
        left.mkdir()
    (old / "what was there").write_text("before", encoding="utf-8")
    assert set(remains_of(target)) == {mine, old, tmp_path / ".x.writing"}
    with owned(target) as put_right:
        assert len(put_right) == 3
    assert everything(tmp_path) == {"x", "x/what was there", ".x.y.host.7.half", ".xx.host.7.half"}


def test_remains_of_living_programs_and_of_other_machines_are_no_ones_to_remove(tmp_path: Path) -> None:
    path = tmp_path / "run.zip"
    assert not is_abandoned(private_name(path))
    host = private_name(path).name.split(".")[-3]
    assert not is_abandoned(tmp_path / ".run.zip.elsewhere.1.half")
    assert is_abandoned(tmp_path / f".run.zip.{host}.{2**22 + 1}.half"), "no process has such a number"
    assert is_abandoned(tmp_path / ".run.123.half"), "an earlier version named no machine"


def test_a_folder_is_replaced_whole_or_stays(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.mkdir()
    (target / "old").touch()
    with owned(target):
        with pytest.raises(CannotWrite), replacing_folder(target) as half:
            (half / "new" / "below").touch()
        assert everything(target) == {"old"}
        with replacing_folder(target) as half:
            (half / "new").touch()
    assert everything(tmp_path) == {"x", "x/new"}


@pytest.mark.parametrize("error", [28, 30, 13])
def test_what_the_system_refuses_is_one_message(error: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No space, read-only, no permission."""

    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(CannotWrite, match=os.strerror(error)):
        write_csv([{"a": 1}], tmp_path / "x.csv")
    assert everything(tmp_path) == set()


def test_names_that_are_nearly_too_long_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".csv")
    write_whole(path, "text")
    assert path.read_text(encoding="utf-8") == "text"
    with pytest.raises(CannotWrite, match="too long"):
        write_whole(tmp_path / ("x" * 300), "text")


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (MadeWith("two-valleys", 3), "two-valleys-seed3"),
        (MadeWith("two-valleys", 1, "two-valleys-path-patrols"), "two-valleys-two-valleys-path-patrols-seed1"),
        (MadeWith("two-valleys", 1, days=365, scale=0.2), "two-valleys-seed1-days365-scale0.2"),
        (MadeWith("central-asia-2004", 1, posterior="none"), "central-asia-2004-seed1-uncalibrated"),
        (MadeWith("two-valleys", 1, settings=("market.margin = 0.3",)), "two-valleys-seed1-market.margin=0.3"),
        (MadeWith("my/my.toml", 1), "my-seed1"),
        (MadeWith("my.toml", 1), "my-seed1"),
        (MadeWith("two-valleys", 1, replicates=True), "two-valleys-replicates-seed1"),
    ],
)
def test_the_folder_of_a_run_says_what_made_it(made: MadeWith, name: str) -> None:
    assert default_folder(made) == Path("runs") / name


def test_no_two_questions_share_a_folder() -> None:
    one, other = ("market.margin=0.3", "choice.perception_error=0.1"), ("market.margin=0.4", "choice.perception_error=0.1")
    asked = [
        *(MadeWith("two-valleys", 1, settings=settings) for settings in (one, other, ("country.*.fine_usd=120",), ("country.*.fine_usd=121",))),
        *(MadeWith("two-valleys", 1, posterior=posterior) for posterior in ("a/draws.csv", "b/draws.csv", "none", "best")),
        *(MadeWith(scenario, 1) for scenario in ("a/mine.toml", "b/mine.toml", "./two-valleys.toml")),
        *(MadeWith("two-valleys", 1, policy) for policy in ("a/mine.toml", "b/mine.toml")),
        *(MadeWith("two-valleys", 1, scale=scale) for scale in (0.1, 0.1 + 1e-12)),
    ]
    folders = [default_folder(made) for made in asked]
    assert len(set(folders)) == len(asked)
    assert default_folder(MadeWith("two-valleys", 1, settings=one[::-1])) == folders[0], "the order of settings makes no other run"


def compared(scenario: str = "two-valleys", policies: tuple[str, ...] = ("none", "two-valleys-open-bridge"), seeds: int = 10, **options: object) -> Path:
    return comparison_folder(Request(scenario, policies, tuple(range(1, seeds + 1)), **options))  # type: ignore[arg-type]


def test_the_folder_of_a_comparison_says_what_made_its_runs() -> None:
    usual = Path("comparisons") / "two-valleys-two-valleys-open-bridge"
    assert compared() == usual
    assert compared(seeds=20, border="BRE-CYR", rank="stranded") == usual, "more seeds of the same comparison, or the same runs read otherwise"
    assert compared(settings={"market.margin": 0.3}).name == "two-valleys-two-valleys-open-bridge-market.margin=0.3"
    assert compared(settings={"country.ALD.fine_usd": 60.0}, days=90, scale=0.5, posterior="none").name.endswith(
        "-open-bridge-days90-scale0.5-uncalibrated-country.ALD.fine_usd=60"
    )
    assert compared(policies=("two-valleys-path-patrols", "two-valleys-open-bridge")).name.endswith("-open-bridge-against-two-valleys-path-patrols")
    off = Alternative("without bridge", "", {"event.bridge.in_force": 0.0})
    assert compared(policies=("none",), alternatives=(off,)).name == "two-valleys-without-bridge"


def test_no_two_comparisons_share_a_folder() -> None:
    dear, other = (Alternative("dear", "", {"market.margin": margin}) for margin in (0.6, 0.7))
    folders = [
        compared(),
        *(compared(settings={"market.margin": margin}) for margin in (0.3, 0.4)),
        *(compared(settings={"market.margin": margin, "choice.perception_error": 0.1}) for margin in (0.3, 0.4)),
        *(compared(alternatives=(one,)) for one in (dear, other)),
        *(compared(uncertainties=Points({"market.margin": column})) for column in ((0.3, 0.4), (0.3, 0.5))),
        *(compared(policies=("none", policy)) for policy in ("a/two-valleys-open-bridge.toml", "b/two-valleys-open-bridge.toml")),
        comparison_folder(Request("two-valleys", ("none", "two-valleys-open-bridge"), (2, 3))),
        *(compared(**{option: value}) for option, value in (("follow", ("bremark-workers",)), ("posterior", "a/draws.csv"), ("days", 200), ("scale", 0.1))),  # type: ignore[arg-type]
    ]
    assert len(set(folders)) == len(folders)
    one, other = {"market.margin": 0.3, "choice.perception_error": 0.1}, {"choice.perception_error": 0.1, "market.margin": 0.3}
    assert compared(settings=one) == compared(settings=other), "the order of settings makes no other runs"


def test_a_loop_over_a_setting_overwrites_nothing_and_each_run_says_its_folder(tmp_path: Path) -> None:
    for margin in ("0.2", "0.4"):
        run = start(tmp_path, "run", "two-valleys", "--days", "2", "--scale", "0.05", "--no-pictures", "--set", f"market.margin={margin}")
        error = run.communicate()[1]
        assert run.returncode == 0, error
        folder = error.splitlines()[-1].removeprefix("run: ")
        assert is_run(tmp_path / folder)
        assert f"market.margin={margin}" in folder
    assert len(list((tmp_path / "runs").iterdir())) == 2
