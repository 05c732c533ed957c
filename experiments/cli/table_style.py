"""The style of what is printed: consoles that read nothing as markup, the frame of tables, and the format of numbers."""

from collections.abc import Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.table import Table

TABLE_STYLE: dict[str, Any] = {"title_justify": "left", "title_style": "bold", "box": SIMPLE_HEAD, "padding": (0, 1), "pad_edge": False}
"""Settings of every table."""
WIDTH = 160
"""Columns of text when the output is no terminal."""


_AS_IT_IS: Mapping[str, bool] = {"highlight": False, "markup": False, "emoji": False}
"""Titles and paths of users are printed as they are; what is emphasised is made as :class:`rich.text.Text`."""


def output_console(width: int = WIDTH) -> Console:
    """The console for tables: as wide as the terminal, or ``width`` columns where the output is no terminal."""
    console = Console(**_AS_IT_IS)  # type: ignore[arg-type]  # three of its booleans
    return console if console.is_terminal else Console(**_AS_IT_IS, width=width)  # type: ignore[arg-type]


def error_console(*, quiet: bool) -> Console:
    """The console for progress, on stderr."""
    return Console(stderr=True, quiet=quiet, **_AS_IT_IS)  # type: ignore[arg-type]


def add_columns(grid: Table, *columns: tuple[str, JustifyMethod], overflow: OverflowMethod = "ellipsis") -> None:
    """Add columns to a table: the name and the alignment of each."""
    for name, side in columns:
        grid.add_column(name, justify=side, overflow=overflow)


def short(number: float | None) -> str:
    """A number with at most three significant digits below 100; a dash for none."""
    if number is None:
        return "–"
    return f"{number:,.0f}" if abs(number) >= 100 or number == round(number) else f"{number:.3g}"


def signed(number: float) -> str:
    """A difference with its sign."""
    text = short(abs(number))
    return text if text == "0" else f"{'+' if number > 0 else '−'}{text}"


def interval(low: float | None, high: float | None) -> str:
    """Two bounds as text; one-sided where a bound is missing."""
    if low is None or high is None:
        return "–" if low is high else (f"up to {short(high)}" if low is None else f"over {short(low)}")
    return short(low) if low == high else f"{short(low)} – {short(high)}"
