"""What the study found as text for a terminal, as a page and for programs."""

import textwrap
from collections.abc import Sequence
from typing import Any

from rich.table import Table

from experiments.cli.table_style import TABLE_STYLE, add_columns
from experiments.documents.markdown import table
from experiments.studies.journeys.finding import Finding

HEAD = """# What must hold of journeys and of the trade

A model of journeys can agree with counts and still move people in ways that nobody ever reported. Here it is asked what must hold whatever the counts are:
that people do not wander, that documented ways are taken, that enforcement acts as it is known to act, that nobody turns round as one, that people can wait,
that the trade meets a boom, and that no rate depends on the scale of a run. Every measure is defined in a file of `experiments/studies/journeys/`.
A range behind a number is that over seeds.
"""
WIDTH = 80


def summary(findings: Sequence[Finding]) -> str:
    """How many measures hold, in words."""
    words = {True: "hold", False: "do not hold", None: "cannot be judged"}
    return ", ".join(f"{sum(one.holds is holds for one in findings)} {word}" for holds, word in words.items())


def as_text(one: Finding, command: str, width: int = WIDTH) -> str:
    """A finding for a terminal of some width, without its table."""
    lines = [f"{one.measure}, {one.world}: {one.verdict}"]
    wrap = textwrap.TextWrapper(width, subsequent_indent=" " * 12, break_long_words=False, break_on_hyphens=False)
    for head, text in (("must", one.must), ("measured", one.measured), ("command", command)):
        wrap.initial_indent = f"  {head + ':':10}"
        lines.append(wrap.fill(text))
    return "\n".join(lines)


def grid_of(one: Finding) -> Table:
    """The table of a finding, for a console."""
    grid = Table(**TABLE_STYLE)
    add_columns(grid, *((name, "right" if name in _numbers(one) else "left") for name in one.head), overflow="fold")
    for row in one.rows:
        grid.add_row(*row)
    return grid


def _numbers(one: Finding) -> list[str]:
    """The columns that hold numbers: but for the first, those with a cell that begins as one does."""
    return [name for k, name in enumerate(one.head) if k > 0 and any(row[k][:1].isdigit() or row[k][:1] in {"+", "-"} for row in one.rows)]


def as_page(findings: Sequence[tuple[Finding, str]], made: str) -> str:
    """The page, as Markdown: every finding in one table, measure by measure, then a section each with its table and its command."""
    order = list(dict.fromkeys(one.measure for one, _ in findings))
    findings = sorted(findings, key=lambda found: order.index(found[0].measure))
    rows = [[f"[{one.measure}](#{_anchor(one)})", one.world, one.must, one.measured, f"**{one.verdict}**"] for one, _ in findings]
    first = table(["measure", "world", "what must hold", "measured", "verdict"], rows)
    sections = [_section(one, command) for one, command in findings]
    said = f"{made} Of {len(findings)} findings: {summary([one for one, _ in findings])}."
    return "\n".join([HEAD, said, "", first, *sections])


def _section(one: Finding, command: str) -> str:
    body = table(one.head, one.rows, _numbers(one)) if one.rows else ""
    return f"## {_title(one)}\n\nMust hold: {one.must}. Measured: {one.measured}. It {_says(one)}.\n\n`{command}`\n\n{body}"


def _says(one: Finding) -> str:
    return {None: "cannot be judged here", True: "holds", False: "does not hold"}[one.holds]


def _title(one: Finding) -> str:
    return f"{one.measure}: {one.world}"


def _anchor(one: Finding) -> str:
    kept = "".join(letter for letter in _title(one).lower() if letter.isalnum() or letter in " -")
    return kept.replace(" ", "-")


def as_data(one: Finding, command: str) -> dict[str, Any]:
    """A finding for programs."""
    return {
        "measure": one.measure, "world": one.world, "must": one.must, "measured": one.measured, "holds": one.holds, "command": command,
        "head": list(one.head), "rows": [list(row) for row in one.rows], "values": {name: list(series) for name, series in one.values.items()},
    }  # fmt: skip
