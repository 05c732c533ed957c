"""Mechanisms of the model that can be taken out of force by setting parameters, so that what each is worth can be scored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from scenarios.reading.files import Row, read_rows, split
from scenarios.reading.problems import Problems
from sim.world.meanings import pattern_of
from sim.world.parameters import Parameters

MECHANISMS = Path(__file__).with_name("mechanisms.csv")
COLUMNS: Mapping[str, str] = {
    "name": "in words, unique",
    "settings": "`key=value`, joined by `;`: what takes it out of force. A `*` in a key stands for every name that has a parameter of its own, too",
    "reason": "what the model is then",
    "needed": "what needs it: documents, a policy or lever, an outcome",
}
"""The columns of ``mechanisms.csv``."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism: ``settings`` are keys, or patterns of keys, with the values that neutralise it; ``needed`` says what needs it."""

    name: str
    settings: tuple[tuple[str, float], ...]
    reason: str
    needed: str

    def off(self, parameters: Parameters) -> Mapping[str, float]:
        """The settings that take it out of force in a world: every parameter that a pattern matches; none where the world has no such parameter."""
        return {key: value for pattern, value in self.settings for key in parameters.table if fnmatchcase(key, pattern)}


def read_mechanisms(path: Path = MECHANISMS) -> tuple[Mechanism, ...]:
    """The mechanisms of a file, in its order.

    Raises
    ------
    scenarios.BadInput
        If the file cannot be used: a key that the model does not know, a value that is no number, a name that stands twice, no reason or no need.
    """
    problems = Problems()
    found: dict[str, Mechanism] = {}
    for row in read_rows(path, tuple(COLUMNS), problems) or ():
        pairs = _pairs(row)
        empty = next((column for column in ("name", "reason", "needed") if not row[column]), "")
        if empty:
            row.bad(empty, "a few words")
        elif row["name"] in found:
            row.reject(f"{row['name']} again", "each mechanism once")
        elif pairs:
            found[row["name"]] = Mechanism(row["name"], tuple(pairs), row["reason"], row["needed"])
    problems.stop()
    return tuple(found.values())


def _pairs(row: Row) -> Sequence[tuple[str, float]]:
    pairs = []
    for part in split(row["settings"]):
        key, _, value = part.partition("=")
        try:
            number = float(value)
        except ValueError:
            row.reject(f'setting "{part}"', "key=value with a number")
            continue
        if pattern_of(key) is None:
            row.reject(f'key "{key}"', "keys of parameters, with * for a name")
            continue
        pairs.append((key, number))
    if not pairs and row.valid:
        row.bad("settings", "key=value, joined by ;")
    return pairs
