"""A table of draws, such as a posterior, read as the points of a design."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from experiments.runs.points import Points
from experiments.store.damage import UNREADABLE, reason
from experiments.store.digest_list import check_file
from scenarios.policies.lever_keys import Setting, is_date_key, is_lever_key
from scenarios.reading.paths import is_file, is_folder
from scenarios.reading.problems import Problems, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence


def draws(path: str | Path, *, take: int | None = None, where: str = "") -> Points:
    """One row a point, one column a key; a CSV or Parquet file, or the first ``take`` rows of it.

    Columns whose names begin with ``_`` (chain numbers) and ``chain``, ``draw`` are passed over. A column ``weight`` or ``_weight`` must be the same in
    every row: each draw counts alike.

    Raises
    ------
    scenarios.BadInput
        If the file is no such table.
    """
    file, problems = Path(path), Problems()
    place = where or str(file)
    if not is_file(file):
        beside = [other.name for other in file.parent.glob("*") if other.suffix in (".csv", ".parquet")] if is_folder(file.parent) else []
        problems.add(place, f"no file {file}", "a table of draws, .csv or .parquet", nearest(file.name, beside))
        problems.stop()
    check_file(file, "the draws as routesim calibrate wrote them, a copy in another folder, or the same command again")
    try:
        table = pa.parquet.read_table(file) if file.suffix == ".parquet" else pa.csv.read_csv(file)
    except UNREADABLE as error:
        problems.add(place, f"{file}, which cannot be read as a table ({reason(error)})", "a table of draws, .csv or .parquet")
        problems.stop()
    for name in sorted({name for name in table.column_names if table.column_names.count(name) > 1}):
        problems.add(place, f'column "{name}" more than once', "each column once")
    problems.stop()
    table = table if take is None else table.slice(0, take)
    for name in sorted({"weight", "_weight"} & set(table.column_names)):
        if len(set(table[name].to_pylist())) > 1:
            problems.add(f"{place}, column {name}", "draws of unequal weight", "draws that count alike: draw them again in proportion to their weights")
    names = [name for name in table.column_names if not (name.startswith("_") or name in ("chain", "draw", "weight"))]
    if table.num_rows == 0 or not names:
        problems.add(place, f"{file} without {'rows' if names else 'columns of parameters'}", "at least one row and one column")
    columns: dict[str, Sequence[Setting]] = {}
    for name in names:
        cells = table[name].to_pylist()
        for number, cell in enumerate(cells, 1):
            kinds = (date,) if is_date_key(name) else (int, float, str) if is_lever_key(name) else (int, float)
            if isinstance(cell, bool) or not isinstance(cell, kinds) or cell != cell:  # noqa: PLR0124 - a number that is none
                problems.add(f"{file}, row {number}", f"{name} = {cell}", "a date in every row" if is_date_key(name) else "a number in every row")
                break
        columns[name] = [float(cell) if isinstance(cell, int | float) else cell for cell in cells]
    problems.stop()
    return Points(columns, "draws")
