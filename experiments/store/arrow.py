"""Result tables as Arrow has them, and back."""

from typing import Any

import pyarrow as pa

from sim.books.results import Labelled, Table


def column_of(column: Any) -> pa.Array:
    """A column of a result table as Arrow has it."""
    if isinstance(column, Labelled):
        return pa.DictionaryArray.from_arrays(pa.array(column.codes.astype("int32", copy=False)), pa.array(column.labels, pa.string()))
    return pa.array(column)


def table_of(stored: pa.Table) -> Table:
    """A result table as Arrow has it, back in its own form."""
    found: dict[str, Any] = {}
    for name, column in zip((table := stored.combine_chunks()).column_names, table.columns, strict=True):
        if pa.types.is_dictionary(column.type):
            whole = column.unify_dictionaries().combine_chunks()
            whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
            found[name] = Labelled(whole.indices.to_numpy(zero_copy_only=False), tuple(whole.dictionary.to_pylist()))
        else:
            found[name] = column.to_numpy()
    return found
