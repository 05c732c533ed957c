"""How our pictures look: one palette, one frame with title, period and source line."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from experiments.store import Run
from experiments.store.tables import reported

DPI = 200
"""Dots an inch: sharp in print."""

# Okabe and Ito's colours, told apart with every common colour vision.
LAND, AIR, SEA = "#D55E00", "#0072B2", "#009E73"
MODES = {"land": LAND, "air": AIR, "sea": SEA}
INK, GREY, PALE, RULE = "#1d2329", "#5b646d", "#8d959c", "#d5d9dc"
LABOUR = "#857c6c"
BAND = "#E69F00"
SERIES = ("#0072B2", "#D55E00", "#009E73")
WATER, GROUND, GROUND_AROUND, BORDER = "#e6eef3", "#fdfcf9", "#f1efe9", "#b9b5aa"

_RC: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
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
}


@contextmanager
def style() -> Iterator[None]:
    """Draw inside in our style; the reader's own settings stay as they were."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)  # type: ignore[arg-type]
        yield


def frame(run: Run, width: float, height: float, title: str, subtitle: str, notes: str = "") -> Figure:
    """An empty picture with title, subtitle and source line.

    Parameters
    ----------
    run
        What it shows.
    width, height
        Inches.
    title, subtitle
        What is seen; over which period, in which unit.
    notes
        Further sources and what to beware of, one line each.
    """
    # Figure by itself, not pyplot: no window, no list of open pictures to clean.
    figure = Figure(figsize=(width, height))
    left = 0.45 / width
    figure.suptitle(title, x=left, y=1 - 0.30 / height, ha="left", va="top", fontsize=16, fontweight="bold")
    figure.text(left, 1 - 0.68 / height, subtitle, ha="left", va="top", fontsize=10, color=GREY, linespacing=1.35)
    about = f"Source: routesim simulation “{run.world.title}”, seed {run.results.seed}, scale {run.world.scale:g}. Simulated people, not observations."
    figure.text(left, 0.20 / height, "\n".join(line for line in (about, notes) if line), ha="left", va="bottom", fontsize=7.5, color=PALE, linespacing=1.4)
    return figure


def days(first: date, last: date) -> str:
    """A period as words: ``1 January – 31 December 2004``."""
    if first.year == last.year:
        return f"{first.day} {first:%B} – {last.day} {last:%B %Y}"
    return f"{first.day} {first:%B %Y} – {last.day} {last:%B %Y}"


def period(run: Run) -> str:
    """The reporting period as words."""
    return days(*reported(run.world))
