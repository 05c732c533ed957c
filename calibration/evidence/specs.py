"""One comparison as it is written down: what is counted, in which days, and what a document says; and the reading of periods and arguments."""

import inspect
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from calibration.evidence.indicators import INDICATORS
from scenarios.reading.files import Row
from scenarios.reading.problems import listed, nearest
from sim.basis.words import Channel, Kind, State
from sim.outcomes import GOING_HOME, Only
from sim.outcomes.journeys import APPLICATION_ENDS

FILTERS = tuple(field.name for field in fields(Only) if field.name != "period")
"""Arguments that every indicator takes."""

Argument = str | float | int | bool | tuple[str, ...]
Bounds = tuple[float | None, float | None]
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Spec:
    """One comparison as it is written down.

    ``documented`` is what the evidence says, ``days`` what is simulated for it, ``sample`` how many people a share was taken of (``None``: no share of a
    sample). ``unit`` is the unit of the evidence, ``rate`` its unit of time (``year``, ``month`` or empty);
    ``kind`` is the kind of number of an observation, empty for other documents.
    """

    id: str
    what: str
    community: str
    place: str
    period: str
    indicator: str
    only: Only
    arguments: Mapping[str, Argument]
    days: Days
    documented: Bounds
    slack: float
    sample: int | None
    unit: str
    kind: str = ""

    @property
    def rate(self) -> str:
        """Time by which a count is divided: ``year``, ``month`` or empty."""
        return self.unit.partition("/")[2] if self.unit.startswith(("persons/", "crossings/")) else ""


def days_of(period: str) -> Days | None:
    """First and last day of a period as the evidence writes it, or nothing if it cannot be read.

    It is written ``2004``, ``2005-H1``, ``2005-05``, ``2005-05-17``, ``2004-2005``, ``X to Y`` or, with an unknown start, ``to X``.
    """
    first, to, last = period.partition("to ")
    if to:
        start, end = (_span(first.strip()) if first.strip() else (date.min, date.min)), _span(last.strip())
    elif found := re.fullmatch(r"(\d{4})-(\d{4})", period):
        start, end = _span(found[1]), _span(found[2])
    else:
        start = end = _span(period)
    return None if start is None or end is None or start[0] > end[1] else (start[0], end[1])


def _span(text: str) -> Days | None:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return (date.fromisoformat(text),) * 2
        except ValueError:
            return None
    found = re.fullmatch(r"(\d{4})(?:-(?:(\d\d)|H([12])))?", text)
    if not found or not (found[2] is None or 1 <= int(found[2]) <= 12) or int(found[1]) < 1:
        return None
    year = int(found[1])
    first, last = (int(found[2]),) * 2 if found[2] else (6 * int(found[3]) - 5, 6 * int(found[3])) if found[3] else (1, 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


@cache
def signature_of(indicator: str) -> inspect.Signature:
    """What the function of an indicator takes."""
    return inspect.signature(INDICATORS[indicator].compute)


def read_arguments(row: Row) -> tuple[Only, Mapping[str, Argument]]:
    """What the columns ``indicator``, which is known, and ``arguments`` of a row say; what cannot be used is noted."""
    signature = signature_of(row["indicator"])
    own = {name: parameter.annotation for name, parameter in signature.parameters.items() if name not in {"results", "world", "only"}}
    words = {**_WORDS, "measure": tuple(INDICATORS)}
    filters: dict[str, Any] = {}
    arguments: dict[str, Argument] = {}
    for part in row["arguments"].split():
        name, equals, value = part.partition("=")
        if not equals or not value:
            row.reject(f'argument "{part}"', "name=value")
            continue
        if name not in own and name not in FILTERS:
            row.reject(f'argument "{name}" of {row["indicator"]}', listed((*own, *FILTERS), 20), nearest(name, (*own, *FILTERS)))
            continue
        read = _list(value) if name in FILTERS else _READERS[own[name]](value)
        if read is None:
            row.reject(f'argument "{part}"', "true or false" if own[name] is bool else "a number")
            continue
        for word in read if isinstance(read, tuple) else (read,):
            if name in words and word not in words[name]:
                row.reject(f'argument "{part}"', listed(words[name], 20), nearest(str(word), words[name]))
        if name in FILTERS:
            filters[name] = read
        else:
            arguments[name] = read
    return Only(**filters), arguments


_WORDS: Mapping[str, tuple[str, ...]] = {
    "channels": tuple(channel.word for channel in Channel),
    "kinds": tuple(kind.word for kind in Kind),
    "by": (*FILTERS, *(channel.word for channel in Channel)),
    "state": tuple(state.word for state in State),
    "kind": tuple(GOING_HOME),
    "end": tuple(event.word for event in APPLICATION_ENDS),
}
"""Arguments whose words the model knows; names of places and people differ from world to world."""


def _list(value: str) -> tuple[str, ...]:
    """Words joined by ``;``, each as often as the number after a star says."""
    found = []
    for part in value.split(";"):
        word, _, times = part.partition("*")
        found += [word] * (int(times) if times.isdecimal() else 1)
    return tuple(found)


def _float(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


_READERS: Mapping[object, Callable[[str], Argument | None]] = {
    str: str,
    int: lambda value: int(value) if value.isdecimal() else None,
    float: _float,
    bool: {"true": True, "false": False}.get,
    tuple[str, ...]: _list,
}
"""How the value of an argument is read, by the type that the indicator declares."""
