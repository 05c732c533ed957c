"""Runs the commands of a document in order and puts what they print where the document shows it.

``python tests/walkthrough.py`` refreshes docs/tutorial.md and its picture after results have moved; read its prose again then.
"""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(?ms)^(?P<skip><!-- not run -->\n)?```(?P<kind>\w+)\n(?P<code>.*?)^```$(?:\n```text\n(?P<shown>.*?)^```$)?")
PROGRAM = "#!/bin/sh\nexec {python} -c 'from experiments.cli import main; main()' \"$@\"\n"
TUTORIAL, PICTURE = ROOT / "docs" / "tutorial.md", ROOT / "docs" / "images" / "tutorial.png"


@dataclass(frozen=True)
class Step:
    """A block of a document: what it shows (nothing if it shows nothing) and what it printed."""

    code: str
    shown: str | None
    printed: str
    span: tuple[int, int]


def walk(text: str, folder: Path) -> Iterator[Step]:
    """Run the blocks of a document in a folder, one after the other: ``sh`` by bash, ``python`` in one session."""
    programs = folder.parent / "bin"
    programs.mkdir()
    (programs / "routesim").write_text(PROGRAM.format(python=sys.executable), encoding="utf-8")
    (programs / "routesim").chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{programs}:{os.environ['PATH']}"}
    session: dict[str, Any] = {}
    for block in BLOCK.finditer(text):
        if block["skip"] or block["kind"] == "text":
            continue
        if block["kind"] == "sh":
            done = subprocess.run(["bash", "-e"], input=block["code"], cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S607
            assert done.returncode == 0, f"{block['code']}\n{done.stderr}"
            printed = done.stdout
        else:
            with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(block["code"], "tutorial", "exec"), session)  # noqa: S102
            printed = out.getvalue()
        yield Step(block["code"], block["shown"], printed, block.span("shown"))


def refresh() -> None:
    """Put what is printed now into the tutorial, and its picture beside it."""
    text, made = TUTORIAL.read_text(encoding="utf-8"), []
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where) / "work"
        folder.mkdir()
        at = 0
        for step in walk(text, folder):
            if step.shown is not None:
                made += [text[at : step.span[0]], step.printed]
                at = step.span[1]
        shutil.copyfile(folder / "patrols.png", PICTURE)
    TUTORIAL.write_text("".join(made) + text[at:], encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    refresh()
