"""A run written as a folder, whole or not at all."""

import csv
import json
import os
import platform
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.store.arrow import column_of
from experiments.store.digest import canonical, digest_of_canonical
from experiments.store.indicators import Indicator, indicators
from experiments.store.interrupted_runs import MARK, half_of, old_of, tidy
from experiments.store.run_folder import FORMAT, Run, may_hold_run
from experiments.store.scenario_text import in_order, scenario_text
from experiments.store.versions import versions
from sim.books.results import Labelled, Results, Table
from sim.world.world import World


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
    folder, world = folder.resolve(), in_order(world)
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
    with (folder / "indicators.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(Indicator._fields)
        rows.writerows(indicators(results, world, policy))
    _text(folder / "timing.json", _json(dict(results.phases)))
    about = _about(results, world, policy, text, sums)
    # The mark comes last: without it the folder is no run.
    _text(folder / MARK, _json(about))
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
