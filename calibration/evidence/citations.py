"""Where the scenarios of a study lean on the evidence: every id that their files name, with the place where it is named."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from calibration.evidence.rows import FAMILIES
from scenarios.load import names, territory_folder
from scenarios.reading.files import read_text
from scenarios.reading.folders import SCENARIOS, STUDIES
from scenarios.reading.paths import inside, shown, whole
from scenarios.reading.problems import Problems
from scenarios.scenario import read_scenario
from scenarios.studies import FILES, Study, folder_at, study_folders

ID = rf"(?:{'|'.join(FAMILIES)})-\d+\b"
RANGE = re.compile(rf"({ID})(?: to ({ID}))?")


def citations(study: Study, own: Iterable[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """``file:line`` of every place in the scenarios of a study that names a row of the evidence, by its id.

    Read are the files of the scenarios that have this study, of those that they are like, and of their territories. ``own`` are ids of other forms to look for.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be read.
    """
    problems = Problems()
    found = cited_in(files_of(study, problems), problems, own)
    problems.stop()
    return found


def cited_in(files: Iterable[Path], problems: Problems, own: Iterable[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """``file:line`` of every place in some files that names a row of the evidence, by its id.

    Comments and reasons are read too: a parameter that was chosen in view of a row is no test of it, whether the row is its source or its reason. ``X-05 to
    X-07`` names three rows.
    """
    found: dict[str, list[str]] = defaultdict(list)
    others = re.compile("|".join(rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in sorted(own, key=len, reverse=True)) or r"(?!)")
    for path in files:
        for number, line in enumerate((read_text(path, problems) or "").splitlines(), 1):
            for first, last in RANGE.findall(line):
                for name in _ids(first, last):
                    found[name].append(f"{shown(path)}:{number}")
            for name in others.findall(line):
                found[name].append(f"{shown(path)}:{number}")
    return {name: tuple(dict.fromkeys(found[name])) for name in sorted(found)}


def files_of(study: Study, problems: Problems) -> list[Path]:
    """The scenario files that have a study, and the files of their territories, each once, by path; what cannot be read is noted."""
    ships = any(whole(folder.parent) == STUDIES for folder in study.folders)  # no scenario that ships has a study of somebody else
    named = [scenario for name in (names() if ships else ()) if (scenario := read_scenario(name, problems)) is not None]
    for folder in study.folders:
        named += [scenario for path in inside(folder, ".toml") if path.name not in FILES and (scenario := read_scenario(path, problems)) is not None]
    kept = {whole(folder) for folder in study.folders}
    found: set[Path] = set()
    for scenario in named:
        if kept & {whole(folder_at(name)) for name in study_folders(scenario, problems)}:
            found.add(scenario.path)
            found |= {SCENARIOS / f"{like}.toml" for like in [scenario.form.like] if like in names()}
            territory = territory_folder(scenario, problems)
            found |= set(inside(territory, ".toml") + inside(territory, ".csv")) if territory is not None else set()
    return sorted(found)


def _ids(first: str, last: str) -> list[str]:
    family, _, start = first.partition("-")
    if not last or not last.startswith(f"{family}-"):
        return [name for name in (first, last) if name]
    return [f"{family}-{number:0{len(start)}d}" for number in range(int(start), int(last.partition("-")[2]) + 1)]
