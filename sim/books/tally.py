"""The tally: integer counts of what happens, by day, and the log of followed journeys."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.words import Event, State
from sim.books.ledger import Purpose


class Flow(IntEnum):
    """Columns of the flows over moves; people, but for the last (cents). ``COVERED`` are led for a fee that they paid for an earlier try."""

    ATTEMPTS = 0
    CROSSED = 1
    REFUSED = 2
    DETECTED_LEAVING = 3
    DETECTED_ENTERING = 4
    BRIBED = 5
    APPREHENDED = 6
    DIED = 7
    INJURED = 8
    COVERED = 9
    FEE_CENTS = 10

    @property
    def word(self) -> str:
        """Spelling in tables."""
        return self.name.lower()


class Stays(IntEnum):
    """Columns of the stays at sites, people: those who came, and those who left.

    They left when their stay was over (``LEFT``), for want of a bed (``TURNED_AWAY``), because it closed (``SENT_OUT``), or into custody, home, missing or dead
    (``GONE``). The last two are those who are there in the evening, with and without a bed.
    """

    CAME = 0
    LEFT = 1
    TURNED_AWAY = 2
    SENT_OUT = 3
    GONE = 4
    IN_BEDS = 5
    WITHOUT_BED = 6

    @property
    def word(self) -> str:
        """Spelling in tables."""
        return self.name.lower()


class Tally(NamedTuple):
    """Counts of the current day, and the log.

    ``flows`` has shape (moves, communities, :class:`Flow`), ``tried``, shape (moves, communities), tells which of them hold anything; ``counts`` (places,
    communities, :class:`~sim.basis.words.Event`), ``books`` (communities, :class:`~sim.books.ledger.Purpose`). ``papers``, shape (posts, communities,
    countries), are people apprehended who showed the paper of another country than their own. ``log`` has shape (capacity, 7): hour, person, event, place,
    move, cents, people; ``logged`` (1,) is how many rows are used. ``seen`` and ``stopped``, shape (posts,), are detections to expect of this tick's traffic,
    in millionths, and people apprehended this month. ``stocks``, shape (countries, communities, :class:`~sim.basis.words.State`), are people as they stand,
    never set back. ``waiting``, shape (moves, communities), are people who stand before a crossing as a tick ends, because it lets in only so many. ``stays``
    has shape (sites, communities, :class:`Stays`).
    """

    flows: NDArray[np.int64]
    tried: NDArray[np.bool_]
    counts: NDArray[np.int64]
    books: NDArray[np.int64]
    papers: NDArray[np.int64]
    log: NDArray[np.int64]
    logged: NDArray[np.int64]
    seen: NDArray[np.int64]
    stopped: NDArray[np.int64]
    stocks: NDArray[np.int64]
    waiting: NDArray[np.int64]
    stays: NDArray[np.int64]


def empty_tally(moves: int, places: int, communities: int, posts: int, countries: int, log_rows: int, sites: int = 0) -> Tally:
    """A tally that has counted nothing."""
    return Tally(
        flows=np.zeros((moves, communities, len(Flow)), np.int64),
        tried=np.zeros((moves, communities), np.bool_),
        counts=np.zeros((places, communities, len(Event)), np.int64),
        books=np.zeros((communities, len(Purpose)), np.int64),
        papers=np.zeros((posts, communities, countries), np.int64),
        log=np.zeros((log_rows, 7), np.int64),
        logged=np.zeros(1, np.int64),
        seen=np.zeros(posts, np.int64),
        stopped=np.zeros(posts, np.int64),
        stocks=np.zeros((countries, communities, len(State)), np.int64),
        waiting=np.zeros((moves, communities), np.int64),
        stays=np.zeros((sites, communities, len(Stays)), np.int64),
    )
