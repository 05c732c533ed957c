"""What a measure found: what must hold, what was measured, and whether it holds; and how numbers are written."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev

Number = float | None
HOLDS, FAILS, NOTHING = "holds", "does not hold", "nothing to judge"
NONE = "–"


@dataclass(frozen=True, slots=True)
class Finding:
    """One measure in one world.

    ``must`` is what must hold and ``measured`` what was found, each a phrase; ``holds`` is ``None`` where nothing was there to judge. ``head`` and ``rows`` are
    a table of more, ``values`` the numbers behind it by name, one a seed or as the name says.
    """

    measure: str
    world: str
    must: str
    measured: str
    holds: bool | None
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    values: Mapping[str, Sequence[Number]] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """The verdict in words."""
        return NOTHING if self.holds is None else HOLDS if self.holds else FAILS


def percent(number: Number) -> str:
    """A share in per cent with one digit."""
    return NONE if number is None else f"{100 * number:.1f}%"


def plain(number: Number) -> str:
    """A number with the digits that a reader of a table needs."""
    if number is None or not math.isfinite(number):
        return NONE
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.1f}" if abs(number) >= 10 else f"{number:.2f}"


def signed_percent(number: Number) -> str:
    """A relative change in per cent, with its sign."""
    return NONE if number is None else f"{100 * number:+.1f}%"


def there(number: float) -> Number:
    """A number, or ``None`` for one that is not finite."""
    return number if math.isfinite(number) else None


def known(numbers: Sequence[Number]) -> list[float]:
    """Those of some numbers that are there."""
    return [number for number in numbers if number is not None]


def mean(numbers: Sequence[Number]) -> Number:
    """The mean of the numbers that are there; ``None`` for none."""
    some = known(numbers)
    return fmean(some) if some else None


def standard_error(numbers: Sequence[Number]) -> float:
    """The standard error of the mean over seeds; 0 for fewer than two."""
    some = known(numbers)
    return stdev(some) / math.sqrt(len(some)) if len(some) > 1 else 0.0


def spread(numbers: Sequence[Number], write: Callable[[Number], str] = plain) -> str:
    """The range of numbers over seeds, in words."""
    some = known(numbers)
    if not some:
        return "in no seed"
    return "1 seed" if len(numbers) == 1 else f"{write(min(some))} to {write(max(some))} over {len(numbers)} seeds"


def with_spread(numbers: Sequence[Number], write: Callable[[Number], str] = plain) -> str:
    """The mean, and the range over seeds behind it."""
    some = known(numbers)
    if len(some) < 2:
        return write(mean(numbers))
    return f"{write(mean(numbers))} ({write(min(some))} to {write(max(some))})"
