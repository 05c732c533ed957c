"""One form for a table and one number for its content, whatever made it and in whichever order.

Equality of runs across machines and versions is equality of these SHA-256 sums over column values;
the bytes of Parquet files differ between releases and are not compared.
"""

import hashlib
import json
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.results import Labelled, Table

# The order of events that befall one person within an hour carries meaning, so it is kept.
KEPT_ORDER: Mapping[str, tuple[str, ...]] = {"events": ("hour", "person")}
"""Tables that are sorted by the named columns only; all others are sorted by all their columns."""


def canonical(name: str, table: Table) -> dict[str, NDArray[np.generic] | Labelled]:
    """The table in its one form: words coded in alphabetical order, whole numbers as int64, rows sorted.

    Parameters
    ----------
    name
        Name of the table, which decides its sort columns (:data:`KEPT_ORDER`).
    table
        Columns of equal length.

    Raises
    ------
    ValueError
        If columns differ in length.
    """
    lengths = {len(column) for column in table.values()}
    if len(lengths) > 1:
        msg = f"table {name}: columns of different lengths {sorted(lengths)}"
        raise ValueError(msg)
    plain = {key: _plain(column) for key, column in table.items()}
    keys = KEPT_ORDER.get(name, tuple(plain))
    order = np.lexsort([_numbers(plain[key]) for key in reversed(keys)]) if plain else np.empty(0, np.int64)
    return {key: Labelled(column.codes[order], column.labels) if isinstance(column, Labelled) else column[order] for key, column in plain.items()}


def digest(name: str, table: Table) -> str:
    """SHA-256 (hexadecimal) over the column values of a table, in whichever order and coding it comes."""
    return digest_of_canonical(name, canonical(name, table))


def digest_of_canonical(name: str, table: Table) -> str:
    """The same for a table that :func:`canonical` made, which need not be sorted again."""
    sums = hashlib.sha256()
    for key, column in table.items():
        if isinstance(column, Labelled):
            head: list[object] = [name, key, "word", len(column), list(column.labels)]
            values = column.codes.astype("<i8")
        else:
            head = [name, key, column.dtype.kind, len(column)]
            values = column.astype("<f8" if column.dtype.kind == "f" else "<i8")
        sums.update(json.dumps(head, ensure_ascii=False).encode() + b"\n")
        sums.update(np.ascontiguousarray(values).tobytes())
    return sums.hexdigest()


def digests(tables: Mapping[str, Table]) -> dict[str, str]:
    """The digest of every table, by name."""
    return {name: digest(name, tables[name]) for name in sorted(tables)}


def _plain(column: NDArray[np.generic] | Labelled) -> NDArray[np.generic] | Labelled:
    if isinstance(column, Labelled):
        used = np.unique(column.codes)
        words = sorted({column.labels[code] for code in used})
        place = {word: rank for rank, word in enumerate(words)}
        ranks = np.full(len(column.labels), -1, np.int64)
        for code in used:
            ranks[code] = place[column.labels[code]]
        return Labelled(ranks[column.codes] if len(column) else np.empty(0, np.int64), tuple(words))
    return column.astype(np.float64 if column.dtype.kind == "f" else np.int64)


def _numbers(column: NDArray[np.generic] | Labelled) -> NDArray[np.generic]:
    return column.codes if isinstance(column, Labelled) else column
