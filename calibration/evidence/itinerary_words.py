"""Reading of documented itineraries: from the words of the evidence to places, countries, crossings and modes.

The evidence joins what is passed by ``>`` and alternatives by ``or``. What its words mean on the network is data, ``itinerary_words.csv``: a part between two
``>`` is looked up as a whole; else it is split at ``or``, and each alternative is looked up, without the word for its mode if need be. The column ``reads``:

``bishkek``              a place: passed when somebody is there
``KAZ``, ``POL|CZE``     a country, or any of several
``merke-chaldovar``      a crossing: passed over it
``air:bishkek``          reached with a leg of this mode
``green:KAZ``            reached over a green border (or ``sea``)
``home``, ``abroad``     where the journey begins; any country but the one of the point before
``return:KGZ``           brought or gone home to that country
``a>b``                  several points, one after the other
``a;b``                  alternatives, where the whole says ``by A or B``
``-``                    outside the territory
``road:``                a word for a mode, to be put before an alternative
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scenarios.reading.files import Row, read_rows
from scenarios.reading.folders import EVIDENCE
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.studies import Study
from sim.basis.words import Kind, Mode

WORDS = "itinerary_words.csv"
COLUMNS: Mapping[str, str] = {
    "words": "what the evidence says between two `>`, or between two `or`",
    "reads": "what it means on the network: points such as `bishkek`, `KAZ`, `POL|CZE`, `air:bishkek`, joined by `>` or `;`; `-` is outside, `road:` a mode",
    "note": "anything worth saying, or empty",
}
"""The columns of ``itinerary_words.csv``."""
HOME, ABROAD, OUTSIDE, RETURN = "home", "abroad", "-", "return"
KINDS = {Kind.GREEN.word: Kind.GREEN, Kind.SEA.word: Kind.SEA}
MODES = {mode.word: mode for mode in Mode}
HOWS = (*MODES, *KINDS, RETURN)


@dataclass(frozen=True, slots=True)
class Point:
    """What is passed on the way: any of ``names`` (places, codes of countries, crossings, :data:`HOME`, :data:`ABROAD`), reached ``how`` (empty: any way)."""

    names: tuple[str, ...]
    how: str = ""

    def __str__(self) -> str:
        """As the table spells it."""
        return (f"{self.how}:" if self.how else "") + "|".join(self.names)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way of reading one part: its words, and the points passed one after the other; no points: outside the territory."""

    words: str
    points: tuple[Point, ...]


Part = tuple[Alternative, ...]
"""What stands between two ``>``: its alternatives."""


def read_words(study: Study | None = None) -> Mapping[str, Row]:
    """The rows of the table that ships, and of a study's own, by their words; those of the study come first.

    Raises
    ------
    scenarios.BadInput
        If one cannot be read, or holds a word twice or a reading that cannot be understood.
    """
    problems = Problems()
    shipped = _known(read_rows(EVIDENCE / WORDS, tuple(COLUMNS), problems) or ())
    own = _known(study.rows(WORDS, tuple(COLUMNS), problems)) if study is not None else {}
    problems.stop()
    return {**shipped, **own}


def _known(rows: Iterable[Row]) -> dict[str, Row]:
    known: dict[str, Row] = {}
    for row in rows:
        if row["words"] in known:
            row.reject(f'the words "{row["words"]}" again', "each once")
        known[row["words"]] = row
        _check(row)
    return known


def read_legs(legs: str, known: Mapping[str, Row], where: str, problems: Problems) -> tuple[Part, ...]:
    """The parts of one itinerary; what cannot be read is noted in ``problems``."""
    return tuple(_part(part.strip(), known, where, problems) for part in legs.split(">"))


def _part(text: str, known: Mapping[str, Row], where: str, problems: Problems) -> Part:
    whole = _alternatives(text, known, "")
    if whole:
        return whole
    found: list[Alternative] = []
    for piece in text.split(" or "):
        read = _alternatives(piece.strip(), known, "")
        mode = next((word for word in sorted(known, key=len, reverse=True) if known[word]["reads"].endswith(":") and piece.startswith(f"{word} ")), "")
        if not read and mode:
            read = _alternatives(piece.removeprefix(mode).strip(), known, known[mode]["reads"].removesuffix(":"))
        if not read:
            allowed = "words of scenarios/evidence/itinerary_words.csv, or of an itinerary_words.csv of the study"
            problems.add(where, f'the words "{piece}"', allowed, nearest(piece.removeprefix(mode).strip(), known))
        found += read
    return tuple(found)


def _alternatives(words: str, known: Mapping[str, Row], how: str) -> Part:
    """The readings of some words as they stand in the table, none if they do not; ``how`` is put before the first point."""
    row = known.get(words)
    if row is None or row["reads"].endswith(":"):
        return ()
    return tuple(Alternative(words, _points(reading, how)) for reading in row["reads"].split(";"))


def _points(reading: str, how: str) -> tuple[Point, ...]:
    if reading.strip() == OUTSIDE:
        return ()
    points = [_point(text.strip()) for text in reading.split(">")]
    if how and not points[0].how:
        points[0] = Point(points[0].names, how)
    return tuple(points)


def _point(text: str) -> Point:
    how, colon, names = text.rpartition(":")
    return Point(tuple(name.strip() for name in names.split("|")), how if colon else "")


def _check(row: Row) -> None:
    for reading in row["reads"].removesuffix(":").split(";"):
        for text in reading.split(">"):
            how = text.strip().rpartition(":")[0] if not row["reads"].endswith(":") else row["reads"][:-1]
            if how and how not in HOWS:
                row.reject(f'"{how}:"', listed(HOWS, 20), nearest(how, HOWS))
            if not row["reads"].endswith(":") and not re.fullmatch(r"\s*(?:[a-z]+:)?[A-Za-z0-9-]+(?:\|[A-Za-z0-9-]+)*\s*", text):
                row.bad("reads", "points such as bishkek, KAZ, POL|CZE, air:bishkek, joined by > or ;")
