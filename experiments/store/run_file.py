"""One run of a sweep as one file: a zip of Parquet tables, written under another name and renamed when it is whole.

The same run gives the same bytes: no time and no name of a machine stands in it. Every member carries a check sum, so that damage is seen.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.store.arrow import column_of
from experiments.store.damage import UNREADABLE, damaged_file, reason
from experiments.store.digest import canonical
from experiments.store.indicators import Indicator
from experiments.store.writing import replacing
from sim.books.results import Table

ABOUT = "about.json"
SUFFIX = ".zip"
AGAIN = "the file that a sweep or comparison wrote; give the command that made the folder again, and the run is done again"
JOURNEYS: Mapping[str, str] = {"log": "events", "roster": "people"}
"""Tables of single people, by the name under which they stay in the files of their runs: thousands of runs of them fit into no one table."""
WEEKLY: Mapping[str, str] = {"passing": "flows", "happened": "counts"}
"""Who passed where and what happened to whom, by week, by the name under which they stay in the files of their runs."""
IN_FILES: Mapping[str, str] = {**JOURNEYS, **WEEKLY}
"""Tables that stay in the files of their runs."""
_WORD = pa.dictionary(pa.int32(), pa.string())
INDICATORS = pa.schema(
    [("period", _WORD), ("place_or_crossing", _WORD), ("community", _WORD), ("indicator", _WORD), ("value", pa.float64()), ("unit", _WORD)],
)
"""Columns of the indicators of a run."""
COMPARISONS = pa.schema(
    [
        *((name, _WORD) for name in ("id", "what", "community", "place", "period")),
        ("documented_low", pa.float64()),
        ("documented_high", pa.float64()),
        ("simulated", pa.float64()),
        ("unit", _WORD),
        ("inside", pa.bool_()),
    ],
)
"""Columns of what stands beside documents."""


def indicator_table(rows: Sequence[Indicator]) -> pa.Table:
    """The indicators of one run; scenario, policy and seed stand in the table of runs."""
    return pa.table({name: pa.array(list(map(attrgetter(name), rows)), _plain(INDICATORS, name)) for name in INDICATORS.names}).cast(INDICATORS)


def comparison_table(rows: Sequence[Any]) -> pa.Table:
    """What :func:`calibration.evidence.compare.compare` gives."""
    return pa.table({name: pa.array(list(map(attrgetter(name), rows)), _plain(COMPARISONS, name)) for name in COMPARISONS.names}).cast(COMPARISONS)


def result_table(name: str, table: Table) -> pa.Table:
    """A result table in its one form."""
    return pa.table({key: column_of(column) for key, column in canonical(name, table).items()})


def write_run_file(path: Path, about: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> int:
    """Write the file of a run, whole or not at all; returns its size in bytes."""
    with replacing(path) as half, half.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as members:
            members.writestr(zipfile.ZipInfo(ABOUT), json.dumps(about, ensure_ascii=False, sort_keys=True))
            for name in sorted(tables):
                buffer = io.BytesIO()
                pq.write_table(tables[name].combine_chunks(), buffer, compression="zstd")
                members.writestr(zipfile.ZipInfo(f"{name}.parquet"), buffer.getvalue())
        return file.tell()


def is_whole(path: Path) -> bool:
    """Whether the file of a run is as it was written: it says whose it is, and every member has its check sum."""
    try:
        with zipfile.ZipFile(path) as members:
            return json.loads(members.read(ABOUT))["key"] == path.stem and members.testzip() is None
    except UNREADABLE:
        return False


def read_run_file(path: Path, names: Sequence[str] | None = None) -> tuple[dict[str, Any], dict[str, pa.Table]]:
    """What a run's file says of itself, and its tables (all, or those named).

    Raises
    ------
    experiments.store.damage.DamagedFile
        If it is damaged, or is no file of a run.
    """
    try:
        with zipfile.ZipFile(path) as members:
            about = json.loads(members.read(ABOUT))
            chosen = [name.removesuffix(".parquet") for name in members.namelist() if name != ABOUT] if names is None else names
            return dict(about), {name: pq.read_table(io.BytesIO(members.read(f"{name}.parquet"))) for name in chosen}
    except UNREADABLE as error:
        raise damaged_file(path, f"a file of a run that cannot be read ({reason(error)})", AGAIN) from None


def _plain(schema: pa.Schema, name: str) -> pa.DataType:
    kind = schema.field(name).type
    return kind.value_type if pa.types.is_dictionary(kind) else kind
