"""The points of a design file: ``[levers]`` and ``[uncertainties]``, read and checked whole."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from experiments.runs import points as rules
from experiments.runs.ceilings import MOST
from experiments.runs.draws_file import draws
from experiments.runs.points import NOTHING, Dimension, Points, Range
from scenarios import load, load_policy
from scenarios.policies.lever_keys import Setting, is_lever_key
from scenarios.posteriors import NONE
from scenarios.reading.problems import BadInput, Problems, listed, nearest
from scenarios.reading.toml_files import Document, fill
from sim.world.meanings import pattern_of

if TYPE_CHECKING:
    from sim.world.world import World

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
"""What stands for the low and high that a parameter or a policy's size has itself."""
NEEDED: Mapping[str, str] = {"lhs": "points", "sobol": "points", "morris": "trajectories", "draws": "file"}
"""The key that a rule cannot do without."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class PointsForm(_Form):
    """``[levers]`` or ``[uncertainties]``."""

    method: str
    points: int | None = Field(default=None, ge=1, le=MOST)
    trajectories: int | None = Field(default=None, ge=1, le=MOST)
    levels: int = Field(default=4, ge=2, le=MOST)
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
    steps: int = Field(default=0, ge=0, le=MOST)


class OwnRanges:
    """The low and high that sizes of policies and parameters of the first scenario have themselves: in the files, whatever a fit has left of them."""

    def __init__(self, scenarios: Sequence[str], policies: Sequence[str]) -> None:
        self.scenarios, self.policies = scenarios, policies
        self.world: World | None = None

    def range_of(self, key: str, where: str, problems: Problems) -> Range | None:
        """The range of a key, or ``None`` after a finding."""
        try:
            bounds = self._of_a_policy(key) if is_lever_key(key) else self._of_a_parameter(key)
        except BadInput as error:
            for finding in error.findings:
                problems.add(finding.where, finding.found, finding.allowed, finding.nearest)
            return None
        if bounds is None:
            problems.add(where, f'{key} = "range", which has none', "{ low = ..., high = ... }, or a parameter or a policy's size that has a low and a high")
            return None
        return Range(*bounds)

    def _of_a_policy(self, key: str) -> tuple[float, float] | None:
        sizes = {name: bounds for policy in self.policies for name, (_, bounds) in load_policy(policy).sizes().items()}
        return sizes.get(key)

    def _of_a_parameter(self, key: str) -> tuple[float, float] | None:
        if self.world is None and self.scenarios:
            self.world = load(self.scenarios[0], posterior=NONE)
        parameter = None if self.world is None or pattern_of(key) is None else self.world.parameters.find(key)
        return None if parameter is None or parameter.low is None or parameter.high is None else (parameter.low, parameter.high)


def read_points(data: Mapping[str, Any], part: str, document: Document, folder: Path, ranges: OwnRanges, problems: Problems) -> Points:
    """The points of ``[levers]`` or ``[uncertainties]`` (``part``); :data:`NOTHING` where there is none, or after findings.

    ``folder`` is that of the design, from which the file of a table of draws is found; ``ranges`` knows what ``"range"`` stands for.
    """
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
    valid = {key: dimension for key, dimension in dimensions.items() if dimension is not None}
    if "dimensions" in own and not dimensions:
        problems.add(document.where((part,)), f"[{part}] without dimensions", f'[{part}.dimensions], such as "choice.perception_error" = [0.1, 0.2]')
    needed = NEEDED.get(form.method)
    if needed is not None and getattr(form, needed) is None:
        problems.add(document.where((part,)), f"the method {form.method} without {needed}", f"{needed} = ...")
    if len(problems.findings) > before:
        return NOTHING
    try:
        return _made(form, valid, part, document, folder, problems)
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
        return draws(folder / (form.file or ""), take=form.take, where=document.where((part, "file")))
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
        found.append({key: value for key, entry in row.items() if (value := plain_value(entry, document, (*path, key), problems)) is not None})
    return NOTHING if problems.findings else rules.rows(found)


def _dimension(entry: object, method: str, document: Document, path: tuple[str, ...], own: OwnRanges, problems: Problems) -> Dimension | None:
    where, key = document.where(path), path[-1]
    if entry == RANGE:
        if method != "grid":
            return own.range_of(key, where, problems)
        problems.add(where, f'{key} = "range" in a grid', "a list of values, or { low = ..., high = ..., steps = ... }")
        return None
    if isinstance(entry, list):
        values = [plain_value(value, document, path, problems) for value in entry]
        if not values:
            problems.add(where, f"{key} without values", "a list such as [0.1, 0.2], or { low = 0.1, high = 0.2 }")
        return [value for value in values if value is not None]
    if not isinstance(entry, dict):
        problems.add(where, f"{key} = {entry!r}", 'a list such as [0.1, 0.2], { low = 0.1, high = 0.2 }, or "range" for the range that the parameter has')
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


def plain_value(value: object, document: Document, path: tuple[str | int, ...], problems: Problems) -> Setting | None:
    """A number, a date or a text of a design as it is set for a run, or ``None`` after a finding at ``path``."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | date):
        problems.add(document.where(path), f"{path[-1]} = {value!r}", "a number; a date or text of a lever")
        return None
    return float(value) if isinstance(value, int | float) else value
