"""Rows that a proposal wrote and that nobody has looked at: their source or basis begins with ``template:``."""

from collections.abc import Iterable
from pathlib import Path

from scenarios.reading.files import read_rows
from scenarios.reading.paths import shown
from scenarios.reading.problems import Problems
from scenarios.territories.columns import CROSSINGS, LEGS
from scenarios.territories.parameter_rows import ParameterRows

MARK = "template:"
"""How the source of a crossing or parameter and the basis of a leg begin while they are as they were proposed."""


def warn_of_proposed(folder: Path, parameters: ParameterRows, problems: Problems) -> None:
    """Warn, one line a table, of the crossings, legs and parameters of a territory that are marked as templates, by their number."""
    _count("parameters", "parameters", (parameter.source for parameter in parameters.parameters.values()), folder, problems)
    for file, noun, columns, column in (("crossings.csv", "crossings", CROSSINGS, "source"), ("legs.csv", "legs", LEGS, "basis")):
        rows = read_rows(folder / file, tuple(columns), Problems(), ("minutes",)) or ()
        _count(file.removesuffix(".csv"), noun, (row[column] for row in rows), folder, problems)


def _count(file: str, noun: str, sources: Iterable[str], folder: Path, problems: Problems) -> None:
    known = list(sources)
    marked = sum(source.startswith(MARK) for source in known)
    if marked:
        found = f'{marked:,} of {len(known):,} {noun} are proposals, marked "{MARK}"'
        problems.warn(shown(folder / f"{file}.csv"), found, "what is known of this territory, and from where")
