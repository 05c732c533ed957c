"""Write the tables of the documents again: ``python -m experiments.documents``, in the folder of the project."""

import sys
from pathlib import Path

from experiments.documents import refreshed
from scenarios.reading.paths import there

changed = {path: text for path, text in refreshed(Path("docs")).items() if not there(path) or path.read_text(encoding="utf-8") != text}
for path, text in changed.items():
    path.write_text(text, encoding="utf-8")
sys.stdout.write("".join(f"wrote {path}\n" for path in changed) or "everything is current\n")
