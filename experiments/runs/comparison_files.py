"""A comparison as files: ``compare.json`` with everything, and tables that a spreadsheet opens."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.runs.comparison import Comparison
from experiments.runs.comparison_tables import cells, comparison_json
from experiments.runs.differences import plain
from experiments.store.sweep_folder import write_text


def write_comparison(found: Comparison, folder: Path) -> list[Path]:
    """Write ``compare.json``, ``differences.csv`` and one ``displacement-POLICY.csv`` a policy, each whole or not at all; says where they are."""
    texts = {
        "compare.json": json.dumps(comparison_json(found), indent=1, ensure_ascii=False) + "\n",
        "differences.csv": _csv(plain(found.differences)),
        **{f"displacement-{name}.csv": _csv(cells(account)) for name, account in found.accounts.items()},
    }
    for name, text in texts.items():
        write_text(folder / name, text)
    return [folder / name for name in texts]


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    if rows:
        table = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    return text.getvalue()
