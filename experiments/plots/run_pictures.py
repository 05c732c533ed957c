"""The pictures of every run, each written to its folder completely or not at all, with its data beside it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from experiments.plots import flow_map, outlay_figure, weekly
from experiments.plots.picture import Picture, save
from experiments.plots.style import style
from experiments.store import Run

PICTURES: Mapping[str, Callable[[Run], Picture]] = {"map.png": flow_map.draw, "weekly.png": weekly.draw, "fees.png": outlay_figure.draw}
"""File name of each picture and the function that draws it."""


def draw_all(run: Run) -> list[Path]:
    """Draw every picture into the folder of a run, and return their paths."""
    paths = []
    for name, draw in PICTURES.items():
        with style():
            picture = draw(run)
        paths.append(save(picture, run.folder / name)[0])
    return paths
