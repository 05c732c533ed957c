"""A run as a folder: what makes it one, and how it is read back; :mod:`experiments.store.run_writer` writes it.

``scenario.toml``   what the model was given        ``run.json``   seed, versions, parameters, digests
``<table>.parquet`` what it left behind             ``indicators.csv``   the numbers most people want
``timing.json``     seconds by phase                ``digests.json``     SHA-256 of every file; these two alone differ between two runs of the same
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from experiments.store.arrow import table_of
from experiments.store.columns import TABLES
from experiments.store.damage import UNREADABLE, DamagedFile, DamagedRun, NoRun, reason
from experiments.store.digest import digest_of_canonical
from experiments.store.digest_list import MISSING, what_is_wrong
from experiments.store.indicators import Indicator
from experiments.store.interrupted_runs import BESIDE, MARK, holds_only_a_run, is_interrupted
from experiments.store.json_forms import RunAbout, Timing, read_json
from experiments.store.scenario_form import read_world
from experiments.store.writing import is_private_name
from scenarios.reading.paths import absence, is_file, is_folder, there
from scenarios.reading.problems import Problems, listed
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
    about = read_json(folder / MARK, RunAbout, "", Problems())
    return about is not None and about["format"] == FORMAT


def may_hold_run(folder: Path) -> bool:
    """Whether a run may be written there: nothing is there, or nothing but a run, a damaged one, or the remains of one."""
    return not there(folder) or is_run(folder) or holds_only_a_run(folder) or (is_folder(folder) and not any(folder.iterdir()))


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
    problems = Problems()
    about = read_json(folder / MARK, RunAbout, "", problems) or {}
    again = f"what was written; to have it again: routesim run {about['scenario']} --seed {about['seed']} --out {folder}, with the options used then"
    wrong = _listed(folder, problems, (*BESIDE, MARK)) if verify else {}
    path = folder / "scenario.toml"
    text = _read(path, again, problems)
    if text and verify and sha256(text.encode()).hexdigest() != about["scenario_sha256"]:
        problems.add(f"{path}", "another text than its digest", again)
    world = read_world(path, text, problems) if text and not problems.findings else None
    tables = {name: table for name, noted in about["tables"].items() if (table := _table(folder, name, noted, again, problems, verify=verify)) is not None}
    if not is_file(folder / "indicators.csv"):
        problems.add(f"{folder / 'indicators.csv'}", "no such file", again)
    timing = folder / "timing.json"
    phases = (read_json(timing, Timing, again, problems) or {}) if there(timing) else {}
    _add_unnamed(folder, {name: found for name, found in wrong.items() if found != MISSING}, again, problems)
    if problems.findings or world is None:
        raise DamagedRun(problems.findings)
    return Run(folder, Results(about["scenario"], about["seed"], world.start, world.days, tables, phases), world, about)


def _listed(folder: Path, problems: Problems, names: Sequence[str] | None = None) -> dict[str, str]:
    """What is wrong with the files in the list of digests, all or those that are named, by name."""
    try:
        return what_is_wrong(folder, names)
    except DamagedFile as error:
        problems.findings.extend(error.findings)
        return {}


def _add_unnamed(folder: Path, wrong: Mapping[str, str], allowed: str, problems: Problems) -> None:
    """Note what is wrong with files of which nothing is said yet."""
    named = {finding.where for finding in problems.findings}
    for name, found in wrong.items():
        if not any(where.startswith(str(folder / name)) for where in named):
            problems.add(str(folder / name), found, allowed)


def _table(folder: Path, name: str, noted: Mapping[str, Any], again: str, problems: Problems, *, verify: bool) -> Table | None:
    """A table of a run, or ``None`` after a finding."""
    path = folder / f"{name}.parquet"
    if name not in TABLES:
        problems.add(f"{folder / MARK}", f'a table "{name}"', f"the tables {listed(TABLES, len(TABLES))}; {again}")
        return None
    try:
        table = table_of(pq.read_table(path))
        # What was stored is in canonical form, so that a table which had to be sorted again is damaged too.
        is_other = verify and digest_of_canonical(name, table) != noted["sha256"]
    except FileNotFoundError:
        problems.add(f"{path}", "no such table", again)
        return None
    except UNREADABLE as error:
        problems.add(f"{path}", f"a file that is no whole table ({reason(error)})", again)
        return None
    if is_other:
        problems.add(f"{path}", "other values than its digest", again)
    elif strange := [column for column in table if column not in TABLES[name].columns]:
        problems.add(f"{path}", f"the columns {listed(strange)} of another version", f"the columns {listed(TABLES[name].columns, 20)}; simulate the run again")
    else:
        return table
    return None


def about_run(folder: Path) -> dict[str, Any]:
    """What a whole run holds, for a reader; pictures and pages that commands added are compared with their digests too.

    Raises
    ------
    NoRun, DamagedRun
        As :func:`read_run`, with digests compared.
    """
    about, problems = read_run(folder).about, Problems()
    _add_unnamed(folder, {name: found for name, found in _listed(folder, problems).items() if found != MISSING}, "the file as it was written", problems)
    if problems.findings:
        raise DamagedRun(problems.findings)
    rows = sum(table["rows"] for table in about["tables"].values())
    chosen = {key: about[key] for key in ("scenario", "policy", "seed", "start", "days", "scale", "calibration", "digest")}
    return {"where": str(folder), "what": "run", **chosen, "tables": len(about["tables"]), "rows": rows}


def _no_run(folder: Path) -> Problems:
    """Why a folder holds no finished run."""
    problems, mark = Problems(), folder / MARK
    allowed = f"the folder of a finished run, which holds {MARK}"
    if not is_folder(folder):
        problems.add(str(folder), "a file" if there(folder) else absence(folder), allowed)
    elif is_interrupted(folder) or is_private_name(folder):
        problems.add(str(folder), "part of a run that was interrupted before its end", f"{allowed}; simulate it again, or remove the folder")
    elif not there(mark):
        problems.add(str(folder), f"no {MARK}", allowed)
    elif (about := read_json(mark, RunAbout, f"a description in the format {FORMAT}; simulate the run again", problems)) is not None:
        problems.add(str(mark), f"the format {about['format']}", f"the format {FORMAT}; simulate the run again")
    return problems


def _read(path: Path, allowed: str, problems: Problems) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        problems.add(f"{path}", "no such file", allowed)
    except (OSError, UnicodeDecodeError) as error:
        problems.add(f"{path}", f"a file that cannot be read ({reason(error)})", allowed)
    return ""


def read_indicators(folder: Path) -> list[Indicator]:
    """The rows of ``indicators.csv``.

    Raises
    ------
    DamagedRun
        If they are not those that were written.
    """
    path = folder / "indicators.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return [Indicator(**{**row, "seed": int(row["seed"]), "value": float(row["value"])}) for row in csv.DictReader(lines)]  # type: ignore[arg-type]  # others are text
    except UNREADABLE as error:
        problems = Problems()
        problems.add(str(path), f"a table that cannot be read ({reason(error)})", "the table of the run; simulate the run again")
        raise DamagedRun(problems.findings) from None
