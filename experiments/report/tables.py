"""The tables of the page: a title, columns with units, rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.plots.flows import borders_of, flows_of
from experiments.plots.opened import COMPARED, Opened
from experiments.plots.passed import View
from experiments.report.answer import STATUSES, statuses
from experiments.runs.arms import TOGETHER
from experiments.store.tables import reported

FLOWS, BORDERS = 60, 25
BY_COMMUNITY = ("set out", "arrivals", "apprehensions", "extortions", "stranded", "injuries", "lost from sight", "deaths")
OUTCOMES = {
    "set out": "departed", "attempts": "attempts", "crossed": "crossed", "arrived": "arrived", "apprehended": "apprehended", "detained": "detained",
    "deported": "deported", "extorted": "extorted", "stranded": "stranded", "injured": "injured", "lost from sight": "disappeared", "died": "died",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One table: ``rows`` are cells in the order of ``columns``; ``note`` says units and what to beware of."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    note: str


def sheets(opened: Opened) -> list[Sheet]:
    """All tables of a folder."""
    found = []
    if opened.kind == COMPARED:
        found += [_differences(opened), _by_community(opened)]
    found += [_outcomes(opened, name) for name in opened.policies]
    if opened.has_weeks:
        found += [_borders(opened, name) for name in opened.policies]
        found.append(_flows(opened))
    found.append(_statuses(opened))
    return found


def _differences(opened: Opened) -> Sheet:
    policy, title = _of_policies(opened)
    rows = [
        (*policy(r), r["outcome"], r["unit"], r["baseline"], r["value"], r["difference"], r["low"], r["high"], r["told"])
        for r in opened.compared["differences"]
        if r["community"] == TOGETHER
    ]
    columns = (*title, "outcome", "unit", opened.policies[0], "with the policy", "difference", "from", "to", "")
    note = f"All communities together; {opened.compared['interval']}. Not told apart: the interval holds nought."
    return Sheet("differences", "What changes", columns, rows, note)


def _of_policies(opened: Opened) -> tuple[Callable[[Mapping[str, Any]], tuple[str, ...]], tuple[str, ...]]:
    """The column that tells policies apart, where there are several: how to read it from a row, and its head."""
    several = len(opened.policies) > 2
    return (lambda row: (str(row["policy"]),) if several else ()), (("policy",) if several else ())


def _by_community(opened: Opened) -> Sheet:
    titles = {c.name: c.title for c in opened.world.communities}
    policy, title = _of_policies(opened)
    rows = [
        (*policy(r), titles.get(r["community"], r["community"]), r["outcome"], r["baseline"], r["value"], r["difference"], r["low"], r["high"], r["told"])
        for r in opened.compared["differences"]
        if r["community"] != TOGETHER and r["outcome"] in BY_COMMUNITY
    ]
    columns = (*title, "community", "outcome", opened.policies[0], "with the policy", "difference", "from", "to", "")
    return Sheet("by-community", "What changes, by community", columns, rows, "People; harm beside interceptions.")


def _outcomes(opened: Opened, name: str) -> Sheet:
    values, runs = opened.indicators(name, tuple(OUTCOMES.values()))
    order = sorted(opened.world.communities, key=lambda c: (not c.followed, c.title))
    rows = [(c.title, *(round(values[c.name, what], 2) for what in OUTCOMES.values())) for c in order]
    first, last = reported(opened.world)
    mean = f"mean of {runs} runs" if runs > 1 else "one run"
    title = "What became of people, by community" + (f": {name}" if len(opened.policies) > 1 else "")
    note = f"People, counted each time it happens to them, {first} to {last}; {mean}."
    return Sheet(f"outcomes-{name}", title, ("community", *OUTCOMES), rows, note)


def _borders(opened: Opened, name: str) -> Sheet:
    found = borders_of(opened.passed(name), opened.world, View(period=reported(opened.world)))[:BORDERS]
    rows = [(b.title, round(b.followed, 2), *([round(b.others, 2)] if opened.has_all else [])) for b in found]
    columns = ("border", "transit communities", *(["labour communities"] if opened.has_all else []))
    title = "Borders with most apprehensions" + (f": {name}" if len(opened.policies) > 1 else "")
    return Sheet(f"borders-{name}", title, columns, rows, "Apprehensions in the reported days.")


def _flows(opened: Opened) -> Sheet:
    titles = {place.name: (place.title, place.country) for place in opened.world.places}
    sides: dict[tuple[str, str, str], dict[str, float]] = {}
    some = True if any(c.followed for c in opened.world.communities) else None
    for name in opened.policies:
        for flow in flows_of(opened.passed(name), opened.world, View(period=reported(opened.world)), followed=some):
            sides.setdefault((flow.origin, flow.target, flow.mode), {})[name] = flow.people
    order = sorted(sides, key=lambda key: -max(sides[key].values()))[:FLOWS]
    rows = [(*titles[a], *titles[b], mode, *(round(sides[a, b, mode].get(name, 0.0), 2) for name in opened.policies)) for a, b, mode in order]
    people = opened.policies if len(opened.policies) > 1 else ("people",)
    return Sheet("flows", "The largest flows", ("from", "country", "to", "country of arrival", "by", *people), rows, "People passing in the reported days.")


def _statuses(opened: Opened) -> Sheet:
    parameters: Mapping[str, Any] = {key: {"status": parameter.status.value} for key, parameter in opened.world.parameters.table.items()}
    rows = statuses(parameters)
    columns = ("kind of parameter", *STATUSES)
    note = (
        "How many parameters of the model are known, and how: documented by a row of the evidence, transferred from a row about others, fitted, or assumed."
        " A conclusion that turns on a parameter that is transferred or assumed is a question, not a finding."
    )
    return Sheet("parameters", "What the numbers rest on", columns, [tuple(row[c] for c in columns) for row in rows], note)
