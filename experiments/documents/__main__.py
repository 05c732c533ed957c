"""Write the tables of the documents again: ``python -m experiments.documents``, in the folder of the project."""

import sys
from pathlib import Path

from experiments.documents import refreshed

changed = {path: text for path, text in refreshed(Path("docs")).items() if path.read_text(encoding="utf-8") != text}
for path, text in changed.items():
    path.write_text(text, encoding="utf-8")
sys.stdout.write("".join(f"wrote {path}\n" for path in changed) or "everything is current\n")
