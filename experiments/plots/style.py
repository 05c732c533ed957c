"""The style of pictures: palette, frame, title, period and source line."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import matplotlib as mpl
import matplotlib.dates as mdates
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from experiments.plots.fonts import FAMILY, quiet_fonts
from experiments.plots.titles import policy_title
from experiments.store import Run
from experiments.store.tables import reported
from experiments.store.versions import program_version, version_of
from sim.world.world import World

DPI = 160
"""Dots an inch: sharp on any screen and in print at the width of a page."""

PACKING = 3
"""Compression level of PNG files: higher ones take three times as long and save little."""

# Okabe and Ito's colours, distinguishable with every common colour vision.
VERMILION, ORANGE, BLUE, SKY, GREEN, PURPLE = "#D55E00", "#E69F00", "#0072B2", "#56B4E9", "#009E73", "#CC79A7"
LAND, OTHER_LAND, AIR, SEA = VERMILION, ORANGE, BLUE, GREEN
MODES = {"land": LAND, "air": AIR, "sea": SEA}
INK, GREY, PALE, RULE = "#1d2329", "#5b646d", "#6f7880", "#d5d9dc"
LABOUR = "#857c6c"
BAND = ORANGE
SERIES = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, INK)
DASHES = ("solid", (0, (5, 2)), (0, (1, 1.4)))
"""Ways to draw a line, for series beyond the colours."""
GAIN, LOSS = BLUE, VERMILION
"""More and less under a policy than without it."""
UNSURE = ("#f3c9b0", "#b9d6e8")
"""Pale tints of them, less first, for what is unsure."""
CHANNEL_COLOURS = {"legal": GREEN, "visa": SKY, "forged": PURPLE, "guided": VERMILION, "alone": ORANGE, "inland": "#9aa3aa"}
"""Colours of the channels over a border."""
OUTCOME_COLOURS = {
    "arrived": GREEN, "under way": SKY, "detained": PURPLE, "stranded": ORANGE, "returned": "#9aa3aa", "deported": "#6b7278", "missing": "#8b5a2b",
    "dead": INK,
}  # fmt: skip
"""Colours of outcomes."""
WATER, SHORE, GROUND, GROUND_AROUND, BORDER, COUNTRY = "#e6eef3", "#a9bac4", "#fdfcf9", "#f1efe9", "#b9b5aa", "#7d786c"
HARM = LinearSegmentedColormap.from_list("harm", ["#fff3e6", "#f6b26b", VERMILION, "#7a2f00"])

_RC: dict[str, Any] = {
    "font.family": FAMILY,
    "font.size": 9,
    "text.color": INK,
    "text.hinting": "none",  # letters have the same shape at every size; hinting takes a sixth of the time of a picture
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.titley": 1.0,  # the usual place; to compute it takes as long as drawing the axes
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "path.simplify": True,
    "pdf.fonttype": 42,
    "svg.hashsalt": "routesim",
    "svg.fonttype": "none",
}


MARGIN = 0.45
"""Inches left free beside the text of a picture."""
POINTS = 72
"""Points in an inch."""


def look_of(number: int) -> dict[str, Any]:
    """Colour and dashes of a series by its number: every colour first, then every colour dashed, then dotted."""
    return {"color": SERIES[number % len(SERIES)], "linestyle": DASHES[number // len(SERIES) % len(DASHES)]}


@contextmanager
def style() -> Iterator[None]:
    """Use the style inside the block; other settings of matplotlib stay unchanged."""
    with mpl.rc_context(), quiet_fonts():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)  # type: ignore[arg-type]
        yield


def page(width: float, height: float, title: str, subtitle: str, source: str, notes: str = "") -> Figure:
    """An empty picture with title, subtitle and source line.

    Parameters
    ----------
    width, height
        Inches.
    title, subtitle
        What is shown; period and unit.
    source, notes
        The source line; further sources and cautions, one line each.
    """
    # Figure without pyplot: no window, no list of open figures.
    figure = Figure(figsize=(width, height))
    left = MARGIN / width
    figure.suptitle(title, x=left, y=1 - 0.30 / height, ha="left", va="top", fontsize=16, fontweight="bold")
    room = width - 2 * MARGIN
    size = 10.0 * min(1.0, room / max(_inches(line, 10.0) for line in subtitle.split("\n")))  # a second line would lie on the key
    figure.text(left, 1 - 0.68 / height, subtitle, ha="left", va="top", fontsize=size, color=GREY, linespacing=1.35)
    small = "\n".join(_wrapped(line, room, 7.5) for line in f"{source}\n{notes}".split("\n") if line)
    figure.text(left, 0.20 / height, small, ha="left", va="bottom", fontsize=7.5, color=PALE, linespacing=1.4)
    return figure


def _wrapped(line: str, room: float, size: float) -> str:
    """A line broken between words wherever it would be wider than ``room``, in inches, at a size in points."""
    lines = [""]
    for word in line.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and _inches(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def _inches(line: str, size: float) -> float:
    """Width of a line of text, never zero, at a size in points."""
    wide, _, _ = text_to_path.get_text_width_height_descent(line or " ", FontProperties(size=size), ismath=False)
    return float(wide) / POINTS


def frame(run: Run, width: float, height: float, title: str, subtitle: str, notes: str = "") -> Figure:
    """An empty picture of one run: see :func:`page`."""
    return page(width, height, title, subtitle, source(run), notes)


def source(run: Run) -> str:
    """The source line of a picture of a run."""
    policy = f" with “{policy_title(str(run.about['policy']))}”" if run.about.get("policy") else ""
    return source_of(run.world, f"seed {run.results.seed}", policy, version_of(run.about))


def source_of(world: World, seeds: str, policy: str = "", version: str = "") -> str:
    """The source line of a picture; ``seeds`` names the seeds, ``version`` is empty for this program's own."""
    made = f"{seeds}, scale {world.scale:g}; {world.calibration}"
    return f"Source: routesim {version or program_version()} simulation “{world.title}”{policy}, {made}. Simulated people, not observations."


def days(first: date, last: date) -> str:
    """A period as words: ``1 January – 31 December 2004``."""
    if first.year == last.year:
        return f"{first.day} {first:%B} – {last.day} {last:%B %Y}"
    return f"{first.day} {first:%B %Y} – {last.day} {last:%B %Y}"


def count(people: float) -> str:
    """A number of people, or a mean, as text: whole from ten on, else with one decimal place unless it is whole."""
    return f"{people:,.0f}" if abs(people) >= 10 or float(people).is_integer() else f"{people:.1f}"


def period(run: Run) -> str:
    """The reporting period as words."""
    return days(*reported(run.world))


def date_axis(axes: Any, most: int) -> None:
    """Write dates below an axis: at most ``most`` of them, at the beginnings of months where the axis is long enough."""
    low, high = axes.get_xlim()
    months = (high - low) / 30.44
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60) if months / step <= most), 120)
    if months < 2:
        locator: Any = mdates.DayLocator(interval=max(1, round((high - low) / most)))  # type: ignore[no-untyped-call]
    elif step < 12:
        locator = mdates.MonthLocator(bymonth=range(1, 13, step))  # type: ignore[no-untyped-call]
    else:
        locator = mdates.YearLocator(step // 12)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, show_offset=False))  # type: ignore[no-untyped-call]


def nobody(axes: Any, text: str = "none in this run") -> None:
    """Mark an empty panel."""
    axes.annotate(text, (0.5, 0.5), xycoords="axes fraction", ha="center", va="center", color=PALE)
