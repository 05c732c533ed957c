"""A stay: a row that says who stays at a place, for how long, and what beds there are."""

from dataclasses import dataclass
from datetime import date

from sim.basis.words import StayKind


@dataclass(frozen=True, slots=True)
class Stay:
    """A row: at a ``place``, people of some ``communities`` stay for a number of ``days``, or for one between ``days`` and ``days_most``.

    ``beds`` are added to those of the other rows of the same place and kind; ``None`` adds nothing, and without any there is a bed for everybody. Who finds
    none stays all the same, or if ``turns_away`` is sent on; a night without a bed costs ``no_bed_usd``. In force from ``first`` up to, not including, ``end``;
    ``None``: from the start, to the end.
    """

    place: str
    kind: StayKind
    communities: tuple[str, ...]
    days: float = 0.0
    days_most: float = 0.0
    beds: float | None = None
    turns_away: bool = False
    no_bed_usd: float = 0.0
    first: date | None = None
    end: date | None = None
    status: str = ""
    source: str = ""

    def open_on(self, day: date) -> bool:
        """Whether the row is in force on a date."""
        return (self.first is None or self.first <= day) and (self.end is None or day < self.end)
