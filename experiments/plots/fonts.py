"""Letters that the font of pictures lacks: another installed font that has them, or a finding that names the text."""

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache

from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from experiments.remarks import Remark

FAMILY = "DejaVu Sans"
"""The font of pictures; it comes with matplotlib."""
PREFERRED = ("Noto Sans", "Source Han Sans", "WenQuanYi", "Noto Serif", "Droid Sans Fallback", "Unifont")
"""Beginnings of the names of fonts that are tried first, the best first."""
PLACEHOLDERS = ("Last Resort", ".LastResort", "Adobe Blank")
"""Beginnings of the names of fonts that have a box for every letter."""
IGNORED = frozenset("\n\r\t\u200b\u200e\u200f\ufeff")
"""Characters without a shape."""
MOST_NAMED = 5


def missing(text: str) -> frozenset[str]:
    """The letters of a text that the font of pictures lacks."""
    return frozenset(text) - _letters_of(font_manager.findfont(FAMILY)) - IGNORED


def font_with(letters: frozenset[str]) -> str | None:
    """The name of an installed font that has all these letters; ``None`` if there is none."""
    return _font_with("".join(sorted(letters)), len(font_manager.fontManager.ttflist))


def fit_fonts(figure: Figure) -> None:
    """Give every text a font that has its letters; warn once, with the texts, where there is none. Then a note in the picture says so, too."""
    unreadable = []
    for text in figure.findobj(Text):
        assert isinstance(text, Text)  # noqa: S101 - for the checker
        letters = missing(text.get_text())
        if not letters:
            continue
        found = font_with(letters)
        if found is None:
            unreadable.append(text.get_text())
        else:
            text.set_fontfamily([FAMILY, found])
    if unreadable:
        names = list(dict.fromkeys(unreadable))
        figure.text(0.99, 0.005, note(len(names)), ha="right", va="bottom", fontsize=7.5, fontweight="bold")
        warnings.warn(finding(names), Remark, stacklevel=2)


def note(texts: int) -> str:
    """What the picture says."""
    return f"Boxes: no installed font has the letters of {texts} text{'s' * (texts != 1)}; install one (Noto fonts cover most scripts)."


def finding(texts: Iterable[str]) -> str:
    """What the user is told: the texts, their letters, and what helps."""
    names = [" ".join(text.split()) for text in texts]
    quoted = ", ".join(f"“{name}”" for name in names[:MOST_NAMED]) + (f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else "")
    letters = "".join(dict.fromkeys(letter for name in names for letter in name if letter in missing(name)))
    return f"picture: no installed font has the letters {letters} of {quoted}; install one (Noto fonts cover most scripts) or use another title"


@contextmanager
def quiet_fonts() -> Iterator[None]:
    """Silence matplotlib's own messages of missing letters and weights inside the block: :func:`fit_fonts` names the texts that cannot be shown."""
    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
            yield
    finally:
        log.setLevel(level)


@cache
def _font_with(letters: str, fonts: int) -> str | None:
    listed = {font.fname: font.name for font in font_manager.fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in listed:  # installed since matplotlib last looked
            with suppress(Exception):
                font_manager.fontManager.addfont(path)
    entries = sorted({(_rank(font.name), font.name, font.fname) for font in font_manager.fontManager.ttflist if not font.name.startswith(PLACEHOLDERS)})
    return next((name for _, name, path in entries if set(letters) <= _letters_of(path)), None)


def _rank(name: str) -> int:
    return next((rank for rank, begins in enumerate(PREFERRED) if name.startswith(begins)), len(PREFERRED))


@cache
def _letters_of(path: str) -> frozenset[str]:
    """The letters that a font file has; none where it cannot be read."""
    try:
        return frozenset(map(chr, FT2Font(path).get_charmap()))
    except (OSError, RuntimeError, ValueError):
        return frozenset()
