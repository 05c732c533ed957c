"""The summary at the end of a run: outcomes by community, harm beside interceptions, and every comparison with a document."""

import json
from collections.abc import Mapping
from typing import Any

from calibration.evidence.compare import compare
from experiments.store import Run
from experiments.store.tables import reported, sum_by
from experiments.store.versions import provenance_json
from scenarios.studies import Study
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


def comparisons(run: Run, study: Study | None = None) -> list[dict[str, Any]]:
    """One row a documented value that the run can be compared with, misfits and all; by default those of its own study."""
    fields = ("id", "what", "community", "place", "period", "documented_low", "documented_high", "simulated", "unit", "inside", "why")
    return [{name: getattr(row, name) for name in fields} for row in compare(run.results, run.world, study)]


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


def verdict(row: Mapping[str, Any]) -> str:
    """How a comparison came out: ``inside``, ``below``, ``above`` or ``not judged``."""
    if row["inside"] is None:
        return "not judged"
    if row["inside"]:
        return "inside"
    low = row["documented_low"]
    return "below" if low is not None and row["simulated"] is not None and row["simulated"] < low else "above"
