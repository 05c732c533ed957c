"""The summary at the end of a run: outcomes by community, harm beside interceptions, and every comparison with a document."""

import json
from collections.abc import Mapping
from typing import Any

from calibration.evidence.compare import compare
from calibration.fit.one_run import INSIDE, NOT_JUDGED, Judged, judge, read_documents
from experiments.store import Run
from experiments.store.tables import reported, sum_by
from experiments.store.versions import provenance_json
from scenarios.studies import Study, read_study
from sim.basis.words import Event
from sim.outcomes import GOING_HOME, in_period

OUTCOMES: Mapping[str, tuple[Event, ...]] = {
    "departed": (Event.DEPARTED,),
    "attempts": (Event.ATTEMPTED,),
    "crossed": (Event.CROSSED,),
    "detected": (Event.DETECTED_LEAVING, Event.DETECTED_ENTERING, Event.DETECTED_INLAND),
    "bribed": (Event.BRIBED,),
    "apprehended": (Event.APPREHENDED,),
    "extorted": (Event.EXTORTED,),
    "stranded": (Event.STRANDED,),
    "injured": (Event.INJURED,),
    "died": (Event.DIED,),
    "arrived": (Event.ARRIVED,),
    "missing": (Event.DISAPPEARED,),
    "returned": tuple(GOING_HOME.values()),
}
"""Columns of the table of outcomes and the events that they add up; attempts are those at crossings."""


def outcomes(run: Run) -> list[dict[str, Any]]:
    """One row a community: people by outcome, in the days of the reporting period."""
    counts = run.results.tables["counts"]
    sums = sum_by(counts, ("community", "event"), "people", in_period(counts, run.world.start, reported(run.world)))
    return [
        {"community": c.name} | {name: sum(sums.get((c.name, event.word), 0) for event in events) for name, events in OUTCOMES.items()}
        for c in sorted(run.world.communities, key=lambda c: (not c.followed, c.name))
    ]


def judged(run: Run, study: Study | None = None) -> list[Judged]:
    """Every documented value of a study, by default its own, that the run can be compared with: the verdicts of ``routesim validate``, of one seed."""
    asked = read_study(run.world.study) if study is None else study
    return judge(compare(run.results, run.world, asked), read_documents(asked))


def comparisons(run: Run, study: Study | None = None) -> list[dict[str, Any]]:
    """One row a documented value that the run can be compared with, misfits and all; by default those of its own study."""
    return [plain(one) for one in judged(run, study)]


def plain(one: Judged) -> dict[str, Any]:
    """A comparison for programs; ``inside`` says of the verdict whether the run agrees, ``None`` where it is not judged."""
    fields = ("id", "what", "community", "place", "period", "documented_low", "documented_high", "simulated", "unit", "why")
    inside = None if one.verdict == NOT_JUDGED else one.verdict == INSIDE
    verdicts = {"inside": inside, "verdict": one.verdict, "probability": one.probability, "quantity": one.quantity, "reproduced": one.reproduced}
    return {name: getattr(one.comparison, name) for name in fields} | verdicts


def summary_json(run: Run) -> str:
    """Outcomes and comparisons, for programs."""
    head = {
        "scenario": run.results.scenario,
        "seed": run.results.seed,
        **provenance_json(run.world.calibration),
        "folder": str(run.folder),
        "digest": run.about["digest"],
        "period": [day.isoformat() for day in reported(run.world)],
    }
    return json.dumps(head | {"outcomes": outcomes(run), "comparisons": comparisons(run)}, indent=1, ensure_ascii=False)
