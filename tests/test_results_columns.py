"""A column of words in memory is a sequence of words: it can be iterated, indexed, sliced and searched."""

import numpy as np
import pytest

from sim.books.results import Labelled

COLUMN = Labelled(np.array([1, 0, 1, 2], np.int32), ("a", "b", "c"))


def test_a_column_of_words_is_a_sequence() -> None:
    assert list(COLUMN) == ["b", "a", "b", "c"]
    assert [COLUMN[row] for row in range(len(COLUMN))] == list(COLUMN)
    assert COLUMN[-1] == "c"
    assert COLUMN[np.int64(1)] == "a"
    assert "c" in COLUMN
    assert "d" not in COLUMN
    assert list(reversed([*COLUMN])) == ["c", "b", "a", "b"]
    with pytest.raises(IndexError):
        COLUMN[4]


def test_parts_of_a_column_are_columns() -> None:
    assert list(COLUMN[1:3]) == ["a", "b"]
    assert list(COLUMN[np.array([3, 0])]) == ["c", "b"]
    assert list(COLUMN[np.array([True, False, True, False])]) == ["b", "b"]
    assert COLUMN[[0]].labels == COLUMN.labels
