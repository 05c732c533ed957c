"""Weekly series of attempts, crossings and apprehensions, policies side by side, with intervals over runs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import matplotlib.dates as mdates
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.running_means import Weekly, over_runs, running_mean, running_sum
from experiments.plots.style import BAND, date_axis, days, look_of, nobody, page
from experiments.plots.ticks import exact_axis
from experiments.plots.weekly_flows import View, WeeklyFlows, rows_in_view
from experiments.store.tables import DAYS, reported
from sim.outcomes.reading import moves_by_name

SMOOTH = 4
"""Weeks in a running mean."""
FEWEST = 5
"""Attempts in these weeks below which no rate is drawn."""


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw attempts, crossings, apprehensions, and apprehensions per attempt, for every policy."""
    weeks = max(1, results.world.days // DAYS)
    policies = (policy,) if policy else results.policies
    series = {name: np.array([_measures(one, results, weeks) for one in results.weekly_flows_of_runs(name)]) for name in policies}
    first, last = reported(results.world)
    end = results.world.start + timedelta(days=results.world.days - 1)
    runs = max(len(values) for values in series.values())
    band = f" Bands: {results.spread(runs)}." if runs > 1 else " One run, which gives no interval."
    height = 7.4
    who = "People followed person by person" if any(c.followed for c in results.world.communities) else "All communities"
    subtitle = f"{who}, {days(results.world.start, end)}; running means of {SMOOTH} weeks.{band} Shaded: reported days."
    figure = page(13, height, "Week by week", subtitle, results.source)
    grid = figure.add_gridspec(2, 2, left=0.06, right=0.98, top=1 - 1.55 / height, bottom=0.75 / height, hspace=0.38, wspace=0.14)
    day = np.array([results.world.start + timedelta(days=DAYS * week) for week in range(weeks)], "datetime64[D]")
    rows: list[dict[str, object]] = []
    summaries = []
    for number, (title, unit) in enumerate(MEASURES.items()):
        axes = figure.add_subplot(grid[number // 2, number % 2])
        axes.set_title(title, fontsize=10)
        axes.set_ylabel(unit, fontsize=8.5)
        axes.axvspan(np.datetime64(first), np.datetime64(last), color=BAND, alpha=0.09, lw=0, zorder=0)  # type: ignore[arg-type]
        for place, (name, values) in enumerate(series.items()):
            mean, low, high = over_runs(values[:, number])
            axes.plot(mdates.date2num(day), mean, lw=1.9, label=results.titles[name], **look_of(place))  # type: ignore[no-untyped-call]
            if runs > 1:
                axes.fill_between(mdates.date2num(day), low, high, color=look_of(place)["color"], alpha=0.18, lw=0)  # type: ignore[no-untyped-call]
            rows += [
                {"policy": name, "what": title, "unit": unit, "week_from": str(day[w]), "mean": _plain(mean[w]), "low": _plain(low[w]), "high": _plain(high[w])}
                for w in range(weeks)
            ]
            if np.isfinite(mean).any():
                summaries.append(f"{title.lower()} under {results.titles[name]}: {np.nanmean(mean):,.3g} {unit} on average")
        _dress(axes, series, number, day)
    if len(series) > 1:
        axes = figure.axes[0]
        figure.legend(*axes.get_legend_handles_labels(), loc="upper left", bbox_to_anchor=(0.03, 1 - 0.92 / height), ncols=len(series))
    return Picture(figure, f"Weekly series. {'; '.join(summaries)}.", rows)


def _attempts(weekly: WeeklyFlows, border: NDArray[np.bool_], weeks: int) -> Weekly:
    return np.bincount(weekly.week[border], weekly.attempts[border], weeks)[:weeks].astype(float)


def _caught(weekly: WeeklyFlows, border: NDArray[np.bool_], weeks: int) -> Weekly:
    return np.bincount(weekly.week[border], weekly.apprehended[border], weeks)[:weeks].astype(float)


def _crossed(weekly: WeeklyFlows, border: NDArray[np.bool_], weeks: int) -> Weekly:
    return np.bincount(weekly.week[border], weekly.people[border], weeks)[:weeks].astype(float)


MEASURES: Mapping[str, str] = {
    "Attempts at crossings": "people a week",
    "Crossings that succeeded": "people a week",
    "Apprehensions": "people a week",
    "Apprehensions per attempt": "per cent",
}
_COUNTED: Sequence[Callable[[WeeklyFlows, NDArray[np.bool_], int], Weekly]] = (_attempts, _crossed, _caught)


def _measures(weekly: WeeklyFlows, results: ResultFolder, weeks: int) -> Weekly:
    """The measures of one run, running means; the rate is over the same weeks."""
    known = moves_by_name(results.world)
    over = np.array([name in known and known[name].leg.entry is not None for name in weekly.moves], bool)
    followed = True if any(c.followed for c in results.world.communities) else None
    border = rows_in_view(weekly, results.world, View(), followed=followed)
    border &= over[weekly.move] if len(over) else np.zeros(len(weekly.week), bool)
    tried, crossed, caught = (found(weekly, border, weeks) for found in _COUNTED)
    enough = running_sum(tried, SMOOTH) >= FEWEST
    rate = np.where(enough, 100 * running_sum(caught, SMOOTH) / np.maximum(running_sum(tried, SMOOTH), 1), np.nan)
    return np.array([*(running_mean(values, SMOOTH) for values in (tried, crossed, caught)), rate])


def _dress(axes: Axes, series: Mapping[str, Weekly], number: int, day: NDArray[np.datetime64]) -> None:
    axes.set_xlim(day[0], day[-1] + np.timedelta64(DAYS, "D"))
    axes.set_ylim(0, None)
    exact_axis(axes.yaxis, 5)
    date_axis(axes, 9)
    if not any(np.nansum(values[:, number]) for values in series.values()):
        nobody(axes)


def _plain(value: float) -> object:
    return round(float(value), 3) if np.isfinite(value) else ""

