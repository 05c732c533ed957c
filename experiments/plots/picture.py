"""A picture with its alternative text and its data."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from experiments.plots.fonts import fit_fonts
from experiments.plots.style import AIR, DPI, GROUND, GROUND_AROUND, INK, LAND, OTHER_LAND, PACKING, SEA, WATER, style
from experiments.store.csv_text import csv_of
from experiments.store.digest_list import record
from experiments.store.writing import replacing, write_whole

Rows = Sequence[Mapping[str, Any]]
PALETTE = (LAND, OTHER_LAND, SEA, AIR, INK, GROUND, GROUND_AROUND, WATER)
PAPER = (255, 255, 255)
FORMATS = ("png", "svg", "pdf")


@dataclass(frozen=True)
class Picture:
    """``alt`` is the alternative text with the most important numbers; ``rows`` are the data, all with the same keys."""

    figure: Figure
    alt: str
    rows: Rows = field(default=())

    def __post_init__(self) -> None:
        """Give every text a font that has its letters."""
        fit_fonts(self.figure)

    def _repr_png_(self) -> bytes:
        """The picture for a notebook."""
        with style():
            file = io.BytesIO()
            self.figure.savefig(file, dpi=110, format="png")
        return file.getvalue()


def save(picture: Picture, path: Path, *, dpi: int = DPI) -> list[Path]:
    """Write a picture (PNG, SVG or PDF, by the ending) and its data as CSV beside it, each completely or not at all; returns their paths.

    Inside a folder of results they are put into its list of digests.
    """
    kind = path.suffix.lstrip(".")
    title = picture.figure.get_suptitle()
    metadata = {
        "svg": {"Date": None, "Title": title, "Description": picture.alt},
        "pdf": {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": None, "Title": title, "Subject": picture.alt},
    }
    with replacing(path) as half, style():
        if kind == "png":
            texts = PngInfo()
            texts.add_itxt("Title", title)
            texts.add_itxt("Description", picture.alt)
            _pixels(picture.figure, dpi).save(half, "PNG", dpi=(dpi, dpi), pnginfo=texts, compress_level=PACKING)
        else:
            picture.figure.savefig(half, dpi=dpi, format=kind, metadata=metadata[kind])
    written = [path]
    if picture.rows:
        written.append(path.with_suffix(".csv"))
        write_csv(picture.rows, written[1])
    record(written)
    return written


def _pixels(figure: Figure, dpi: int) -> Image.Image:
    """The pixels without an alpha channel: pictures are opaque, and files are then smaller and written faster."""
    usual, figure.dpi = figure.dpi, dpi
    try:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")  # type: ignore[no-untyped-call]
    finally:
        figure.dpi = usual


def few_colours(image: Image.Image, colours: int = 200) -> Image.Image:
    """The picture with a palette, half as large. The colours of :data:`PALETTE` are always kept, even where only thin lines have them."""
    tall = max(4, image.height // 100)
    with_palette = Image.new("RGB", (image.width, image.height + tall * len(PALETTE)), "white")
    with_palette.paste(image, (0, 0))
    for k, colour in enumerate(PALETTE):
        with_palette.paste(Image.new("RGB", (image.width, tall), colour), (0, image.height + k * tall))
    palette = with_palette.quantize(colours - 1)
    shades = (palette.getpalette() or [])[: 3 * (colours - 1)]
    palette.putpalette([*shades, *PAPER])
    few = image.quantize(palette=palette, dither=Image.Dither.NONE)
    # The search for the nearest shade is coarse: white would become one of the lightest colours.
    codes = np.array(few)
    codes[(np.asarray(image) == PAPER).all(axis=2)] = len(shades) // 3
    found = Image.fromarray(codes)
    found.putpalette([*shades, *PAPER])
    return found


def write_csv(rows: Rows, path: Path) -> None:
    """Write rows as CSV, completely or not at all; text is inert in spreadsheets."""
    write_whole(path, csv_of(rows))
