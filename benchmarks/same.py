"""Whether the engine and the twin told the same history: a digest over the counts of every event by day, place and community, and over the books."""

import hashlib
from collections.abc import Iterable
from typing import Any

from sim.books.results import Results


def told_by(results: Results) -> str:
    """Digest of what the engine counted."""
    counts, books = results.tables["counts"], results.tables["books"]
    return _digest(
        zip(*(_words(counts[name]) for name in ("day", "place", "community", "event", "people")), strict=True),
        zip(*(_words(books[name]) for name in ("day", "community", "purpose", "cents")), strict=True),
    )


def told_by_twin(model: Any) -> str:
    """Digest of what the twin counted."""
    places, communities = model.atlas.places, [c.name for c in model.world.communities]
    counts, books = model.ledger.counts.items(), model.ledger.books.items()
    return _digest(
        ((day, places[place], communities[c], event.word, people) for (day, place, c, event), people in counts if people),
        ((day, communities[c], purpose.word, cents) for (day, c, purpose), cents in books if cents),
    )


def _words(column: Any) -> list[Any]:
    return list(column.words()) if hasattr(column, "words") else [int(number) for number in column]


def _digest(*tables: Iterable[tuple[Any, ...]]) -> str:
    lines = (";".join(str(cell) for cell in row) for table in tables for row in sorted(tuple(map(str, row)) for row in table))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
