"""Small multiples: one small picture for each community and kind, as SVG without script."""

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from experiments.plots.running_means import running_mean
from experiments.plots.style import SERIES
from experiments.report.weekly_events import KINDS

WIDE, TALL = 190, 54
SMOOTH = 4
MOST = 12


def small_multiples(found: Mapping[str, Mapping[str, NDArray[np.float64]]], titles: Mapping[str, str], first: str, last: str) -> str:
    """A table of small pictures: communities down, kinds across, one line for each policy."""
    policies = list(found)
    size = {name: float(sum(by[name].sum() for by in found.values() if name in by)) for name in {name for by in found.values() for name in by}}
    names = sorted(size, key=lambda name: (-size[name], name))[:MOST]
    head = "".join(f'<th scope="col">{escape(kind)}</th>' for kind in KINDS)
    rows = []
    for name in names:
        cells = []
        for k, kind in enumerate(KINDS):
            lines = [running_mean(found[policy][name][k], SMOOTH) for policy in policies if name in found[policy]]
            cells.append(f"<td>{_little(lines, f'{titles.get(name, name)}, {kind}')}</td>")
        rows.append(f'<tr><th scope="row">{escape(titles.get(name, name))}</th>{"".join(cells)}</tr>')
    key = "".join(f"<li>{_swatch(place)}{escape(policy)}</li>" for place, policy in enumerate(policies))
    legend = f'<ul class="key">{key}</ul>' if len(policies) > 1 else ""
    about = f"People a week, running mean of {SMOOTH} weeks, {first} to {last}. Each picture has its own scale; the number is the highest week."
    table = f'<table class="multiples"><thead><tr><td></td>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    return f'<p class="note">{escape(about)}</p>{legend}<div class="scroll" tabindex="0" role="region" aria-label="Small multiples">{table}</div>'


def _little(lines: Sequence[NDArray[np.float64]], what: str) -> str:
    most = max((float(line.max(initial=0)) for line in lines), default=0.0)
    peak = f"{most:,.0f}" if most >= 10 else f"{most:.1f}" if most >= 0.1 else f"{most:.2g}"
    if most <= 0:
        return f'<svg viewBox="0 0 {WIDE} {TALL}" role="img" aria-label="{escape(what)}: none"><text x="4" y="32" class="none">none</text></svg>'
    paths = []
    for place, line in reversed(list(enumerate(lines))):
        x = np.linspace(2, WIDE - 2, len(line))
        y = TALL - 4 - (TALL - 18) * line / most
        points = " ".join(f"{a:.0f},{b:.1f}" for a, b in zip(x, y, strict=True))
        paths.append(f'<polyline points="{points}" fill="none" {_stroke(place)}/>')
    text = f'<text x="{WIDE - 3}" y="11" text-anchor="end">{peak}</text><line x1="2" x2="{WIDE - 2}" y1="{TALL - 3}" y2="{TALL - 3}" class="base"/>'
    return f'<svg viewBox="0 0 {WIDE} {TALL}" role="img" aria-label="{escape(what)}: at most {peak} a week">{text}{"".join(paths)}</svg>'


def _stroke(place: int) -> str:
    """Colour and dashes of the line of a policy, as :func:`~experiments.plots.style.look_of` has them."""
    dashes = ("", ' stroke-dasharray="5 2"', ' stroke-dasharray="1.5 2"')[place // len(SERIES) % 3]
    return f'stroke="{SERIES[place % len(SERIES)]}" stroke-width="1.5"{dashes}'


def _swatch(place: int) -> str:
    return f'<svg class="swatch" viewBox="0 0 18 10" aria-hidden="true"><line x1="0" x2="18" y1="5" y2="5" {_stroke(place)}/></svg>'
