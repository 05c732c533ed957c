"""Findings about input files, collected so that one message can list them all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with the input.

    ``where`` is ``file:line`` or the name of an option, ``found`` what stands there, ``allowed`` what may stand there,
    ``nearest`` the closest valid name, or empty.
    """

    where: str
    found: str
    allowed: str
    nearest: str = ""

    def __str__(self) -> str:
        """One line: where, found, allowed, nearest."""
        hint = f"; nearest: {self.nearest}" if self.nearest else ""
        return f"{self.where}: found {self.found}; allowed: {self.allowed}{hint}"


class BadInput(Exception):
    """Input that cannot be used; ``findings`` says everything that is wrong with it, and ``str()`` is the message for the user."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        """One message that lists every finding."""
        count = len(self.findings)
        head = f"{count} finding{'' if count == 1 else 's'} in the input:"
        return "\n".join([head, *(f"  {finding}" for finding in self.findings)])

    def __reduce__(self) -> tuple[type["BadInput"], tuple[tuple[Finding, ...]]]:
        """Survive the way back from a worker process."""
        return type(self), (self.findings,)


@dataclass(slots=True)
class Problems:
    """The findings so far."""

    findings: list[Finding] = field(default_factory=list)

    def add(self, where: str, found: str, allowed: str, nearest: str = "") -> None:
        """Note a finding, once."""
        finding = Finding(where, found, allowed, nearest)
        if finding not in self.findings:
            self.findings.append(finding)

    def unknown(self, where: str, noun: str, name: str, names: Iterable[str]) -> None:
        """Note a name that nothing bears."""
        known = list(names)
        self.add(where, f'{noun} "{name}"', listed(known), nearest(name, known))

    def stop(self) -> None:
        """Raise :class:`BadInput` if there are findings."""
        if self.findings:
            raise BadInput(self.findings)


def nearest(word: str, names: Iterable[str]) -> str:
    """The name most like ``word``, or empty if none resembles it; case does not count, ties go to the first in the alphabet."""
    scored = [(SequenceMatcher(None, word.lower(), name.lower()).ratio(), name) for name in sorted(set(names))]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else ""


_ALIKE = 0.3
"""Likeness below which naming a name would mislead."""


def listed(names: Iterable[str], most: int = 8) -> str:
    """Names for a message, cut short after ``most``."""
    known = list(dict.fromkeys(names))
    rest = len(known) - most
    return (", ".join(known[:most]) or "none") + (f" and {rest} more" if rest > 0 else "")
