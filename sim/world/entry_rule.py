"""A rule of entry: what a country does, from a date to a date, with people of some nationalities whom it has before it at some of its crossings."""

from dataclasses import dataclass
from datetime import date

from sim.basis.words import Decision


@dataclass(frozen=True, slots=True)
class EntryRule:
    """One row of the rules of entry; of all that apply to somebody the first decides.

    In force from ``start`` up to, not including, ``end``; ``None``: always. Empty ``countries`` are all countries entered, empty ``via`` is everywhere, empty
    ``who`` are all foreigners, and empty ``papers`` ask for nothing.

    ``via`` names crossings, kinds of crossing, directed borders such as ``AAA-BBB``, or countries left; ``who`` nationalities and communities; ``papers`` those
    of which one must be shown for the row to apply: ``passport``, ``permit``, or a country whose registration paper it is.
    """

    decision: Decision
    countries: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None

    def holds_on(self, today: date) -> bool:
        """Whether the rule is in force on a day."""
        return (self.start is None or self.start <= today) and (self.end is None or today < self.end)
