"""A run as a folder: what makes it one, and how it is read back; :mod:`experiments.store.run_writer` writes it.

``scenario.toml``   what the model was given        ``run.json``   seed, versions, parameters, digests
``<table>.parquet`` what it left behind             ``indicators.csv``   the numbers most people want
``timing.json``     seconds by phase, the only file that differs between two runs of the same
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from experiments.store.arrow import table_of
from experiments.store.digest import digest_of_canonical
from experiments.store.indicators import Indicator
from experiments.store.interrupted_runs import MARK, half_of, is_interrupted
from experiments.store.run_errors import DamagedRun, NoRun
from experiments.store.scenario_text import scenario_world
from scenarios.reading.problems import Problems
from sim.books.results import Results, Table
from sim.world.world import World

FORMAT = "routesim run 1"
"""Name and version of this folder format."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stored run: its results, the world that it was given, and ``run.json`` as it stands."""

    folder: Path
    results: Results
    world: World
    about: Mapping[str, Any]


def is_run(folder: Path) -> bool:
    """Whether a folder holds a finished run of this format."""
    try:
        about = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(about, dict) and about.get("format") == FORMAT


def may_hold_run(folder: Path) -> bool:
    """Whether a run may be written there: nothing is there, or nothing but a run or the remains of one."""
    return not folder.exists() or is_run(folder) or is_interrupted(folder) or (folder.is_dir() and not any(folder.iterdir()))


def read_run(folder: Path, *, verify: bool = True) -> Run:
    """Read a run back.

    Parameters
    ----------
    folder
        A finished run.
    verify
        Whether to compare the tables and the scenario with their digests.

    Raises
    ------
    NoRun
        If the folder holds no finished run of this format.
    DamagedRun
        If files are missing or are not what was written; the message lists them all.
    """
    if not is_run(folder):
        raise NoRun(_no_run(folder).findings)
    about = json.loads((folder / MARK).read_text(encoding="utf-8"))
    problems = Problems()
    again = f"what was written; to have it again: routesim run {about['scenario']} --seed {about['seed']} --out {folder}, with the options used then"
    text = _read(folder / "scenario.toml", again, problems)
    if text and verify and sha256(text.encode()).hexdigest() != about["scenario_sha256"]:
        problems.add(f"{folder / 'scenario.toml'}", "another text than its digest", again)
    tables: dict[str, Table] = {}
    for name, noted in about["tables"].items():
        path = folder / f"{name}.parquet"
        try:
            tables[name] = table_of(pq.read_table(path))
        except FileNotFoundError:
            problems.add(f"{path}", "no such table", again)
        except (OSError, ValueError) as error:  # pyarrow's own errors are both
            problems.add(f"{path}", f"a file that is no whole table ({_first_line(error)})", again)
        else:
            # What was stored is in canonical form, so that a table which had to be sorted again is damaged too.
            if verify and digest_of_canonical(name, tables[name]) != noted["sha256"]:
                problems.add(f"{path}", "other values than its digest", again)
    if not (folder / "indicators.csv").is_file():
        problems.add(f"{folder / 'indicators.csv'}", "no such file", again)
    if problems.findings:
        raise DamagedRun(problems.findings)
    world = scenario_world(text)
    timing = folder / "timing.json"
    phases = json.loads(timing.read_text(encoding="utf-8")) if timing.exists() else {}
    return Run(folder, Results(about["scenario"], about["seed"], world.start, world.days, tables, phases), world, about)


def about_run(folder: Path) -> dict[str, Any]:
    """What a whole run holds, for a reader.

    Raises
    ------
    NoRun, DamagedRun
        As :func:`read_run`, with digests compared.
    """
    about = read_run(folder).about
    rows = sum(table["rows"] for table in about["tables"].values())
    chosen = {key: about[key] for key in ("scenario", "policy", "seed", "start", "days", "scale", "calibration", "digest")}
    return {"where": str(folder), "what": "run", **chosen, "tables": len(about["tables"]), "rows": rows}


def _no_run(folder: Path) -> Problems:
    """Why a folder holds no finished run."""
    problems, mark = Problems(), folder / MARK
    allowed = f"the folder of a finished run, which holds {MARK}"
    if not folder.is_dir():
        problems.add(str(folder), "a file" if folder.exists() else "no such folder", allowed)
    elif is_interrupted(folder) or folder == half_of(folder.with_name(folder.name.removeprefix(".").removesuffix(".writing"))):
        problems.add(str(folder), "part of a run that was interrupted before its end", f"{allowed}; simulate it again, or remove the folder")
    elif not mark.exists():
        problems.add(str(folder), f"no {MARK}", allowed)
    else:
        problems.add(str(mark), "something else than the description of a run", f"a description in the format {FORMAT}; simulate the run again")
    return problems


def _read(path: Path, allowed: str, problems: Problems) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        problems.add(f"{path}", "no such file", allowed)
    except (OSError, UnicodeDecodeError) as error:
        problems.add(f"{path}", f"a file that cannot be read ({_first_line(error)})", allowed)
    return ""


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:100]


def read_indicators(folder: Path) -> list[Indicator]:
    """The rows of ``indicators.csv``."""
    with (folder / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        changed: dict[str, Any]
        return [Indicator(**changed) for row in csv.DictReader(lines) if (changed := {**row, "seed": int(row["seed"]), "value": float(row["value"])})]
