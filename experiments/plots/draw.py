"""All pictures of a run, each written to its folder whole or not at all."""

from collections.abc import Callable, Mapping
from pathlib import Path

from matplotlib.figure import Figure

from experiments.plots import fees, flow_map, weekly
from experiments.plots.style import DPI, style
from experiments.store import Run

PICTURES: Mapping[str, Callable[[Run], Figure]] = {"map.png": flow_map.draw, "weekly.png": weekly.draw, "fees.png": fees.draw}
"""File name of each picture and the function that draws it."""


def draw_all(run: Run) -> list[Path]:
    """Draw every picture into the folder of a run, and say where they are."""
    return [save(draw, run, name) for name, draw in PICTURES.items()]


def save(draw: Callable[[Run], Figure], run: Run, name: str) -> Path:
    """Draw one picture; an interrupted one leaves nothing."""
    path = run.folder / name
    half = path.with_name(f".{name}")
    try:
        with style():
            draw(run).savefig(half, dpi=DPI, format="png", metadata={"Software": None})
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return path
