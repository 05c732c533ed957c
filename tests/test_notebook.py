"""The example notebook runs from start to end, on few people, and comes to an answer."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parents[1] / "examples" / "notebooks" / "which-two-policies.ipynb"
ROOT = NOTEBOOK.parents[2]

pytestmark = pytest.mark.filterwarnings("ignore")  # a kernel brings warnings of its own


def test_the_notebook_answers_its_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTESIM_NOTEBOOK", "quick")
    monkeypatch.setenv("ROUTESIM_RUNS", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    book = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(book, timeout=900, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    said = "".join(output.get("text", "") for cell in book.cells if cell.cell_type == "code" for output in cell.outputs)
    assert "5 runs, 0 failed" in said
    assert "I would keep " in said
    assert "more harm than no policy in" in said
    assert any("image/png" in output.get("data", {}) for cell in book.cells if cell.cell_type == "code" for output in cell.outputs)
