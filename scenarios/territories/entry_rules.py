"""Rules of entry by row: ``entry_rules.csv`` of a territory, and the ``[[entry_rule]]`` tables of a scenario, which come before its rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from scenarios.reading.files import Row, read_rows, split
from scenarios.reading.paths import there
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.reading.toml_files import Document, fill
from scenarios.territories.columns import ENTRY_RULES
from scenarios.territories.forms import EntryRuleForm
from scenarios.territories.unlikely import iso_codes
from sim.basis.words import Decision, Kind
from sim.world.entry_rule import EntryRule
from sim.world.rules_of_entry import MOST_PAPERS, PASSPORT, PERMIT, registration_papers

FILE = "entry_rules.csv"
DECISIONS: Mapping[str, Decision] = {decision.word: decision for decision in Decision}
ALL = "*"
"""Stands for every country, way or foreigner, as an empty cell does."""
_LISTS = ("country", "via", "who", "papers")

PlacedRules = tuple[tuple[EntryRule, str], ...]
"""Rules of entry in their order, each with the place where it stands."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names that rules of entry may hold; ``crossings`` without kinds."""

    countries: tuple[str, ...]
    nationalities: tuple[str, ...]
    communities: tuple[str, ...]
    crossings: tuple[str, ...]

    def unknown(self, column: str, name: str) -> tuple[str, ...] | None:
        """What may stand in a column in place of a name that is unknown; ``None`` for a name that is known."""
        if column == "country":
            return None if name in self.countries else self.countries
        if column == "papers":
            known = (PASSPORT, PERMIT, *self.countries)
            return None if name in known else known
        if column == "who":
            known = (*self.nationalities, *self.communities)
            return None if name in known or name in iso_codes() else known
        ends = name.split("-")
        if len(ends) == 2 and ends[0] != ends[1] and set(ends) <= set(self.countries):
            return None
        known = (*self.crossings, *(kind.word for kind in Kind), *self.countries)
        borders = tuple(f"{left}-{entered}" for left in self.countries for entered in self.countries if left != entered)
        return None if name in known else (*known, *borders) if name.isupper() else known


def read_entry_rules(folder: Path, names: Names | None, problems: Problems) -> PlacedRules | None:
    """The rows of a territory's table, none where it has no such file; ``None`` if it cannot be read as a table. Without ``names`` these are not checked."""
    if not there(folder / FILE):
        return ()
    rows = read_rows(folder / FILE, tuple(ENTRY_RULES), problems)
    if rows is None:
        return None
    found = []
    for row in rows:
        if not row["source"]:
            row.bad("source", "where the rule is known from")
        dates = tuple(_date(row, column) for column in ("start", "end"))
        one = _rule({column: row[column] for column in (*_LISTS, "decision")}, dates, names, partial(_of_row, row), problems)
        if one is not None and row.valid:
            found.append((one, row.where))
    return tuple(found)


def _date(row: Row, column: str) -> date | None:
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        row.bad(column, "a date such as 2004-05-31, or empty")
        return None


def scenario_rules(document: Document, entries: Sequence[dict[str, Any]], names: Names, problems: Problems) -> PlacedRules:
    """The ``[[entry_rule]]`` tables of a scenario."""
    found = []
    for number, entry in enumerate(entries):
        path = ("entry_rule", number)
        form = fill(EntryRuleForm, entry, document, path, problems)
        if form is None:
            continue
        if not form.source.strip():
            problems.add(document.where((*path, "source")), "an empty source", "where the rule is known from")
        cells = {column: getattr(form, column) for column in (*_LISTS, "decision")}
        one = _rule(cells, (form.start, form.end), names, partial(_of_key, document, number), problems)
        if one is not None:
            found.append((one, document.where(path)))
    return tuple(found)


def _of_row(row: Row, _column: str) -> str:
    return row.where


def _of_key(document: Document, number: int, key: str) -> str:
    return document.where(("entry_rule", number, key))


def _rule(
    cells: Mapping[str, str], dates: Sequence[date | None], names: Names | None, where: Callable[[str], str], problems: Problems
) -> EntryRule | None:
    """A rule from its cells; ``None`` after findings, ``where`` of which says the place of a column."""
    before = len(problems.findings)
    parts = {}
    for column in _LISTS:
        parts[column] = tuple(dict.fromkeys(part for part in split(cells[column]) if part != ALL or column == "papers"))
        for name in parts[column]:
            known = None if names is None else names.unknown(column, name)
            if known is not None:
                problems.add(where(column), f'{column} "{name}"', _allowed(column, known), nearest(name, known))
    if cells["decision"] not in DECISIONS:
        problems.add(where("decision"), f'decision "{cells["decision"]}"', listed(DECISIONS), nearest(cells["decision"], list(DECISIONS)))
    start, end = dates
    if start is not None and end is not None and end <= start:
        problems.add(where("end"), f"end = {end}", f"a date after the start, {start}")
    if len(problems.findings) > before:
        return None
    return EntryRule(DECISIONS[cells["decision"]], parts["country"], parts["via"], parts["who"], parts["papers"], start, end)


def _allowed(column: str, known: Collection[str]) -> str:
    kinds = {
        "country": "countries entered",
        "via": "crossings, kinds of crossing, borders such as AAA-BBB, or countries left",
        "who": "nationalities or communities",
        "papers": "passport, permit, or a country whose registration paper is asked for",
    }
    return f"{kinds[column]}, joined by ;: {listed(known)}"


def check_papers(rules: PlacedRules, countries: tuple[str, ...], problems: Problems) -> None:
    """Note that rules ask for the registration papers of more countries than the model can tell apart."""
    asked = registration_papers(tuple(one for one, _ in rules), countries)
    if len(asked) > MOST_PAPERS:
        problems.add(rules[0][1], f"registration papers of {len(asked)} countries", f"those of at most {MOST_PAPERS}")
