"""Parts of a page: numbers, tables and figures as HTML, and text that cannot close its element."""

import base64
import io
import json
from collections.abc import Sequence
from html import escape
from typing import Any

from PIL import Image

from experiments.plots.picture import Picture, few_colours
from experiments.plots.style import style
from experiments.report.answer import Number
from experiments.report.tables import ReportTable
from experiments.store.csv_text import csv_of

DPI = 105
OPEN, SHORT = 36, 27
"""Rows up to which a table is open, and stays on one page of paper."""
TALL = 0.85
"""Ratio of height to width from which a picture is printed in portrait format."""
MOST_DATA = 60_000
"""Characters of a figure's data that the page carries; with more, the CSV beside the figure has them."""


def numbers_html(head: str, numbers: Sequence[Number]) -> str:
    """Cards with one number each, under a heading if there is one."""
    title = f"<h3>{escape(head)}</h3>" if head else ""
    cards = "".join(
        f'<li class="{escape(n.group)}"><span class="group">{escape(n.group)}</span><span class="what">{escape(n.what)}</span>'
        f'<strong>{escape(n.value)}</strong><span class="interval">{escape(n.interval)}</span><span class="verdict">{escape(n.verdict)}</span></li>'
        for n in numbers
    )
    return f'{title}<ul class="numbers">{cards}</ul>'


def table_html(one: ReportTable) -> str:
    """A table that can be folded, sorted and downloaded."""
    head = "".join(f'<th scope="col" aria-sort="none"><button type="button">{escape(name) or "&nbsp;"}</button></th>' for name in one.columns)
    body = "".join(f"<tr>{''.join(_cell(value) for value in row)}</tr>" for row in one.rows)
    name = escape(one.name)
    few = " open" if len(one.rows) <= OPEN else ""
    short = " short" if len(one.rows) <= SHORT else ""
    return (
        f'<details class="sheet{short}"{few}><summary><h3>{escape(one.title)}</h3></summary><p class="note">{escape(one.note)}</p>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(one.title)}"><table class="data" data-name="{name}"><thead><tr>{head}</tr></thead>'
        f'<tbody>{body}</tbody></table></div><p class="tools"><button type="button" class="save">Download as CSV</button></p></details>'
    )


def _cell(value: Any) -> str:
    if isinstance(value, bool) or value is None or not isinstance(value, int | float):
        return f"<td>{escape('' if value is None else str(value))}</td>"
    shown = f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:,.2f}" if abs(value) >= 1 else f"{value:.3g}"
    return f'<td class="n" data-v="{value!r}">{shown.replace("-", "−")}</td>'


def figure_html(picture: Picture, name: str, policy: str = "", command: str = "plot") -> str:
    """A picture with its alternative text and its data; ``command`` writes the data where they are too many for the page."""
    data = csv_of(picture.rows)
    called = f"{name}-{policy}" if policy else name
    save = (
        f'<p class="tools"><button type="button" class="data-of" data-name="{escape(called)}">Download the data</button></p>'
        f'<script type="text/plain" class="csv">{_plain(data)}</script>'
        if 0 < len(data) <= MOST_DATA
        else f'<p class="note">Data: <code>routesim {command}</code> writes them as CSV.</p>'
    )
    title = escape(picture.figure.get_suptitle())
    image = f'<img alt="{escape(picture.alt)}" src="data:image/png;base64,{_png(picture)}">'
    wide, high = picture.figure.get_size_inches()
    tall = ' class="tall"' if high > wide * TALL else ""
    return f'<figure id="figure-{escape(called)}"{tall}><h3>{title}</h3>{image}<figcaption>{escape(picture.alt)}</figcaption>{save}</figure>'


def _png(picture: Picture) -> str:
    """The picture with few colours, which halves its size at little visible loss."""
    raw, small = io.BytesIO(), io.BytesIO()
    with style():
        picture.figure.savefig(raw, dpi=DPI, format="png", pil_kwargs={"compress_level": 1})
    with Image.open(raw) as image:
        few_colours(image.convert("RGB")).save(small, format="PNG", optimize=True)
    return base64.b64encode(small.getvalue()).decode("ascii")


def json_text(value: Any) -> str:
    """JSON that cannot close its HTML element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _plain(text: str) -> str:
    """CSV that cannot close its HTML element; the script decodes it."""
    return text.replace("\\", "\\\\").replace("<", "\\u003c")
