"""Weekly attempts, apprehensions and arrivals of a run, of transit and labour communities separately."""

from datetime import timedelta

import matplotlib.dates as mdates
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import StepPatch
from numpy.typing import NDArray

from experiments.plots import event_lines
from experiments.plots.flows import communities
from experiments.plots.picture import Picture
from experiments.plots.running_means import running_mean
from experiments.plots.style import BAND, GREY, INK, SERIES, date_axis, days, frame, nobody
from experiments.plots.ticks import exact_axis
from experiments.store import Run
from experiments.store.tables import DAYS, reported
from sim.basis.words import Event
from sim.outcomes.reading import is_word, numbers, over_borders, weeks_of

ROWS = {"Attempts at crossings": None, "Apprehensions": Event.APPREHENDED, "Arrivals at the destination": Event.ARRIVED}
"""What the rows show and the event that each counts; attempts come from the flows, which distinguish crossings from moves inside a country."""
STRATA = {"Transit communities": True, "Labour communities": False}
SMOOTH_WEEKS = 9
SETTLING_WEEKS, CUT = 26, 2.0
"""Weeks before the reporting period in which stocks settle (burn-in), and the ratio of earlier to later maxima beyond which the axis is cut."""
LINE_INCHES = 0.148
"""Height of a line of small print."""


def draw(run: Run) -> Picture:
    """Draw the weekly series of a run."""
    first, last = reported(run.world)
    end = run.world.start + timedelta(days=run.world.days - 1)
    means = f" Thin: each week; bold: mean of {SMOOTH_WEEKS} weeks." if run.world.days >= 2 * SMOOTH_WEEKS * DAYS else ""
    subtitle = f"People a week, {days(run.world.start, end)}. Shaded: the reporting period, {days(first, last)}.{means}"
    strata = {title: followed for title, followed in STRATA.items() if communities(run, followed=followed)} or dict(list(STRATA.items())[:1])
    small = event_lines.legend_lines(run.world)
    below = 0.95 + LINE_INCHES * max(0, len(small) - 1)
    height = 8.2 + below
    figure = frame(run, 13, height, "Attempts, apprehensions and arrivals, week by week", subtitle, "\n".join(small))
    grid = figure.add_gridspec(
        len(ROWS), len(strata), left=0.065, right=0.975, top=1 - 1.65 / height, bottom=below / height, hspace=0.42, wspace=0.15
    )
    weeks = np.array([run.world.start + timedelta(days=DAYS * week) for week in range(max(1, run.world.days // DAYS))], "datetime64[D]")
    rows: list[dict[str, object]] = []
    for column, (stratum, followed) in enumerate(strata.items()):
        names = communities(run, followed=followed)
        for row, (title, event) in enumerate(ROWS.items()):
            axes = figure.add_subplot(grid[row, column])
            axes.set_title(title, fontsize=9.5, pad=14)
            if row == 0:
                head = f"{stratum} ({len(names)})"
                axes.annotate(head, (0, 1), (0, 34), xycoords="axes fraction", textcoords="offset points", fontsize=12, fontweight="bold", color=INK)
            values = _weekly(run, event, names, len(weeks))
            _panel(run, axes, weeks, values, SERIES[row])
            rows += [{"stratum": stratum, "what": title, "week_from": str(day), "people": number} for day, number in zip(weeks, values.tolist(), strict=True)]
            if column == 0:
                axes.set_ylabel("people a week")
    return Picture(figure, _alt(rows), rows)


def _alt(rows: list[dict[str, object]]) -> str:
    sums: dict[tuple[object, object], list[int]] = {}
    for row in rows:
        sums.setdefault((row["stratum"], row["what"]), []).append(int(str(row["people"])))
    sums_text = "; ".join(f"{stratum}, {str(what).lower()}: {sum(n):,} in all, {max(n):,} in the busiest week" for (stratum, what), n in sums.items())
    return f"Week by week, attempts, apprehensions and arrivals. {sums_text}."


def _panel(run: Run, axes: Axes, weeks: NDArray[np.datetime64], values: NDArray[np.int64], colour: str) -> None:
    first, last = reported(run.world)
    axes.axvspan(np.datetime64(first), np.datetime64(last), color=BAND, alpha=0.10, lw=0, zorder=0)  # type: ignore[arg-type]
    edges = mdates.date2num(np.append(weeks, weeks[-1] + np.timedelta64(DAYS, "D")))  # type: ignore[no-untyped-call]
    # Not axes.stairs: it would look for the limits of every step, which are set below.
    axes.add_artist(StepPatch(values, edges, fill=True, facecolor=colour, alpha=0.22, lw=0))
    axes.add_artist(StepPatch(values, edges, fill=False, edgecolor=colour, lw=0.7, alpha=0.75))
    if len(values) >= 2 * SMOOTH_WEEKS:
        axes.plot((edges[:-1] + edges[1:]) / 2, running_mean(values, SMOOTH_WEEKS), color=colour, lw=2)
    axes.set_xlim(edges[0], edges[-1])
    top = _top(run, axes, values)
    exact_axis(axes.yaxis, 5, whole=True)
    date_axis(axes, 9)
    event_lines.draw_events(axes, run.world, top)
    if values.sum() == 0:
        nobody(axes)


def _top(run: Run, axes: Axes, values: NDArray[np.int64]) -> float:
    """Set the scale by the weeks after burn-in: where the first weeks are far higher, the axis is cut and the peak is written."""
    settled = max(0, (reported(run.world)[0] - run.world.start).days // DAYS - SETTLING_WEEKS)
    highest, relevant = float(values.max(initial=0)), float(values[settled:].max(initial=0))
    cut = relevant > 0 and highest > CUT * relevant
    top = max(1.0, (relevant * 1.5 if cut else highest) * 1.12)
    axes.set_ylim(0, top)
    if cut:
        over = np.flatnonzero(values > top)
        several = f"weeks {over[0] + 1} to {over[-1] + 1}" if len(over) > 1 else f"week {over[0] + 1}"
        text = f"▲ axis cut: {several} higher, up to {highest:,.0f} in week {int(values.argmax()) + 1}"
        axes.annotate(text, (0, 1), (8, 3), xycoords="axes fraction", textcoords="offset points", fontsize=7.5, color=GREY)
        left, right = axes.get_xlim()
        middle = left + (over + 0.5) * (right - left) / len(values)
        axes.plot(middle, np.full(len(over), top), "^", ms=4, color=INK, clip_on=False, zorder=6)
    return top


def _weekly(run: Run, event: Event | None, names: tuple[str, ...], weeks: int) -> NDArray[np.int64]:
    table, column = (run.results.tables["flows"], "attempts") if event is None else (run.results.tables["counts"], "people")
    rows = over_borders(table, run.world) if event is None else is_word(table, "event", event.word)
    rows &= is_word(table, "community", *names)
    found = np.bincount(weeks_of(table)[rows], weights=numbers(table, column)[rows], minlength=weeks)
    return found[:weeks].astype(np.int64)
