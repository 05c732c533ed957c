"""Believed and simulated probability of apprehension, by crossing, over time."""

from datetime import timedelta

import matplotlib.dates as mdates
import numpy as np
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.running_means import running_sum
from experiments.plots.style import BAND, GREY, INK, PURPLE, date_axis, days, nobody, page
from experiments.plots.ticks import exact_axis
from experiments.plots.weekly_flows import weekly_flows_of_run
from experiments.store.tables import DAYS, reported
from sim.basis.words import Channel
from sim.outcomes.reading import numbers, passages, words

PANELS, ACROSS, SMOOTH = 12, 4, 8
FEWEST = 10
"""Attempts in the weeks of a mean below which no share is drawn."""


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw beliefs and apprehension rates for the irregular moves with most attempts."""
    run = results.need_run()
    world, table = run.world, run.results.tables["beliefs"]
    weekly, known = weekly_flows_of_run(run.results.tables["flows"], world), passages(world)
    tried = np.bincount(weekly.move, weekly.attempts, len(weekly.moves))
    risky = [k for k, name in enumerate(weekly.moves) if name in known and known[name].move.channel is not Channel.LEGAL and tried[k] > 0]
    move, community, week = words(table, "move"), words(table, "community"), numbers(table, "week")
    believed = np.asarray(table["p_caught"], float)
    of = {name: k for k, name in enumerate(move.labels)}
    top = [k for k in sorted(risky, key=lambda k: (-tried[k], weekly.moves[k])) if weekly.moves[k] in of][:PANELS]
    weeks = max(1, world.days // DAYS)
    down = max(1, -(-len(top) // ACROSS))
    height = 2.7 + 2.05 * down
    end = world.start + timedelta(days=world.days - 1)
    first, last = reported(world)
    subtitle = f"Probability of apprehension in one attempt, {days(world.start, end)}, for the irregular moves with most attempts."
    notes = (
        f"Simulated rate: apprehensions per attempt over {SMOOTH} weeks, where there were {FEWEST} attempts or more. "
        "Beliefs: mean and range over communities and smugglers with news; a belief lasts until the next news."
    )
    figure = page(13, height, "Believed and simulated risk of apprehension", subtitle, results.source, notes)
    grid = figure.add_gridspec(down, ACROSS, left=0.045, right=0.985, top=1 - 1.65 / height, bottom=0.85 / height, hspace=0.55, wspace=0.22)
    day = np.array([world.start + timedelta(days=DAYS * w) for w in range(weeks)], "datetime64[D]")
    at = mdates.date2num(day)  # type: ignore[no-untyped-call]
    rows: list[dict[str, object]] = []
    summaries = []
    titles = {crossing.name: crossing.title for crossing in world.crossings}
    places = {place.name: place.title for place in world.places}
    for number, k in enumerate(top):
        name = weekly.moves[k]
        mine = weekly.move == k
        sums_by_week = (np.bincount(weekly.week[mine], values[mine], weeks)[:weeks] for values in (weekly.attempts, weekly.apprehended))
        sums = [running_sum(values, SMOOTH) for values in sums_by_week]
        truth = np.where(sums[0] >= FEWEST, sums[1] / np.maximum(sums[0], 1), np.nan)
        news = move.codes == of[name]
        belief = held(week[news], community.codes[news], believed[news], weeks)
        axes = figure.add_subplot(grid[number // ACROSS, number % ACROSS])
        leg, channel = known[name].move.leg, known[name].move.channel.word
        way = f"{places[leg.origin]} → {places[leg.target]}"
        title = titles.get(leg.entry or "", leg.entry or "")
        axes.set_title(f"{title if len(title) < 30 else title[:28] + '…'}\n{way if len(way) < 34 else way[:32] + '…'}, {channel}", fontsize=8.2)
        axes.axvspan(np.datetime64(first), np.datetime64(last), color=BAND, alpha=0.09, lw=0, zorder=0)  # type: ignore[arg-type]
        axes.fill_between(at, belief[1], belief[2], color=PURPLE, alpha=0.22, lw=0)
        axes.plot(at, belief[0], color=PURPLE, lw=1.8)
        axes.plot(at, truth, color=INK, lw=1.3, ls=(0, (3, 1.4)))
        axes.set_ylim(0, max(0.1, min(1.0, 1.15 * float(np.nanmax([*belief[2], *truth, 0.0])))))
        axes.set_xlim(at[0], at[-1] + DAYS)
        date_axis(axes, 5)
        exact_axis(axes.yaxis, 4, scale=100, unit="%")
        attempts = f"{tried[k]:,.0f} attempt{'s' * bool(tried[k] != 1)}"
        axes.annotate(attempts, (0.985, 0.98), xycoords="axes fraction", ha="right", va="top", fontsize=7, color=GREY)
        if np.isfinite(belief[0]).any() and np.isfinite(truth).any():
            summaries.append(f"{title} {channel}: believed {np.nanmean(belief[0]):.0%}, simulated {np.nanmean(truth):.0%}")
        rows += [
            {"crossing": leg.entry or "", "move": name, "week_from": str(day[w]), "believed": _plain(belief[0, w]), "low": _plain(belief[1, w]),
             "high": _plain(belief[2, w]), "simulated": _plain(truth[w]), "attempts": round(float(sums[0][w]), 2)}
            for w in range(weeks)
        ]  # fmt: skip
    if not top:
        nobody(figure.add_subplot(grid[0, :]))
    marks = [Line2D([], [], color=PURPLE, lw=1.8), Line2D([], [], color=PURPLE, lw=6, alpha=0.22), Line2D([], [], color=INK, lw=1.3, ls=(0, (3, 1.4)))]
    labels = ["belief, mean", "range over communities and smugglers", "simulated share apprehended"]
    figure.legend(marks, labels, loc="upper left", bbox_to_anchor=(0.03, 1 - 0.92 / height), ncols=3, handlelength=2.4)
    return Picture(figure, f"Believed and simulated probability of apprehension by crossing over time. {'; '.join(summaries[:8]) or 'No attempts'}.", rows)


def held(week: NDArray[np.int64], who: NDArray[np.integer], believed: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Mean, minimum and maximum belief, shape (3, weeks); a belief lasts until there is news."""
    groups, row = np.unique(who, return_inverse=True)
    known = np.full((len(groups), weeks), np.nan)
    inside = week < weeks
    known[row[inside], week[inside]] = believed[inside]
    for w in range(1, weeks):
        known[:, w] = np.where(np.isfinite(known[:, w]), known[:, w], known[:, w - 1])
    found = np.full((3, weeks), np.nan)
    some = np.isfinite(known).any(axis=0)
    if some.any():
        found[:, some] = np.nanmean(known[:, some], axis=0), np.nanmin(known[:, some], axis=0), np.nanmax(known[:, some], axis=0)
    return found


def _plain(value: float) -> object:
    return round(float(value), 4) if np.isfinite(value) else ""

