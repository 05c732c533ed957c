"""A user's own observations beside what runs give for them: one panel a series, by period."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from textwrap import shorten, wrap

import matplotlib.dates as mdates
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from numpy.typing import NDArray

from calibration.evidence.compare import compare
from calibration.evidence.indicators import INDICATORS
from calibration.evidence.observations import HELD_OUT, Observation, read_observations
from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.running_means import WITHIN
from experiments.plots.style import BLUE, GREY, INK, count, date_axis, days, page
from experiments.plots.ticks import exact_axis
from experiments.plots.titles import community_title, country, crossing_title
from experiments.store.compact import load
from scenarios.reading.problems import BadInput
from scenarios.studies import read_study
from sim.world.world import World

PANELS, ACROSS = 12, 2
COMPARISONS = "comparisons"
"""The table of a sweep that holds what runs give for each observation."""
LENGTHS: Mapping[str, tuple[int, int]] = {"a day": (1, 1), "a week": (7, 7), "a month": (28, 31), "a quarter": (90, 92), "a year": (365, 366)}
"""Days of the periods of a series, least and most, by how a number in each is called."""
WIDE = 100
"""Days from which a period is drawn as a bar from its first to its last day."""
LONGEST_SOURCE = 150
"""Characters of the sources named below a picture."""
Values = NDArray[np.float64]


def are_there(results: ResultFolder) -> bool:
    """Whether the scenario of a folder has observations, and its runs kept what they give for them."""
    if results.run is None and COMPARISONS not in results.design.get("keep", ()):
        return False
    try:
        return bool(_observed(results))
    except BadInput:  # the folder of the study has gone, or holds something else now
        return False


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw every series: what was observed, with its range, beside the run, or beside the median and 90 per cent range of runs."""
    observed = _observed(results)
    series: dict[str, list[Observation]] = defaultdict(list)
    for one in sorted(observed, key=lambda one: one.spec.days):
        series[one.series].append(one)
    simulated = _simulated(results, policy)
    runs = max((len(values) for values in simulated.values()), default=0)
    shown = list(series)[:PANELS]
    across = min(ACROSS, len(shown))
    down = -(-len(shown) // across)
    height = 2.75 + 2.6 * down
    first, last = (pick(one.spec.days[end] for name in shown for one in series[name]) for pick, end in ((min, 0), (max, 1)))
    line = f"Line: median of {runs} runs; band: {results.spread(runs)}." if runs > 1 else "Line: one run, which gives no interval."
    more = f" {len(series) - len(shown)} more series are in the data file." if len(series) > len(shown) else ""
    subtitle = f"By period, {days(first, last)}{results.under_policy(policy)}. Dots: observed; bars: their ranges.\n{line}{more}"
    sources = shorten("; ".join(dict.fromkeys(one.source for one in observed if one.source)), LONGEST_SOURCE, placeholder=" …")
    figure = page(13, height, "Observed and simulated", subtitle, results.source, f"Observed: {sources}." if sources else "")
    left, apart = (0.075, 0.14) if across > 1 else (0.07, 0.1)
    grid = figure.add_gridspec(down, across, left=left, right=0.98, top=1 - 2.0 / height, bottom=0.95 / height, hspace=0.62, wspace=apart)
    rows, summaries = [], []
    for name, ones in series.items():
        values = np.array([_bounds(simulated.get(one.spec.id, [])) for one in ones])
        rows += [_row(one, low, middle, high) for one, (low, middle, high) in zip(ones, values.tolist(), strict=True)]
        if name in shown:
            number = len(figure.axes)
            axes = figure.add_subplot(grid[number // across, number % across])
            summaries.append(_panel(axes, ones, values, results.world, several=runs > 1))
    handles, labels = _legend(figure.axes[0], observed, several=runs > 1)
    figure.legend(handles, labels, loc="upper left", bbox_to_anchor=(0.03, 1 - 1.1 / height), ncols=len(labels))
    return Picture(figure, f"Observed beside simulated numbers, by period. {'; '.join(summaries)}.", rows)


def _observed(results: ResultFolder) -> tuple[Observation, ...]:
    return read_observations(read_study(results.world.study))


def _simulated(results: ResultFolder, policy: str) -> Mapping[str, Sequence[float]]:
    """What runs give, by the id of an observation, one number a run; none where a run says nothing."""
    if results.run is not None:
        return {row.id: [row.simulated] for row in compare(results.run.results, results.world) if row.simulated is not None}
    table = load(results.path, COMPARISONS, policy=policy or results.policies[0])
    found: dict[str, list[float]] = defaultdict(list)
    for name, value in zip(table["id"].to_pylist(), table["simulated"].to_pylist(), strict=True):
        if value is not None:
            found[name].append(value)
    return found


def _bounds(values: Sequence[float]) -> tuple[float, float, float]:
    """Low end, median and high end of what runs give; not a number where none gives anything."""
    if not values:
        return (np.nan,) * 3
    low, middle, high = np.quantile(np.array(values), (WITHIN[0], 0.5, WITHIN[1])).tolist()
    return low, middle, high


def _panel(axes: Axes, ones: Sequence[Observation], values: Values, world: World, *, several: bool) -> str:
    """Draw a series; returns its summary in words."""
    title = _title(ones[0], world)
    axes.set_title("\n".join(wrap(title, 62)), fontsize=9.5, pad=18)
    axes.set_ylabel(_unit(ones), fontsize=8.5)
    at = np.array([_at(one.spec.days, 0.5) for one in ones])
    axes.plot(at, values[:, 1], color=BLUE, lw=1.8, marker="o", ms=3, zorder=2)
    if several and len(ones) > 1:
        axes.fill_between(at, values[:, 0], values[:, 2], color=BLUE, alpha=0.18, lw=0, zorder=1)
    for one, place, (low, middle, high) in zip(ones, at.tolist(), values.tolist(), strict=True):
        _point(axes, one, place)
        ends = [_at(one.spec.days, share) for share in (0.0, 1.0)]
        if ends[1] - ends[0] > WIDE:
            axes.plot(ends, [middle, middle], color=BLUE, lw=1.8, zorder=2)
            if several:
                axes.fill_between(ends, [low, low], [high, high], color=BLUE, alpha=0.18, lw=0, zorder=1)
    axes.set_xlim(_at(min(one.spec.days for one in ones), -0.05), _at(max(one.spec.days for one in ones), 1.05))
    axes.set_ylim(0, axes.get_ylim()[1] * 1.05)
    date_axis(axes, 8)
    exact_axis(axes.yaxis, 5)
    note = _within(ones, values) if several else _together(ones, values)
    axes.annotate(note, (1, 1.01), xycoords="axes fraction", ha="right", va="bottom", fontsize=7.5, color=GREY)
    return f"{title}: {note}"


def _point(axes: Axes, one: Observation, place: float) -> None:
    """The observed number or range of a period: an arrow for an open end, hollow where it is held out."""
    low, high = one.spec.documented
    ends = _ends(one)
    middle = sum(ends) / len(ends)
    marker = "o" if None not in (low, high) else "^" if high is None else "v"
    axes.plot([place], [middle], marker=marker, color=INK, mfc="white" if one.use == HELD_OUT else INK, ms=5, ls="none", zorder=4, clip_on=False)
    if low is not None and high is not None and high > low:
        axes.plot([place, place], [low, high], color=INK, lw=1.4, zorder=3)


def _within(ones: Sequence[Observation], values: Values) -> str:
    """In how many periods the observed number or range meets the range of the runs, as words."""
    met = judged = 0
    for one, (least, _, most) in zip(ones, values.tolist(), strict=True):
        if np.isfinite(least):
            low, high = one.spec.documented
            judged += 1
            met += (low is None or low <= most) and (high is None or high >= least)
    return f"{met} of {judged} observed numbers in the 90 per cent range" if judged else "not simulated"


def _together(ones: Sequence[Observation], values: Values) -> str:
    """What was observed in all periods that a run covers, and what it gives for them, as words: sums of what adds up, means of what does not."""
    pairs = [(ends, middle) for one, middle in zip(ones, values[:, 1].tolist(), strict=True) if np.isfinite(middle) and (ends := _ends(one))]
    if not pairs:
        return "not simulated"
    parts = 1 if INDICATORS[ones[0].spec.indicator].adds_up else len(pairs)
    low, high = (sum(pick(ends) for ends, _ in pairs) / parts for pick in (min, max))
    observed = count(low) if low == high else f"{count(low)} to {count(high)}"
    what = "" if len(pairs) == 1 else "in all: " if parts == 1 else "on average: "
    return f"{what}{observed} observed, {count(sum(middle for _, middle in pairs) / parts)} simulated"


def _ends(one: Observation) -> list[float]:
    """The ends of what was observed that are known."""
    return [bound for bound in one.spec.documented if bound is not None]


def _row(one: Observation, low: float, middle: float, high: float) -> dict[str, object]:
    spec = one.spec
    return {
        "series": one.series, "period": spec.period, "from": str(spec.days[0]), "to": str(spec.days[1]), "observed_low": _plain(spec.documented[0]),
        "observed_high": _plain(spec.documented[1]), "kind": spec.kind, "use": one.use, "simulated_median": _plain(middle), "simulated_low": _plain(low),
        "simulated_high": _plain(high), "unit": spec.unit, "source": one.source,
    }  # fmt: skip


def _plain(value: float | None) -> object:
    return "" if value is None or not np.isfinite(value) else round(float(value), 4)


def _at(period: tuple[date, date], share: float) -> float:
    """A place on the axis: so far between the beginning of the first and the end of the last day."""
    first, last = (float(mdates.date2num(day)) for day in (period[0], period[1] + timedelta(days=1)))  # type: ignore[no-untyped-call]
    return first + share * (last - first)


def _unit(ones: Sequence[Observation]) -> str:
    """The unit of a series, with the length of its periods where a number adds up over them."""
    unit = ones[0].spec.unit
    if not INDICATORS[ones[0].spec.indicator].adds_up:
        return unit
    lengths = [(one.spec.days[1] - one.spec.days[0]).days + 1 for one in ones]
    return f"{unit} {next((name for name, (low, high) in LENGTHS.items() if all(low <= n <= high for n in lengths)), 'in the period')}"


def _title(one: Observation, world: World) -> str:
    """A series in words: its own name, or what is counted, where and of whom."""
    spec = one.spec
    if not one.series.startswith(spec.what):
        return one.series
    only, codes = spec.only, [community.nationality for community in world.communities]
    where = spec.place if spec.place not in (*only.crossings, *only.countries) else crossing_title(country(spec.place), world)
    who = ", ".join(f"nationality {country(name)}" if name in codes else community_title(name, world) for name in only.communities)
    parts = [spec.what[:1].upper() + spec.what[1:], where, who, ", ".join(only.channels), ", ".join(only.kinds)]
    return ", ".join(part for part in parts if part)


def _legend(axes: Axes, observed: Sequence[Observation], *, several: bool) -> tuple[list[Artist], list[str]]:
    found: dict[str, Artist] = {}
    for use, name in (("", "observed"), (HELD_OUT, "observed, held out of the fit")):
        if any((one.use == HELD_OUT) == (use == HELD_OUT) for one in observed):
            found[name] = axes.plot([], [], "o", color=INK, mfc="white" if use else INK, ms=5)[0]
    found["simulated: median of the runs" if several else "simulated: one run"] = axes.plot([], [], color=BLUE, lw=1.8, marker="o", ms=3)[0]
    if several:
        found["90 per cent range of the runs"] = axes.fill_between([], [], color=BLUE, alpha=0.18, lw=0)
    return list(found.values()), list(found)
