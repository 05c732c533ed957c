"""Parameters as files and the command line give them: parsed, checked one by one, and each with its place."""

import math
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from scenarios.reading.files import Row, read_rows, span
from scenarios.reading.paths import is_file, shown, there
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.reading.toml_files import Document, fill
from scenarios.territories.columns import PARAMETERS
from scenarios.territories.forms import ParameterForm
from sim.smugglers.organisers import stops_of
from sim.world.meanings import MEANINGS, UNITS, pattern_of
from sim.world.parameters import RANGED, Parameter, Status

SET_SOURCE = "set for this run"

WIDEST = 2
"""Widest spread of a log-logistic distribution that leaves its farthest draws numbers that fit the machine."""
_NARROWER: Mapping[str, tuple[float, float, str]] = {
    "community.<community>.people": (1, math.inf, "at least 1"),
    "community.<community>.party": (1, 1_000, "a whole number from 1 to 1,000"),
    "community.<community>.weight": (1, math.inf, "a whole number from 1 up"),
    "community.<community>.failures": (1, math.inf, "at least 1"),
    "community.<community>.stranger": (0, 1, "0 or 1"),
    "community.<community>.funds_spread": (0, WIDEST, f"at most {WIDEST}: from 1 on such a spread has no mean"),
    "community.<community>.stay_spread": (0, WIDEST, f"at most {WIDEST}: from 1 on such a spread has no mean"),
    "market.tries_covered": (1, 100, "from 1 to 100"),
    "smuggler.<border>.group_size": (1, 1_000, "from 1 to 1,000"),
}
"""Parameters that allow less than their unit does."""

_WHOLE = ("community.<community>.party", "community.<community>.weight", "community.<community>.stranger")

_POSITIVE = (
    "choice.settled_review_days",
    "choice.wait_days",
    "belief.half_life_weeks",
    "belief.standing_years",
    "belief.prior_weight",
    "market.noise_share",
    "market.sold_target",
    "community.<community>.consider_days",
    "community.<community>.funds_usd",
    "community.<community>.funds_spread",
    "community.<community>.stay_days",
    "community.<community>.stay_spread",
)
"""Parameters that something is divided by, or whose logarithm is taken."""


@dataclass(slots=True)
class ParameterRows:
    """Parameters by key with the places where they stand, in the order of entry; ``broken`` keys are present but cannot be relied on."""

    parameters: dict[str, Parameter] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def copied(self) -> "ParameterRows":
        """The same rows, to be changed."""
        return ParameterRows(dict(self.parameters), dict(self.where), set(self.broken))

    def put(self, key: str, parameter: Parameter | None, where: str) -> None:
        """Enter a parameter in place of an earlier one; ``None`` stands for one that is there but wrong."""
        self.where.pop(key, None)  # the newest stands last
        self.where[key] = where
        if parameter is None:
            self.broken.add(key)
            self.parameters[key] = Parameter(0.0, "", Status.DOCUMENTED, "cannot be read")
        else:
            self.broken.discard(key)
            self.parameters[key] = parameter


FILE, EARLIER_FILE = "parameters.csv", "figures.csv"
"""The table of parameters of a territory, and what it was called in earlier versions."""


def read_parameters(folder: Path, problems: Problems) -> ParameterRows | None:
    """The parameters of ``parameters.csv``, or ``None`` if it cannot be read as a table."""
    path, earlier = folder / FILE, folder / EARLIER_FILE
    if is_file(earlier) and not there(path):
        problems.add(shown(earlier), f"{EARLIER_FILE}, a name of earlier versions", f"{FILE}, as it is called now", FILE)
        return None
    rows = read_rows(path, tuple(PARAMETERS), problems)
    if rows is None:
        return None
    table = ParameterRows()
    for row in rows:
        key = row["key"]
        if not known_key(key, row.where, problems):
            continue
        if key in table.where:
            row.reject(f"key {key} again", f"each key once; it stands at {table.where[key]}")
            continue
        parameter = _from_row(row, pattern_of(key) or "")
        table.put(key, parameter if row.valid else None, row.where)
    return table


def _from_row(row: Row, pattern: str) -> Parameter | None:
    value = row.number("value")
    low, high = ((row.number(column) if row[column] else None) for column in ("low", "high"))
    if not row.valid or value is None:
        return None
    return checked(row["key"], pattern, (value, low, high), (row["unit"], row["status"], row["source"], row["as_of"]), row.where, row.problems)


def read_overrides(document: Document, overrides: Mapping[str, object], table: ParameterRows, problems: Problems) -> list[str]:
    """Enter the ``[parameters]`` of a scenario into ``table``; the keys entered."""
    entered = []
    for key, entry in overrides.items():
        path = ("parameters", key)
        where = document.where(path)
        if "." not in key and isinstance(entry, dict) and pattern_of(key) is None:
            problems.add(where, f"the key {key} without quotes", 'a key in quotes, such as "country.*.fine_usd"')
            continue
        if not known_key(key, where, problems):
            continue
        form = fill(ParameterForm, entry, document, path, problems)
        parameter = None
        if form is not None:
            numbers, words = (form.value, form.low, form.high), (form.unit, form.status, form.source, form.as_of)
            parameter = checked(key, pattern_of(key) or "", numbers, words, where, problems)
        table.put(key, parameter, where)
        entered.append(key)
    return entered


def read_settings(settings: Mapping[str, float | str | date], table: ParameterRows, problems: Problems) -> list[str]:
    """Enter values set by key into ``table``; the keys entered."""
    entered = []
    for key, value in settings.items():
        where = f"--set {key}"
        if not known_key(key, where, problems):
            continue
        if isinstance(value, str | date):
            problems.add(where, f'{key} = "{value}"', "a number")
            continue
        if isinstance(value, int) and abs(value) > sys.float_info.max:  # as Python can be handed it
            problems.add(where, f"{key}, a number of more than {sys.float_info.max_10_exp} digits", "a number")
            continue
        pattern = pattern_of(key) or ""
        words = (MEANINGS[pattern].unit, Status.ASSUMED.value, SET_SOURCE, "")
        table.put(key, checked(key, pattern, (value, value, value), words, where, problems), where)
        entered.append(key)
    return entered


def read_calibrated(values: Mapping[str, tuple[float, float, float]], fit: str, where: str, table: ParameterRows, problems: Problems) -> list[str]:
    """Enter calibrated values into ``table``, each with the least and the greatest of its draws; the keys entered. ``fit`` names their source."""
    entered = []
    for key, numbers in values.items():
        if not known_key(key, where, problems):
            continue
        pattern = pattern_of(key) or ""
        words = (MEANINGS[pattern].unit, Status.CALIBRATED.value, fit, "")
        table.put(key, checked(key, pattern, numbers, words, where, problems), where)
        entered.append(key)
    return entered


def known_key(key: str, where: str, problems: Problems) -> bool:
    """Whether the model reads parameters of this key; a finding if not."""
    if pattern_of(key) is not None:
        return True
    allowed = f"the keys of the model, {len(MEANINGS)} kinds such as country.<country>.fine_usd"
    problems.add(where, f'parameter key "{key}"' if key else "an empty key", allowed, _nearest_key(key))
    return False


def _nearest_key(key: str) -> str:
    """The key of the model most like ``key``, with the names that stand in ``key``."""
    parts = key.split(".")

    def filled(pattern: str) -> str:
        places = pattern.split(".")
        if len(places) != len(parts):
            return pattern
        return ".".join(part if place.startswith("<") else place for place, part in zip(places, parts, strict=True))

    candidates = sorted(filled(pattern) for pattern in MEANINGS)
    return max(candidates, key=lambda candidate: SequenceMatcher(None, key, candidate).ratio())


def checked(
    key: str, pattern: str, numbers: tuple[float, float | None, float | None], words: tuple[str, str, str, str], where: str, problems: Problems
) -> Parameter | None:
    """A parameter from (value, low, high) and (unit, status, source, as_of), or ``None`` after findings."""
    before = len(problems.findings)
    value, low, high = numbers
    unit, status, source, as_of = words
    meant = MEANINGS[pattern].unit
    if unit != meant:
        problems.add(where, f'unit "{unit}" for {key}', f"the unit of this parameter, {meant}", meant)
    statuses = [one.value for one in Status]
    if status not in statuses:
        problems.add(where, f'status "{status}" of {key}', listed(statuses), nearest(status, statuses))
    if not source.strip():
        problems.add(where, f"{key} without a source", "an evidence id (documented), ID: reason (transferred), a fit (calibrated) or a reason (assumed)")
    if status in RANGED and (low is None or high is None):
        problems.add(where, f"{key}, {status}, without a range", f"low and high for every {status} parameter")
    _check_value(key, pattern, value, where, problems)
    floor, ceiling = UNITS[meant]
    for column, bound in (("low", low), ("high", high)):
        if bound not in (None, value) and not (math.isfinite(bound) and floor <= bound <= ceiling):
            problems.add(where, f"{column} = {bound:g} of {key}", f"a number in {meant} {span(floor, ceiling)}".rstrip())
    if (low is not None and low > value) or (high is not None and value > high):
        ends = ["" if bound is None else f"{bound:g}" for bound in (low, high)]
        problems.add(where, f"{key} = {value:g} outside its own range {ends[0]} to {ends[1]}", "low <= value <= high")
    if len(problems.findings) > before:
        return None
    return Parameter(value, unit, Status(status), source, low, high, as_of)


def _check_value(key: str, pattern: str, value: float, where: str, problems: Problems) -> None:
    unit = MEANINGS[pattern].unit
    floor, ceiling = UNITS[unit]
    if not math.isfinite(value) or not floor <= value <= ceiling:
        problems.add(where, f"{key} = {value:g}", f"a finite number in {unit} {span(floor, ceiling)}".rstrip())
        return
    low, high, text = _NARROWER.get(pattern, (-math.inf, math.inf, ""))
    if not low <= value <= high or (pattern in _WHOLE and value != int(value)):
        problems.add(where, f"{key} = {value:g}", text)
    if pattern in _POSITIVE and value <= 0:
        problems.add(where, f"{key} = {value:g}", f"more than 0 {unit}")


def names_in(key: str) -> Iterable[tuple[str, str]]:
    """The names in a key with what they name: ``("country", "KAZ")``, ``("hub", "osh")`` for each place of a way; a ``*`` names nothing."""
    pattern = pattern_of(key) or ""
    for place, part in zip(pattern.split("."), key.split("."), strict=True):
        if place == "<way>":
            for stop in stops_of(part):
                yield "hub", stop
        elif place.startswith("<") and part != "*":
            yield place.strip("<>"), part


def is_inside(key: str, inside: Mapping[str, Collection[str]]) -> bool:
    """Whether a parameter speaks of the chosen parts of a territory: one that names something outside them is left out."""
    return all(name in inside[noun] for noun, name in names_in(key))


def check_names(table: ParameterRows, known: Mapping[str, Collection[str]], problems: Problems) -> None:
    """Note names in keys that the territory does not know; ``known`` gives the names by what they name."""
    for key in table.parameters:
        for noun, name in names_in(key):
            if name not in known[noun]:
                problems.unknown(table.where[key], f"{key}: {noun}", name, known[noun])
