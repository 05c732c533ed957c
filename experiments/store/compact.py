"""The runs of a sweep as tables, in the order of the design, and read back.

``results/runs.parquet``                                        one row a run: what was varied, and whether it failed
``results/indicators/scenario=S/policy=P/part-0.parquet``       tidy: one row a number of a run
``results/<table>/scenario=S/policy=P/part-0.parquet``          other tables that were kept
``results/compacted.json``                                      how many runs went in
``results/digests.json``                                        SHA-256 of every file of ``results``

Memory does not grow with the number of runs: they are read one by one and written a few at a time.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq

from experiments.store.damage import UNREADABLE, DamagedFile, damaged_file, reason
from experiments.store.digest_list import LIST, digests_in, list_text, sha256_of, what_is_wrong
from experiments.store.json_forms import Compacted, read_json
from experiments.store.run_file import IN_FILES, read_run_file
from experiments.store.sweep_folder import RESULTS, SweepFolder
from experiments.store.writing import as_findings, make_folder, private_name, write_whole
from scenarios.reading.paths import is_file, is_folder, there
from scenarios.reading.problems import Problems

ROWS = 200_000
"""Rows that are written at a time."""
MARK = "compacted.json"
AGAIN = "the tables as the sweep wrote them; give the command that made the folder again, and they are made again"
NO_POLICY = "none"
"""What stands for no policy in the column of that name."""
KINDS = {"number": pa.float64(), "date": pa.date32(), "text": pa.string()}
Row = Mapping[str, Any]


class NoColumn(KeyError):
    """A column that a table does not have."""


@dataclass(slots=True)
class _Writer:
    """One Parquet file, written a few rows at a time."""

    path: Path
    waiting: list[pa.Table] = field(default_factory=list)
    rows: int = 0
    file: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            self._flush()
        if self.file is not None:
            self.file.close()

    def add(self, table: pa.Table) -> None:
        self.waiting.append(table)
        self.rows += table.num_rows
        if self.rows >= ROWS:
            self._flush()

    def _flush(self) -> None:
        if self.waiting:
            whole = pa.concat_tables(self.waiting).unify_dictionaries().combine_chunks()
            if self.file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.file = pq.ParquetWriter(self.path, whole.schema, compression="zstd")
            self.file.write_table(whole)
        self.waiting, self.rows = [], 0


def compact(folder: SweepFolder, runs: Iterable[Row], keys: Mapping[str, str]) -> list[str]:
    """Write the tables of a sweep, whole or not at all.

    Parameters
    ----------
    folder
        Where the runs are.
    runs
        Every run in the order of the design: ``run`` (its number), ``key``, ``scenario``, ``policy``, ``seed``, ``error``,
        ``calibration`` (the draw in force), and what was varied.
    keys
        The columns that hold what was varied, and whether that is a ``number``, a ``date`` or ``text``.

    Returns
    -------
    list
        Keys of runs whose files are damaged; they are removed, and no table is written.
    """
    content = hashlib.sha256()
    half = private_name(folder.results)
    shutil.rmtree(half, ignore_errors=True)
    make_folder(half)
    damaged: list[str] = []
    count = failed = 0
    rows: list[Row] = []
    with ExitStack() as files, _Writer(half / "runs.parquet") as about_runs:
        writers: dict[str, _Writer] = {}
        here: tuple[str, str] | None = None
        for row in runs:
            count += 1
            content.update(_line(row))
            failed += bool(row["error"])
            rows.append(row)
            if len(rows) >= ROWS:
                about_runs.add(_runs_table(rows, keys))
                rows = []
            if row["error"]:
                continue
            if (row["scenario"], row["policy"]) != here:  # runs come scenario by scenario and policy by policy
                files.close()
                writers, here = {}, (row["scenario"], row["policy"])
            try:
                _, tables = read_run_file(folder.path(row["key"]))
            except DamagedFile:
                folder.path(row["key"]).unlink(missing_ok=True)
                damaged.append(row["key"])
                continue
            for name, table in tables.items():
                if name in IN_FILES:
                    continue
                if name not in writers:
                    path = half / name / f"scenario={row['scenario']}" / f"policy={row['policy'] or NO_POLICY}" / "part-0.parquet"
                    writers[name] = files.enter_context(_Writer(path))
                writers[name].add(_numbered(table, row))
        about_runs.add(_runs_table(rows, keys))
    if damaged:
        shutil.rmtree(half)
        return damaged
    write_whole(half / MARK, json.dumps({"runs": count, "failed": failed, "sha256": content.hexdigest()}) + "\n")
    write_whole(half / LIST, list_text({path.relative_to(half).as_posix(): sha256_of(path) for path in half.rglob("*") if is_file(path)}))
    with as_findings(folder.results):
        shutil.rmtree(folder.results, ignore_errors=True)
        half.rename(folder.results)
    return []


def is_compacted(folder: SweepFolder, runs: Iterable[Row]) -> bool:
    """Whether the tables hold exactly these runs, and are as they were written."""
    there = read_json(folder.results / MARK, Compacted, "", Problems())
    if there is None or not tables_are_whole(folder):
        return False
    content = hashlib.sha256()
    for row in runs:
        content.update(_line(row))
    return bool(content.hexdigest() == there["sha256"])


def tables_are_whole(folder: SweepFolder) -> bool:
    """Whether every file of ``results`` is as it was written."""
    try:
        return is_file(folder.results / LIST) and not what_is_wrong(folder.results)
    except DamagedFile:
        return False


def load(folder: str | Path, table: str = "indicators", **only: str | Sequence[str]) -> pa.Table:
    """A tidy table of a finished sweep: one row a number, with the run's number, scenario, policy, seed and everything that was varied.

    Parameters
    ----------
    folder
        The folder of the sweep.
    table
        ``indicators``, ``runs`` (one row a run, failed ones too), or another table that was kept.
    only
        Rows to read, by column: ``indicator="apprehended"``, ``community=["a", "b"]``.

    Returns
    -------
    pyarrow.Table
        ``.to_pandas()`` gives a pandas frame, ``polars.from_arrow()`` a Polars one.

    Raises
    ------
    FileNotFoundError
        If the folder holds no finished sweep, or the sweep kept no such table.
    experiments.store.damage.DamagedFile
        If a file is another than the one that was written, or cannot be read.
    KeyError
        If ``only`` names a column that is not there.
    """
    results = Path(folder) / RESULTS
    if not there(results / MARK):
        msg = f"{folder} holds no finished sweep; run routesim sweep again with the same design and folder to finish it"
        raise FileNotFoundError(msg)
    if table != "runs" and not is_folder(results / table):
        kept = sorted(path.name for path in results.iterdir() if is_folder(path))
        msg = f"{folder} kept no table {table}, only {', '.join([*kept, 'runs'])}"
        raise FileNotFoundError(msg)
    read = ["runs.parquet", *(path.relative_to(results).as_posix() for path in (results / table).rglob("*.parquet"))]
    for name, found in what_is_wrong(results).items():
        if name in read or name.startswith(f"{table}/"):
            raise damaged_file(results / name, found, AGAIN)
    for name in set(read) - set(digests_in(results)) if there(results / LIST) else ():
        raise damaged_file(results / name, "a file that is not in the list of digests", AGAIN)
    try:
        return _read(results, table, only)
    except NoColumn:
        raise
    except UNREADABLE as error:
        raise damaged_file(results, f"tables that cannot be read ({reason(error)})", AGAIN) from None


def _read(results: Path, table: str, only: Mapping[str, str | Sequence[str]]) -> pa.Table:
    """A table of a folder of results; see :func:`load`."""
    runs = pq.read_table(results / "runs.parquet")
    if table == "runs":
        return runs.filter(_chosen(runs.schema, only)) if only else runs
    parts = [path.relative_to(results / table).parts for path in sorted((results / table).rglob("*.parquet"))]
    schema = pa.schema([("scenario", pa.string()), ("policy", pa.string())])
    files = [str(results / table / Path(*part)) for part in parts]
    source = pa.dataset.dataset(files, partitioning=pa.dataset.HivePartitioning(schema), partition_base_dir=str(results / table))
    rows = source.to_table(filter=_chosen(source.schema, only) if only else None)
    return _joined(rows.unify_dictionaries(), runs)


def _line(row: Row) -> bytes:
    """What decides the content of a run's rows."""
    return f"{row['key']} {row['error']}\n".encode()


def _chosen(schema: pa.Schema, only: Mapping[str, str | Sequence[str]]) -> Any:
    chosen = None
    for name, words in only.items():
        if name not in schema.names:
            msg = f"no column {name}, only {', '.join(schema.names)}"
            raise NoColumn(msg)
        field_ = pa.dataset.field(name)
        one = isinstance(words, str | int | float)
        part = field_ == words if one else field_.isin(list(words))
        chosen = part if chosen is None else chosen & part
    return chosen


def _joined(rows: pa.Table, runs: pa.Table) -> pa.Table:
    """Rows of runs with what was varied in them, in the order of the design."""
    rows = rows.sort_by([("run", "ascending")]) if rows.num_rows else rows
    first = {name: rows[name] for name in ("run", "scenario", "policy", "seed")}
    number = rows["run"].combine_chunks()
    varied = {name: runs[name].take(number) for name in runs.column_names if name not in (*first, "key", "error", "calibration")}
    rest = {name: rows[name] for name in rows.column_names if name not in first}
    return pa.table(first | varied | rest)


def _numbered(table: pa.Table, row: Row) -> pa.Table:
    """The table of one run with the run's number and seed in front."""
    length = table.num_rows
    columns = {"run": pa.array([row["run"]] * length, pa.int64()), "seed": pa.array([row["seed"]] * length, pa.int64())}
    return pa.table(columns | {name: table[name] for name in table.column_names})


def _runs_table(rows: Sequence[Row], keys: Mapping[str, str]) -> pa.Table:
    words, numbers = dict.fromkeys(("key", "scenario", "policy"), pa.string()), dict.fromkeys(("lever_point", "point", "seed"), pa.int64())
    fixed = {"run": pa.int64()} | words | numbers
    columns = {name: pa.array([row[name] if name != "policy" else row[name] or NO_POLICY for row in rows], kind) for name, kind in fixed.items()}
    columns |= {name: pa.array([row[name] for row in rows], pa.string()) for name in ("error", "calibration")}
    for key, kind in keys.items():
        columns[key] = pa.array([row.get(key) for row in rows], KINDS[kind])
    return pa.table(columns)
