"""What the shell offers on Tab, and that it stays quick."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenarios.posteriors import read_posterior
from scenarios.reading.folders import POSTERIORS

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = "from experiments.cli import main; main()"


def python(folder: Path, *words: str, **environment: str) -> str:
    """Stdout of ``routesim`` with a few variables set."""
    whole = {**os.environ, "PYTHONPATH": str(ROOT), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1", **environment}
    return subprocess.run([sys.executable, "-c", PROGRAM, *words], cwd=folder, env=whole, capture_output=True, text=True, check=False).stdout


def offered(folder: Path, line: str) -> list[str]:
    """What bash is offered at the end of a line."""
    words = line.split(" ")
    return python(folder, _ROUTESIM_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1)).split()


def test_scenarios_are_offered_by_name_and_by_file(tmp_path: Path) -> None:
    (tmp_path / "two-mine.toml").write_text('title = "Mine"\n', encoding="utf-8")
    assert offered(tmp_path, "routesim run tw") == ["two-valleys", "two-mine.toml"]
    assert offered(tmp_path, "routesim check two-v") == ["two-valleys"]
    assert offered(tmp_path, "routesim new x --from central-asia-2004") == ["central-asia-2004"]


def test_keys_are_offered_with_the_value_they_have(tmp_path: Path) -> None:
    assert offered(tmp_path, "routesim run two-valleys --set organiser.marg") == ["organiser.margin=0.25"]
    best = read_posterior(POSTERIORS / "central-asia-2004.csv").best  # that in force
    assert offered(tmp_path, "routesim run central-asia-2004 --set organiser.marg") == [f"organiser.margin={best['organiser.margin']}"]
    assert offered(tmp_path, "routesim run two-valleys --set nothing.like") == []
    assert offered(tmp_path, "routesim run central-asia-2005 --set organiser.marg") == ["organiser.margin=1"]  # like central-asia-2004


def test_keys_of_a_scenario_file_come_from_its_own_territory(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('territory = "land"\n', encoding="utf-8")
    (tmp_path / "land").mkdir()
    (tmp_path / "land" / "parameters.csv").write_text("# why\nkey,value,unit,low,high,status,source,as_of\n\nmarket.margin,0.5,ratio,,,,,\n", encoding="utf-8")
    assert offered(tmp_path, "routesim run mine.toml --set ") == ["market.margin=0.5"]


@pytest.mark.parametrize("text", ["", "territory = 3", "not toml"])
def test_a_file_that_is_wrong_offers_nothing_and_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    assert offered(tmp_path, "routesim run mine.toml --set m") == []


def test_zsh_and_fish_show_descriptions(tmp_path: Path) -> None:
    zsh = python(tmp_path, _ROUTESIM_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS="routesim run two")
    assert zsh.strip() == """_arguments '*: :(("two-valleys":"Two Valleys"))'"""
    fish = python(
        tmp_path,
        _ROUTESIM_COMPLETE="complete_fish",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        _TYPER_COMPLETE_ARGS="routesim run two-valleys --set belief.half",
    )
    assert fish.strip() == "belief.half_life_weeks=5\tweeks"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_given_its_script(tmp_path: Path, shell: str) -> None:
    script = python(tmp_path, "--show-completion", shell)
    assert "_ROUTESIM_COMPLETE" in script
    assert f"complete_{shell}" in script
    python(tmp_path, "--install-completion", shell, HOME=str(tmp_path))
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert f"complete_{shell}" in written


def test_bash_itself_completes(tmp_path: Path) -> None:
    """The script is loaded by a real bash, which calls a real ``routesim``."""
    command = tmp_path / "routesim"
    command.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{PROGRAM}' \"$@\"\n", encoding="utf-8")
    command.chmod(0o755)
    line = 'COMP_WORDS=(routesim run tw); COMP_CWORD=2; _routesim_completion routesim; echo "${COMPREPLY[@]}"'
    script = f'eval "$(routesim --show-completion bash)"; {line}'
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run(["bash", "--norc", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)  # noqa: S607
    assert done.stdout.strip() == "two-valleys", done.stderr


def test_completing_loads_nothing_slow(tmp_path: Path) -> None:
    probe = (
        "import sys; from experiments.cli import completion as c; from types import SimpleNamespace as N; c.scenarios('');"
        "print(len(c.parameters(N(params={}, args=['two-valleys']), '')) > 100,"
        "[m for m in ('scenarios', 'sim', 'mesa', 'numba', 'numpy', 'pydantic', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True []"
