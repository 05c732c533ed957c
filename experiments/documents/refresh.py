"""Documents with the tables that they ask for."""

import re
from pathlib import Path

from experiments.documents import architecture, fits, inputs, levers, outputs, parameters

TABLES = {**architecture.TABLES, **parameters.TABLES, **fits.TABLES, **inputs.TABLES, **levers.TABLES, **outputs.TABLES}
"""The function that makes each table, by the name by which documents ask for it."""
ASKED = re.compile(r"(?ms)^<!-- made: ([a-z-]+) -->\n.*?^<!-- end -->$")


def refreshed(folder: Path) -> dict[Path, str]:
    """The text of every document of a folder that asks for a table, with its tables as they should be, and the pictures that are made from the code.

    Raises
    ------
    KeyError
        If a document asks for a table that nobody makes.
    """
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
    pictures = {folder / name: made() for name, made in architecture.PICTURES.items()}
    return {path: ASKED.sub(_made, text) for path, text in texts.items() if ASKED.search(text)} | pictures


def _made(asked: re.Match[str]) -> str:
    name = asked[1]
    return f"<!-- made: {name} -->\n\n{TABLES[name]().strip()}\n\n<!-- end -->"
