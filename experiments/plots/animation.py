"""An animation of a map by week: a GIF by Pillow, or an MP4 by ffmpeg where it is installed."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from experiments.plots.curves import THINNEST, width
from experiments.plots.flow_map import MapContent, draw_parts
from experiments.plots.flows import Flow, flows_of
from experiments.plots.picture import few_colours
from experiments.plots.style import days
from experiments.plots.weekly_flows import View, WeeklyFlows
from experiments.store.digest_list import record
from experiments.store.tables import DAYS, reported
from experiments.store.writing import replacing
from scenarios.reading.problems import Problems

WEEKS = 4
"""Weeks summed in a frame: single weeks flicker."""
STEP = 2
"""Weeks from one frame to the next."""
DPI, A_SECOND = 76, 5
Day = Callable[[int, int], None]


def animate(content: MapContent, weekly: WeeklyFlows, path: Path, tell: Day) -> Path:
    """Write the frames of the shown period as GIF or MP4, completely or not at all.

    Raises
    ------
    scenarios.BadInput
        If an MP4 is asked for and there is no ffmpeg, or the map shows changes.
    """
    problems = Problems()
    if content.changes:
        problems.add("--format", f'"{path.suffix.lstrip(".")}" of a map of changes', "png, svg or pdf; differences in single weeks are mostly chance")
    if path.suffix == ".mp4" and shutil.which("ffmpeg") is None:
        problems.add("--format", '"mp4", but there is no ffmpeg', "gif, or install ffmpeg (Debian: apt install ffmpeg)")
    problems.stop()
    with replacing(path) as half:
        (_gif if path.suffix == ".gif" else _mp4)(frames(content, weekly, tell), half)
    record([path])
    return path


def frames(content: MapContent, weekly: WeeklyFlows, tell: Day) -> Iterator[Image.Image]:
    """The frames: the same map with other line widths, people a week on one scale."""
    figure, lines, order = draw_parts(content)
    figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(figure)
    weeks = periods(content)
    first, last = content.view.period or reported(content.world)
    most = order[-1].people / (((last - first).days + 1) / DAYS) if order else 1.0
    subtitle = next(text for text in figure.texts if "People passing" in text.get_text())
    for number, period in enumerate(weeks, 1):
        found = {_key(f): f.people / WEEKS for f in flows_of(weekly, content.world, View(content.view.communities, period, ()), followed=True)}
        sizes = [_wide(found.get(_key(flow), 0.0), most) for flow in order]
        for collection, places in lines:
            wide = np.zeros(len(collection.get_paths()))
            for place, extra, flow in places:
                wide[place] = sizes[flow] + (extra if sizes[flow] else 0)
            collection.set_linewidth(wide.tolist())
        subtitle.set_text(f"{days(*period)}: people of transit communities passing between places; width by people a week, on one scale.")
        canvas.draw()  # type: ignore[no-untyped-call]
        tell(number, len(weeks))
        pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        yield Image.fromarray(pixels).convert("RGB")


def periods(content: MapContent) -> list[tuple[date, date]]:
    """First and last day of every frame."""
    first, last = content.view.period or reported(content.world)
    offset = (-(first - content.world.start).days) % DAYS
    begin, found = first + timedelta(days=offset), []
    while begin <= last:
        found.append((begin, min(begin + timedelta(days=WEEKS * DAYS - 1), last)))
        begin += timedelta(days=STEP * DAYS)
    return found or [(first, last)]


def _wide(people: float, most: float) -> float:
    return 0.0 if people <= 0 else min(14.0, max(THINNEST, width(people, most)))


def _key(flow: Flow) -> tuple[str, str, str]:
    return flow.origin, flow.target, flow.mode


def _gif(pictures: Iterator[Image.Image], path: Path) -> None:
    first = next(pictures)
    palette = few_colours(first, 64)
    rest = (picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures)
    palette.save(path, format="GIF", save_all=True, append_images=rest, duration=1000 // A_SECOND, loop=0, optimize=False)


def _mp4(pictures: Iterator[Image.Image], path: Path) -> None:
    first = next(pictures)
    wide, tall = (side - side % 2 for side in first.size)
    source = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{wide}x{tall}", "-r", str(A_SECOND), "-i", "-"]
    target = ["-an", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "24", "-movflags", "+faststart", "-f", "mp4", "-y", str(path)]
    program = shutil.which("ffmpeg") or "ffmpeg"
    with subprocess.Popen([program, "-loglevel", "error", *source, *target], stdin=subprocess.PIPE) as film:  # noqa: S603 - fixed words and the path of the program
        assert film.stdin is not None  # noqa: S101 - it is a pipe
        for picture in (first, *pictures):
            film.stdin.write(picture.crop((0, 0, wide, tall)).tobytes())
        film.stdin.close()
        if film.wait() != 0:
            msg = f"ffmpeg ended with {film.returncode}"
            raise RuntimeError(msg)

