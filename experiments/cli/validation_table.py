"""The tables of a validation: documented values beside predictive intervals, totals, and parameters that are not identified."""

import math

from rich.table import Table as Grid

from calibration.evidence.uses import FITTED
from calibration.fit.predictive import Check
from calibration.fit.targets import MOST, ORDER
from calibration.fit.validation import Verdict
from experiments.cli.table_style import TABLE_STYLE, add_columns, output_console
from experiments.runs.validation import Validation

WORDS = {None: "not judged", True: "inside", False: "outside"}
WEAK = 0.1
"""Posterior contraction below which a parameter is not identified."""


def print_validation(found: Validation) -> None:
    """Print every check, then the totals against the goals, then the parameters that are not identified."""
    console = output_console()
    title = f"{found.name}: documented values beside 90 per cent intervals of the posterior"
    grid = Grid(title=title, **TABLE_STYLE)
    add_columns(
        grid, ("use", "left"), ("id", "left"), ("what", "left"), ("documented", "right"), ("median", "right"), ("90% interval", "right"), ("unit", "left"),
        ("verdict", "left"),
    )  # fmt: skip
    for one in sorted(found.checks, key=lambda one: one.target.use != FITTED):
        grid.add_row(
            one.target.use, ";".join(one.target.ids), one.target.what, documented(one), "–" if one.median is None else f"{one.median:,.3g}",
            "–" if one.low is None or one.high is None else f"{one.low:,.3g} – {one.high:,.3g}", one.target.unit, WORDS[one.inside],
        )  # fmt: skip
    console.print(grid)
    for now, before in zip(found.verdicts, found.verdicts_before, strict=True):
        console.print(totals(now, before))
    for line in not_identified(found):
        console.print(line)


def documented(one: Check) -> str:
    """A documented value as text."""
    low, high = one.target.low, one.target.high
    if one.target.kind in (MOST, ORDER) or low is None:
        return f"up to {high:,.4g}"
    if high is None:
        return f"over {low:,.4g}"
    return f"{low:,.4g}" if low == high else f"{low:,.4g} – {high:,.4g}"


def totals(now: Verdict, before: Verdict) -> str:
    """One line of totals."""
    goal = max(now.goal, now.band) if now.use == FITTED else now.goal
    score, width = (f" (before the fit {old:.1f})" if math.isfinite(old) else "" for old in (before.score, before.width))
    return (
        f"{now.use}: {now.covered:.0%} of {now.clusters} clusters inside ({now.whole} by half their rows or more; {now.inside} of {now.judged} rows judged); "
        f"goal {goal:.0%}: {'met' if now.met else 'MISSED'}. "
        f"Interval score {now.score:.1f}{score}, width {now.width:.1f}{width}, in discrepancies. "
        f"Documented values by fifths of the predictive distribution: {'-'.join(map(str, now.pit))}."
    )


def not_identified(found: Validation) -> list[str]:
    """The parameters that these sources do not identify, in words."""
    parameters = found.about.get("parameters", [])
    weak = [row["name"] for row in parameters if row["contraction"] < WEAK]
    lines = []
    if weak:
        lines.append(f"Not identified by the sources: {', '.join(weak)}. Their posterior is close to their prior.")
    if any(row["acts"] == "register" for row in parameters):
        lines.append("A register shows flow x detection x reporting: only their product is identified, not each factor.")
    return lines
