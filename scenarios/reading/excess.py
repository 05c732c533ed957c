"""What a TOML file may not hold too much of, looked for before it is parsed: the parser takes minutes, or all memory, for what nobody writes by hand."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_TOML_BYTES = 2**20
"""Largest TOML file that is read; the largest that ships has 7 kB."""
DEEPEST = 20
"""Brackets inside brackets, and parts of a key joined by dots; the files that the program knows have four."""
MOST_DIGITS = 300
"""Digits of a number; numbers that a computer counts with have up to 309."""

_TEXT = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL)
_BRACKET = re.compile(r"[][{}]")
_DOTS = re.compile(rf"(?:\.[^].[{{}}=,\n]*){{{DEEPEST},}}")
_DIGITS = re.compile(rf"[0-9][0-9_]{{{MOST_DIGITS},}}|0x[0-9A-Fa-f_]{{{MOST_DIGITS},}}")


class Excess(NamedTuple):
    """What there is too much of, on which line, and how much is allowed."""

    line: int
    found: str
    allowed: str


def excess_of(text: str) -> Excess | None:
    """The first thing that a text holds too much of; ``None`` if there is none."""
    plain = _TEXT.sub(_blank, text)
    for where in _too_deep(plain):
        return Excess(plain.count("\n", 0, where) + 1, f"more than {DEEPEST} brackets inside one another", f"at most {DEEPEST}")
    if dots := _DOTS.search(plain):
        return Excess(plain.count("\n", 0, dots.start()) + 1, f"a key of more than {DEEPEST} parts", f"at most {DEEPEST} parts joined by dots")
    if digits := _DIGITS.search(plain):
        return Excess(plain.count("\n", 0, digits.start()) + 1, f"a number of {len(digits[0]):,} digits", f"at most {MOST_DIGITS} digits")
    return None


def _blank(text: re.Match[str]) -> str:
    """A letter and the ends of lines in place of a text or comment: what stands in it counts for nothing."""
    return "x" + "\n" * text[0].count("\n")


def _too_deep(plain: str) -> Iterator[int]:
    depth = 0
    for bracket in _BRACKET.finditer(plain):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        if depth > DEEPEST:
            yield bracket.start()
