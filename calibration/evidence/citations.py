"""Where the scenarios that ship lean on the evidence: every id that their files name, with the place where it is named."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from calibration.evidence.rows import FAMILIES
from scenarios.reading.files import read_text
from scenarios.reading.folders import SCENARIOS
from scenarios.reading.paths import shown
from scenarios.reading.problems import Problems

ID = rf"(?:{'|'.join(FAMILIES)})-\d+\b"
RANGE = re.compile(rf"({ID})(?: to ({ID}))?")


def citations(folder: Path = SCENARIOS) -> Mapping[str, tuple[str, ...]]:
    """``file:line`` of every place that names a row of the evidence, by its id.

    Read are the scenario files of a folder and the files of its ``territories``, comments and reasons included: a parameter that was chosen in view of a row is
    no test of it, whether the row is its source or its reason. ``X-05 to X-07`` names three rows.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be read.
    """
    problems = Problems()
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted([*folder.glob("*.toml"), *(folder / "territories").glob("*/*.toml"), *(folder / "territories").glob("*/*.csv")]):
        for number, line in enumerate((read_text(path, problems) or "").splitlines(), 1):
            for first, last in RANGE.findall(line):
                for name in _ids(first, last):
                    found[name].append(f"{shown(path)}:{number}")
    problems.stop()
    return {name: tuple(dict.fromkeys(found[name])) for name in sorted(found)}


def _ids(first: str, last: str) -> list[str]:
    family, _, start = first.partition("-")
    if not last or not last.startswith(f"{family}-"):
        return [name for name in (first, last) if name]
    return [f"{family}-{number:0{len(start)}d}" for number in range(int(start), int(last.partition("-")[2]) + 1)]
