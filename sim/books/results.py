"""Results of a run: tables in memory, as columns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Labelled:
    """A column of words, kept as positions in ``labels``: ``codes`` has shape (rows,)."""

    codes: NDArray[np.integer]
    labels: tuple[str, ...]

    def __len__(self) -> int:
        """Rows."""
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        """The words, row by row."""
        return iter(self.words().tolist())

    @overload
    def __getitem__(self, rows: int | np.integer) -> str: ...

    @overload
    def __getitem__(self, rows: slice | NDArray[np.generic] | list[int]) -> "Labelled": ...

    def __getitem__(self, rows: int | np.integer | slice | NDArray[np.generic] | list[int]) -> "str | Labelled":
        """The word of a row; of a slice, of positions or of a mask of shape (rows,) the column of those rows.

        Raises
        ------
        IndexError
            If there is no such row.
        """
        if isinstance(rows, int | np.integer):
            return self.labels[int(self.codes[rows])]
        return Labelled(self.codes[rows], self.labels)

    def words(self) -> NDArray[np.object_]:
        """The column as words, shape (rows,)."""
        words: NDArray[np.object_] = np.array(self.labels, dtype=object)[self.codes]
        return words

    def rows(self, words: Iterable[str]) -> NDArray[np.int64]:
        """The rows that hold one of some words, ascending, shape (rows that do,)."""
        known = set(words)
        order, ends = self._by_code
        found = [order[ends[code] : ends[code + 1]] for code, label in enumerate(self.labels) if label in known]
        if len(found) == 1:
            return found[0]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)

    @cached_property
    def _by_code(self) -> tuple[NDArray[np.int64], list[int]]:
        """All rows in the order of their codes, and where the rows of each code begin and end there."""
        small = len(self.labels) <= np.iinfo(np.uint16).max  # two bytes are sorted by their digits, many times as fast
        order = np.argsort(self.codes.astype(np.uint16) if small else self.codes, kind="stable")
        return order, [0, *np.cumsum(np.bincount(self.codes, minlength=len(self.labels))).tolist()]


Column = NDArray[np.generic] | Labelled
Table = Mapping[str, Column]
"""Columns by name, all of the same length."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Results:
    """What a run leaves behind.

    ``tables`` holds

    ``flows``
        day x move x community, rows with any traffic: attempts, crossings, refusals,
        detections leaving and entering, bribes, apprehensions, deaths, injuries, tries that an earlier fee covers (people), ``fee_cents``.
    ``counts``
        day x place x community x event: ``people``.
    ``books``
        day x community x payer x payee x purpose: ``cents``.
    ``papers``
        day x post x community x country shown: people ``apprehended`` who showed the paper of another country than their own.
    ``events``
        the journeys of followed communities: hour, person, event, place, move, ``cents``, and for how many ``people`` it holds.
    ``people``
        one row a followed agent: community, ordinal, how many ``people`` it stands for at the end (of those who are gone, the last of them), sex, age, guided,
        contract, destination, state and place at the end, document and the country it shows, funds, debt and outlay of each in cents.
    ``stocks``
        day x country x community x state: ``people`` at the end of the day.
    ``queues``
        day x move x community: ``people`` who stand before a crossing at the end of the day, where it lets in only so many.
    ``stays``
        day x place x kind of stay x community: people who came, left, were turned away or sent out, or are gone, and who are there in the evening, in beds and
        without one. Only of a world that has any.
    ``smugglers``, ``organisers``, ``guards``, ``beliefs``
        week x smuggler; week x organiser; month x post; week x community x move.

    ``phases`` are seconds of wall time by phase of the tick: they are for the reader, not part of equality.
    """

    scenario: str
    seed: int
    start: date
    days: int
    tables: Mapping[str, Table]
    phases: Mapping[str, float]
