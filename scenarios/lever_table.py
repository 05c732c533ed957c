"""The levers as a table, and what became of the measures and recommendations of the reports."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.files import table_of
from sim.levers import lever, names, size_of

FOLDER = Path(__file__).parent
EVIDENCE = FOLDER / "evidence"
PRICES = FOLDER / "territories" / "eurasia" / "figures.csv"
FORMS = ("lever", "levers", "event", "policy", "not modelled")
"""How a measure of the reports can be modelled."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of ``measures.csv``: how a measure that a report names is modelled; ``names`` are those of levers, or of policies."""

    id: str
    modelled_as: str
    names: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A row of ``recommendations.csv``: what a report recommends to a country or the region, and the policy that tries it, or why there is none."""

    country: str
    section: str
    recommendation: str
    policy: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeverRow:
    """A lever as a reader sees it; ``cost_by`` is what its cost is counted by, empty for what is no measure of anybody."""

    name: str
    text: str
    settings: tuple[str, ...]
    changes: tuple[str, ...]
    evidence: tuple[str, ...]
    cost_by: str


def measures() -> tuple[Measure, ...]:
    """How every measure that the reports name is modelled, in the order of their ids."""
    return tuple(Measure(row["id"], row["modelled_as"], tuple(row["names"].split()), row["reason"]) for row in _rows(EVIDENCE / "measures.csv"))


def recommendations() -> tuple[Recommendation, ...]:
    """What the report on Central Asia recommends, and the policy that tries it."""
    return tuple(Recommendation(**row) for row in _rows(EVIDENCE / "recommendations.csv"))


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
    return LeverRow(name, (module.__doc__ or "").partition("\n")[0], settings, tuple(module.CHANGES), tuple(evidence), module.COST_UNIT)


def _rows(path: Path) -> list[dict[str, str]]:
    return table_of(path.read_text(encoding="utf-8"))


def prices() -> Mapping[str, Mapping[str, str]]:
    """Rows of the figures ``lever.*`` of the largest territory, by key: their ``value``, ``low`` and ``high``."""
    return {row["key"]: row for row in _rows(PRICES) if row["key"].startswith("lever.")}


def price(row: LeverRow, known: Mapping[str, Mapping[str, str]]) -> str:
    """What a lever costs, as text: a unit at once and a month, with the ranges of both; ``known`` are the :func:`prices`."""
    once, monthly = (known.get(f"lever.{row.name}.{kind}_usd") for kind in ("once", "monthly"))
    if not row.cost_by or once is None or monthly is None:
        return "not known" if row.cost_by else "none"
    return f"a {row.cost_by}: {_span(once)} at once, {_span(monthly)} a month"


def _span(row: Mapping[str, str]) -> str:
    return f"{float(row['value']):,.0f} ({float(row['low']):,.0f} to {float(row['high']):,.0f}) USD"
