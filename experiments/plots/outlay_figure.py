"""The figure of outlays: what journeys had cost when a country was reached, beside documented prices."""

import re
from itertools import groupby
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from experiments.plots.outlay_data import Corridor, corridors
from experiments.plots.picture import Picture
from experiments.plots.style import AIR, BAND, GREY, INK, PALE, RULE, frame, period
from experiments.store import Run
from experiments.store.tables import reported

FEWEST = 5
"""With fewer people than this there is no box, only their points."""
MOST_POINTS = 300
ROW, GAP = 1.0, 0.9
BESIDE = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "ha": "right", "va": "center"}
"""How text stands beside a row: across as a share of the axes, up and down by the row."""
LIMITS = (100.0, 10_000.0)
"""Dollars shown where there is nothing to show."""
LEAST = 10.0
"""Dollars from which the scale is fitted: it is logarithmic, and next to nothing would take half of it."""
FAR_YEARS = 2
"""Years between the documents and the run beyond which the picture notes the difference."""
SMALL = 150
"""Characters of a line of small print."""
NAME = 30
"""Characters of a row's name in one line."""


def draw(run: Run) -> Picture:
    """Draw the outlays of a run."""
    found = corridors(run)
    documented = any(corridor.documents for corridor in found)
    title = "What the journey had cost on arrival" + (", beside documented prices" if documented else "")
    notes = _notes(found, reported(run.world)[0].year)
    height = 3.0 + 0.36 * len(found) + 0.42 * len(set(map(_group, found)))
    subtitle = f"Dollars that a followed migrant had paid (fees, fares, papers, bribes) when first in the country named; people who got there {period(run)}."
    figure = frame(run, 12, max(height, 5.1), title, subtitle, notes)
    height = figure.get_size_inches()[1]
    below = 1.15 + 0.15 * notes.count("\n")
    axes = figure.add_axes((0.215, below / height, 0.665, 1 - (below + 1.35) / height))
    axes.set_xscale("log")
    low = _scale(axes, found)
    y = 0.0
    for title, group in groupby(found, key=_group):
        axes.annotate(title, (0, y), (-6, 0), fontweight="bold", **BESIDE)  # type: ignore[arg-type]
        axes.axhline(y, color=RULE, lw=0.6, zorder=0)
        y -= ROW * 0.9
        for corridor in group:
            _row(axes, corridor, y, low)
            y -= ROW
        y -= GAP - 0.4
    axes.set_ylim(y + 0.3, 0.7)
    axes.annotate("people", (1, 1), (70, 12), xycoords="axes fraction", textcoords="offset points", ha="right", fontsize=8, color=GREY)
    axes.annotate("median", (1, 1), (26, 12), xycoords="axes fraction", textcoords="offset points", ha="right", fontsize=8, color=GREY)
    _key(figure, height, _years(found))
    return Picture(figure, _alt(found), [_data_row(corridor) for corridor in found])


def _data_row(corridor: Corridor) -> dict[str, object]:
    """The data of one row."""
    low, high = _documented(corridor)
    quarters = np.percentile(corridor.dollars, (5, 25, 50, 75, 95)).round(2).tolist() if len(corridor.dollars) else [""] * 5
    return {
        "community": corridor.community, "target": corridor.target, "people": len(corridor.dollars),
        **dict(zip(("usd_p5", "usd_p25", "usd_median", "usd_p75", "usd_p95"), quarters, strict=True)),
        "documented_low_usd": "" if low is None else low, "documented_high_usd": "" if high is None else high,
        "evidence": " ".join(d.id for d in corridor.documents),
    }  # fmt: skip


def _alt(found: list[Corridor]) -> str:
    medians = [
        f"{c.community} to {c.target}: median {np.median(c.dollars):,.0f} dollars, documented {_in_words(*_documented(c))}"
        for c in found
        if len(c.dollars) >= FEWEST and c.documents
    ]
    return f"Dollars paid until a country is reached, by community, beside documented ranges. {'; '.join(medians) or 'Nothing to compare'}."


def _documented(corridor: Corridor) -> tuple[float | None, float | None]:
    """The lowest and the highest documented price of a corridor."""
    low, high = ([price for d in corridor.documents if (price := getattr(d, bound)) is not None] for bound in ("low", "high"))
    return min(low, default=None), max(high, default=None)


def _in_words(low: float | None, high: float | None) -> str:
    return f"{low:,.0f} or more" if high is None else f"up to {high:,.0f}" if low is None else f"{low:,.0f} to {high:,.0f}"


def _group(corridor: Corridor) -> str:
    return f"To {corridor.target}" if corridor.documents else "No documented price"


def _row(axes: Axes, corridor: Corridor, y: float, left: float) -> None:
    dollars = corridor.dollars
    name = corridor.community if corridor.documents else f"{corridor.community}: {corridor.target}"
    axes.annotate(fill(name, NAME), (0, y), (-6, 0), fontsize=8.5 if len(name) <= NAME else 7.4, linespacing=1.0, **BESIDE)  # type: ignore[arg-type]
    for document in corridor.documents:
        low, high = document.low or LEAST / 10, document.high or LIMITS[1] * 100
        axes.add_artist(Rectangle((low, y - 0.42), high - low, 0.84, color=BAND, alpha=0.30, lw=0, zorder=1))
        bounds = [bound for bound in (document.low, document.high) if bound is not None]
        axes.vlines(bounds, y - 0.42, y + 0.42, color=BAND, lw=1.2, capstyle="projecting", zorder=1.1)
    axes.annotate(f"{len(dollars):,}" if len(dollars) else "none", (1, y), (70, 0), fontsize=8, color=INK if len(dollars) else PALE, **BESIDE)  # type: ignore[arg-type]
    if len(dollars) == 0:
        return
    axes.annotate(f"{np.median(dollars):,.0f}", (1, y), (26, 0), fontsize=8, color=INK, **BESIDE)  # type: ignore[arg-type]
    shown = np.sort(dollars)[np.linspace(0, len(dollars) - 1, min(len(dollars), MOST_POINTS)).round().astype(int)]
    # Jitter by the golden ratio: even, and the same in every drawing.
    spread = (np.arange(len(shown)) * 0.618034 % 1 - 0.5) * 0.62
    if (below := int((dollars < left).sum())):
        axes.plot([left], [y], "<", ms=5, color=AIR, clip_on=False, zorder=4)
        axes.annotate(f"{below:,} less", (0, y), (3, -9), fontsize=6.5, color=GREY, **BESIDE | {"ha": "left"})  # type: ignore[arg-type]
    axes.plot(shown[shown >= left], (y + spread)[shown >= left], "o", ms=2.2, mfc=AIR, mec="none", alpha=0.30, zorder=2)
    if len(dollars) >= FEWEST:
        low, quarter, median, three_quarters, high = np.percentile(dollars, (5, 25, 50, 75, 95))
        low, quarter, median, three_quarters, high = (max(left, value) for value in (low, quarter, median, three_quarters, high))
        axes.plot([low, high], [y, y], color=AIR, lw=1.0, zorder=3, solid_capstyle="butt")
        axes.plot([quarter, three_quarters], [y, y], color=AIR, lw=5.5, zorder=3.1, solid_capstyle="butt")
        axes.plot([median], [y], "|", color="white", ms=6, mew=1.8, zorder=3.2)


def _scale(axes: Axes, found: list[Corridor]) -> float:
    """Set the scale; returns the least that is drawn. Who paid less is counted at the edge."""
    paid = np.concatenate([np.empty(0), *(c.dollars for c in found)])
    bounds = [bound for c in found for document in c.documents for bound in (document.low, document.high) if bound]
    seen = np.concatenate([paid[paid >= LEAST], bounds]) if len(paid) or bounds else np.array(LIMITS)
    high = float(seen.max(initial=LIMITS[0])) * 1.25
    low = min(float(seen.min(initial=LIMITS[1])) * 0.8, high / 10)
    axes.set_xlim(low, high)
    ticks = [value for value in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000) if low <= value <= high]
    axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    axes.minorticks_off()
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("US dollars paid so far (logarithmic scale; an arrow at the edge counts those who paid less)")
    return low


def _key(figure: Figure, height: float, years: str) -> None:
    marks = [
        Line2D([], [], color=AIR, marker="o", ms=4, lw=0, alpha=0.45, markeredgecolor="none"),
        Line2D([], [], color=AIR, lw=5.5, solid_capstyle="butt"),
        Line2D([], [], color=AIR, lw=1.0),
        Patch(facecolor=BAND, alpha=0.35, edgecolor=BAND),
    ][: 4 if years else 3]
    texts = ["one person", "middle 50 per cent (white: median)", "90 per cent range", f"documented range, {years}"][: len(marks)]
    figure.legend(marks, texts, loc="upper left", bbox_to_anchor=(0.028, 1 - 0.93 / height), ncols=4, columnspacing=2.2, handlelength=1.8)


def _years(found: list[Corridor]) -> str:
    """The years that documents are of, as words; empty without one."""
    years = sorted({year for corridor in found for document in corridor.documents for year in re.findall(r"\d{4}", document.years)})
    return "" if not years else years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"


def _notes(found: list[Corridor], last_year: int) -> str:
    ids = sorted({document.id for corridor in found for document in corridor.documents})
    if not ids:
        return ""
    years = _years(found)
    apart = f"The documents are of {years}, other years than those simulated; prices are not adjusted for inflation, so compare with care.\n"
    about = "categories of small tables, and ranges given by officials, mostly for 1 to 6 people."
    ranges = f"Documented ranges: {', '.join(ids)} in scenarios/evidence, of {years}; {about}"
    return (apart if abs(int(years[-4:]) - last_year) > FAR_YEARS else "") + fill(ranges, SMALL, break_on_hyphens=False)
