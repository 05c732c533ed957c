"""Policy levers and dated events: one file each, found by name.

A lever is a module of this package with a function ``apply(conditions, scope, settings)`` that changes the conditions it is
handed in place, and a ``SETTINGS`` mapping from each setting to what it means. Dropping in a file adds a lever.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from sim.geography import Atlas
from sim.world import World


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a lever's settings refer to."""

    world: World
    atlas: Atlas


Settings = Mapping[str, str | float]


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
