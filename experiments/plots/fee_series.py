"""Fees asked by guides, by week and border: the spread over smugglers in one run, or over runs, policies side by side."""

from collections.abc import Sequence
from datetime import timedelta

import matplotlib.dates as mdates
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.running_means import over_runs
from experiments.plots.style import BAND, BLUE, GREY, date_axis, days, look_of, nobody, page
from experiments.plots.ticks import exact_axis
from experiments.plots.titles import border_title
from experiments.store.tables import DAYS, reported
from sim.books.results import Table
from sim.outcomes.reading import numbers, words
from sim.world.world import World

PANELS, ACROSS = 9, 3
TITLE = "Fees asked by guides"
QUANTILES = {"p5": 5, "p25": 25, "median": 50, "p75": 75, "p95": 95}
CENTS = 100
Values = NDArray[np.float64]


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw fees at the borders where most seats are sold."""
    return _of_smugglers(results) if results.run is not None else _of_runs(results, (policy,) if policy else results.policies)


def _of_smugglers(results: ResultFolder) -> Picture:
    """One run: the spread over smugglers of a border."""
    table = results.need_run().results.tables["smugglers"]
    border, week = words(table, "border"), numbers(table, "week")
    fee, sold = numbers(table, "fee_cents") / CENTS, numbers(table, "sold")
    seats = {name: float(n) for name, n in zip(border.labels, np.bincount(border.codes, sold, len(border.labels)), strict=True)}
    top = _busiest(seats)
    line = "Line: median of smugglers; bands: 50 and 90 per cent of them, the spread over smugglers, not uncertainty."
    notes = "Borders where most seats are sold. One run, which gives no interval. Shaded: reported days."
    picture = _Frame(results, len(top), line, notes)
    for name in top:
        ours = border.codes == border.labels.index(name)
        found = np.full((len(QUANTILES), len(picture.day)), np.nan)
        for w in range(len(picture.day)):
            fees = fee[ours & (week == w)]
            if len(fees):
                found[:, w] = np.percentile(fees, list(QUANTILES.values()))
        axes = picture.panel(name, seats[name])
        axes.fill_between(picture.at, found[0], found[4], color=BLUE, alpha=0.15, lw=0)
        axes.fill_between(picture.at, found[1], found[3], color=BLUE, alpha=0.28, lw=0)
        axes.plot(picture.at, found[2], color=BLUE, lw=1.8)
        picture.add({"border": name}, {f"usd_{column}": found[k] for k, column in enumerate(QUANTILES)})
        picture.summaries.append(f"{_title(name, results.world)} {np.nanmedian(found[2]):,.0f} dollars")
    return picture.done(f"Fees asked by guides, week by week, by border. Medians: {'; '.join(picture.summaries) or 'none'}.")


def _of_runs(results: ResultFolder, policies: Sequence[str]) -> Picture:
    """Several runs: their spread, a colour a policy."""
    tables = {name: results.fees(name) for name in policies}
    seats: dict[str, float] = {}
    for table in tables[policies[0]]:
        border = words(table, "border")
        for name, sold in zip(border.labels, np.bincount(border.codes, numbers(table, "sold"), len(border.labels)), strict=True):
            seats[name] = seats.get(name, 0.0) + float(sold) / len(tables[policies[0]])
    top = _busiest(seats)
    runs = max(len(found) for found in tables.values())
    bands = f"bands: {results.spread(runs)}." if runs > 1 else "one run, which gives no interval."
    line = f"Line: median of smugglers, mean over runs; {bands}"
    notes = "Borders where most seats are sold; seats are means over runs. Shaded: reported days."
    picture = _Frame(results, len(top), line, notes, legend=len(policies) > 1)
    for name in top:
        axes = picture.panel(name, seats[name])
        for place, policy in enumerate(policies):
            asked, paid = (np.array([_of_border(table, name, what, len(picture.day)) for table in tables[policy]]) for what in ("asked", "paid"))
            (mean, low, high), (paid_mean, paid_low, paid_high) = over_runs(asked), over_runs(paid)
            axes.plot(picture.at, mean, lw=1.8, label=results.titles[policy], **look_of(place))
            if runs > 1:
                axes.fill_between(picture.at, low, high, color=look_of(place)["color"], alpha=0.18, lw=0)
            columns = {"asked_usd_mean": mean, "asked_usd_low": low, "asked_usd_high": high}
            picture.add({"policy": policy, "border": name}, columns | {"paid_usd_mean": paid_mean, "paid_usd_low": paid_low, "paid_usd_high": paid_high})
            if np.isfinite(mean).any():
                under = f" under {results.titles[policy]}" if len(policies) > 1 else ""
                picture.summaries.append(f"{_title(name, results.world)}{under} {np.nanmean(mean):,.0f} dollars")
    picture.legend()
    return picture.done(f"Fees asked by guides, week by week, by border, with intervals over {runs} runs. Means: {'; '.join(picture.summaries) or 'none'}.")


def _of_border(table: Table, name: str, what: str, weeks: int) -> Values:
    """Dollars that guides ask, or are paid for an attempt, at a border by week; not a number where there is none."""
    border, found = words(table, "border"), np.full(weeks, np.nan)
    if name not in border.labels:
        return found
    rows = border.codes == border.labels.index(name)
    over = numbers(table, "smugglers" if what == "asked" else "attempts")
    cents = numbers(table, "asked_cents") if what == "asked" else numbers(table, "paid_cents") / np.maximum(over, 1)
    rows &= (over > 0) & (numbers(table, "week") < weeks)
    found[numbers(table, "week")[rows]] = cents[rows] / CENTS
    return found


def _busiest(seats: dict[str, float]) -> list[str]:
    return [name for name in sorted(seats, key=lambda name: (-seats[name], name)) if seats[name] > 0][:PANELS]


def _title(border: str, world: World) -> str:
    """A border as the title of its panel."""
    text = border_title(border, world)
    return text[:1].upper() + text[1:] if " " in text else text


class _Frame:
    """A page of panels, one a border, with data and summaries."""

    def __init__(self, results: ResultFolder, panels: int, line: str, notes: str, *, legend: bool = False) -> None:
        self.world = world = results.world
        self.period = reported(world)
        self.across = min(ACROSS, max(1, panels))
        self.down = max(1, -(-panels // self.across))
        above = 1.65 if legend else 1.3
        self.height = above + 1.0 + 2.1 * self.down
        span = days(world.start, world.start + timedelta(days=world.days - 1))
        self.figure = page(13, self.height, TITLE, f"US dollars asked of one person over one border, {span}.\n{line}", results.source, notes)
        self.grid = self.figure.add_gridspec(
            self.down, self.across, left=0.05, right=0.98, top=1 - (above + 0.25) / self.height, bottom=0.9 / self.height, hspace=0.5, wspace=0.16
        )
        self.day = np.array([world.start + timedelta(days=DAYS * w) for w in range(max(1, world.days // DAYS))], "datetime64[D]")
        self.at: Values = mdates.date2num(self.day)  # type: ignore[no-untyped-call]
        self.rows: list[dict[str, object]] = []
        self.summaries: list[str] = []

    def panel(self, border: str, seats: float) -> Axes:
        number = len(self.figure.axes)
        axes = self.figure.add_subplot(self.grid[number // self.across, number % self.across])
        first, last = self.period
        axes.axvspan(np.datetime64(first), np.datetime64(last), color=BAND, alpha=0.09, lw=0, zorder=0)  # type: ignore[arg-type]
        axes.set_title(_title(border, self.world), fontsize=9.5)
        axes.annotate(f"{seats:,.0f} seats sold", (1, 1.02), xycoords="axes fraction", ha="right", va="bottom", fontsize=7.5, color=GREY)
        return axes

    def add(self, of: dict[str, object], columns: dict[str, Values]) -> None:
        """Keep the weeks that have data."""
        values = np.array(list(columns.values()))
        for w in np.flatnonzero(np.isfinite(values).any(axis=0)).tolist():
            cells = {name: round(float(value[w]), 2) if np.isfinite(value[w]) else "" for name, value in columns.items()}
            self.rows.append({**of, "week_from": str(self.day[w]), **cells})

    def legend(self) -> None:
        handles, labels = self.figure.axes[0].get_legend_handles_labels() if self.figure.axes else ([], [])
        if len(labels) > 1:
            self.figure.legend(handles, labels, loc="upper left", bbox_to_anchor=(0.03, 1 - 1.15 / self.height), ncols=len(labels))

    def done(self, alt: str) -> Picture:
        for axes in self.figure.axes:
            axes.set_xlim(self.at[0], self.at[-1] + DAYS)
            axes.set_ylim(0, None)
            date_axis(axes, 6)
            exact_axis(axes.yaxis, 5)
        if not self.figure.axes:
            nobody(self.figure.add_subplot(self.grid[0, :]))
        return Picture(self.figure, alt, self.rows)
