"""A design as a TOML file: read and checked whole, so that one message lists everything that is wrong."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from experiments.runs import points as rules
from experiments.runs.design import KEEPS, Design
from experiments.runs.points import NOTHING, Dimension, Points, Range
from scenarios import about, load, load_policy
from scenarios.lever_keys import Setting, is_lever_key
from scenarios.problems import BadInput, Finding, Problems, listed, nearest
from scenarios.toml_files import Document, fill, read_form
from sim.figures import pattern_of

if TYPE_CHECKING:
    from sim.world import World

METHODS: Mapping[str, tuple[str, ...]] = {
    "grid": (),
    "list": (),
    "lhs": ("points", "seed"),
    "sobol": ("points", "seed"),
    "morris": ("trajectories", "levels", "seed"),
    "draws": ("file", "take"),
}
"""The rules by which points are chosen, and the keys that each reads besides its dimensions."""
RANGE = "range"
"""What stands for the low and high that a figure or a policy's size has itself."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DesignForm(_Form):
    """A design; ``seeds`` is how many, or a list of them."""

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
    settings: dict[str, Any] = Field(default_factory=dict)
    levers: dict[str, Any] = Field(default_factory=dict)
    uncertainties: dict[str, Any] = Field(default_factory=dict)


class PointsForm(_Form):
    """``[levers]`` or ``[uncertainties]``."""

    method: str
    points: int | None = Field(default=None, ge=1)
    trajectories: int | None = Field(default=None, ge=1)
    levels: int = Field(default=4, ge=2)
    seed: int = Field(default=1, ge=0)
    file: str | None = None
    take: int | None = Field(default=None, ge=1)
    dimensions: dict[str, Any] = Field(default_factory=dict)
    row: list[dict[str, Any]] = Field(default_factory=list)


class RangeForm(_Form):
    """A dimension that is a range of values."""

    low: float | date
    high: float | date
    log: bool = False
    whole: bool = False
    steps: int = Field(default=0, ge=0)


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
    if problems.findings:
        raise BadInput(problems.findings)
    lines = {"--days": document.where(("days",)), "--scale": document.where(("scale",))}
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
        keep=tuple(name for name in KEEPS if name in ("indicators", *kept)),
        title=form.title,
        lines={"": document.file} | lines,
    )


def _check_heads(form: DesignForm, scenarios: Sequence[str], document: Document, folder: Path, problems: Problems) -> tuple[tuple[int, ...], list[str]]:
    """The seeds and what is kept, after checks of everything that stands above the tables."""
    seeds = tuple(range(1, form.seeds + 1)) if isinstance(form.seeds, int) else tuple(form.seeds)
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
    return seeds, kept


def _read_parts(
    form: DesignForm, scenarios: Sequence[str], document: Document, folder: Path, problems: Problems
) -> tuple[dict[str, Points], dict[str, Setting | None]]:
    """Levers and uncertainties by name, and the settings of all runs."""
    ranges = _OwnRanges([_beside(name, folder) for name in scenarios], [_beside(name, folder) for name in form.policies])
    parts: dict[str, Points] = {}
    for part in ("levers", "uncertainties"):
        parts[part] = _read_points(getattr(form, part), part, document, folder, ranges, problems)
    settings = {key: _number(value, document, ("settings", key), problems) for key, value in form.settings.items()}
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


class _OwnRanges:
    """The low and high that figures of the first scenario and sizes of policies have themselves."""

    def __init__(self, scenarios: Sequence[str], policies: Sequence[str]) -> None:
        self.scenarios, self.policies = scenarios, policies
        self.world: World | None = None

    def range_of(self, key: str, where: str, problems: Problems) -> Range | None:
        """The range of a key, or ``None`` after a finding."""
        try:
            bounds = self._of_a_policy(key) if is_lever_key(key) else self._of_a_figure(key)
        except BadInput as error:
            for finding in error.findings:
                problems.add(finding.where, finding.found, finding.allowed, finding.nearest)
            return None
        if bounds is None:
            problems.add(where, f'{key} = "range", which has none', "{ low = ..., high = ... }, or a figure or a policy's size that has a low and a high")
            return None
        return Range(*bounds)

    def _of_a_policy(self, key: str) -> tuple[float, float] | None:
        sizes = {name: bounds for policy in self.policies for name, (_, bounds) in load_policy(policy).sizes().items()}
        return sizes.get(key)

    def _of_a_figure(self, key: str) -> tuple[float, float] | None:
        if self.world is None and self.scenarios:
            self.world = load(self.scenarios[0])
        figure = None if self.world is None or pattern_of(key) is None else self.world.figures.find(key)
        return None if figure is None or figure.low is None or figure.high is None else (figure.low, figure.high)


def _beside(name: str, folder: Path) -> str:
    """A name that ships as it is, a path from the folder of the design."""
    return str(folder / name) if name.endswith(".toml") else name


def _line(document: Document, part: str, key: str) -> str:
    return document.where((part, "dimensions", key))


def _read_points(data: Mapping[str, Any], part: str, document: Document, folder: Path, ranges: _OwnRanges, problems: Problems) -> Points:
    if not data:
        return NOTHING
    form = fill(PointsForm, data, document, (part,), problems)
    if form is None:
        return NOTHING
    where = document.where((part, "method"))
    if form.method not in METHODS:
        problems.add(where, f'method "{form.method}"', listed(METHODS), nearest(form.method, METHODS))
        return NOTHING
    own = {"grid": ("dimensions",), "list": ("row",), "draws": ()}.get(form.method, ("dimensions",))
    for key in data:
        if key not in ("method", *own, *METHODS[form.method]):
            problems.add(document.where((part, key)), f'key "{key}" with the method {form.method}', listed(("method", *METHODS[form.method], *own)))
    before = len(problems.findings)
    dimensions = {key: _dimension(entry, form.method, document, (part, "dimensions", key), ranges, problems) for key, entry in form.dimensions.items()}
    sound = {key: dimension for key, dimension in dimensions.items() if dimension is not None}
    if "dimensions" in own and not dimensions:
        problems.add(document.where((part,)), f"[{part}] without dimensions", f'[{part}.dimensions], such as "choice.noise_share" = [0.1, 0.2]')
    needed: Literal["points", "trajectories", "file", ""] = {"lhs": "points", "sobol": "points", "morris": "trajectories", "draws": "file"}.get(form.method, "")  # type: ignore[assignment]
    if needed and getattr(form, needed) is None:
        problems.add(document.where((part,)), f"the method {form.method} without {needed}", f"{needed} = ...")
    if len(problems.findings) > before:
        return NOTHING
    try:
        return _made(form, sound, part, document, folder, problems)
    except ValueError as error:
        problems.add(where, f"the method {form.method}: {error}", "a number that fits the method")
    except BadInput as error:
        problems.findings.extend(error.findings)
    return NOTHING


def _made(form: PointsForm, dimensions: Mapping[str, Dimension], part: str, document: Document, folder: Path, problems: Problems) -> Points:
    if form.method == "grid":
        return rules.grid(dimensions)
    if form.method == "lhs":
        return rules.latin_hypercube(dimensions, form.points or 1, form.seed)
    if form.method == "sobol":
        return rules.sobol(dimensions, form.points or 1, form.seed)
    if form.method == "morris":
        return rules.morris(dimensions, form.trajectories or 1, form.levels, form.seed)
    if form.method == "draws":
        return rules.draws(folder / (form.file or ""), take=form.take, where=document.where((part, "file")))
    return _listed(form, part, document, problems)


def _listed(form: PointsForm, part: str, document: Document, problems: Problems) -> Points:
    """The rows of ``[[levers.row]]`` or ``[[uncertainties.row]]``."""
    if not form.row:
        problems.add(document.where((part,)), "a list without rows", f"[[{part}.row]] for every point")
        return NOTHING
    found: list[dict[str, Setting]] = []
    for number, row in enumerate(form.row):
        path = (part, "row", number)
        if set(row) != set(form.row[0]):
            problems.add(document.where(path), f"a row of {listed(row)}", f"the keys of the first row: {listed(form.row[0])}")
        found.append({key: value for key, entry in row.items() if (value := _number(entry, document, (*path, key), problems)) is not None})
    return NOTHING if problems.findings else rules.rows(found)


def _dimension(entry: object, method: str, document: Document, path: tuple[str, ...], own: _OwnRanges, problems: Problems) -> Dimension | None:
    where, key = document.where(path), path[-1]
    if entry == RANGE:
        if method != "grid":
            return own.range_of(key, where, problems)
        problems.add(where, f'{key} = "range" in a grid', "a list of values, or { low = ..., high = ..., steps = ... }")
        return None
    if isinstance(entry, list):
        values = [_number(value, document, path, problems) for value in entry]
        if not values:
            problems.add(where, f"{key} without values", "a list such as [0.1, 0.2], or { low = 0.1, high = 0.2 }")
        return [value for value in values if value is not None]
    if not isinstance(entry, dict):
        problems.add(where, f"{key} = {entry!r}", 'a list such as [0.1, 0.2], { low = 0.1, high = 0.2 }, or "range" for the range that the figure has')
        return None
    form = fill(RangeForm, entry, document, path, problems)
    if form is None:
        return None
    low, high = form.low, form.high
    if isinstance(low, date) != isinstance(high, date):
        problems.add(where, f"low = {low} and high = {high}", "two numbers or two dates")
    elif not low <= high:  # type: ignore[operator]  # two of a kind
        problems.add(where, f"low = {low} above high = {high}", "low <= high")
    elif form.log and (isinstance(low, date) or low <= 0):
        problems.add(where, f"log with low = {low}", "numbers above 0")
    elif method == "grid" and form.steps < 2:
        problems.add(where, f"a range without steps in a grid, {key}", "steps = 2 or more, or a list of values")
    else:
        return Range(low, high, form.log, form.whole, form.steps)
    return None


def _number(value: object, document: Document, path: tuple[str | int, ...], problems: Problems) -> Setting | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | date):
        problems.add(document.where(path), f"{path[-1]} = {value!r}", "a number; a date or text of a lever")
        return None
    return float(value) if isinstance(value, int | float) else value


def told_at(findings: tuple[Finding, ...], lines: Mapping[str, str]) -> tuple[Finding, ...]:
    """Findings about values that are set, with the line of the design that sets them."""
    return tuple(
        Finding(lines.get(finding.where.removeprefix("--set "), finding.where), finding.found, finding.allowed, finding.nearest) for finding in findings
    )
