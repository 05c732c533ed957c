"""The files of a fit, and the tables by which documents and free parameters are chosen."""

from collections.abc import Callable, Mapping

from calibration.evidence import comparisons, excused, itineraries, itinerary_words, observations, seen, uses, vectors
from calibration.fit import free, mechanisms, targets
from experiments.documents.markdown import code, table
from experiments.store.fit_files import DRAWS, FILES, KEYS
from scenarios.studies import FILES as STUDY_FILES
from scenarios.studies.study import StudyForm

CHOSEN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    free.FREE: ("a free parameter", free.COLUMNS),
    targets.DISCREPANCY: ("how far the model may miss a family of parameters", targets.COLUMNS),
    mechanisms.MECHANISMS.name: ("a mechanism of the model and what takes it out of force", mechanisms.COLUMNS),
    observations.OBSERVATIONS: ("a number of one's own: what was counted where, when and of whom", observations.COLUMNS),
    uses.USES: ("a row of the evidence and what it is used for", uses.COLUMNS),
    comparisons.COMPARISONS: ("documented values that an indicator is compared with", comparisons.COLUMNS),
    itineraries.ITINERARIES: ("a documented itinerary as it is compared with the model", itineraries.COLUMNS),
    seen.HELD_OUT_FILE: ("a comparison that is kept from the fit", seen.COLUMNS),
    itinerary_words.WORDS: ("what words of itineraries mean on the network", itinerary_words.COLUMNS),
    vectors.VECTORS.name: ("a documented value as an indicator of the vector approach", vectors.COLUMNS),
    excused.EXCUSED: ("a community that no document judges", excused.COLUMNS),
}
"""Each table of a study, and that of the vector approach: what a row is, and its columns."""


def fit_files() -> str:
    """The files of a fit, the columns of its draws, and the keys of its manifest."""
    files = table(["file", "what it holds"], _named(FILES))
    draws = table(["column of the draws", "meaning"], _named(DRAWS))
    keys = table(["key of the manifest", "meaning"], _named(KEYS))
    return f"{files}\n{draws}\n{keys}"


def study_files() -> str:
    """The files of a study, and the keys of its ``study.toml``."""
    keys = [[code(key), field.description or ""] for key, field in StudyForm.model_fields.items()]
    return f"{table(['file', 'what it holds'], _named(STUDY_FILES))}\n{table(['key of study.toml', 'meaning'], keys)}"


def study_tables() -> str:
    """The columns of every table of a study."""
    parts = []
    for name, (row, columns) in CHOSEN.items():
        parts.append(f"### `{name}`: {row}\n\n{table(['column', 'meaning'], _named(columns))}")
    return "\n".join(parts)


TABLES: Mapping[str, Callable[[], str]] = {"fit-files": fit_files, "study-files": study_files, "study-tables": study_tables}


def _named(texts: Mapping[str, str]) -> list[list[str]]:
    return [[code(name), text] for name, text in texts.items()]
