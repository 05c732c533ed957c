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
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.store.digest import canonical, digest_of_canonical
from experiments.store.indicators import Indicator, indicators
from experiments.store.scenario_text import scenario_text, scenario_world
from sim.results import Labelled, Results, Table
from sim.world import World

FORMAT = "routesim run 1"
"""Name and version of this folder format."""
PACKAGES = ("smuggling-route-simulator", "mesa", "numpy", "numba", "pyarrow")
"""Packages whose versions are noted."""
MARK = "run.json"
"""The file that makes a folder a run."""


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


def write_run(results: Results, world: World, folder: Path, policy: str = "") -> Path:
    """Write a run as a folder, whole or not at all.

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
    if folder.exists() and not (is_run(folder) or (folder.is_dir() and not any(folder.iterdir()))):
        msg = f"{folder} exists and is not a run"
        raise FileExistsError(msg)
    half, old = (folder.with_name(f".{folder.name}.{word}") for word in ("writing", "old"))
    for leftover in (half, old):
        shutil.rmtree(leftover, ignore_errors=True)
    half.mkdir(parents=True)
    try:
        _write(results, world, half, policy)
        if folder.exists():
            folder.rename(old)
        half.rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(half, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return folder


def read_run(folder: Path, *, verify: bool = True) -> Run:
    """Read a run back.

    Parameters
    ----------
    folder
        A finished run.
    verify
        Whether to hold the tables against their digests.

    Raises
    ------
    FileNotFoundError
        If the folder holds no finished run of this format.
    ValueError
        If a table is not what was written.
    """
    if not is_run(folder):
        msg = f"{folder} holds no finished run"
        raise FileNotFoundError(msg)
    about = json.loads((folder / MARK).read_text(encoding="utf-8"))
    world = scenario_world((folder / "scenario.toml").read_text(encoding="utf-8"))
    tables = {name: _read_table(folder / f"{name}.parquet") for name in about["tables"]}
    # What was stored is in canonical form, so that a table which had to be sorted again is damaged too.
    damaged = [name for name in tables if verify and digest_of_canonical(name, tables[name]) != about["tables"][name]["sha256"]]
    if damaged:
        msg = f"{folder}: not what was written: {', '.join(damaged)}"
        raise ValueError(msg)
    timing = folder / "timing.json"
    phases = json.loads(timing.read_text(encoding="utf-8")) if timing.exists() else {}
    return Run(folder, Results(about["scenario"], about["seed"], world.start, world.days, tables, phases), world, about)


def read_indicators(folder: Path) -> list[Indicator]:
    """The rows of ``indicators.csv``."""
    with (folder / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        changed: dict[str, Any]
        return [Indicator(**changed) for row in csv.DictReader(lines) if (changed := {**row, "seed": int(row["seed"]), "value": float(row["value"])})]


def _write(results: Results, world: World, folder: Path, policy: str) -> None:
    text = scenario_text(world)
    _text(folder / "scenario.toml", text)
    sums = {}
    for name in sorted(results.tables):
        table = canonical(name, results.tables[name])
        sums[name] = digest_of_canonical(name, table)
        _write_table(folder / f"{name}.parquet", table)
    with (folder / "indicators.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(field.name for field in fields(Indicator))
        rows.writerows(asdict(row).values() for row in indicators(results, world, policy))
    _text(folder / "timing.json", _json(dict(results.phases)))
    # The mark comes last: without it the folder is no run.
    _text(folder / MARK, _json(_about(results, world, policy, text, sums)))


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
    pq.write_table(pa.table(columns).combine_chunks(), path, compression="zstd")


def column_of(column: Any) -> pa.Array:
    """A column of a result table as Arrow has it."""
    if isinstance(column, Labelled):
        return pa.DictionaryArray.from_arrays(pa.array(column.codes.astype("int32")), pa.array(column.labels, pa.string()))
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
