"""Whether the source of a documented or transferred parameter is what its status says."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from scenarios.evidence.rows import FILE, Known, documented, ids_in, read_own, reason_in
from scenarios.evidence.subject import Subject
from scenarios.reading.problems import Problems
from sim.world.parameters import Parameter, Status

_ALIKE = (frozenset({"USD", "USD/person", "USD/item", "USD/trip"}), frozenset({"share", "probability"}), frozenset({"persons", "count"}))
"""Units in which the same number says the same: what one person pays, the share of many and the chance of each, a number of people."""


def rests_on_rows(parameter: Parameter) -> bool:
    """Whether the source of a parameter names rows of the evidence."""
    return parameter.status in {Status.DOCUMENTED, Status.TRANSFERRED}


def known_rows(parameters: Iterable[Parameter], folders: Iterable[Path], problems: Problems) -> Mapping[str, Known]:
    """The rows by id: those that ship and, if one of the parameters names another, those of the tables ``evidence.csv`` in the folders."""
    shipped = documented()
    named = {name for parameter in parameters if rests_on_rows(parameter) for name in ids_in(parameter.source)}
    return shipped if named <= shipped.keys() else {**read_own(folders, problems), **shipped}


def check_source(key: str, parameter: Parameter, subject: Subject | None, known: Mapping[str, Known], where: str, problems: Problems) -> None:
    """Note what is wrong with the source of a parameter that rests on rows; without a ``subject`` place and people do not matter."""
    status, ids = parameter.status, ids_in(parameter.source)
    for name in ids or ("",):
        if name not in known:
            allowed = f"an id of the evidence, or of a table {FILE} of your own beside the file; a number without a row is assumed, with a reason and a range"
            problems.add(where, f'source "{name}" of {key}, {status}', allowed, _closest(name, known))
    if status is Status.TRANSFERRED:
        if not reason_in(parameter.source):
            allowed = 'the source "ID: reason", which says why a row about another thing, place or people tells something here'
            problems.add(where, f"{key}, transferred, without a reason", allowed)
        return
    for name in ids:
        if name in known:
            _check_row(key, parameter, subject, known[name], where, problems)


def _closest(name: str, known: Iterable[str]) -> str:
    """The id most like a text, however little: no name of a place is at stake, and an id shows what ids look like."""
    return max(sorted(known), key=lambda one: SequenceMatcher(None, name.lower(), one.lower()).ratio())


def _check_row(key: str, parameter: Parameter, subject: Subject | None, row: Known, where: str, problems: Problems) -> None:
    """Note a row that speaks of another place, other people, another thing or another number than the parameter that it documents."""
    if subject is not None and not subject.is_of(row):
        allowed = f'a row about {subject}; from a row about others it is transferred, with the source "{row.id}: reason", low and high'
        problems.add(where, f"{key}, documented by {row.id}, a row about {row.place} (people: {row.people})", allowed)
    if row.unit and row.unit != parameter.unit and not any({row.unit, parameter.unit} <= alike for alike in _ALIKE):
        problems.add(where, f"{key}, in {parameter.unit}, documented by {row.id}, a row in {row.unit}", "a row in the unit of the parameter; else transferred")
    elif (row.low is not None and parameter.value < row.low) or (row.high is not None and parameter.value > row.high):
        problems.add(where, f"{key} = {parameter.value:g}, documented by {row.id}, which says {_range(row)}", "what the row says; else transferred or assumed")


def _range(row: Known) -> str:
    if row.low == row.high:
        return f"{row.low:g}"
    low, high = ("" if bound is None else f"{bound:g}" for bound in (row.low, row.high))
    return f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
