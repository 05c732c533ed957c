"""The levers as a table: what each does, its settings with units, what it changes, the evidence that asks for it, and what it costs.

``python -m scenarios.lever_table`` writes ``docs/levers.md``.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.levers import lever, names, size_of
from sim.reach import BORDERS, LEGS_TOO

FOLDER = Path(__file__).parent
EVIDENCE = FOLDER / "evidence"
PAGE = FOLDER.parent / "docs" / "levers.md"
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
    return list(csv.DictReader(line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")))


def page() -> str:
    """The page ``docs/levers.md``."""
    prices = {row["key"]: row for row in _rows(PRICES) if row["key"].startswith("lever.")}

    def cost(row: LeverRow) -> str:
        once, monthly = (prices.get(f"lever.{row.name}.{kind}_usd") for kind in ("once", "monthly"))
        if not row.cost_by or once is None or monthly is None:
            return "not known" if row.cost_by else "none"
        return f"a {row.cost_by}: {_span(once)} at once, {_span(monthly)} a month"

    table = [
        _line(f"`{row.name}`", row.text, _settings(row.name), ", ".join(f"`{change}`" for change in row.changes), " ".join(row.evidence), cost(row))
        for row in lever_rows()
    ]
    left_out = [_line(m.id, m.reason) for m in measures() if m.modelled_as == "not modelled"]
    advice = [_line(r.country, r.section, r.recommendation, f"`{r.policy}`" if r.policy else f"none: {r.reason}") for r in recommendations()]
    return TEXT.format(levers="\n".join(table), number=len(table), left_out="\n".join(left_out), advice="\n".join(advice))


def _settings(name: str) -> str:
    """Settings in a cell: where it acts by names alone, the rest in words."""
    settings = lever(name).SETTINGS
    where = [f"`{key}`" for key, text in settings.items() if LEGS_TOO.get(key) == text or BORDERS.get(key) == text]
    rest = [f"`{key}` ({size.unit}): {text}" if (size := size_of(key)) else f"`{key}`: {text}" for key, text in settings.items() if f"`{key}`" not in where]
    return "<br>".join([" or ".join(where), *rest] if where else rest)


def _span(row: Mapping[str, str]) -> str:
    return f"{float(row['value']):,.0f} ({float(row['low']):,.0f} to {float(row['high']):,.0f}) USD"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


TEXT = """# Levers

<!-- Written by `python -m scenarios.lever_table`; a test holds it to the code and the data. -->

A lever changes what holds, from its first day to its last. There are {number}. Events of a scenario and of a policy pull them; `routesim list levers` shows
them too. A closure is announced: choices know it on its first day. What a lever does to patrols, documents or honesty is learnt from what happens.

**Where.** `crossing` names one crossing; `border` one direction of a border, such as `AAA-BBB` (from, to), or, of what a service does, the border that AAA
watches towards BBB; `country` every crossing, post or border of one country; `leg` one leg such as `here>there`. Exactly one of those in the table is given.
`community` and `nationality` may be `*` for all. A lever that finds nothing to act on in a scenario is a finding.

**Sizes.** A setting called `factor`, or ending so, is relative to before: 1 changes nothing. `share`, `permits` and `places_per_month` come on top: 0 changes
nothing. Several levers on one condition multiply or add up in the order of their first days; shares and probabilities stop at 1. At the end everything is as
it was without the lever.

**Papers** (`permit`, `passport`, `exit_permit_share`) are looked at when somebody sets out; who is under way keeps what they have. Everybody's draw is for
life, so that the same people lose a paper and get it back.

**Cost.** What a lever costs the state is counted by something: a patrol added, a post, a permit. The figures `lever.NAME.once_usd` and
`lever.NAME.monthly_usd` (months of thirty days) belong to a territory and can be set or varied as any other. No report names a price, so all are assumed, with
wide ranges; those below are of `eurasia`. What the books count (custody, deportations, assisted returns, fines, visas) is not counted again. Patrols taken away
save what they cost a month. In Python: `sim.lever_costs.lever_costs(world, events)`.

| lever | what it does | settings | what it changes | asked for in | cost |
|---|---|---|---|---|---|
{levers}

## A new lever

One file in `sim/levers/`, named after the lever, with a docstring, `apply`, `SETTINGS`, `CHANGES` and `COST_UNIT`, and `amount` where cost is counted by
something: see the head of `sim/levers/__init__.py`. Conditions that it may change stand in `sim/conditions.py`: moves (crossings and legs), posts and countries
(services, custody, asylum, return), borders (smugglers), communities, visas, pulls and seasons. The tests of `tests/test_levers.py` find it by itself. Then
give it its two prices in the territories, and run `python -m scenarios.lever_table`.

## What the reports recommend, and the policy that tries it

Sections are those of IOM-2006. `region` is all of Central Asia.

| country | section | recommendation | policy |
|---|---|---|---|
{advice}

## Measures that are not modelled

`scenarios/evidence/measures.csv` says of every measure that a report names how it is modelled. Not modelled are:

| measure | why |
|---|---|
{left_out}
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
