"""Where to write, and what stands in the way: one clear message, exit code 2, and nothing left behind. Nothing that a user wrote is markup or a formula."""

import ast
import csv
import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from experiments.cli import app
from experiments.cli.run_tables import print_closing
from experiments.cli.table_style import error_console, output_console
from experiments.plots.picture import write_csv
from experiments.store import read_run, run_writer, write_run
from experiments.store.csv_text import inert
from tests.sweeping import design_file
from tests.synthetic import results, small_world

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = "from experiments.cli import main; main()"


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def program(folder: Path, *words: str | bytes, code: str = PROGRAM) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_DISABLE_JIT": "1"}
    return subprocess.run([sys.executable, "-c", code, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_run(results(small_world()), small_world(), tmp_path / "run")
    return Path("run")


def commands(run: Path, out: str) -> dict[str, tuple[object, ...]]:
    quick = ("--days", 2, "--scale", 0.05)
    return {
        "run": ("run", "two-valleys", *quick, "--no-pictures", "--out", out),
        "replicates": ("run", "two-valleys", *quick, "--replicates", 2, "--out", out),
        "compare": ("compare", "two-valleys", "--policy", "two-valleys-path-patrols", *quick, "--out", out),
        "sweep": ("sweep", "small.toml", "--out", out),
        "sensitivity": ("sensitivity", "two-valleys", "--vary", "market.margin", "--vary", "choice.perception_error", *quick, "--out", out),
        "calibrate": ("calibrate", "central-asia-2004", "--budget", 200, "--out", out),
        "plot": ("plot", run, "--figure", "outcomes", "--out", out),
        "map": ("map", run, "--out", out),
        "report": ("report", run, "--out", f"{out}/page.html" if out != "/" else out),
        "profile": ("profile", "KGZ", run, "--out", out),
        "validate": ("validate", "--out", out),
    }


NAMES = tuple(commands(Path(), "x"))


@pytest.mark.parametrize("command", NAMES)
@pytest.mark.parametrize("out", ["/", "a-file", "a-file/below", "loop", "x" * 300])
def test_what_stands_in_the_way_is_one_message(command: str, out: str, run: Path, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("in the way", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    design_file(tmp_path)
    before = {path.relative_to(tmp_path) for path in tmp_path.rglob("*")}
    done = call(*commands(run, out)[command])
    assert done.exit_code == 2, done.output
    assert done.stderr.startswith("1 finding in the input:\n  --out: found "), done.stderr
    assert {path.relative_to(tmp_path) for path in tmp_path.rglob("*")} == before


@pytest.mark.skipif(sys.platform == "darwin", reason="names are UTF-8 there")
@pytest.mark.parametrize("command", ["run", "map", "plot"])
def test_a_name_that_is_not_utf_8_is_refused_before_anything_is_done(command: str, run: Path, tmp_path: Path) -> None:
    words = [str(word) for word in commands(run, "out")[command]]
    done = program(tmp_path, *words[:-1], b"out-\xff")
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("1 finding in the input:\n  --out: found out-\\udcff, which is not UTF-8")
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_disk_that_is_full_is_no_internal_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(run_writer, "_write_table", full)
    done = call("run", "two-valleys", "--days", 2, "--scale", 0.05, "--no-pictures")
    assert done.exit_code == 2, done.output
    assert "two-valleys-seed1-days2-scale0.05: found a place where nothing can be written (No space left on device)" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_working_folder_that_is_gone_is_one_message(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"import os; import experiments.cli; os.rmdir({str(gone)!r})\n{PROGRAM}"
    for words in (["run", "two-valleys", "--days", "2"], ["list", "scenarios"], ["report", "x"]):
        gone.mkdir(exist_ok=True)
        done = program(gone, *words, code=code)
        assert done.returncode == 2, done.stderr
        assert "working folder: found one that is gone" in done.stderr


@pytest.mark.parametrize("content", ["not JSON", "{}", '{"address": 7}', '{"address": "here"}', "[]"])
def test_a_cluster_file_that_is_no_schedulers_is_refused_and_leaves_nothing(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    design_file(tmp_path)
    (tmp_path / "scheduler.json").write_text(content, encoding="utf-8")
    done = call("sweep", "small.toml", "--cluster", "scheduler.json", "--out", "s")
    assert done.exit_code == 2, done.output
    assert "--cluster scheduler.json: found" in done.stderr
    assert not (tmp_path / "s").exists()


def test_the_name_of_a_folder_is_printed_as_it_is(tmp_path: Path) -> None:
    out = "runs/[old]x[/] :warning:"
    done = program(tmp_path, "run", "two-valleys", "--days", "2", "--scale", "0.05", "--no-pictures", "--out", out)
    assert done.returncode == 0, done.stderr
    assert f"run: {out}" in done.stderr
    assert (tmp_path / out / "run.json").is_file()


def test_titles_are_printed_as_they_are(run: Path) -> None:
    from dataclasses import replace

    stored = read_run(run)
    titles = [replace(c, title=f"[/] [bold]{c.name} :warning:") for c in stored.world.communities]
    odd = replace(stored, world=replace(stored.world, title="[/] [red]Title[/red]", communities=tuple(titles)))
    console = output_console()
    console.file = io.StringIO()
    print_closing(odd, console)
    text = console.file.getvalue()
    assert "[/] [red]Title[/red]" in text
    assert "[bold]" in text
    assert ":warning:" in text


def test_no_other_console_is_made() -> None:
    """And nothing is emphasised by markup, which these consoles would print."""
    found = []
    for folder in ("cli", "studies", "report", "plots", "runs", "store"):
        for path in (ROOT / "experiments" / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Console" and path.name != "table_style.py":
                    found.append(f"{path.name}:{node.lineno} makes a console; see experiments/cli/table_style.py")
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and path.name != "app.py" and ("[/" in node.value or "[bold]" in node.value):
                    found.append(f"{path.name}:{node.lineno} holds markup; consoles print it as it is")
    assert found == []
    assert not error_console(quiet=True)._markup


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=-1"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell: str, tmp_path: Path) -> None:
    write_csv([{"title": cell, cell: 1}], tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as lines:
        head, row = csv.reader(lines)
    text = "'" + cell.replace("\r", "\n")
    assert row == [text, "1"]
    assert head == ["title", text]


@pytest.mark.parametrize("cell", [-1, -2.5, "-1", "+2.5", "-1e-05", "a=b", "", None, 0])
def test_numbers_and_other_text_stay_as_they_are(cell: object) -> None:
    assert inert(cell) == cell
