"""What closes the validation of a fit: coverage of intervals against the goals, and parameters that are not identified."""

import math

from calibration.evidence.uses import FITTED
from calibration.fit.validation import Verdict
from experiments.cli.table_style import output_console
from experiments.runs.validation import Validation

WEAK = 0.1
"""Posterior contraction below which a parameter is not identified."""


def print_intervals(found: Validation) -> None:
    """Print the coverage of 90 per cent intervals against the goals, then the parameters that are not identified."""
    console = output_console()
    for now, before in zip(found.verdicts, found.verdicts_before, strict=True):
        console.print(totals(now, before))
    for line in not_identified(found):
        console.print(line)


def totals(now: Verdict, before: Verdict) -> str:
    """One line of totals."""
    goal = max(now.goal, now.band) if now.use == FITTED else now.goal
    score, width = (f" (before the fit {old:.1f})" if math.isfinite(old) else "" for old in (before.score, before.width))
    return (
        f"{now.use}, 90 per cent intervals: {now.covered:.0%} of {now.clusters} clusters inside "
        f"({now.whole} by half their rows or more; {now.inside} of {now.judged} rows judged); "
        f"goal {goal:.0%}: {'met' if now.met else 'MISSED'}. "
        f"Interval score {now.score:.1f}{score}, width {now.width:.1f}{width}, in discrepancies."
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
