"""What a scenario's documents leave open, as warnings of ``routesim check``."""

from calibration.evidence.excused import EXCUSED, unjudged
from calibration.evidence.uses import USES
from scenarios.load import load, study_of
from scenarios.posteriors.draws import NONE
from scenarios.reading.problems import listed

SHOWN = 12
"""Names of which a warning lists all."""


def evidence_warnings(name_or_path: str) -> tuple[str, ...]:
    """Communities and rows of the evidence that nothing judges and nobody excuses, one line each kind; none where a scenario has no documents.

    Raises
    ------
    scenarios.BadInput
        If the scenario cannot be read, or a table of its study holds what cannot be used.
    """
    study = study_of(name_or_path)
    found = unjudged(study, load(name_or_path, posterior=NONE))
    lines = (
        (found.communities, f"no comparison and no itinerary speaks of %s; {EXCUSED} of the study says why, where no document does"),
        (found.judged, f"{EXCUSED} excuses %s, of whom a comparison or an itinerary speaks"),
        (found.unknown, f"{EXCUSED} excuses %s, who are not in this scenario"),
        (found.rows, f"no parameter and no comparison rests on %s; {USES} of the study says why, where none can"),
    )
    return tuple(f"{name_or_path}: {line % listed(names, SHOWN)}" for names, line in lines if names)
