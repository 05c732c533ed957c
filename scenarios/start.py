"""A copy of a scenario and its territory in a folder of their own, to be changed."""

import json
import os
import re
import shutil
from pathlib import Path

from scenarios.evidence.rows import FILE as OWN
from scenarios.load import about, names, territory_folder
from scenarios.new_folder import TERRITORY, check_folder, copy_study, in_new_folder
from scenarios.reading.folders import TERRITORIES
from scenarios.reading.paths import is_file, whole
from scenarios.reading.problems import Problems
from scenarios.scenario import Scenario, read_scenario
from scenarios.series.columns import FILE as SERIES
from scenarios.studies.study import names as study_names
from scenarios.territories.territory import FILES, OPTIONAL_FILES, read_about


def start(folder: Path, source: str = "") -> Path:
    """Copy a scenario, its territory and the tables of a study beside them into a new folder, whole or not at all; tables that are not there are templates.

    Parameters
    ----------
    folder
        Where to; it may exist if it is empty. Its last part becomes the name of the scenario.
    source
        The scenario to copy, a name or a path; empty for the one that ships with the smallest territory.

    Returns
    -------
    Path
        The scenario file, ready for :func:`scenarios.load`.

    Raises
    ------
    BadInput
        If the folder holds something, its name is no name, or the source cannot be read.
    """
    problems = Problems()
    check_folder(folder, problems)
    problems.stop()
    original = read_scenario(source or _smallest(), problems)
    territory = None if original is None else territory_folder(original, problems)
    if territory is not None:
        read_about(territory, problems)
    problems.stop()
    assert original is not None  # noqa: S101 - there was no finding
    assert territory is not None  # noqa: S101 - there was no finding
    found = (original, territory)
    in_new_folder(folder, lambda half: _copy(*found, folder, half), problems)
    return folder / f"{whole(folder).name}.toml"


def _copy(original: Scenario, territory: Path, folder: Path, half: Path) -> None:
    """Write a scenario and its territory into the folder ``half``, which will be ``folder``."""
    end = whole(folder)
    name = end.name
    (half / TERRITORY).mkdir(parents=True)
    for file in FILES:
        shutil.copyfile(territory / file, half / TERRITORY / file)
    for file in (OWN, *OPTIONAL_FILES):
        if is_file(territory / file):
            shutil.copyfile(territory / file, half / TERRITORY / file)
    _mark(territory, half / TERRITORY / FILES[0])
    for source, target in ((territory, half / TERRITORY), (original.path.parent, half)):
        _copy_series(source, target, original.form.series or SERIES)
    copy_study(original.path.parent, half)
    text = _beside_its_territory(original.path.read_text(encoding="utf-8-sig"), original.path, end)
    (half / f"{name}.toml").write_text(text.replace(f"routesim run {original.name}", f"routesim run {folder / name}.toml"), encoding="utf-8")


def _copy_series(source: Path, target: Path, named: str) -> None:
    """The tables of series of a scenario or territory, if there are any: that which a scenario names, and that by the usual name."""
    for name in {SERIES, named}:
        if is_file(source / name):
            shutil.copyfile(source / name, target / name)


def _mark(territory: Path, about: Path) -> None:
    """Say in the copied ``territory.toml`` of which territory that ships it is a copy, as a copy of a copy does already.

    Whether the countries of the copy are made up is for its author to say.
    """
    if whole(territory).parent != TERRITORIES:
        return
    text = re.sub(r"(?m)^(?=(?:invented|countries)\b)", "# ", about.read_text(encoding="utf-8-sig"))
    head = re.search(r"(?m)^title\b", text)
    at = 0 if head is None else head.start()
    about.write_text(f'{text[:at]}{_MARK}template = "{territory.name}"\n{text[at:]}', encoding="utf-8")


_MARK = "# `routesim check` counts the parameters that are still those of this territory. Delete the line when the rest are meant to stay.\n"


def _beside_its_territory(text: str, path: Path, folder: Path) -> str:
    """The text of a scenario file, changed so that in ``folder`` it takes the territory beside it, and all else from where it stands."""
    like = re.search(_line_of("like"), text)
    other = "" if like is None else like[2].strip("\"'")
    if like is not None and other not in names():
        text = text.replace(like[0], f"{like[1]}{json.dumps(os.path.relpath(whole(path.parent) / other, folder))}", 1)
    study = re.search(_line_of("study"), text)
    named = "" if study is None else study[2].strip("\"'")
    if study is not None and named not in study_names():
        text = text.replace(study[0], f"{study[1]}{json.dumps(os.path.relpath(whole(path.parent) / named, folder))}", 1)
    text, changed = re.subn(_line_of("territory"), rf'\g<1>"{TERRITORY}"', text, count=1)
    if not changed:  # it was taken over from what the scenario is like
        text = re.sub(_line_of("like"), rf'\g<0>\nterritory = "{TERRITORY}"', text, count=1)
    return text


def _line_of(key: str) -> str:
    """A pattern for the line of a key whose value is text: the key, then the value."""
    return rf"(?m)^({key}\s*=\s*)(\"[^\"]*\"|'[^']*')"


def _smallest() -> str:
    """The scenario that ships with the shortest table of places."""
    return min(names(), key=lambda name: (TERRITORIES / about(name).territory / "places.csv").stat().st_size)
