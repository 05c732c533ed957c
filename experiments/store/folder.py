"""A run as a folder: written whole or not at all, and read back.

``scenario.toml``   what the model was given        ``run.json``   seed, versions, figures, digests
``<table>.parquet`` what it left behind             ``indicators.csv``   the numbers most people want
``timing.json``     seconds by phase, the only file that differs between two runs of the same
"""

import csv
import json
import os
import platform
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.store.digest import canonical, digest_of_canonical
from experiments.store.indicators import Indicator, indicators
from experiments.store.remains import MARK, half_of, is_remains, old_of, tidy
from experiments.store.scenario_text import in_order, scenario_text, scenario_world
from experiments.store.unsound import DamagedRun, NoRun
from scenarios.problems import Problems
from sim.results import Labelled, Results, Table
from sim.world import World

FORMAT = "routesim run 1"
"""Name and version of this folder format."""
PACKAGES = ("smuggling-route-simulator", "mesa", "numpy", "numba", "pyarrow")
"""Packages whose versions are noted."""


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
    return not folder.exists() or is_run(folder) or is_remains(folder) or (folder.is_dir() and not any(folder.iterdir()))


def write_run(results: Results, world: World, folder: Path, policy: str = "") -> Run:
    """Write a run as a folder, whole or not at all, and hand it over as :func:`read_run` would read it.

    Everything goes to a hidden sibling folder that is renamed at the end; what an interrupted
    write left there is discarded. A finished run of that name is replaced.

    Parameters
    ----------
    results, world
        What the model left behind and what it was given.
    folder
        Where to; its parents are made.
    policy
        Name of the policy, empty without one.

    Raises
    ------
    FileExistsError
        If the folder exists, is not empty and is no run.
    """
    folder = folder.resolve()
    if not may_hold_run(folder):
        msg = f"{folder} exists and is not a run"
        raise FileExistsError(msg)
    tidy(folder)
    half, old = half_of(folder), old_of(folder)
    made = [parent for parent in folder.parents if not parent.exists()]
    try:
        half.mkdir(parents=True)
        tables, about = _write(results, world, half, policy)
        if folder.exists():
            folder.rename(old)
        half.rename(folder)
    except BaseException:
        tidy(folder)
        for parent in made:  # from the inside out; one in which somebody else has put something stays
            with suppress(OSError):
                parent.rmdir()
        raise
    shutil.rmtree(old, ignore_errors=True)
    return Run(folder, replace(results, tables=tables), in_order(world), about)


def read_run(folder: Path, *, verify: bool = True) -> Run:
    """Read a run back.

    Parameters
    ----------
    folder
        A finished run.
    verify
        Whether to hold the tables and the scenario against their digests.

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
            tables[name] = _read_table(path)
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
    told = {key: about[key] for key in ("scenario", "policy", "seed", "start", "days", "scale", "digest")}
    return {"where": str(folder), "what": "run", **told, "tables": len(about["tables"]), "rows": rows}


def _no_run(folder: Path) -> Problems:
    """Why a folder holds no finished run."""
    problems, mark = Problems(), folder / MARK
    allowed = f"the folder of a finished run, which holds {MARK}"
    if not folder.is_dir():
        problems.add(str(folder), "a file" if folder.exists() else "no such folder", allowed)
    elif is_remains(folder) or folder == half_of(folder.with_name(folder.name.removeprefix(".").removesuffix(".writing"))):
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


def _write(results: Results, world: World, folder: Path, policy: str) -> tuple[dict[str, Table], dict[str, Any]]:
    """Write the files of a run; hands over the tables and the description that stand in them."""
    text = scenario_text(world)
    _text(folder / "scenario.toml", text)
    tables: dict[str, Table] = {}
    sums = {}
    for name in sorted(results.tables):
        table = tables[name] = canonical(name, results.tables[name])
        sums[name] = digest_of_canonical(name, table)
        _write_table(folder / f"{name}.parquet", table)
    with (folder / "indicators.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        names = [field.name for field in fields(Indicator)]
        rows.writerow(names)
        rows.writerows(map(attrgetter(*names), indicators(results, world, policy)))
    _text(folder / "timing.json", _json(dict(results.phases)))
    about = _about(results, world, policy, text, sums)
    # The mark comes last: without it the folder is no run.
    _text(folder / MARK, _json(about))
    return tables, about


def _about(results: Results, world: World, policy: str, text: str, sums: Mapping[str, str]) -> dict[str, Any]:
    figures = {key: {"value": f.value, "unit": f.unit, "status": f.status.value, "source": f.source} for key, f in sorted(world.figures.table.items())}
    return {
        "format": FORMAT,
        "scenario": results.scenario,
        "policy": policy,
        "seed": results.seed,
        "start": results.start.isoformat(),
        "days": results.days,
        "scale": world.scale,
        "python": platform.python_version(),
        "packages": versions(),
        "digest": sha256("".join(f"{name} {sums[name]}\n" for name in sums).encode()).hexdigest(),
        "scenario_sha256": sha256(text.encode()).hexdigest(),
        "tables": {name: {"rows": len(next(iter(results.tables[name].values()), ())), "sha256": sums[name]} for name in sums},
        "figures": figures,
    }


def versions() -> dict[str, str]:
    """The installed versions of :data:`PACKAGES`."""
    return {name: _version(name) for name in PACKAGES}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _write_table(path: Path, table: Table) -> None:
    columns = {key: column_of(column) for key, column in table.items()}
    words = [key for key, column in table.items() if isinstance(column, Labelled)]
    # Dictionaries of numbers and statistics of pages take a third of the time, and save nothing.
    pq.write_table(pa.table(columns).combine_chunks(), path, compression="zstd", use_dictionary=words, write_statistics=False)


def column_of(column: Any) -> pa.Array:
    """A column of a result table as Arrow has it."""
    if isinstance(column, Labelled):
        return pa.DictionaryArray.from_arrays(pa.array(column.codes.astype("int32", copy=False)), pa.array(column.labels, pa.string()))
    return pa.array(column)


def _read_table(path: Path) -> Table:
    return table_of(pq.read_table(path))


def table_of(stored: pa.Table) -> Table:
    """A result table as Arrow has it, back in its own form."""
    found: dict[str, Any] = {}
    for name, column in zip((table := stored.combine_chunks()).column_names, table.columns, strict=True):
        if pa.types.is_dictionary(column.type):
            whole = column.unify_dictionaries().combine_chunks()
            whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
            found[name] = Labelled(whole.indices.to_numpy(zero_copy_only=False), tuple(whole.dictionary.to_pylist()))
        else:
            found[name] = column.to_numpy()
    return found


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
