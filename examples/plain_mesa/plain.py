"""Tables of numbers as plain lists, for code that looks at one number at a time."""

from types import SimpleNamespace
from typing import Any

import numpy as np


class Table:
    """Records by column and by row: ``countries.fine_cents[3]`` and ``countries[3].fine_cents`` are the same number."""

    def __init__(self, records: np.recarray) -> None:
        """Copy the columns of an array of records."""
        columns = {name: _plain_array(records[name]) for name in records.dtype.names}
        self.__dict__.update(columns)
        if records.ndim == 1:
            self._rows = [SimpleNamespace(**{name: column[i] for name, column in columns.items()}) for i in range(len(records))]

    def __getitem__(self, row: int) -> SimpleNamespace:
        """One row."""
        return self._rows[row]

    def __len__(self) -> int:
        """Rows."""
        return len(self._rows)


def plain(numbers: tuple[Any, ...]) -> SimpleNamespace:
    """The same parts under the same names: records as tables, vectors as lists, tables of two dimensions as they are."""
    return SimpleNamespace(**{name: _plain_part(part) for name, part in numbers._asdict().items()})  # type: ignore[attr-defined]


def _plain_part(part: Any) -> Any:
    if not isinstance(part, np.ndarray):
        return part
    return Table(part) if part.dtype.names else _plain_array(part)


def _plain_array(array: np.ndarray) -> Any:
    if array.ndim != 1:
        return np.ascontiguousarray(array)
    # Keys stay 64-bit integers that wrap round; all else becomes Python's own numbers.
    return list(array) if array.dtype == np.uint64 else array.tolist()
