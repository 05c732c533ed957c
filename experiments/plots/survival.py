"""Time to the end of journeys: the share that has arrived, returned, died or gone missing by day since departure."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from numpy.typing import NDArray

from experiments.plots.journeys import ARRIVED, DEAD, DEPORTED, MISSING, RETURNED, Journey
from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.style import GREY, INK, OUTCOME_COLOURS, days, nobody, page
from experiments.store.tables import reported
from sim.basis.clock import DAY

GROUPS = {ARRIVED: (ARRIVED,), RETURNED: (RETURNED, DEPORTED), MISSING: (MISSING, DEAD)}
"""Ends of journeys that are drawn, and the outcomes that each sums."""
NAMES = {ARRIVED: "arrived", RETURNED: "returned or deported", MISSING: "missing or dead"}
MOST_DAYS, PANELS, ACROSS = 360, 12, 4
FEWEST = 10
"""With fewer journeys than this there is no curve."""


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw the curves, one panel a community."""
    found, _ = results.journeys(policy)
    kept = [journey for journey in found if results.in_reported_days(journey.begins)]
    titles = {c.name: c.title for c in results.world.communities}
    groups: dict[str, list[Journey]] = defaultdict(list)
    for journey in kept:
        groups[journey.community].append(journey)
    names = sorted(groups, key=lambda name: -sum(journey.people for journey in groups[name]))[:PANELS]
    down = max(1, -(-len(names) // ACROSS))
    height = 2.6 + 2.25 * down
    first, last = reported(results.world)
    notes = (
        "Journeys under way at the end of the run are censored (cumulative incidence by the estimator of Aalen and Johansen, 1978). "
        "White: under way, waiting, stranded or detained."
    )
    subtitle = f"Share of journeys begun {days(first, last)}, by days since departure{results.under_policy(policy)}. People followed person by person."
    figure = page(13, height, "Duration and end of journeys", subtitle, results.source, notes)
    grid = figure.add_gridspec(down, ACROSS, left=0.05, right=0.98, top=1 - 1.55 / height, bottom=0.95 / height, hspace=0.52, wspace=0.14)
    rows: list[dict[str, object]] = []
    summaries = []
    for number, name in enumerate(names):
        axes = figure.add_subplot(grid[number // ACROSS, number % ACROSS])
        title = titles.get(name, name)
        axes.set_title(title if len(title) < 38 else f"{title[:36]}…", fontsize=9)
        curves = incidence(groups[name])
        _panel(axes, curves, len(groups[name]))
        median = _median(curves)
        summaries.append(f"{title}: {curves[ARRIVED][-1]:.0%} arrived within {MOST_DAYS} days" + (f", half by day {median}" if median is not None else ""))
        rows += [
            {"community": name, "day": day, "journeys": len(groups[name])}
            | {NAMES[k].replace(" ", "_"): round(float(curve[day]), 4) for k, curve in curves.items()}
            for day in range(0, MOST_DAYS + 1, 10)
        ]
        if number % ACROSS:
            axes.set_yticklabels([])
    if not names:
        nobody(figure.add_subplot(grid[0, :]))
    patches = [Patch(facecolor=OUTCOME_COLOURS[name], alpha=0.75) for name in GROUPS]
    figure.legend(patches, list(NAMES.values()), loc="upper left", bbox_to_anchor=(0.03, 1 - 0.92 / height), ncols=3)
    return Picture(figure, f"Share of journeys that have arrived, returned, died or gone missing by day, by community. {'; '.join(summaries) or 'None'}.", rows)


def incidence(found: Sequence[Journey], most: int = MOST_DAYS) -> dict[str, NDArray[np.float64]]:
    """Cumulative incidence of each end by day 0 to ``most``, shape (days + 1,) each; journeys under way are censored."""
    span = np.array([min(max(0, (journey.ends - journey.begins) // DAY), most + 1) for journey in found], np.int64)
    weight = np.array([journey.people for journey in found], float)
    curves = {name: np.zeros(most + 1) for name in GROUPS}
    ended = {name: np.bincount(span, weight * [journey.outcome in outcomes for journey in found], most + 2)[: most + 1] for name, outcomes in GROUPS.items()}
    left = np.bincount(span, weight, most + 2)
    at_risk, free = float(weight.sum()), 1.0
    sums = dict.fromkeys(GROUPS, 0.0)
    for day in range(most + 1):
        out = 0.0
        for name in GROUPS:
            step = free * ended[name][day] / at_risk if at_risk > 0 else 0.0
            sums[name] += step
            out += step
            curves[name][day] = sums[name]
        free -= out
        at_risk -= float(left[day])
    return curves


def _panel(axes: Axes, curves: dict[str, NDArray[np.float64]], journeys: int) -> None:
    day = np.arange(MOST_DAYS + 1)
    axes.set_xlim(0, MOST_DAYS)
    axes.set_ylim(0, 1)
    axes.set_xticks(range(0, MOST_DAYS + 1, 90))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel(f"days; {journeys:,} journeys", fontsize=8, labelpad=1, color=GREY)
    if journeys < FEWEST:
        nobody(axes, "too few journeys")
        return
    low = np.zeros(len(day))
    for name in GROUPS:
        axes.fill_between(day, low, low + curves[name], color=OUTCOME_COLOURS[name], alpha=0.75, lw=0)
        low = low + curves[name]
    median = _median(curves)
    if median is not None:
        axes.plot([median], [0.5], "o", ms=5, mfc="white", mec=INK, mew=1.2, zorder=5)
        side = "left" if median < MOST_DAYS * 0.6 else "right"
        axes.annotate(f"half by day {median}", (median, 0.5), (6 if side == "left" else -6, 0), textcoords="offset points", fontsize=8, va="center", ha=side)


def _median(curves: dict[str, NDArray[np.float64]]) -> int | None:
    reached = np.flatnonzero(curves[ARRIVED] >= 0.5)
    return int(reached[0]) if len(reached) else None

