"""A design as a TOML file: read and checked whole, so that one message lists everything that is wrong."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from experiments.runs.ceilings import MOST, MOST_RUNS
from experiments.runs.design import KEEPS, Design
from experiments.runs.points import Points
from experiments.runs.points_file import OwnRanges, plain_value, read_points
from scenarios import about, load_policy
from scenarios.policies.lever_keys import Setting
from scenarios.posteriors import BEST, read_chosen
from scenarios.reading.problems import BadInput, Finding, Problems, listed, nearest
from scenarios.reading.toml_files import Document, read_form


class DesignForm(BaseModel):
    """A design; ``seeds`` is how many, or a list of them."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: str = ""
    scenario: str | None = None
    scenarios: list[str] = Field(default_factory=list)
    policies: list[str] = Field(default_factory=list)
    seeds: int | list[int] = 1
    common_seeds: bool = True
    days: int | None = None
    scale: float = 1.0
    keep: str | list[str] = "indicators"
    follow: list[str] = Field(default_factory=list)
    posterior: str = BEST
    settings: dict[str, Any] = Field(default_factory=dict)
    levers: dict[str, Any] = Field(default_factory=dict)
    uncertainties: dict[str, Any] = Field(default_factory=dict)


def read_design(path: Path) -> Design:
    """The design in a file; scenarios, policies and draws are names that ship or paths relative to it.

    Raises
    ------
    scenarios.BadInput
        If anything is wrong; it lists every finding with its line.
    """
    problems = Problems()
    read = read_form(DesignForm, path, problems)
    if read is None:
        raise BadInput(problems.findings)
    document, form = read
    scenarios = ([form.scenario] if form.scenario else []) + form.scenarios
    if not scenarios:
        problems.add(document.where(), "no scenario", 'scenario = "NAME", or scenarios = ["NAME", ...]')
    seeds, kept = _check_heads(form, scenarios, document, path.parent, problems)
    parts, settings = _read_parts(form, scenarios, document, path.parent, problems)
    runs = max(1, len(scenarios)) * max(1, len(form.policies)) * math.prod(map(len, parts.values())) * len(seeds)
    if not problems.findings and runs > MOST_RUNS:
        problems.add(document.where(), f"{runs:,} runs: scenarios x policies x levers x uncertainties x seeds", f"at most {MOST_RUNS:,} in a design")
    if problems.findings:
        raise BadInput(problems.findings)
    lines = {"--posterior": document.where(("posterior",)), "--days": document.where(("days",)), "--scale": document.where(("scale",))}
    lines |= {key: document.where(("settings", key)) for key in settings}
    lines |= {key: _line(document, part, key) for part, points in parts.items() for key in points.columns}
    return Design(
        name=path.stem,
        scenarios=tuple(_beside(name, path.parent) for name in dict.fromkeys(scenarios)),
        policies=tuple(_beside(name, path.parent) for name in dict.fromkeys(form.policies)) or ("",),
        levers=parts["levers"],
        uncertainties=parts["uncertainties"],
        settings={key: value for key, value in settings.items() if value is not None},
        seeds=seeds,
        common_seeds=form.common_seeds,
        days=form.days,
        scale=form.scale,
        follow=tuple(form.follow),
        posterior=_beside(form.posterior, path.parent),
        keep=tuple(name for name in KEEPS if name in ("indicators", *kept)),
        title=form.title,
        lines={"": document.file} | lines,
    )


def _check_heads(form: DesignForm, scenarios: Sequence[str], document: Document, folder: Path, problems: Problems) -> tuple[tuple[int, ...], list[str]]:
    """The seeds and what is kept, after checks of everything that stands above the tables."""
    seeds = tuple(range(1, min(form.seeds, MOST) + 1)) if isinstance(form.seeds, int) else tuple(form.seeds)
    if isinstance(form.seeds, int) and form.seeds > MOST:
        problems.add(document.where(("seeds",)), f"seeds = {form.seeds}", f"how many, from 1 to {MOST}")
    if not seeds or min(seeds) < 0 or len(set(seeds)) < len(seeds):
        problems.add(document.where(("seeds",)), f"seeds = {form.seeds}", "how many (1 or more), or a list of different whole numbers from 0 up")
    kept = [form.keep] if isinstance(form.keep, str) else form.keep
    for name in kept:
        if name not in KEEPS:
            problems.add(document.where(("keep",)), f'keep "{name}"', listed(KEEPS), nearest(name, KEEPS))
    for key, names, check in (("scenario" if form.scenario else "scenarios", scenarios, about), ("policies", form.policies, load_policy)):
        for name in names:
            try:
                check(_beside(name, folder))
            except BadInput as error:
                for finding in error.findings:
                    where = document.where((key,)) if finding.where in ("scenario", "policy") else finding.where
                    problems.add(where, finding.found, finding.allowed, finding.nearest)
    if form.posterior != BEST:  # what ships is tested
        read_chosen("", _beside(form.posterior, folder), problems, document.where(("posterior",)))
    return seeds, kept


def _read_parts(
    form: DesignForm, scenarios: Sequence[str], document: Document, folder: Path, problems: Problems
) -> tuple[dict[str, Points], dict[str, Setting | None]]:
    """Levers and uncertainties by name, and the settings of all runs."""
    ranges = OwnRanges([_beside(name, folder) for name in scenarios], [_beside(name, folder) for name in form.policies])
    parts: dict[str, Points] = {}
    for part in ("levers", "uncertainties"):
        parts[part] = read_points(getattr(form, part), part, document, folder, ranges, problems)
    settings = {key: plain_value(value, document, ("settings", key), problems) for key, value in form.settings.items()}
    raw = {part: getattr(form, part).get("dimensions", {}) for part in parts}
    named_in = {part: [*parts[part].columns, *(raw[part] if isinstance(raw[part], dict) else ())] for part in parts}
    for key in named_in["uncertainties"]:
        if key in named_in["levers"]:
            problems.add(_line(document, "uncertainties", key), f"{key}, which is a lever too", "each name as a lever or as an uncertainty, never both")
    for part, points in parts.items():
        for key in points.columns:
            if key in settings:
                problems.add(document.where(("settings", key)), f"{key}, which varies in [{part}]", "each name once")
    return parts, settings


def _beside(name: str, folder: Path) -> str:
    """A name that ships as it is, a path from the folder of the design."""
    return str(folder / name) if name.endswith((".toml", ".csv")) else name


def _line(document: Document, part: str, key: str) -> str:
    return document.where((part, "dimensions", key))


def at_their_lines(findings: tuple[Finding, ...], lines: Mapping[str, str]) -> tuple[Finding, ...]:
    """Findings about values that are set, with the line of the design that sets them."""
    return tuple(
        Finding(lines.get(finding.where.removeprefix("--set "), finding.where), finding.found, finding.allowed, finding.nearest) for finding in findings
    )
