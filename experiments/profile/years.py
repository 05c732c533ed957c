"""The years of a run: calendar years, the reported days where there are any, else what is simulated of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from experiments.store.tables import reported
from sim.world.world import World


@dataclass(frozen=True, slots=True)
class Year:
    """Days of one calendar year: all simulated ones, or those of them that results speak of (``reported``)."""

    first: date
    last: date
    reported: bool

    @property
    def period(self) -> tuple[date, date]:
        """First and last day."""
        return self.first, self.last

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def label(self) -> str:
        """The year, with its first and last month where a part is missing."""
        year = f"{self.first.year}"
        if (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31):
            return year
        return f"{year} {self.first:%b}" if self.first.month == self.last.month else f"{year} {self.first:%b}-{self.last:%b}"


def years_of(world: World) -> tuple[Year, ...]:
    """The years of a run, in order."""
    end = world.start + timedelta(days=world.days - 1)
    first, last = reported(world)
    found = []
    for year in range(world.start.year, end.year + 1):
        whole = max(world.start, date(year, 1, 1)), min(end, date(year, 12, 31))
        cut = max(whole[0], first), min(whole[1], last)
        found.append(Year(*cut, reported=True) if cut[0] <= cut[1] else Year(*whole, reported=False))
    return tuple(found)
