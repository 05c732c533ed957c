"""Which valid name somebody may have meant."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_ALIKE = 0.3
"""Likeness below which naming a name would mislead."""
_LONGEST = 100
"""Characters of a word that is likened to names; longer ones are no names, and likening them takes long."""
_MOST_NAMES = 2_500
"""Names that a word is likened to; among more, hundreds of findings would take long."""
_ALONE = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "\u0131": "i", "ŋ": "n"})
"""Latin letters that have no form without their mark, and how they are usually spelled without it."""


@lru_cache(maxsize=20_000)
def unmarked(text: str) -> str:
    """A text in lower case without the marks on its letters, whichever way they were typed: ``Sôfia`` becomes ``sofia``."""
    parts = unicodedata.normalize("NFKD", text.lower().translate(_ALONE))
    return unicodedata.normalize("NFC", "".join(letter for letter in parts if not unicodedata.combining(letter)))


def nearest(word: str, names: Iterable[str]) -> str:
    """The name most like ``word``, or empty if none resembles it; case and marks do not count, ties go to the first in the alphabet."""
    known = set(names)
    if len(word) > _LONGEST or len(known) > _MOST_NAMES:
        return ""
    word = unmarked(word)
    letters = Counter(word)
    best, found = 0.0, ""
    for name in sorted(known):
        other = unmarked(name[:_LONGEST])
        if not _may_be(letters, len(word), other, best):
            continue
        ratio = SequenceMatcher(None, word, other).ratio()
        if ratio > best:
            best, found = ratio, name
    return found if best >= _ALIKE else ""


def _may_be(letters: Counter[str], length: int, other: str, best: float) -> bool:
    """Whether letters, in whatever order, could make a word liken more to another than the best so far: quicker to say than how much it does."""
    total = length + len(other)
    if total == 0:
        return True
    if 2.0 * min(length, len(other)) / total <= best:
        return False
    return 2.0 * (letters & Counter(other)).total() / total > best
