"""Every command of the documents that teach works, and prints what is shown."""

import re
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


NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])")
PLAIN = {"95", "2.09", "20"}
"""Numbers of the method and not of the results: the level of intervals, Student's factor, how many seeds."""


def numbers_without_a_source(text: str) -> list[str]:
    """Numbers in the conclusion of a page that no block of the page prints, as they stand or rounded."""
    printed = [float(number.replace(",", "")) for block in re.findall(r"(?ms)^```text\n(.*?)^```$", text) for number in NUMBER.findall(block)]
    conclusion = text.partition("## 8. ")[2]
    found = [number for number in NUMBER.findall(re.sub(r"`[^`]*`|\]\([^)]*\)", "", conclusion)) if number not in PLAIN]
    digits = {number: len(number.partition(".")[2]) for number in found}
    return [number for number in found if float(number.replace(",", "")) not in {round(value, digits[number]) for value in printed}]


def test_numbers_in_the_conclusion_are_those_that_the_page_prints() -> None:
    assert numbers_without_a_source(TUTORIAL.read_text(encoding="utf-8")) == []


def test_a_number_that_nothing_prints_is_found() -> None:
    page = "```text\nchange  -60.6 of 242 (1,497)\n```\n## 8. The answer\nSome 61 of 242 fewer, 72 at most, of 1,497; 95 per cent, 60.6 and 60.5.\n"
    assert numbers_without_a_source(page) == ["72", "60.5"]


def test_the_page_on_mesa_works(folder: Path) -> None:
    (step,) = walk((ROOT / "docs" / "mesa.md").read_text(encoding="utf-8"), folder)
    assert len(step.printed.splitlines()) == 4
