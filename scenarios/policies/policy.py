"""Policies: levers with dates and sizes that can be put in force on a scenario, one TOML file each."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scenarios.evidence.sources import check_source, known_rows, rests_on_rows
from scenarios.evidence.tables import evidence_ids
from scenarios.policies.events import check_keys
from scenarios.policies.forms import PolicyEventForm, PolicyForm
from scenarios.policies.lever_keys import DATES, check_labels, labels
from scenarios.reading.files import span
from scenarios.reading.folders import POLICIES
from scenarios.reading.names import NAME, NAME_TEXT, files_in, path_of
from scenarios.reading.net import netted
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.reading.toml_files import Document, fill, read_form
from scenarios.territories.forms import ParameterForm
from sim.levers import catalogue
from sim.world.meanings import UNITS
from sim.world.parameters import Parameter, Status

COST_UNITS = ("USD", "USD/month")
"""Units of what a policy costs: once, and for every month in force."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as its file says; ``territory`` is empty for one that fits any, ``evidence`` holds ids of the evidence."""

    name: str
    title: str
    about: str
    territory: str
    evidence: tuple[str, ...]
    cost: Mapping[str, Parameter]
    events: tuple[Mapping[str, Any], ...]
    document: Document

    def entries(self, start: date) -> list[dict[str, Any]]:
        """The ``[[event]]`` tables as a scenario has them; those without a date begin on ``start``."""
        own = ("source", "range")
        return [{"start": start} | {key: value for key, value in event.items() if key not in own} for event in self.events]

    def sizes(self) -> dict[str, tuple[Any, tuple[float, float] | None]]:
        """What can be set, by key: the value in the file and, for a number, its plausible range."""
        found: dict[str, tuple[Any, tuple[float, float] | None]] = {}
        for label, event in zip(labels(self.events), self.events, strict=True):
            for key, value in event.items():
                if key in DATES or key not in PolicyEventForm.model_fields:
                    low_high = event.get("range", {}).get(key)
                    found[f"policy.{self.name}.{label}.{key}"] = (value, None if low_high is None else (float(low_high[0]), float(low_high[1])))
        return found


def names() -> tuple[str, ...]:
    """The policies that ship, in alphabetical order."""
    return files_in(POLICIES)


def load_policy(name_or_path: str | Path) -> Policy:
    """A policy, checked by itself; whether its names exist is checked when a scenario is loaded with it.

    Raises
    ------
    BadInput
        If anything is wrong; it lists every finding with its place.
    """
    problems = Problems()
    policy = netted(str(name_or_path), lambda: read_policy(name_or_path, problems), problems)
    problems.stop()
    assert policy is not None  # noqa: S101 - a policy or a finding
    return policy


def read_policy(name_or_path: str | Path, problems: Problems) -> Policy | None:
    """A policy, or ``None`` after findings that leave nothing to go on with."""
    path = path_of(name_or_path, POLICIES, "policy", problems)
    if path is None:
        return None
    read = read_form(PolicyForm, path, problems)
    if read is None:
        return None
    document, form = read
    if not NAME.fullmatch(path.stem):
        problems.add(document.file, f'a policy called "{path.stem}"', f"{NAME_TEXT}: the name of the file is the name of the policy")
    known = evidence_ids()
    for row in form.evidence:
        if row not in known:
            problems.unknown(document.where(("evidence",)), "evidence", row, sorted(known))
    cost = {name: parameter for name, entry in form.cost.items() if (parameter := _cost(name, entry, document, problems)) is not None}
    for number, entry in enumerate(form.event):
        _check_event(number, entry, document, problems)
    check_labels(form.event, document, problems)
    return Policy(path.stem, form.title, form.about, form.territory, tuple(form.evidence), cost, tuple(form.event), document)


def check_territory(policy: Policy, scenario: str, territory: str, problems: Problems) -> None:
    """Note a policy that is made for another territory than that of a scenario."""
    if policy.territory not in ("", territory):
        allowed = f'a policy for the territory of {scenario}, "{territory}", or one without a territory'
        problems.add(policy.document.where(("territory",)), f'territory "{policy.territory}" of the policy {policy.name}', allowed)


def _check_event(number: int, entry: Mapping[str, Any], document: Document, problems: Problems) -> None:
    """Check what stands in the file of a policy and not in a scenario: source and ranges; and the lever's settings."""
    path = ("event", number)
    known = {key: value for key, value in entry.items() if key in PolicyEventForm.model_fields}
    event = fill(PolicyEventForm, known, document, path, problems)
    if event is None:
        return
    if not event.source.strip():
        problems.add(document.where((*path, "source")), "an event without a source", "an evidence id, or the reason why it is assumed")
    settings = {key: value for key, value in entry.items() if key not in PolicyEventForm.model_fields}
    if event.lever not in catalogue.names():
        problems.add(document.where((*path, "lever")), f'lever "{event.lever}"', listed(catalogue.names(), 30), nearest(event.lever, catalogue.names()))
        return
    check_keys(event.lever, settings, document, path, problems)
    sizes = {key: value for key, value in settings.items() if isinstance(value, int | float) and not isinstance(value, bool)}
    for key, bounds in event.range.items():
        where = document.where((*path, "range", key))
        if key not in sizes:
            problems.add(where, f'range of "{key}"', f"the sizes of this event: {listed(sizes)}", nearest(key, sizes))
        elif len(bounds) != 2 or not all(map(math.isfinite, bounds)) or not bounds[0] <= sizes[key] <= bounds[1]:
            problems.add(where, f"range of {key} = {bounds}, where {key} = {sizes[key]:g}", "[low, high] with low <= value <= high")
    for key, size in sizes.items():
        if key not in event.range:
            problems.add(document.where((*path, key)), f"{key} = {size:g} without a range", f"range = {{ {key} = [low, high] }}: what is plausible")


def _cost(name: str, entry: object, document: Document, problems: Problems) -> Parameter | None:
    path = ("cost", name)
    form = fill(ParameterForm, entry, document, path, problems)
    if form is None:
        return None
    before = len(problems.findings)
    if form.unit not in COST_UNITS:
        problems.add(document.where(path), f'unit "{form.unit}" of the cost {name}', listed(COST_UNITS))
    if form.status not in [status.value for status in Status]:
        problems.add(document.where(path), f'status "{form.status}" of the cost {name}', listed(status.value for status in Status))
    floor, ceiling = UNITS["USD"]
    if not (math.isfinite(form.value) and floor <= form.value <= ceiling):
        problems.add(document.where(path), f"{name} = {form.value:g}", f"a finite number of dollars {span(floor, ceiling)}")
    if len(problems.findings) > before:
        return None
    try:
        cost = Parameter(form.value, form.unit, Status(form.status), form.source, form.low, form.high, form.as_of)
    except ValueError as error:
        problems.add(document.where(path), f"the cost {name}: {error}", "a value within its range, with a source or reason")
        return None
    if rests_on_rows(cost):
        check_source(f"the cost {name}", cost, None, known_rows((cost,), document.folders, problems), document.where(path), problems)
    return cost
