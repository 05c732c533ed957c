"""The levers as a table: what each does, its settings, who asks for it, and what it costs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scenarios.policies.events import lever_text
from scenarios.policies.measures import measures
from scenarios.reading.files import table_of
from scenarios.reading.folders import TERRITORIES
from sim.levers.catalogue import lever, names
from sim.levers.scope import size_of

PRICES = TERRITORIES / "eurasia" / "parameters.csv"
"""Where prices of levers stand: the parameters of the largest territory."""


@dataclass(frozen=True, slots=True)
class LeverRow:
    """A lever as a reader sees it; ``cost_by`` is what its cost is counted by, empty for what is no measure of anybody."""

    name: str
    text: str
    settings: tuple[str, ...]
    changes: tuple[str, ...]
    evidence: tuple[str, ...]
    cost_by: str


def lever_rows() -> tuple[LeverRow, ...]:
    """Every lever there is, sorted by name."""
    asked: Mapping[str, list[str]] = defaultdict(list)
    for measure in measures():
        for name in measure.names:
            asked[name].append(measure.id)
    return tuple(_row(name, asked[name]) for name in names())


def _row(name: str, evidence: Sequence[str]) -> LeverRow:
    module = lever(name)
    settings = tuple(f"{key} ({size.unit}): {text}" if (size := size_of(key)) else f"{key}: {text}" for key, text in module.SETTINGS.items())
    return LeverRow(name, lever_text(name), settings, tuple(module.CHANGES), tuple(evidence), module.COST_UNIT)


def prices() -> Mapping[str, Mapping[str, str]]:
    """Rows of the parameters ``lever.*`` of the largest territory, by key: their ``value``, ``low`` and ``high``."""
    return {row["key"]: row for row in table_of(PRICES.read_text(encoding="utf-8")) if row["key"].startswith("lever.")}


def price(row: LeverRow, known: Mapping[str, Mapping[str, str]]) -> str:
    """What a lever costs, as text: a unit at once and a month, with the ranges of both; ``known`` are the :func:`prices`."""
    once, monthly = (known.get(f"lever.{row.name}.{kind}_usd") for kind in ("once", "monthly"))
    if not row.cost_by or once is None or monthly is None:
        return "not known" if row.cost_by else "none"
    return f"a {row.cost_by}: {_span(once)} at once, {_span(monthly)} a month"


def _span(row: Mapping[str, str]) -> str:
    return f"{float(row['value']):,.0f} ({float(row['low']):,.0f} to {float(row['high']):,.0f}) USD"
