"""Every command of the documents that teach works, and prints what is shown."""

from pathlib import Path

import matplotlib.image
import pytest

from tests.walkthrough import PICTURE, ROOT, TUTORIAL, walk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    work = tmp_path / "work"
    work.mkdir()
    return work


def test_the_tutorial_works_and_prints_what_it_shows(folder: Path) -> None:
    shown = 0
    for step in walk(TUTORIAL.read_text(encoding="utf-8"), folder):
        if step.shown is not None:
            shown += 1
            assert step.printed == step.shown, "something else is shown. After a change of results:  python tests/walkthrough.py, then read the prose again"
    assert shown >= 4
    drawn, stored = matplotlib.image.imread(folder / "patrols.png"), matplotlib.image.imread(PICTURE)
    assert drawn.shape == stored.shape


def test_the_page_on_mesa_works(folder: Path) -> None:
    (step,) = walk((ROOT / "docs" / "mesa.md").read_text(encoding="utf-8"), folder)
    assert len(step.printed.splitlines()) == 4
