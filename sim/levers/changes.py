"""Changes of conditions in place; a neutral size leaves every number as it was, to the last bit."""

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import FOR_EVER
from sim.basis.rows import Rows

Chosen = NDArray[np.bool_] | int


def scale(rows: Rows, field: str, chosen: Chosen, factor: float, most: float = np.inf) -> None:
    """Multiply a field, up to ``most``; whole numbers are rounded, and hours end with the clock."""
    column = rows[field]
    whole = np.issubdtype(column.dtype, np.integer)
    changed = np.minimum(column[chosen] * factor, FOR_EVER if column.dtype == np.int32 else most)
    column[chosen] = np.rint(changed).astype(column.dtype) if whole else changed


def scale_rest(rows: Rows, field: str, chosen: Chosen, factor: float) -> None:
    """Multiply what a share lacks to the whole: ``1 - (1 - x) factor``, at least 0."""
    column = rows[field]
    column[chosen] = np.maximum(0.0, column[chosen] + (1.0 - column[chosen]) * (1.0 - factor))
