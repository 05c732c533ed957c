"""Compiled code is never older than the rules: an edited rule gives a new answer although the cache of the old one is there.

The compiler keeps compiled loops by the file they stand in and does not see that a rule in another file changed; so the folder is named by a
digest of all source files. Both are shown on a copy of the package and one small loop, :func:`sim.engine.compiled.hear_all_news`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEAR = """
import numpy as np
from sim.routes.beliefs import Beliefs, Memory
from sim.engine.cache import is_compiled
from sim.engine.compiled import hear_all_news
there = is_compiled()
counts = np.full((1, 1), 2.0), np.full((1, 1), 2.0), np.full((1, 1), 0.5)
beliefs = Beliefs(*counts, 3.0, np.full((1, 1), 3, np.int64), np.full((1, 1), 1, np.int64))
hear_all_news(beliefs, Memory(0.5, 1.0), 1.0)
print(there, beliefs.caught[0, 0], beliefs.passed[0, 0])
"""
"""One community, one move: half of 2 and 2 groups heard of is kept, and one of three was caught."""
RULE = "return kept * count + news"
EDITED = "return kept * count + 2.0 * news"
NAMED_BY_DIGEST = "return base / source_digest()[:16]"
FACTS = """
from sim.engine import cache, compiled
loop = compiled.hear_all_news
print(cache.cache_is_private(), cache.BASE, loop.stats.cache_path if cache.BASE else None)
"""


@pytest.fixture
def package(tmp_path: Path, root: Path) -> Path:
    """A copy of the package in a folder of its own, beside the folder of its cache."""
    shutil.copytree(root / "sim", tmp_path / "copy" / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "copy"


def hear(package: Path, **changed: str) -> tuple[bool, float, float]:
    """Whether compiled code was there before, and what a week's news makes of the counts, in a process of its own."""
    own = {"PYTHONPATH": str(package), "ROUTESIM_CACHE": str(package.parent / "cache"), "NUMBA_DISABLE_JIT": "0", "PYTHONDONTWRITEBYTECODE": "1"} | changed
    done = subprocess.run([sys.executable, "-c", HEAR], env={**os.environ, **own}, cwd=package, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    there, caught, passed = done.stdout.split()
    return there == "True", float(caught), float(passed)


def edit(package: Path, file: str, before: str, after: str) -> None:
    path = package / "sim" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_an_edited_rule_gives_a_new_answer(package: Path) -> None:
    assert hear(package) == (False, 2.0, 3.0)
    assert hear(package) == (True, 2.0, 3.0)
    edit(package, "routes/beliefs.py", RULE, EDITED)
    assert hear(package) == (False, 3.0, 5.0)
    edit(package, "routes/beliefs.py", EDITED, RULE)
    assert hear(package) == (True, 2.0, 3.0)


def test_a_folder_of_one_name_would_keep_the_old_answer(package: Path) -> None:
    """Why the digest is there. Should a compiler notice one day, this test fails and the digest can go."""
    edit(package, "engine/cache.py", NAMED_BY_DIGEST, 'return base / "always"')
    assert hear(package) == (False, 2.0, 3.0)
    edit(package, "routes/beliefs.py", RULE, EDITED)
    assert hear(package) == (True, 2.0, 3.0)


def unusable(folder: Path) -> str:
    """A place for the cache where no folder can be made, not even by somebody who may do anything."""
    (folder / "a-file").write_text("in the way", encoding="utf-8")
    return str(folder / "a-file" / "cache")


def test_an_edited_rule_gives_a_new_answer_where_the_cache_cannot_be_made(package: Path, tmp_path: Path) -> None:
    """The compiler would keep compiled code beside the source, or in a folder of its own, and use it after the edit."""
    nowhere, home = unusable(tmp_path), str(tmp_path / "home")
    assert hear(package, ROUTESIM_CACHE=nowhere, HOME=home, TMPDIR=str(tmp_path)) == (False, 2.0, 3.0)
    edit(package, "routes/beliefs.py", RULE, EDITED)
    assert hear(package, ROUTESIM_CACHE=nowhere, HOME=home, TMPDIR=str(tmp_path)) == (False, 3.0, 5.0)
    assert not list(package.rglob("__pycache__"))
    assert not (tmp_path / "home").exists()
    assert not list(tmp_path.glob("routesim-*")), "a private folder goes with its process"


@pytest.mark.parametrize("room", ["private", "memory"])
def test_compiled_code_is_private_where_the_cache_cannot_be_made(room: str, package: Path, tmp_path: Path) -> None:
    nowhere = unusable(tmp_path)
    own = {"PYTHONPATH": str(package), "ROUTESIM_CACHE": nowhere, "NUMBA_DISABLE_JIT": "0", "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(tmp_path)}
    code = FACTS if room == "private" else "import tempfile\n\ndef full(*_, **__):\n    raise OSError(28, 'full')\n\ntempfile.mkdtemp = full\n" + FACTS
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **own}, cwd=package, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    private, base, where = done.stdout.split()
    assert private == "True"
    if room == "private":
        assert Path(base).parent == tmp_path
        assert Path(where).is_relative_to(base)
    else:
        assert (base, where) == ("None", "None")
    assert done.stderr == "", "sim itself prints nothing"


def test_the_command_line_says_once_that_compiled_code_cannot_be_kept(tmp_path: Path, root: Path) -> None:
    own = {"PYTHONPATH": str(root), "ROUTESIM_CACHE": unusable(tmp_path), "NUMBA_DISABLE_JIT": "1"}
    code = "from experiments.cli import main; main()"
    words = ["run", "two-valleys", "--days", "2", "--scale", "0.05", "--no-pictures"]
    done = subprocess.run([sys.executable, "-c", code, *words], env={**os.environ, **own}, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("which cannot be written: it is compiled for this command alone. Set ROUTESIM_CACHE") == 1
