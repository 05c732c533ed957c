"""A study: the folders that hold its tables, and the sources of which every row is judged or excused in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from scenarios.evidence.rows import FILE as OWN
from scenarios.evidence.tables import evidence_table
from scenarios.reading.files import Row, read_rows
from scenarios.reading.folders import SCENARIOS, STUDIES
from scenarios.reading.forms import Form, Text, says
from scenarios.reading.names import NAME
from scenarios.reading.paths import inside, is_file, is_folder, shown, whole
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.reading.toml_files import fill, read_toml
from scenarios.scenario import Scenario

ABOUT = "study.toml"
FILES: Mapping[str, str] = {
    ABOUT: "its title, and the sources of which it judges or excuses every row",
    OWN: "rows of evidence of one's own, beside those that ship",
    "observations.csv": "one's own numbers, long series by month included: what was counted where, when and by whom",
    "comparisons.csv": "documented values that an indicator of a run is compared with",
    "uses.csv": "what each row of its evidence is used for",
    "itineraries.csv": "documented itineraries: who makes them, and how they are read",
    "itinerary_words.csv": "what words of its itineraries mean on the network, beside the words that ship",
    "free.csv": "the parameters that a fit estimates",
    "discrepancy.csv": "how far the model may miss a family of evidence at its best parameters",
    "held_out.csv": "the comparisons that are kept from the fit, as they stood when they were, and which of them were seen since",
    "excused.csv": "communities that no document judges, and why",
}
"""The files of a study, any of which may be missing, and what each holds."""


class StudyForm(Form):
    """What a study is about."""

    title: Annotated[Text, says("what a reader sees")]
    sources: Annotated[list[str], says("codes of reports of which every row is judged or excused in this study: routesim evidence shows them")] = Field(
        default_factory=list
    )


@dataclass(frozen=True, slots=True)
class Study:
    """A study as its folders hold it.

    ``folders`` are read one after the other, the scenario's own first; ``sources`` are the codes of reports whose rows it answers for, besides the rows of
    its own ``evidence.csv``; ``ships`` says whether all of its tables ship with the program, where a row without a use is a fault and no gap to be filled.
    """

    title: str
    folders: tuple[Path, ...]
    sources: tuple[str, ...]
    ships: bool

    @property
    def name(self) -> str:
        """How messages call it."""
        return ", ".join(path.name if whole(path.parent) == STUDIES else shown(path) for path in self.folders) or "no study"

    def files(self, name: str) -> tuple[Path, ...]:
        """The files of that name, the scenario's own first; none where no folder has one."""
        return tuple(path for folder in self.folders if is_file(path := folder / name))

    def rows(self, name: str, columns: Sequence[str], problems: Problems, optional: Collection[str] = ()) -> list[Row]:
        """The rows of the tables of that name, none where there is none; what cannot be read is noted. Columns that are ``optional`` may be missing."""
        return [row for path in self.files(name) for row in read_rows(path, columns, problems, optional) or ()]


def names() -> tuple[str, ...]:
    """The studies that ship, in alphabetical order."""
    return tuple(path.name for path in inside(STUDIES) if is_folder(path) and NAME.fullmatch(path.name))


def study_folders(scenario: Scenario, problems: Problems) -> tuple[str, ...]:
    """The folders of a scenario's study, as they are noted in a run: names of studies that ship, paths of others.

    Its own folder comes first if it holds any file of a study; then what ``study`` names, which is a study that ships or a folder relative to the file.
    """
    own, named = scenario.path.parent, scenario.form.study
    found = [own] if whole(own) != SCENARIOS and any(is_file(own / name) for name in FILES) else []
    if named is not None:
        there = [folder for folder in (*(beside / named for beside in scenario.document.folders), STUDIES / named) if is_folder(folder)]
        if there:
            found.append(there[0])
        else:
            problems.add(
                scenario.document.where(("study",)), f'study "{named}"', f"{listed(names())}, or a folder relative to this file", nearest(named, names())
            )
    folders = {whole(path): path for path in found}
    return tuple(path.name if path.parent == STUDIES else shown(path) for path in folders)


def folder_at(name: str) -> Path:
    """The folder that a name of :func:`study_folders` stands for."""
    return STUDIES / name if name in names() else Path(name)


def read_study(folders: Sequence[str], title: str = "") -> Study:
    """The study of some folders, as :func:`study_folders` notes them; one without folders holds nothing.

    Raises
    ------
    scenarios.BadInput
        If a folder is not there, or a ``study.toml`` cannot be used.
    """
    problems = Problems()
    paths = []
    for folder in folders:
        path = folder_at(folder)
        if not is_folder(path):
            problems.add("study", f"{folder}, which is no folder", "the folder of the study that the scenario had when it was run")
        paths.append(path)
    forms = [form for path in paths if is_file(path / ABOUT) and (form := _about(path / ABOUT, problems)) is not None]
    problems.stop()
    return Study(
        title=forms[0].title if forms else title,
        folders=tuple(paths),
        sources=tuple(dict.fromkeys(source for form in forms for source in form.sources)),
        ships=bool(paths) and all(whole(path.parent) == STUDIES for path in paths),
    )


def _about(path: Path, problems: Problems) -> StudyForm | None:
    document = read_toml(path, problems)
    form = None if document is None else fill(StudyForm, document.data, document, (), problems)
    if document is None or form is None:
        return None
    known = [row["code"] for row in evidence_table("sources")]
    for number, source in enumerate(form.sources):
        if source not in known:
            problems.add(document.where(("sources", number)), f'source "{source}"', listed(known, len(known)), nearest(source, known))
    return form
