"""Findings about input files, collected so that one message can list them all, and warnings beside them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn

from scenarios.reading.likeness import nearest

__all__ = ["MOST_FINDINGS", "MOST_SHOWN", "BadInput", "Finding", "InputWarning", "Problems", "bounded", "listed", "nearest"]

MOST_FINDINGS = 500
"""Findings at which reading ends: so many have few causes, and a file of another kind would have one a line."""
MOST_SHOWN = 100
"""Findings that one message lists; how many follow is said."""
LONGEST, LONGEST_ALLOWED = 300, 1_200
"""Characters of what was found, and of what is allowed, that a message holds; names of all levers have room in the second."""


def bounded(text: str, longest: int = LONGEST) -> str:
    """A text on one line, without characters that steer a terminal, its middle cut out if it is longer than ``longest``."""
    if len(text) > longest:
        half = longest // 2
        text = f"{text[:half]}... ({len(text):,} characters) ...{text[-half:]}"
    return text if text.isprintable() else "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


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


@dataclass(frozen=True, slots=True)
class InputWarning:
    """One thing that is possible and unlikely, or that has no effect: ``where`` it stands, what was ``found``, and what is ``usual``."""

    where: str
    found: str
    usual: str

    def __str__(self) -> str:
        """One line: where, found, usual."""
        return f"{self.where}: {self.found}; usual: {self.usual}"


class BadInput(Exception):
    """Input that cannot be used; ``findings`` says everything that is wrong with it, and ``str()`` is the message for the user."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        """One message that lists every finding, or the first of very many."""
        count = len(self.findings)
        head = f"{'at least ' if count >= MOST_FINDINGS else ''}{count} finding{'' if count == 1 else 's'} in the input:"
        rest = [f"  ... and {count - MOST_SHOWN} more, which are listed when these are mended"] if count > MOST_SHOWN else []
        return "\n".join([head, *(f"  {finding}" for finding in self.findings[:MOST_SHOWN]), *rest])

    def __reduce__(self) -> tuple[type["BadInput"], tuple[tuple[Finding, ...]]]:
        """Survive the way back from a worker process."""
        return type(self), (self.findings,)


@dataclass(slots=True)
class Problems:
    """The findings so far, and the warnings, which keep nothing from being used."""

    findings: list[Finding] = field(default_factory=list)
    warnings: list[InputWarning] = field(default_factory=list)

    def add(self, where: str, found: str, allowed: str, nearest: str = "") -> None:
        """Note a finding, once.

        Raises
        ------
        BadInput
            With the findings so far, if they are :data:`MOST_FINDINGS`.
        """
        finding = Finding(bounded(where), bounded(found), bounded(allowed, LONGEST_ALLOWED), bounded(nearest))
        if finding not in self.findings:
            self.findings.append(finding)
        if len(self.findings) >= MOST_FINDINGS:
            self.give_up()

    def warn(self, where: str, found: str, usual: str) -> None:
        """Note a warning, once."""
        warning = InputWarning(bounded(where), bounded(found), bounded(usual, LONGEST_ALLOWED))
        if warning not in self.warnings:
            self.warnings.append(warning)

    def unknown(self, where: str, noun: str, name: str, names: Iterable[str]) -> None:
        """Note a name that nothing bears."""
        known = list(names)
        self.add(where, f'{noun} "{name}"', listed(known), nearest(name, known))

    def stop(self) -> None:
        """Raise :class:`BadInput` if there are findings."""
        if self.findings:
            self.give_up()

    @contextmanager
    def before_others(self) -> Iterator[None]:
        """Where a check stumbles over something that has a finding already, the findings are raised in place of the error.

        Raises
        ------
        BadInput
            If there are findings and something else was raised.
        """
        try:
            yield
        except Exception:
            self.stop()
            raise

    def give_up(self) -> NoReturn:
        """Raise :class:`BadInput` with the findings."""
        raise BadInput(self.findings)


def listed(names: Iterable[str], most: int = 8) -> str:
    """Names for a message, cut short after ``most``."""
    known = list(dict.fromkeys(names))
    rest = len(known) - most
    return (", ".join(known[:most]) or "none") + (f" and {rest} more" if rest > 0 else "")
