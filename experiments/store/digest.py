"""One form for a table and one number for its content, whatever made it and in whichever order.

Equality of runs across machines and versions is equality of these SHA-256 sums over column values;
the bytes of Parquet files differ between releases and are not compared.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.books.results import Labelled, Table

# The order of events that befall one person within an hour carries meaning, so it is kept.
KEPT_ORDER: Mapping[str, tuple[str, ...]] = {"events": ("hour", "person")}
"""Tables that are sorted by the named columns only; all others are sorted by all their columns."""


def canonical(name: str, table: Table) -> dict[str, NDArray[np.generic] | Labelled]:
    """The table in its one form: words coded in alphabetical order by int32, whole numbers as int64, rows sorted.

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
    order = _order([_numbers(plain[key]) for key in keys])
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
            values = column.codes.astype("<i8", copy=False)
        else:
            head = [name, key, column.dtype.kind, len(column)]
            values = column.astype("<f8" if column.dtype.kind == "f" else "<i8", copy=False)
        sums.update(json.dumps(head, ensure_ascii=False).encode() + b"\n")
        sums.update(np.ascontiguousarray(values).data)
    return sums.hexdigest()


def digests(tables: Mapping[str, Table]) -> dict[str, str]:
    """The digest of every table, by name."""
    return {name: digest(name, tables[name]) for name in sorted(tables)}


def _plain(column: NDArray[np.generic] | Labelled) -> NDArray[np.generic] | Labelled:
    if isinstance(column, Labelled):
        used = np.flatnonzero(np.bincount(column.codes, minlength=len(column.labels)))
        words = sorted({column.labels[code] for code in used})
        place = {word: rank for rank, word in enumerate(words)}
        ranks = np.full(len(column.labels), -1, np.int32)
        for code in used:
            ranks[code] = place[column.labels[code]]
        return Labelled(ranks[column.codes] if len(column) else np.empty(0, np.int32), tuple(words))
    return column.astype(np.float64 if column.dtype.kind == "f" else np.int64, copy=False)


def _order(columns: Sequence[NDArray[np.generic]]) -> NDArray[np.int64]:
    """The rows sorted by columns, the first one leading; equal rows stay in their order.

    Leading whole numbers are joined into one number, as many as it holds, because one sort is many times as fast as one for each column. The others
    matter only where that leaves ties.
    """
    if not columns or not len(columns[0]):
        return np.empty(0, np.int64)
    joined, room, used = np.zeros(len(columns[0]), np.int64), 1, 0
    for column in columns:
        if column.dtype.kind == "f":
            break
        low, high = int(column.min()), int(column.max())
        room *= high - low + 1
        if room > np.iinfo(np.int64).max:
            break
        joined = joined * (high - low + 1) + column.astype(np.int64, copy=False) - low
        used += 1
    order = np.argsort(joined, kind="stable")
    ordered = joined[order]
    if used == len(columns) or not (ordered[1:] == ordered[:-1]).any():
        return order
    return np.lexsort(columns[::-1])


def _numbers(column: NDArray[np.generic] | Labelled) -> NDArray[np.generic]:
    return column.codes if isinstance(column, Labelled) else column
