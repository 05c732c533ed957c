"""What guides ask, week by week, by border: the fee of most smugglers and how far they lie apart."""

from datetime import timedelta

import matplotlib.dates as mdates
import numpy as np

from experiments.plots.arms import Opened
from experiments.plots.picture import Picture
from experiments.plots.style import BAND, BLUE, GREY, date_axis, days, nobody, page
from experiments.store.tables import DAYS, reported
from sim.outcomes.reading import is_word, numbers, words
from sim.words import Status

PANELS, ACROSS = 9, 3


def draw(opened: Opened, policy: str = "") -> Picture:
    """Draw fees at the borders where most seats are sold."""
    run = opened.need_run()
    table = run.results.tables["smugglers"]
    working = is_word(table, "status", Status.WORKING.word)
    border, week = words(table, "border"), numbers(table, "week")
    fee, sold = numbers(table, "fee_cents") / 100, numbers(table, "sold")
    total = np.bincount(border.codes, sold, len(border.labels)) if len(border) else np.zeros(0)
    top = [k for k in np.argsort(-total, kind="stable").tolist() if total[k] > 0][:PANELS]
    down = max(1, -(-len(top) // ACROSS))
    height = 2.3 + 2.1 * down
    first, last = reported(run.world)
    end = run.world.start + timedelta(days=run.world.days - 1)
    span = days(run.world.start, end)
    subtitle = f"US dollars asked of one person over one border, {span}. Line: median of working smugglers; bands: half and nine tenths of them."
    notes = "Borders with most seats sold, direction as written. One run; the bands are the spread between smugglers, not doubt. Shaded: reported days."
    figure = page(13, height, "What guides ask", subtitle, opened.source, notes)
    grid = figure.add_gridspec(down, ACROSS, left=0.05, right=0.98, top=1 - 1.3 / height, bottom=0.9 / height, hspace=0.5, wspace=0.16)
    weeks = max(1, run.world.days // DAYS)
    day = np.array([run.world.start + timedelta(days=DAYS * w) for w in range(weeks)], "datetime64[D]")
    rows: list[dict[str, object]] = []
    told = []
    for number, k in enumerate(top):
        axes = figure.add_subplot(grid[number // ACROSS, number % ACROSS])
        found = np.full((5, weeks), np.nan)
        ours = working & (border.codes == k)
        for w in range(weeks):
            fees = fee[ours & (week == w)]
            if len(fees):
                found[:, w] = np.quantile(fees, (0.05, 0.25, 0.5, 0.75, 0.95))
        at = mdates.date2num(day)  # type: ignore[no-untyped-call]
        axes.axvspan(np.datetime64(first), np.datetime64(last), color=BAND, alpha=0.09, lw=0, zorder=0)  # type: ignore[arg-type]
        axes.fill_between(at, found[0], found[4], color=BLUE, alpha=0.15, lw=0)
        axes.fill_between(at, found[1], found[3], color=BLUE, alpha=0.28, lw=0)
        axes.plot(at, found[2], color=BLUE, lw=1.8)
        axes.set_title(border.labels[k], fontsize=9.5)
        axes.annotate(f"{total[k]:,.0f} seats sold", (1, 1.02), xycoords="axes fraction", ha="right", va="bottom", fontsize=7.5, color=GREY)
        axes.set_ylim(0, None)
        date_axis(axes, 6)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        told.append(f"{border.labels[k]} {np.nanmedian(found[2]):,.0f} dollars")
        columns = ("p5", "p25", "median", "p75", "p95")
        rows += [
            {"border": border.labels[k], "week_from": str(day[w]), **{f"usd_{c}": round(float(found[i, w]), 2) for i, c in enumerate(columns)}}
            for w in range(weeks)
            if np.isfinite(found[2, w])
        ]
    if not top:
        nobody(figure.add_subplot(grid[0, :]))
    return Picture(figure, f"Fees asked by guides, week by week, by border. Medians: {'; '.join(told) or 'none'}.", rows)
