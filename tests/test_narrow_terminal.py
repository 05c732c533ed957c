"""At 80 columns a list is a table where no word must be broken for it, and otherwise one block a row; lines of check are broken between words."""

from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from experiments.cli import app, list_rows
from experiments.cli.list_rows import block, least_width, print_rows, rows_of

ROWS: list_rows.Rows = [
    {"kind": "ready", "name": "more-patrols", "what": "More patrols between the checkpoints of the border", "share": 0.25, "about": "word " * 14},
    {"kind": "documented", "name": "POL-01", "what": "Return", "share": None, "about": ""},
]


def test_the_width_that_a_table_needs() -> None:
    # documented 10, more-patrols 12, checkpoints 11, share 5, a paragraph 30; three for each column and one for the edge
    assert least_width(ROWS) == 10 + 12 + 11 + 5 + 30 + 5 * 3 + 1
    assert least_width(rows_of("places", "two-valleys")) <= 80 < least_width(rows_of("levers", ""))


def test_a_row_as_a_block() -> None:
    assert block(ROWS[0], 40).splitlines() == [
        "more-patrols",
        "  kind: ready",
        "  what: More patrols between the",
        "    checkpoints of the border",
        "  share: 0.25",
        "  about: word word word word word word",
        "    word word word word word word word",
        "    word",
    ]
    assert block(ROWS[1], 40).splitlines() == ["POL-01", "  kind: documented", "  what: Return"]


@pytest.mark.parametrize(("width", "is_table"), [(84, True), (83, False)])
def test_blocks_stand_where_the_table_has_no_room(width: int, is_table: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "said.txt").open("w+", encoding="utf-8") as file:
        monkeypatch.setattr(list_rows, "output_console", lambda: Console(file=file, width=width, force_terminal=True, color_system=None, highlight=False))
        print_rows("policies", ROWS, as_json=False)
        file.seek(0)
        said = file.read()
    assert said.startswith("2 policies")
    assert ("━" in said) == is_table
    assert ("\n  kind: ready" in said) != is_table
    assert max(map(len, said.splitlines())) <= width


def test_lines_of_check_are_broken_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.cli.table_style.output_console", lambda: Console(width=60))
    done = CliRunner().invoke(app, ["check", "two-valleys"])
    assert done.exit_code == 0
    assert "  6 places in 3 countries, 7 crossings (2 airport, 3 green,\n    2 official), 24 directed legs\n" in done.stdout
