"""The numbers of an answer as HTML: harm beside interceptions, each change with its interval as text and as a mark."""

from collections.abc import Mapping, Sequence
from html import escape

from experiments.plots.changes import GROUPS
from experiments.report.answer import number, signed
from experiments.runs.differences import Difference
from experiments.runs.intervals import SIGNIFICANT

BESIDE = (("Interceptions", "Return"), ("Harm",))
"""The groups that stand side by side: interceptions on the left, harm on the right, always both."""
BELOW = ("Traffic", "Money")
"""Those that stand below them."""
TITLES = {"Harm": "Harm to migrants", "Return": "Return home"}
CSS = {"Interceptions": "interceptions", "Harm": "harm"}
WIDE, HIGH = 116.0, 18.0
"""Size of the mark of an interval, in pixels."""
LONG = 22
"""Characters of an interval from which it stands on a line of its own."""
LEAST_REACH = 5.0
"""Per cent of the baseline that half the width of a mark stands for at least, so that changes of nearly nothing look so."""
MOST_REACH = 200.0
"""And at most: what goes beyond is cut at the edge."""


def numbers_html(rows: Mapping[str, Difference]) -> str:
    """The outcomes of one policy and one community or group: interceptions and harm side by side, the other groups below them."""
    first = "".join(f'<div class="pile">{"".join(_card(group, rows) for group in groups)}</div>' for groups in BESIDE)
    below = "".join(_card(group, rows) for group in BELOW)
    return f'<div class="beside">{first}</div><div class="beside">{below}</div>'


def _card(group: str, rows: Mapping[str, Difference]) -> str:
    """One group of outcomes."""
    shown = [rows[outcome] for outcome in GROUPS[group][1] if outcome in rows]
    reach = _reach(shown)
    body = "".join(_row(row, reach) for row in shown) or '<tr><td colspan="3" class="none">nothing is counted here</td></tr>'
    head = '<th scope="col" class="what">no policy → policy</th><th scope="col">change (interval)</th><th scope="col" class="mark"></th>'
    scale = f"<caption>Marks: change in per cent of no policy, from −{reach:.0f} to +{reach:.0f}</caption>" if shown else ""
    return (
        f'<section class="card {CSS.get(group, "")}"><h3>{TITLES.get(group, group)}</h3>'
        f'<div class="scroll"><table>{scale}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>'
    )


def _row(row: Difference, reach: float) -> str:
    sure = row.significance in SIGNIFICANT
    unit = "" if row.unit == "people" else f' <span class="unit">{escape(row.unit)}</span>'
    bounds = f" ({signed(row.low)} to {signed(row.high)})" if row.low is not None and row.high is not None else ""
    said = f'<span class="verdict">{escape(row.significance)}</span>'
    long = " long" if len(bounds) > LONG else ""
    levels = f'<span class="levels">{_level(row.baseline)} → {_level(row.value)}</span>'
    change = f'<b>{signed(row.difference)}</b><span class="bounds{long}">{bounds}</span>{said}'
    return (
        f'<tr class="{"sure" if sure else "unsure"}" data-outcome="{escape(row.outcome)}"><th scope="row">{escape(row.outcome)}{unit}{levels}</th>'
        f'<td>{change}</td><td class="mark">{_mark(row, reach)}</td></tr>'
    )


def _level(value: float) -> str:
    return number(value).replace("-", "−")


def _mark(row: Difference, reach: float) -> str:
    """A dot at the change and a line over its interval; filled where it is significant, and none where nothing was there to change."""
    if not row.baseline:
        return ""
    middle, high = WIDE / 2, HIGH / 2

    def x(people: float) -> float:
        share = 100 * people / abs(row.baseline) / reach
        return middle + (middle - 5) * min(1.0, max(-1.0, share))

    line = f'<line x1="{x(row.low):.1f}" x2="{x(row.high):.1f}" y1="{high}" y2="{high}" class="range"/>' if row.low is not None and row.high is not None else ""
    percent = f"{100 * row.difference / abs(row.baseline):+.1f} per cent".replace("-", "−")
    return (
        f'<svg viewBox="0 0 {WIDE:.0f} {HIGH:.0f}" width="{WIDE:.0f}" height="{HIGH:.0f}" role="img" aria-label="{percent}"><title>{percent}</title>'
        f'<line x1="{middle}" x2="{middle}" y1="0" y2="{HIGH}" class="zero"/>{line}<circle cx="{x(row.difference):.1f}" cy="{high}" r="4.2"/></svg>'
    )


def _reach(rows: Sequence[Difference]) -> float:
    """Per cent of the baseline that half of a mark stands for: enough for all intervals of a group."""
    ends = [abs(100 * end / row.baseline) for row in rows if row.baseline for end in (row.low, row.high, row.difference) if end is not None]
    return min(MOST_REACH, max([LEAST_REACH, *ends]))
