"""Forms of the JSON that is read back: what must stand in each file, so that a cut or changed one is a finding about that file."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from experiments.store.damage import reason
from scenarios.reading.problems import Problems

LARGEST = 512 << 20
"""Bytes that a file of JSON may have."""
MOST = 5
"""Findings about one file."""
Count = Annotated[int, Field(ge=0)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]


class _Stored(BaseModel):
    """What readers need must stand there; later versions may add to it."""

    model_config = ConfigDict(extra="allow", strict=True, defer_build=True)


class TableAbout(_Stored):
    """A table in ``run.json``."""

    rows: Count
    sha256: Sha256


class ParameterAbout(_Stored):
    """A parameter in ``run.json``."""

    value: float
    unit: str
    status: str
    source: str


class RunAbout(_Stored):
    """``run.json``."""

    format: str
    scenario: str
    policy: str
    seed: Count
    start: Day
    days: Annotated[int, Field(ge=1)]
    scale: Annotated[float, Field(gt=0)]
    digest: Sha256
    scenario_sha256: Sha256
    tables: dict[str, TableAbout]
    parameters: dict[str, ParameterAbout]


class Timing(RootModel[dict[str, Annotated[float, Field(ge=0)]]]):
    """``timing.json``: seconds by phase."""

    model_config = ConfigDict(strict=True)


class DigestList(_Stored):
    """``digests.json``."""

    format: Literal["routesim digests 1"]
    files: dict[str, Sha256]


class PointsAbout(_Stored):
    """What varies in a design; empty where nothing does."""

    keys: list[str] = []


class DesignAbout(_Stored):
    """The design in ``sweep.json``."""

    name: str
    scenarios: Annotated[list[str], Field(min_length=1)]
    policies: Annotated[list[str], Field(min_length=1)]
    levers: PointsAbout
    uncertainties: PointsAbout
    settings: dict[str, float | str]
    seeds: Annotated[list[Count], Field(min_length=1)]
    days: Annotated[int, Field(ge=1)] | None
    scale: Annotated[float, Field(gt=0)]
    keep: list[str]
    follow: list[str]


class SweepAbout(_Stored):
    """``sweep.json``."""

    format: str
    program: str
    stamps: dict[str, str]
    runs: Count
    design: DesignAbout


class Compacted(_Stored):
    """``results/compacted.json``."""

    runs: Count
    failed: Count
    sha256: Sha256


class Failure(_Stored):
    """The record of a run that failed."""

    error: Annotated[str, Field(min_length=1)]


class ComparisonAbout(_Stored):
    """``compare.json``, as far as pictures and reports read it."""

    interval: str
    differences: list[dict[str, Any]]
    displacement: dict[str, dict[str, Any]]


class CalibrationAsked(_Stored):
    """``calibration.json``."""

    scenario: Annotated[str, Field(min_length=1)]
    budget: Annotated[int, Field(ge=1)]
    seed: Count
    scale: Annotated[float, Field(gt=0)]
    leave_out: Count = 0
    leave_out_runs: Annotated[int, Field(ge=1)] = 1


class SchedulerFile(_Stored):
    """The file that a Dask scheduler writes."""

    address: Annotated[str, Field(pattern=r"^[a-z]+://[^\s]+$")]


def read_json(path: Path, form: type[BaseModel], allowed: str, problems: Problems) -> dict[str, Any] | None:
    """What a file of JSON holds, as it stands there, or ``None`` after findings about the file.

    Parameters
    ----------
    path
        The file.
    form
        What must stand in it.
    allowed
        What is allowed, for the message: how to have the file again.
    problems
        The findings so far.
    """
    where = str(path)
    try:
        if not path.is_file():
            problems.add(where, "no such file" if not path.exists() else "something that is no file", allowed)
            return None
        if path.stat().st_size > LARGEST:
            problems.add(where, f"a file of {path.stat().st_size:,} bytes", allowed)
            return None
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        problems.add(where, f"a file that cannot be read ({reason(error)})", allowed)
        return None
    try:
        form.model_validate(data)
    except ValidationError as error:
        for item in error.errors()[:MOST]:
            key = ".".join(str(part) for part in item["loc"])
            problems.add(where, f'no key "{key}"' if item["type"] == "missing" else f"{key or 'content'} = {item['input']!r:.60}", allowed)
        return None
    except (RecursionError, OverflowError) as error:
        problems.add(where, f"a file that cannot be read ({reason(error)})", allowed)
        return None
    return dict(data)
