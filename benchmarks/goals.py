"""The goals, each compared with what was measured: one row of the table a goal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.people import TERRITORY
from benchmarks.side_by_side import Round, flee_ratios, twin_ratios, twin_ratios_without_tables
from benchmarks.spread import exponent, middle, short, told

YEAR_SECONDS = {10_000: 0.6, 1_000_000: 3.0, 10_000_000: 30.0}
YEAR_BYTES = {10_000_000: 2.5e9}
CALIBRATION_SECONDS = 2.0
STEEPER = 0.05
BARE_AT, BARE_RATIO = 1_000_000, 4.0
TWIN_RATIO, FLEE_RATIO = 100.0, 500.0
SECONDS_TO = {"help": 0.5, "small run": 3.0, "small run without pictures": 3.0, "first run": 60.0}
FLEE_MISSING = "not installed: pip install '.[bench]'"

Sizes = Mapping[int, Sequence[Mapping[str, Any]]]
"""By size: what the engine told, each with what the bare loop told under ``bare``."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was measured, what came out, the goal, and whether it is met (``None``: there is no goal, or nothing to compare with it)."""

    what: str
    value: str
    goal: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        """In a word."""
        return "" if self.met is None else "met" if self.met else "MISSED"


def year(run: Mapping[str, Any]) -> float:
    """Wall seconds of a year: all ticks and the tables at the end."""
    return float(run["loop"]["wall"] + run["tables"]["wall"])


def ns_an_event(run: Mapping[str, Any], clock: str = "wall") -> float:
    """Nanoseconds of the loop an event, on the ``wall`` or of the processor (``cpu``)."""
    return float(run["loop"][clock] / run["events"] * 1e9)


def bare_ratio(run: Mapping[str, Any]) -> float:
    """How many times more of the processor an event takes than in the bare loop that was timed right after."""
    return ns_an_event(run, "cpu") / ns_an_event(run["bare"], "cpu")


def size_rows(sizes: Sizes) -> list[Row]:
    """Seconds and memory by size, growth, and the distance to the bare loop."""
    rows = []
    for size, runs in sizes.items():
        seconds, goal = [year(run) for run in runs], YEAR_SECONDS.get(size)
        met = None if goal is None else middle(seconds) <= goal
        rows.append(Row(f"a year, {size:,} departed", told(seconds, "s"), "" if goal is None else f"at most {goal:g} s", met))
        most = YEAR_BYTES.get(size)
        peak = [run["peak_bytes"] / 1e9 for run in runs]
        if most is not None:
            rows.append(Row(f"peak memory, {size:,} departed", told(peak, "GB"), f"at most {most / 1e9:g} GB", middle(peak) <= most / 1e9))
    rows += [Row(f"a year, {size:,} departed", "not run", f"at most {goal:g} s") for size, goal in YEAR_SECONDS.items() if size not in sizes]
    if len(sizes) > 1:
        own, bare = growth(sizes)
        rows.append(Row("growth: exponent of cost over events", f"{own:.3f}, bare loop {bare:.3f}", f"at most bare + {STEEPER}", own <= bare + STEEPER))
    largest = BARE_AT if BARE_AT in sizes else max(sizes)
    ratios = [bare_ratio(run) for run in sizes[largest]]
    goal_met = middle(ratios) <= BARE_RATIO if largest == BARE_AT else None
    rows.append(Row(f"full model over bare loop, {largest:,} departed", told(ratios, "times"), f"at most {BARE_RATIO:g} at {BARE_AT:,}", goal_met))
    return rows


def whole(run: Mapping[str, Any]) -> float:
    """Wall seconds of a run of the fit: setting up, all days, the tables at the end."""
    return float(run["set_up"]["wall"]) + year(run)


def calibration_rows(runs: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Seconds of a run as the fit makes it, and of holding it against the documents."""
    seconds = [whole(run) for run in runs]
    what = f"a run of the calibration, {runs[0]['days'] / 365.25 * 12:.0f} months"
    return [
        Row(what, told(seconds, "s"), f"at most {CALIBRATION_SECONDS:g} s", middle(seconds) <= CALIBRATION_SECONDS),
        Row(f"the same, compared with {runs[0]['compared']} documented values", told([run["documents"]["wall"] for run in runs], "s more")),
    ]


def why_calibration(runs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Where the time of a run of the calibration goes, if it is over its goal, and what would come next."""
    run = sorted(runs, key=whole)[len(runs) // 2]
    if middle([whole(run) for run in runs]) <= CALIBRATION_SECONDS:
        return []
    parts = calibration_parts(run)
    told_parts = ", ".join(f"{name} {short(seconds)} s" for name, seconds in parts.items() if seconds >= 0.01 * whole(run))
    first, left = next(iter(parts)), whole(run) - CALIBRATION_SECONDS
    next_step = f"The next step is in {first}" + ("" if parts[first] >= left else ", and then elsewhere: they alone are not the whole way")
    return [f"A run of the calibration takes {short(whole(run))} s instead of {CALIBRATION_SECONDS:g} s: {told_parts}. {next_step}."]


def calibration_parts(run: Mapping[str, Any]) -> dict[str, float]:
    """Seconds of a run of the calibration by part, the largest first: setting up, phases of the ticks, the tables at the end."""
    parts = {"setting up": float(run["set_up"]["wall"]), **run["phases"], "tables at the end": float(run["tables"]["wall"])}
    return dict(sorted(parts.items(), key=lambda item: -item[1]))


def growth(sizes: Sizes) -> tuple[float, float]:
    """Fitted exponents of the loop's processor seconds over events: the engine's and the bare loop's."""
    own = [_cost(runs) for runs in sizes.values()]
    bare = [_cost([run["bare"] for run in runs]) for runs in sizes.values()]
    return exponent(*zip(*own, strict=True)), exponent(*zip(*bare, strict=True))


def _cost(runs: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    return middle([run["events"] for run in runs]), middle([run["loop"]["cpu"] for run in runs])


def side_rows(done: Sequence[Round], scenario: str, size: int, days: int) -> list[Row]:
    """The twin and FLEE; the goals are of the large territory."""
    on, judged = f"{scenario}, {size:,}, {days} days", scenario == TERRITORY
    goals = [f"at least {goal:g}{'' if judged else f' on {TERRITORY}'}" for goal in (TWIN_RATIO, FLEE_RATIO)]
    twin, flee = twin_ratios(done), flee_ratios(done)
    rows = [
        Row(f"faster than the plain Mesa twin ({on})", told(twin, "times"), goals[0], middle(twin) >= TWIN_RATIO if judged else None),
        Row("the same, route tables left out on both sides", told(twin_ratios_without_tables(done), "times")),
        Row("the twin's history, event by event", "the same counts and payments", "the same", met=True),
    ]
    if not flee:
        return [*rows, Row("agent-days a second over FLEE", FLEE_MISSING, goals[1])]
    return [*rows, Row(f"agent-days a second over FLEE ({on})", told(flee, "times"), goals[1], middle(flee) >= FLEE_RATIO if judged else None)]


def start_rows(seconds: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Row]:
    """Waiting times."""
    rows = []
    for what, runs in seconds.items():
        walls = [run["wall"] for run in runs]
        says = what != "first run" or all(run["says"] for run in runs)
        note = "" if what != "first run" else ", says that it compiles" if says else ", says NOTHING of compiling"
        rows.append(Row(f"start-up: {what}", told(walls, "s") + note, f"at most {SECONDS_TO[what]:g} s", middle(walls) <= SECONDS_TO[what] and says))
    return rows


def why(sizes: Sizes) -> list[str]:
    """For each size over its goal, where the time goes."""
    lines = []
    for size, goal in YEAR_SECONDS.items():
        if size in sizes and middle([year(run) for run in sizes[size]]) > goal:
            run = sorted(sizes[size], key=year)[len(sizes[size]) // 2]
            parts = sorted(run["phases"].items(), key=lambda item: -item[1])
            told_parts = ", ".join(f"{name} {short(seconds)} s" for name, seconds in parts if seconds >= 0.01 * year(run))
            lines.append(f"A year of {size:,} takes {short(year(run))} s instead of {goal:g} s: {told_parts}.")
        if size in sizes and size in YEAR_BYTES and sizes[size][0]["peak_bytes"] > YEAR_BYTES[size]:
            run = sizes[size][0]
            people = run["people"] * (run["record_bytes"] + 4) / 1e9
            lines.append(f"Of the {run['peak_bytes'] / 1e9:.2f} GB of {size:,}, records and due hours of {run['people']:,} people are {people:.2f} GB.")
    return lines
