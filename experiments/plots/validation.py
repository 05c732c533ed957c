"""Pictures of a fit: documented beside simulated values, priors beside posteriors, and which documents inform which parameter."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from calibration.evidence.uses import FITTED, HELD_OUT
from calibration.fit.predictive import Check
from calibration.fit.validation import plain
from experiments.plots.picture import Picture, save
from experiments.plots.style import BLUE, GREY, INK, RULE, VERMILION, page, style
from experiments.plots.ticks import ExactFormatter, exact_axis
from experiments.plots.titles import community_title, scenario_title, world_of
from experiments.runs.validation import Validation
from experiments.store.ownership import owned
from experiments.store.writing import make_folder

NAMES = ("documented.png", "posteriors.png", "information.png")
COLOURS = {FITTED: BLUE, HELD_OUT: VERMILION}
FLOOR = 0.3
"""Stands for zero on a logarithmic axis."""
BREAK, TOP_POWER, TOP = 0.7, 5, 3e5
"""Where the part of a logarithmic axis that stands for zero ends; its last labelled power of ten, and its end."""
ROW = 0.235
LONGEST = 74
MILLION = 1e6


def draw_validation(found: Validation, folder: Path) -> tuple[Path, ...]:
    """Write the pictures into a folder, each completely or not at all, with its data as CSV beside it; returns the paths of the pictures."""
    with owned(folder):
        make_folder(folder)
        for name, draw in zip(NAMES, (documented, posteriors, information), strict=True):
            with style():
                picture = draw(found)
            save(picture, folder / name)
    return tuple(folder / name for name in NAMES)


def documented(found: Validation) -> Picture:
    """Every judged value: the documented value, the posterior predictive interval, and the prior predictive interval."""
    sizes = [one for one in found.checks if one.target.scale == "log" and one.inside is not None]
    shares = [one for one in found.checks if one.target.scale == "share" and one.inside is not None]
    ranks = [one for one in found.checks if one.target.scale == "rank" and one.inside is not None]
    nets = [one for one in found.checks if one.target.scale == "signed" and one.inside is not None]
    right = len(shares) + len(ranks) + len(nets) + 9
    height = max(len(sizes), right) * ROW + 2.2
    figure = _sheet(found, 18, height, "Documented values beside the calibrated model",
                    "Black: documented value (bar: range; arrow: open end). Coloured: median and 90 per cent posterior predictive interval; "
                    "pale: prior predictive interval (fitted values only). Hollow: outside. Triangle at the edge: it continues.")  # fmt: skip
    top, bottom = 1 - 1.25 / height, 0.75 / height
    each = (top - bottom) / max(len(sizes), right)
    before = {one.target.name: one for one in found.before}
    _panel(figure, (0.275, top - each * len(sizes), 0.225, each * len(sizes)), sizes, before, "Counts of people, and prices in dollars", found.name)
    place = top
    for rows, title in ((shares, "Shares"), (ranks, "Ranks: lowest rank of those named"), (nets, "Entries minus exits, people a year")):
        if rows:
            _panel(figure, (0.77, place - each * len(rows), 0.2, each * len(rows)), rows, before, title, found.name)
            place -= each * (len(rows) + 3)
    handles = [figure.axes[0].plot([], [], "o-", color=COLOURS[use], lw=2.5, ms=5, label=use)[0] for use in (FITTED, HELD_OUT)]
    figure.legend(handles=handles, loc="upper right", bbox_to_anchor=(0.985, 1 - 0.25 / height), ncols=2, fontsize=10)
    judged = {use: [one.inside for one in found.checks if one.inside is not None and one.target.use == use] for use in (FITTED, HELD_OUT)}
    totals = "; ".join(f"{use}: {sum(map(bool, inside))} of {len(inside)} inside" for use, inside in judged.items())
    return Picture(figure, f"Documented values beside 90 per cent posterior predictive intervals. {totals}.", [plain(one) for one in found.checks])


def _panel(figure: Figure, box: tuple[float, float, float, float], rows: Sequence[Check], before: dict[str, Check], title: str, scenario: str) -> None:
    axes = figure.add_axes(box)
    axes.set_title(title, fontsize=10.5)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    scale = rows[0].target.scale
    if scale == "log":
        axes.set_xscale("log")
        ticks = [FLOOR, *(10.0**power for power in range(TOP_POWER + 1))]
        axes.set_xticks(ticks, ["0", *(f"{tick:,.0f}" for tick in ticks[1:])])
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlim(FLOOR * 0.8, TOP)
        axes.axvspan(FLOOR * 0.8, BREAK, color=RULE, alpha=0.6, lw=0, zorder=0)
        axes.set_xlabel("logarithmic from 1 on; grey: less than one", fontsize=7.8, color=GREY, labelpad=1)
    elif scale == "signed":
        axes.set_xscale("symlog", linthresh=10)
        axes.xaxis.set_major_formatter(ExactFormatter())
        axes.set_xlabel("even from −10 to 10, logarithmic beyond", fontsize=7.8, color=GREY, labelpad=1)
    elif scale == "share":
        axes.set_xlim(-0.03, 1.03)
        exact_axis(axes.xaxis, 5, scale=100, unit="%")
    else:
        exact_axis(axes.xaxis, 6, whole=True)
    for number, one in enumerate(rows):
        _row(axes, len(rows) - number - 1, one, before.get(one.target.name))
    axes.set_yticks(range(len(rows)), [_label(one, scenario) for one in reversed(rows)])
    axes.tick_params(axis="y", length=0, labelsize=7.8, labelcolor=INK)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.spines["left"].set_visible(False)


def _row(axes: Axes, y: float, one: Check, before: Check | None) -> None:
    colour = COLOURS[one.target.use]
    floor = FLOOR if one.target.scale == "log" else -np.inf
    if before is not None and before.low is not None and before.high is not None and one.target.use == FITTED:
        axes.plot([max(before.low, floor), max(before.high, floor)], [y - 0.26] * 2, color=colour, alpha=0.25, lw=3, solid_capstyle="butt")
    assert one.low is not None  # noqa: S101 - it is judged
    assert one.high is not None  # noqa: S101
    assert one.median is not None  # noqa: S101
    axes.plot([max(one.low, floor), max(one.high, floor)], [y] * 2, color=colour, lw=2.2, solid_capstyle="butt")
    axes.plot(max(one.median, floor), y, "o", ms=4.5, color=colour, mfc=colour if one.inside else "white", zorder=3)
    low, high = one.target.low, one.target.high
    if one.target.scale == "log":
        for value, place, shade in ((one.high, y, colour), (high or 0.0, y + 0.27, INK)):
            if value > TOP:
                axes.plot([TOP], [place], marker=5, ms=6, color=shade, clip_on=False, zorder=4)
    if low is not None and high is not None and low != high:
        axes.plot([max(low, floor), max(high, floor)], [y + 0.27] * 2, color=INK, lw=2, solid_capstyle="butt")
    else:
        at = max(low if low is not None else high or 0.0, floor)
        marker, size = ("|", 7) if low == high else (">", 5) if high is None else ("<", 5)
        axes.plot(at, y + 0.27, marker=marker, color=INK, ms=size, mew=1.8)


def _label(one: Check, scenario: str) -> str:
    _, community, _, period = one.target.name.split("|")
    who = "" if community in ("any", "") else f", {community_title(community, world_of(scenario))}"
    return f"{shorten(f'{one.target.what}{who}, {period}', LONGEST, placeholder=' …')}   {one.target.ids[0]}"


def posteriors(found: Validation) -> Picture:
    """Prior and posterior of each free parameter."""
    parameters = found.about.get("parameters", [])
    columns = 4
    lines = -(-len(parameters) // columns)
    height = 2.35 * lines + 1.7
    figure = _sheet(found, 14, height, "Prior and posterior of each free parameter",
                    "Grey: prior, uniform in value or in logarithm. Blue: posterior. Dotted: uncalibrated default. Line: maximum a posteriori draw (MAP). "
                    "Contraction: 1 minus posterior variance over prior variance.")  # fmt: skip
    grid = figure.add_gridspec(lines, columns, left=0.04, right=0.98, top=1 - 1.35 / height, bottom=0.85 / height, hspace=0.62, wspace=0.14)
    for number, row in enumerate(parameters):
        axes = figure.add_subplot(grid[divmod(number, columns)])
        _histogram(axes, row)
    kept = ("name", "unit", "scale", "prior_low", "prior_high", "assumed", "best", "contraction")
    rows = [{key: row[key] for key in kept} | {"histogram": " ".join(f"{share:g}" for share in row["histogram"])} for row in parameters]
    summary = "; ".join(f"{row['name']}: MAP {row['best']:.3g} {row['unit']}, contraction {row['contraction']:.0%}" for row in parameters)
    return Picture(figure, f"Prior and posterior of each free parameter. {summary or 'None'}.", rows)


def _histogram(axes: Axes, row: dict[str, object]) -> None:
    low, high, counts = float(row["prior_low"]), float(row["prior_high"]), np.array(row["histogram"], float)  # type: ignore[arg-type]
    shares = np.linspace(0.0, 1.0, len(counts) + 1)
    log = row["scale"] == "log"
    edges = low * (high / low) ** shares if log else low + shares * (high - low)
    if log:
        axes.set_xscale("log")
        axes.xaxis.set_minor_locator(NullLocator())
    middle = rounded(float(np.sqrt(low * high)) if log else (low + high) / 2)
    ticks = [low, middle, high] if low < middle < high else [low, high]
    axes.set_xticks(ticks, [_tick(tick) for tick in ticks])
    first, last = axes.get_xticklabels()[0], axes.get_xticklabels()[-1]
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")
    axes.fill_between([low, high], 0, 1, color=RULE, lw=0)
    axes.stairs(counts / counts.mean(), edges, fill=True, color=BLUE, alpha=0.6, lw=0)
    top = max(1.5, float((counts / counts.mean()).max()) * 1.05)
    axes.plot([float(row["assumed"])] * 2, [0, top], ":", color=GREY, lw=1.2)  # type: ignore[arg-type]
    axes.plot([float(row["best"])] * 2, [0, top], color=INK, lw=1.2)  # type: ignore[arg-type]
    axes.set_xlim(low, high)
    axes.set_ylim(0, top)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    axes.set_title(f"{row['name']}", fontsize=9.5, pad=16)
    several = len(row["keys"]) > 1  # type: ignore[arg-type]
    text = f"{row['unit']}{', of the first key' if several else ''}; contraction {float(row['contraction']):.0%}"  # type: ignore[arg-type]
    axes.text(0, 1.03, text, transform=axes.transAxes, fontsize=8, color=GREY)


def rounded(value: float) -> float:
    """A value to two digits: a tick stands where its label says."""
    return float(f"{value:.2g}")


def _tick(value: float) -> str:
    """A value in full, to six digits."""
    text = f"{value:,.6g}" if abs(value) < MILLION else f"{value / MILLION:,.6g} m"
    return text.replace("-", "−")


def information(found: Validation) -> Picture:
    """Information of each cluster of documents about each parameter."""
    table = found.about.get("information", {"clusters": [], "parameters": [], "relative_to_prior": []})
    values = np.array(table["relative_to_prior"], float)
    order = np.argsort(-values.max(axis=1))
    values, clusters = values[order], [table["clusters"][place] for place in order]
    height = 0.34 * len(clusters) + 3.6
    figure = _sheet(found, 13.5, height, "Information of documents about parameters",
                    "Information of each cluster about a parameter, given all others, relative to the prior: 1 halves the variance; "
                    "below 0.1 is negligible.")  # fmt: skip
    axes = figure.add_axes((0.27, 0.75 / height, 0.63, (0.34 * len(clusters)) / height))
    axes.grid(visible=False)
    axes.imshow(np.clip(values, 0.01, 100), norm=LogNorm(0.05, 50), cmap="Blues", aspect="auto")
    for (line, column), value in np.ndenumerate(values):
        if value >= 0.1:
            words = f"{value:.1f}" if value < 10 else f"{value:.0f}"
            axes.text(column, line, words, ha="center", va="center", fontsize=8.5, color="white" if value > 3 else INK)
    axes.set_yticks(range(len(clusters)), clusters, fontsize=8.8, color=INK)
    axes.set_xticks(range(len(table["parameters"])), table["parameters"], rotation=35, ha="left", rotation_mode="anchor", fontsize=8.8, color=INK)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    cells = [
        {"cluster": cluster, "parameter": name, "relative_to_prior": round(float(value), 4)}
        for cluster, line in zip(clusters, values, strict=True)
        for name, value in zip(table["parameters"], line, strict=True)
    ]
    strongest = "; ".join(f"{cell['cluster']} on {cell['parameter']}: {cell['relative_to_prior']:.1f}" for cell in sorted(cells, key=_descending)[:8])
    return Picture(figure, f"Information of each cluster of documents about each parameter, relative to the prior. Largest: {strongest or 'none'}.", cells)


def _descending(cell: dict[str, object]) -> float:
    return -float(str(cell["relative_to_prior"]))


def _sheet(found: Validation, width: float, height: float, title: str, subtitle: str) -> Figure:
    runs = found.about.get("runs", {})
    count = sum(runs.get("waves", ())) + runs.get("posterior", 0)
    fit = f"Source: fit of “{scenario_title(found.name)}” ({found.name}), {count} runs, seed {found.about.get('seed', '?')}; documents: scenarios/evidence."
    about = f"{fit} Simulated people, not observations."
    return page(width, height, title, subtitle, about)
