"""The table of scores by quantity, and what they say together."""

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from calibration.fit.score import RowScore
from calibration.fit.skill import CLIMATOLOGY, QuantityScore, Skill, Total, says_of_pit
from calibration.fit.targets import MOST
from experiments.cli.table_style import TABLE_STYLE, output_console
from experiments.runs.score_words import compact, documented, use_in_words
from experiments.runs.scoring import Scoring

OTHER_COLUMNS = 55
"""Columns of text that all columns of the table but the first take."""
WIDEST = 70
NO_SCORE = "–"
MOST_ROWS = 6
"""Documents of a quantity that are printed one by one; of a longer series how many agree, and the mean of their PIT: all are in the JSON."""


def print_scores(found: Scoring, against: str, console: Console | None = None) -> None:
    """Print every quantity, the best first, then the totals by use."""
    shown = console or output_console()
    grid = Grid(title=f"{found.name}: documents beside forecasts, by quantity", **(TABLE_STYLE | {"padding": (0, 0)}))
    grid.add_column("quantity", no_wrap=True, overflow="ellipsis", width=max(20, min(WIDEST, shown.width - OTHER_COLUMNS)))
    for name, width in (("documented", 11), ("median (90%)", 21), ("score", 5), ("skill", 5), ("PIT", 4)):
        grid.add_column(name, justify="right", no_wrap=True, min_width=width)
    for total in found.totals:
        mine = sorted((one for one in found.quantities if one.use == total.use and one.score is not None), key=lambda one: -skill_or_least(one, against))
        if mine:
            grid.add_row(Text(use_in_words(total.use, fitted=found.fitted), style="bold"))
        for one in mine:
            _add(grid, one, against)
        grid.add_section()
    shown.print(grid)
    shown.print(f"Forecast: {found.forecast}. Score: CRPS in units of the discrepancy, 0 is perfect; of several rows, their mean.")
    shown.print(f"Skill: 1 - score / score of {NAMES[against]}. PIT: share of the forecast below the document, of a series the mean.")
    for line in (*totals(found), *ceilings(found)):
        shown.print(line)


def _add(grid: Grid, one: QuantityScore, against: str) -> None:
    if len(one.rows) > MOST_ROWS:
        agree, pit = sum(bool(row.agrees) for row in one.rows), f"{sum(one.pits) / len(one.pits):.2f}" if one.pits else NO_SCORE
        name = Text(f"{one.rows[0].target.cluster}: {one.rows[0].target.what}")
        grid.add_row(name, f"{len(one.rows)} numbers", f"{agree} agree", f"{one.score or 0.0:.2f}", in_words(one.skill(against)), pit)
        return
    for number, row in enumerate(one.rows):
        whole = (f"{one.score or 0.0:.2f}", in_words(one.skill(against))) if number == 0 else ("", "")
        pit = NO_SCORE if row.pit is None else f"{row.pit:.2f}"
        grid.add_row(Text(f"{'  ' if number else ''}{';'.join(row.target.ids)} {row.target.what}"), documented(row.target), simulated(row), *whole, pit)


NAMES = {CLIMATOLOGY: "climatology", "prior": "the prior", "empty": "an empty world"}


def skill_or_least(one: QuantityScore, against: str) -> float:
    """By what quantities are sorted; those without a skill come last."""
    skill = one.skill(against)
    return -1e9 if skill is None else skill


def in_words(skill: float | None) -> str:
    """A skill as text."""
    return NO_SCORE if skill is None else f"{skill:.2f}".replace("-0.00", "0.00").replace("-", "−")


def totals(found: Scoring) -> list[str]:
    """The lines that close a table of scores."""
    lines = []
    for one in found.totals:
        if one.score is None:
            continue
        use, votes = use_in_words(one.use, fitted=found.fitted), f"{one.votes} quantit{'y' if one.votes == 1 else 'ies'}"
        lines.append(f"{use}: {votes}, mean score {one.score:.2f}; {one.agree} agree by half the rows or more. {_skills(one)}")
        lines.append(f"  {says_of_pit(one)}.")
    return lines


def _skills(one: Total) -> str:
    return "Skill over " + ", ".join(_over(skill, one.votes) for skill in one.skills) + "." if one.skills else "No reference."


def _over(skill: Skill, votes: int) -> str:
    some = "" if skill.quantities == votes else f" ({skill.quantities} of them)"
    return f"{NAMES[skill.against]}{some} {in_words(skill.skill)}{with_ends(skill)}"


def with_ends(skill: Skill) -> str:
    """The interval of a skill as text."""
    return "" if skill.low is None else f" ({in_words(skill.low)} to {in_words(skill.high)})"


def ceilings(found: Scoring) -> list[str]:
    """What is said of ceilings, which have no vote."""
    rows = [row for row in found.rows if row.target.kind == MOST and row.probability is not None]
    broken = [f"{';'.join(row.target.ids)} (kept with {row.probability:.0%})" for row in rows if not row.agrees]
    if not rows:
        return []
    rest = f"; likely broken: {', '.join(broken)}" if broken else ""
    return [f"Ceilings have no vote, since an empty world keeps them all: {len(rows) - len(broken)} of {len(rows)} may be kept{rest}."]


def simulated(row: RowScore) -> str:
    """What runs give, and the interval of what would be written down."""
    if row.low is None or row.high is None:
        return NO_SCORE
    return f"{NO_SCORE if row.median is None else compact(row.median)} ({compact(row.low)}–{compact(row.high)})"
