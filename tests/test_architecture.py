"""The architecture page keeps up with the code: the agenda of a tick, the way of one parameter, and where things are said to stand."""

import ast
import re
from pathlib import Path

import pytest

from experiments.documents import architecture
from experiments.documents.architecture import WHEN, agenda, tick_picture
from test_house import ROOMS_OF_SIM

PAGE = "docs/architecture.md"
MOST_ROOMS_OF_A_PARAMETER = 7
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


def way_of_a_parameter(text: str) -> list[tuple[str, str, str]]:
    """Room, function and file of every row of the table."""
    section = text.partition("## How one parameter travels")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)/` \| .* \| `([^`]+)` in `([^`]+)` \|$", section, flags=re.MULTILINE)


def test_a_parameter_travels_through_seven_rooms_at_most_and_is_found_where_the_page_says(root: Path) -> None:
    way = way_of_a_parameter((root / PAGE).read_text(encoding="utf-8"))
    assert 5 <= len(way) <= MOST_ROOMS_OF_A_PARAMETER
    for room, function, file in way:
        tree = ast.parse((root / room / file).read_text(encoding="utf-8"))
        assert function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, f"{room}/{file} has no {function}"


def test_the_agenda_is_that_of_the_code() -> None:
    found = [(action.when, action.phase) for action in agenda()]
    assert found.index(("every tick", "guards")) < found.index(("every tick", "smugglers")) < found.index(("every tick", "migrants"))
    assert ("while somebody waits", "groups") in found
    assert ("a week has ended", "beliefs") in found
    calls = {call for action in agenda() for call in action.calls}
    assert {"live_through", "lead_groups", "record.close_day", "redeploy", "review_all"} <= calls


def test_a_condition_that_the_picture_has_no_words_for_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(architecture, "WHEN", {test: words for test, words in WHEN.items() if words != "a week has ended"})
    with pytest.raises(KeyError):
        agenda()


def test_every_action_stands_in_the_picture() -> None:
    picture = tick_picture()
    assert picture.count("<rect") == 1 + len(agenda())
    assert all(action.phase in picture for action in agenda())


def test_every_room_is_shown() -> None:
    assert set(architecture.ROOMS) == set(ROOMS_OF_SIM)


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "examples").rglob("*.md"), *(root / "scenarios").rglob("*.md")]
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
