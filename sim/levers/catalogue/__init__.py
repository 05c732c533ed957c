"""The levers there are: one file each, found by name.

A lever is a module of this package. Dropping in a file adds a lever. It holds:

- a docstring, whose first line says what the lever does;
- ``apply(conditions, scope, settings)``, which changes the conditions it is handed in place;
- ``SETTINGS``, from each setting to what it means here; the name of a setting says in which unit it is (:func:`sim.levers.scope.size_of`);
- ``CHANGES``, the conditions it changes, such as ``posts.effort``; ``{name}`` stands for the value of a setting;
- ``COST_UNIT``, what its cost is counted by (a patrol, a post), empty where it is no measure of anybody, or another lever's costs are all;
- where cost is not counted by one, ``amount(conditions, scope, settings)``: how many of them, given conditions without any lever.
"""

import importlib
import pkgutil
from types import ModuleType


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
