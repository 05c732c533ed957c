"""Experiments with the model: runs, stored results, pictures, reports and the command line.

``load(DIR)`` reads the tidy table of a finished sweep, ``open_run(DIR)`` opens a run, a comparison or a sweep for a notebook;
everything else is in the packages below.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing this package loads none of them
    import pyarrow as pa

    from experiments.notebook import OpenRun


def load(folder: str | Path, table: str = "indicators", **only: str | Sequence[str]) -> "pa.Table":
    """A tidy table of a finished sweep, as a ``pyarrow.Table``: see :func:`experiments.store.compact.load`."""
    from experiments.store.compact import load as read

    return read(folder, table, **only)


def open_run(folder: str | Path) -> "OpenRun":
    """A run, a comparison or a sweep in a notebook, with maps, figures and tidy tables: see :class:`experiments.notebook.OpenRun`."""
    from experiments.notebook import open_run as read

    return read(folder)
