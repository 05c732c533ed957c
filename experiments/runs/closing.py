"""What is shown at the end of a run: outcomes by community, harm beside interceptions, and every comparison with a document."""

import json
from collections.abc import Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from experiments.store import Run
from experiments.store.tables import reported, sum_by
from sim.outcomes import GOING_HOME, in_period
from sim.words import Event

OUTCOMES: Mapping[str, tuple[Event, ...]] = {
    "set out": (Event.DEPARTED,),
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
    "lost": (Event.DISAPPEARED,),
    "returned": tuple(GOING_HOME.values()),
}
"""Columns of the table of outcomes and the events that they add up; attempts are those at crossings."""
LOOK: Mapping[str, Any] = {"title_justify": "left", "title_style": "bold", "box": SIMPLE_HEAD, "padding": (0, 1), "pad_edge": False}
WIDTH = 160
"""Columns of text when the output is no terminal."""


def outcomes(run: Run) -> list[dict[str, Any]]:
    """One row a community: people by outcome, in the weeks that begin in the reporting period."""
    counts = run.results.tables["counts"]
    sums = sum_by(counts, ("community", "event"), "people", in_period(counts, run.world.start, reported(run.world)))
    return [
        {"community": c.name} | {name: sum(sums.get((c.name, event.word), 0) for event in events) for name, events in OUTCOMES.items()}
        for c in sorted(run.world.communities, key=lambda c: (not c.followed, c.name))
    ]


def comparisons(run: Run) -> list[dict[str, Any]]:
    """One row a documented figure that the run can be held against, misfits and all."""
    try:
        from calibration.compare import compare
    except ModuleNotFoundError:
        return []
    fields = ("id", "what", "community", "place", "period", "documented_low", "documented_high", "simulated", "unit", "inside")
    return [{name: getattr(row, name) for name in fields} for row in compare(run.results, run.world)]


def closing_json(run: Run) -> str:
    """What :func:`print_closing` shows, for programs."""
    head = {
        "scenario": run.results.scenario,
        "seed": run.results.seed,
        "folder": str(run.folder),
        "digest": run.about["digest"],
        "period": [day.isoformat() for day in reported(run.world)],
    }
    return json.dumps(head | {"outcomes": outcomes(run), "comparisons": comparisons(run)}, indent=1, ensure_ascii=False)


def print_closing(run: Run, console: Console | None = None) -> None:
    """Print the outcomes by community and the comparison with documented figures."""
    shown = console or _console()
    first, last = reported(run.world)
    shown.print(_outcomes(run, f"{run.world.title}: people by outcome, {first} to {last}"))
    rows = comparisons(run)
    if rows:
        shown.print(_comparisons(rows))
        judged = [row["inside"] for row in rows if row["inside"] is not None]
        shown.print(f"{sum(judged)} of {len(judged)} inside what is documented; {len(rows) - len(judged)} of {len(rows)} cannot be judged by this run.")


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


def _outcomes(run: Run, title: str) -> Grid:
    grid = Grid(title=title, caption="People, counted each time it happens to them. Lost: from sight.", caption_justify="left", **LOOK)
    grid.add_column("community", overflow="fold")
    for name in OUTCOMES:
        grid.add_column(name, justify="right", overflow="fold", min_width=4)
    titles = {c.name: c for c in run.world.communities}
    rows = outcomes(run)
    for here, after in zip(rows, [*rows[1:], None], strict=True):
        last_followed = after is not None and titles[here["community"]].followed != titles[after["community"]].followed
        grid.add_row(titles[here["community"]].title, *(f"{here[name]:,}" for name in OUTCOMES), end_section=last_followed)
    return grid


def _comparisons(rows: list[dict[str, Any]]) -> Grid:
    grid = Grid(title="Held against what is documented", **LOOK)
    for name in ("id", "what", "of whom", "where", "period"):
        grid.add_column(name, overflow="fold", min_width=34 if name == "what" else None, max_width=14 if name in ("of whom", "where") else None)
    grid.add_column("documented", justify="right", no_wrap=True)
    grid.add_column("simulated", justify="right", no_wrap=True)
    grid.add_column("unit")
    grid.add_column("", no_wrap=True)
    for row in rows:
        documented = interval(row["documented_low"], row["documented_high"])
        simulated = "–" if row["simulated"] is None else short(row["simulated"])
        told = (Text(str(row[name] or "")) for name in ("id", "what", "community", "place", "period"))
        grid.add_row(*told, documented, simulated, row["unit"], coloured(verdict(row)))
    return grid


def verdict(row: Mapping[str, Any]) -> str:
    """How a comparison came out: ``inside``, ``below``, ``above`` or ``not judged``."""
    if row["inside"] is None:
        return "not judged"
    if row["inside"]:
        return "inside"
    low = row["documented_low"]
    return "below" if low is not None and row["simulated"] is not None and row["simulated"] < low else "above"


def coloured(word: str) -> Text:
    """A verdict as it is printed."""
    return Text(word, style={"not judged": "dim", "inside": "green"}.get(word, "bold red"))


def interval(low: float | None, high: float | None) -> str:
    """What is documented, as text; one-sided where a bound is missing."""
    if low is None or high is None:
        return "–" if low is high else (f"up to {short(high)}" if low is None else f"over {short(low)}")
    return short(low) if low == high else f"{short(low)} – {short(high)}"


def short(number: float | None) -> str:
    """A number as a reader wants it."""
    if number is None:
        return "–"
    return f"{number:,.0f}" if abs(number) >= 100 or number == round(number) else f"{number:.3g}"
