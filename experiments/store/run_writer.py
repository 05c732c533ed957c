"""A run written as a folder, whole or not at all."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.store.arrow import column_of
from experiments.store.csv_text import csv_text
from experiments.store.digest import canonical, digest_of_canonical
from experiments.store.digest_list import LIST, list_text, sha256_of
from experiments.store.indicators import Indicator, indicators
from experiments.store.interrupted_runs import MARK
from experiments.store.ownership import owned, replacing_folder
from experiments.store.run_folder import FORMAT, Run, may_hold_run
from experiments.store.scenario_text import in_order, scenario_text
from experiments.store.versions import versions
from sim.books.results import Labelled, Results, Table
from sim.world.world import World


def write_run(results: Results, world: World, folder: Path, policy: str = "") -> Run:
    """Write a run as a folder, whole or not at all, and hand it over as :func:`read_run` would read it.

    Everything goes to a hidden sibling folder of this process that is renamed at the end. A finished run of that name is replaced. One program at
    a time: see :mod:`experiments.store.ownership`.

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
    experiments.store.ownership.Busy
        If another program writes there.
    experiments.store.writing.CannotWrite
        If the system does not let it be written.
    """
    folder, world = folder.resolve(), in_order(world)
    with owned(folder, again=True):
        if not may_hold_run(folder):
            msg = f"{folder} exists and is not a run"
            raise FileExistsError(msg)
        with replacing_folder(folder) as half:
            tables, about = _write(results, world, half, policy)
    return Run(folder, replace(results, tables=tables), world, about)


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
    _text(folder / "indicators.csv", csv_text(Indicator._fields, indicators(results, world, policy)))
    _text(folder / "timing.json", _json(dict(results.phases)))
    about = _about(results, world, policy, text, sums)
    mark = _json(about)
    listed = {path.name: sha256_of(path) for path in folder.iterdir()} | {MARK: sha256(mark.encode()).hexdigest()}
    _text(folder / LIST, list_text(listed))
    # The mark comes last: without it the folder is no run.
    _text(folder / MARK, mark)
    return tables, about


def _about(results: Results, world: World, policy: str, text: str, sums: Mapping[str, str]) -> dict[str, Any]:
    parameters = {key: {"value": f.value, "unit": f.unit, "status": f.status.value, "source": f.source} for key, f in sorted(world.parameters.table.items())}
    return {
        "format": FORMAT,
        "scenario": results.scenario,
        "policy": policy,
        "seed": results.seed,
        "start": results.start.isoformat(),
        "days": results.days,
        "scale": world.scale,
        "calibration": world.calibration,
        "python": platform.python_version(),
        "packages": versions(),
        "digest": sha256("".join(f"{name} {sums[name]}\n" for name in sums).encode()).hexdigest(),
        "scenario_sha256": sha256(text.encode()).hexdigest(),
        "tables": {name: {"rows": len(next(iter(results.tables[name].values()), ())), "sha256": sums[name]} for name in sums},
        "parameters": parameters,
    }


def _write_table(path: Path, table: Table) -> None:
    columns = {key: column_of(column) for key, column in table.items()}
    words = [key for key, column in table.items() if isinstance(column, Labelled)]
    # Dictionaries of numbers and statistics of pages take a third of the time, and save nothing.
    pq.write_table(pa.table(columns).combine_chunks(), path, compression="zstd", use_dictionary=words, write_statistics=False)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
