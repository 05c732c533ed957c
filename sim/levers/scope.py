"""Scope: what a lever's settings refer to, and in which unit a setting that is a number counts."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from sim.world.geography import Names
from sim.world.network import Transport
from sim.world.world import World


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a lever's settings refer to, and which rows were found by them: what settings speak of stays the same for a whole run."""

    world: World
    atlas: Names
    _found: dict[Hashable, NDArray[Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, asked: Hashable, find: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """What ``find`` finds, looked for when first asked; nobody may write to it."""
        if asked not in self._found:
            self._found[asked] = find()
            self._found[asked].flags.writeable = False
        return self._found[asked]

    @property
    def rides(self) -> tuple[tuple[int, int, Transport], ...]:
        """The transports of governments: the move of each, its row among them, and its timetable."""
        if not self.atlas.transports:
            return ()
        found = ((m, move.leg.transport) for m, move in enumerate(self.atlas.moves))
        return tuple((m, self.atlas.transports.index(ride.name), ride) for m, ride in found if ride is not None)


Settings = Mapping[str, str | float]


@dataclass(frozen=True, slots=True)
class Size:
    """What numbers a setting may hold, from 0 to ``most``, in which unit, and at which of them the lever changes nothing (``None``: at none)."""

    unit: str
    neutral: float | None
    most: float


RATIO = Size("ratio", 1.0, 1e6)
SIZES: Mapping[str, Size] = {
    "share": Size("share", 0.0, 1.0),
    "permits": Size("persons", 0.0, 1e10),
    "places_per_month": Size("persons/month", 0.0, 1e7),
    "people_per_day": Size("persons/day", None, 1e7),
    "seats": Size("persons", None, 1e6),
}
"""Settings that are numbers, besides those called ``factor`` or ``..._factor``, which are ratios."""


def size_of(setting: str) -> Size | None:
    """The size that a setting holds, ``None`` for one that holds a name."""
    return RATIO if setting == "factor" or setting.endswith("_factor") else SIZES.get(setting)
