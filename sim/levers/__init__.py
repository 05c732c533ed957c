"""Policy levers and dated events: one file each, found by name.

A lever is a module of this package. Dropping in a file adds a lever. It holds:

- a docstring, whose first line says what the lever does;
- ``apply(conditions, scope, settings)``, which changes the conditions it is handed in place;
- ``SETTINGS``, from each setting to what it means here; the name of a setting says in which unit it is (:func:`size_of`);
- ``CHANGES``, the conditions it changes, such as ``posts.effort``; ``{name}`` stands for the value of a setting;
- ``COST_UNIT``, what its cost is counted by (a patrol, a post), empty where it is no measure of anybody;
- where cost is not counted by one, ``amount(conditions, scope, settings)``: how many of them, given conditions without any lever.
"""

import importlib
import math
import pkgutil
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from numpy.typing import NDArray

from sim.geography import Names
from sim.world import World


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


Settings = Mapping[str, str | float]


@dataclass(frozen=True, slots=True)
class Size:
    """What numbers a setting may hold, from 0 to ``most``, in which unit, and at which of them the lever changes nothing."""

    unit: str
    neutral: float
    most: float = math.inf


RATIO = Size("ratio", 1.0)
SIZES: Mapping[str, Size] = {
    "share": Size("share", 0.0, 1.0),
    "permits": Size("persons", 0.0),
    "places_per_month": Size("persons/month", 0.0),
}
"""Settings that are numbers, besides those called ``factor`` or ``..._factor``, which are ratios."""


def size_of(setting: str) -> Size | None:
    """The size that a setting holds, ``None`` for one that holds a name."""
    return RATIO if setting == "factor" or setting.endswith("_factor") else SIZES.get(setting)


def names() -> tuple[str, ...]:
    """The levers there are, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")))


def lever(name: str) -> ModuleType:
    """The module of a lever.

    Raises
    ------
    ModuleNotFoundError
        If there is no such lever.
    """
    return importlib.import_module(f"{__name__}.{name}")
