"""One run beside the documents: the verdicts of a score, for a forecast that is one run with the discrepancy and the error of whoever wrote the number down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.evidence.compare import Comparison
from calibration.evidence.comparisons import read_specs
from calibration.evidence.quantities import quantities
from calibration.evidence.uses import FITTED, HELD_OUT, INPUT
from calibration.fit.predictive import ENDS
from calibration.fit.score import RowScore, score_row
from calibration.fit.targets import MOST, Target, name_of, read_targets
from scenarios.studies import Study

INSIDE, BELOW, ABOVE, NOT_JUDGED = WORDS = ("inside", "below", "above", "not judged")


@dataclass(frozen=True, slots=True)
class Judged:
    """A comparison with what is said of it.

    ``verdict`` is a word of :data:`WORDS`: ``inside`` if the document lies within the 90 per cent interval of what would be written down were the run right,
    else where the run lies from it. ``probability`` and ``score`` are as in :class:`calibration.fit.score.RowScore`. ``quantity`` is what the row measures;
    ``reproduced`` says that it is an input.
    """

    comparison: Comparison
    quantity: str
    reproduced: bool
    verdict: str
    probability: float | None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents by name of the outcome, and what each measures."""

    targets: Mapping[str, Target]
    quantities: Mapping[str, str]


def read_documents(study: Study) -> Documents:
    """The documents of a study.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be used.
    """
    specs = read_specs(study)
    names = dict(zip(map(name_of, specs), quantities(specs), strict=True))
    return Documents({target.name: target for target in read_targets(study, wanted=(FITTED, HELD_OUT, INPUT))}, names)


def judge(comparisons: Sequence[Comparison], documents: Documents) -> list[Judged]:
    """Judge every comparison of a run, in their order; those that nothing is known of are not judged."""
    found = []
    for one in comparisons:
        name = f"{one.id}|{one.community}|{one.place}|{one.period}"
        target = documents.targets.get(name)
        row = None if target is None or one.simulated is None else score_row(target, np.array([one.simulated]))
        reproduced = target is not None and target.use == INPUT
        quantity = documents.quantities.get(name, name)
        found.append(
            Judged(one, quantity, reproduced, NOT_JUDGED, None) if row is None else Judged(one, quantity, reproduced, _word(row), row.probability, row.score)
        )
    return found


def _word(row: RowScore) -> str:
    if row.agrees is None:
        return NOT_JUDGED
    if row.agrees:
        return INSIDE
    return ABOVE if row.target.kind == MOST or (row.pit is not None and row.pit < (ENDS[0] + ENDS[1]) / 2) else BELOW


def votes(judged: Sequence[Judged], *, reproduced: bool) -> tuple[int, int]:
    """How many quantities agree by half their rows or more, and how many are judged: inputs, or all others; a ceiling has no vote."""
    rows: dict[str, list[bool]] = {}
    inputs = {one.quantity for one in judged if one.reproduced}
    for one in judged:
        if one.verdict != NOT_JUDGED and not is_ceiling(one) and (one.quantity in inputs) == reproduced:
            rows.setdefault(one.quantity, []).append(one.verdict == INSIDE)
    return sum(sum(inside) * 2 >= len(inside) for inside in rows.values()), len(rows)


def is_ceiling(one: Judged) -> bool:
    """Whether a document is known from above only."""
    return one.comparison.documented_low is None and one.comparison.unit != "rank"


def contradicted(judged: Sequence[Judged]) -> list[Judged]:
    """The documents that a run contradicts, the worst score first, one a quantity; ceilings that are broken come after them, and inputs last."""
    out = [one for one in judged if one.verdict in (BELOW, ABOVE)]
    ordered = sorted(out, key=lambda one: (one.reproduced, -(one.score if one.score is not None else 0.0)))
    return list({one.quantity: one for one in reversed(ordered)}.values())[::-1]
