"""Parameters: every number of the model with its unit, its status and its source.

A parameter has a dotted key such as ``country.KAZ.fine_usd``. A key may hold ``*`` in place of a
name (``country.*.fine_usd``): it then serves every name that has no parameter of its own. The most
specific key wins; between keys with equally many ``*``, the one whose first ``*`` stands later.

What keys exist, what they mean and in which unit they are given stands in :data:`sim.world.meanings.MEANINGS`; what
they are worth stands in data files, never here.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from itertools import combinations

from sim.world.meanings import pattern_of


class Status(StrEnum):
    """How we come to know a parameter: from a document about it, from one about others, from a fit, or not at all."""

    DOCUMENTED = "documented"
    TRANSFERRED = "transferred"
    CALIBRATED = "calibrated"
    ASSUMED = "assumed"


RANGED = frozenset({Status.TRANSFERRED, Status.ASSUMED})
"""Statuses that need a range: nothing says directly what the parameter is worth."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number and where it comes from.

    ``source`` is an evidence id for a documented value, ``ID: reason`` for one that is transferred from a row about another thing, place
    or people, the name of a fit for a calibrated one and the reason for an assumed one. ``low`` and ``high`` bound what is plausible, in
    ``unit``; a transferred or assumed value needs both. ``as_of`` is the period it holds for.
    """

    value: float
    unit: str
    status: Status
    source: str
    low: float | None = None
    high: float | None = None
    as_of: str = ""

    def __post_init__(self) -> None:
        """Reject what no reader could check.

        Raises
        ------
        ValueError
            If the value is not finite, the source is empty, or the range is wanting or excludes the value.
        """
        if not math.isfinite(self.value):
            msg = f"a parameter must be a finite number, not {self.value}"
            raise ValueError(msg)
        if not self.source.strip():
            msg = "a parameter needs a source (documented, transferred, calibrated) or a reason (assumed)"
            raise ValueError(msg)
        if self.status in RANGED and (self.low is None or self.high is None):
            msg = f"a parameter that is {self.status} needs a range: low and high"
            raise ValueError(msg)
        for bound, ok in (("low", self.low is None or self.low <= self.value), ("high", self.high is None or self.value <= self.high)):
            if not ok:
                msg = f"the value {self.value:g} lies beyond its own bound {bound} = {getattr(self, bound):g}"
                raise ValueError(msg)


@cache
def generalisations(key: str) -> tuple[str, ...]:
    """The keys that can serve ``key``, the most specific first."""
    pattern = pattern_of(key)
    parts = key.split(".")
    names = [] if pattern is None else [i for i, part in enumerate(pattern.split(".")) if part.startswith("<")]
    return tuple(
        ".".join("*" if i in chosen else part for i, part in enumerate(parts))
        for stars in range(len(names) + 1)
        for chosen in sorted(combinations(names, stars), reverse=True)
    )


@dataclass(frozen=True, slots=True)
class Parameters:
    """All parameters of a world, by key.

    ``groups`` sends names to the groups they belong to: a crossing to its kind, so that
    ``crossing.green.exposure`` serves every green crossing that has no parameter of its own.
    """

    table: Mapping[str, Parameter]
    groups: Mapping[str, str] = field(default_factory=dict)
    _serving: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)
    """By keys looked for before, the key of the table that serves them; tables that hold the same keys share it."""

    def get(self, key: str) -> Parameter:
        """The parameter that serves a key.

        Raises
        ------
        KeyError
            If no parameter serves it; the message names the nearest key.
        """
        parameter = self.find(key)
        if parameter is None:
            near = get_close_matches(key, self.table, 1, 0)
            hint = f"; nearest: {near[0]}" if near else ""
            msg = f"no parameter serves {key}{hint}"
            raise KeyError(msg)
        return parameter

    def find(self, key: str) -> Parameter | None:
        """The parameter that serves a key, or ``None``."""
        if key not in self._serving:
            candidates = (form for candidate in generalisations(key) for form in (candidate, self._grouped(candidate)))
            self._serving[key] = next((form for form in candidates if form in self.table), None)
        serving = self._serving[key]
        return None if serving is None else self.table[serving]

    def _grouped(self, key: str) -> str:
        """The key with groups in place of the names that belong to one."""
        parts = key.split(".")
        return key if self.groups.keys().isdisjoint(parts) else ".".join(self.groups.get(part, part) for part in parts)

    def number(self, key: str) -> float:
        """Value of the parameter that serves a key, in the unit of its meaning; never an integer, for which loops would be compiled again."""
        return float(self.get(key).value)

    def cents(self, key: str) -> int:
        """Value of a money parameter in whole US cents."""
        return round(self.number(key) * 100)

    def hours(self, key: str) -> int:
        """Value of a parameter in days as whole hours."""
        return round(self.number(key) * 24)

    def names(self, pattern: str) -> Iterable[str]:
        """The names that stand where ``pattern`` has its only ``?``, in the order of the table."""
        head, _, tail = pattern.partition("?")
        for key in self.table:
            if key.startswith(head) and key.endswith(tail):
                name = key[len(head) : len(key) - len(tail)]
                if name != "*" and "." not in name:
                    yield name

    def replace(self, changes: Mapping[str, Parameter]) -> "Parameters":
        """The same parameters with some replaced or added."""
        return Parameters({**self.table, **changes}, self.groups, self._serving if changes.keys() <= self.table.keys() else {})
