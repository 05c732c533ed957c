"""A picture of scores: forecasts beside documents, quantity by quantity, with the skill of each."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from calibration.evidence.uses import FITTED, HELD_OUT
from calibration.fit.observation import SCALES
from calibration.fit.score import RowScore
from calibration.fit.skill import CLIMATOLOGY, REPRODUCED, QuantityScore, Total
from calibration.fit.targets import Target
from experiments.plots.picture import Picture, save
from experiments.plots.style import BLUE, GREEN, GREY, INK, RULE, VERMILION, page, style
from experiments.plots.titles import community_title, scenario_title, world_of
from experiments.runs.score_words import compact, documented, use_in_words
from experiments.runs.scoring import Scoring
from experiments.store.ownership import owned
from experiments.store.writing import make_folder

NAME = "scores.png"
COLOURS = {FITTED: BLUE, HELD_OUT: VERMILION, REPRODUCED: GREEN}
ROW = 0.25
"""Inches that a document takes."""
FURTHEST = 8.0
"""Discrepancies from a document at which the axis ends."""
LEAST_SKILL = -2.0
LONGEST = 76
WIDTH = 15.0
LEFT, MIDDLE, RIGHT = 0.335, 0.30, 0.13
"""Where the labels end, and how wide the two panels are, as shares of the width."""
GAP = 0.155
"""Between the panels: room for numbers."""
DOCUMENTED, MEDIAN = 1.025, 1.3
"""Where these numbers stand, in widths of the left panel."""


def draw_scores(found: Scoring, folder: Path) -> tuple[Path, ...]:
    """Write the picture into a folder, completely or not at all, with its data as CSV beside it; returns its path, or nothing where no quantity has a score."""
    if not any(one.score is not None for one in found.quantities):
        return ()
    with owned(folder):
        make_folder(folder)
        with style():
            picture = scores(found)
        save(picture, folder / NAME)
    return (folder / NAME,)


def scores(found: Scoring, against: str = CLIMATOLOGY) -> Picture:
    """Every document with its forecast, in discrepancies from the document, and the skill of its quantity."""
    groups = [(total, _ordered(found, total, against)) for total in found.totals]
    groups = [(total, some) for total, some in groups if some]
    lines = sum(len(one.rows) for _, some in groups for one in some) + 2 * len(groups)
    height = lines * ROW + 2.6
    figure = page(
        WIDTH, height, f"Documents beside forecasts, by quantity: {scenario_title(found.name)}",
        "Left: forecast minus document, in units of what the model may miss (discrepancy); line: 90 per cent interval, dot: median of the runs, "
        "hollow: contradicted.\n"
        f"Right: skill over {against}, 1 minus ratio of scores (CRPS); a quantity has one vote, however many documents it has.",
        f"Source: {found.forecast}; documents: scenarios/evidence. Simulated people, not observations.",
    )  # fmt: skip
    bottom, top = 0.95 / height, 1 - 1.45 / height
    left = figure.add_axes((LEFT, bottom, MIDDLE, top - bottom))
    right = figure.add_axes((LEFT + MIDDLE + GAP, bottom, RIGHT, top - bottom))
    for axes in (left, right):
        axes.set_ylim(-0.8, lines - 0.2)
        axes.set_yticks([])
        axes.grid(visible=True, axis="x")
        axes.spines["left"].set_visible(False)
        axes.axvline(0.0, color=INK, lw=1.0, zorder=1)
        axes.patch.set_visible(False)
    _axes(left, right, against)
    y = lines - 1.0
    for total, some in groups:
        y = _group((left, right), total, some, y, found, against)
    return Picture(figure, _alt(groups), _data(groups, against))


def _ordered(found: Scoring, total: Total, against: str) -> list[QuantityScore]:
    mine = [one for one in found.quantities if one.use == total.use and one.score is not None]
    return sorted(mine, key=lambda one: -(one.skill(against) if one.skill(against) is not None else -1e9))  # type: ignore[operator]


def _axes(left: Axes, right: Axes, against: str) -> None:
    left.set_xlim(-FURTHEST * 1.04, FURTHEST * 1.04)
    left.set_xticks([-8, -4, 0, 4, 8], ["−8", "−4", "document", "4", "8"])
    left.set_xlabel("discrepancies below or above the document", fontsize=8.5, color=GREY)
    right.set_xlim(LEAST_SKILL * 1.04, 1.04)
    right.set_xticks([-2, -1, 0, 1], ["−2", "−1", "0", "1"])
    right.set_xlabel(f"skill over {against}", fontsize=8.5, color=GREY)


def _group(panels: tuple[Axes, Axes], total: Total, some: Sequence[QuantityScore], y: float, found: Scoring, against: str) -> float:
    """Draw the quantities of one use from ``y`` downwards; gives where the next begins."""
    left, right = panels
    colour, words = COLOURS[total.use], use_in_words(total.use, fitted=found.fitted)
    skill = next((one for one in total.skills if one.against == against), None)
    text = words[0].upper() + words[1:] + f": {total.votes} quantit{'y' if total.votes == 1 else 'ies'}"
    if skill is not None:
        text += f", skill {_signed(skill.skill)}" + ("" if skill.low is None or skill.high is None else f" ({_signed(skill.low)} to {_signed(skill.high)})")
    left.text(-0.99, y, text, transform=left.get_yaxis_transform(), fontsize=11, fontweight="bold", color=colour, va="center", clip_on=False)
    for place, word in ((DOCUMENTED, "documented"), (MEDIAN, "median")):
        left.text(place, y, word, transform=left.get_yaxis_transform(), fontsize=8, color=GREY, va="center", clip_on=False)
    y -= 1.0
    for number, one in enumerate(some):
        if number % 2:
            band = Rectangle((-LEFT / MIDDLE, y - len(one.rows) + 0.5), 1 / MIDDLE, len(one.rows), transform=left.get_yaxis_transform(), color=RULE)
            band.set(alpha=0.4, lw=0, zorder=0, clip_on=False)
            left.add_patch(band)
        _skill(right, one.skill(against), y - (len(one.rows) - 1) / 2, colour)
        for row in one.rows:
            _row(left, row, y, colour, found.name)
            y -= 1.0
    return y - 1.0


def _row(axes: Axes, row: RowScore, y: float, colour: str, scenario: str) -> None:
    across = axes.get_yaxis_transform()
    axes.text(-0.02, y, _label(row.target, scenario), transform=across, ha="right", va="center", fontsize=7.8, color=INK)
    axes.text(DOCUMENTED, y, documented(row.target), transform=across, ha="left", va="center", fontsize=7.8, color=INK)
    if row.median is not None:
        axes.text(MEDIAN, y, compact(row.median), transform=across, ha="left", va="center", fontsize=7.8, color=colour)
    if row.number is None or row.low is None or row.high is None:
        return
    there = SCALES[row.target.scale][0]
    places = there(np.array([row.low, row.high, row.median if row.median is not None else np.nan, row.number]))
    low, high, median = (float(place) for place in (places[:3] - places[3]) / row.target.spread)
    ends = np.clip([low, high], -FURTHEST, FURTHEST)
    axes.plot(ends, [y, y], color=colour, lw=2.4, solid_capstyle="butt", alpha=0.75)
    for end, edge, marker in ((low, -FURTHEST, 4), (high, FURTHEST, 5)):
        if abs(end) > FURTHEST and end * edge > 0:
            axes.plot([edge], [y], marker=marker, ms=5, color=colour, clip_on=False)
    if np.isfinite(median):
        axes.plot([float(np.clip(median, -FURTHEST, FURTHEST))], [y], "o", ms=4.8, color=colour, mfc=colour if row.agrees else "white", zorder=3)


def _skill(axes: Axes, skill: float | None, y: float, colour: str) -> None:
    if skill is None:
        return
    end = max(skill, LEAST_SKILL)
    axes.barh([y], [end], height=0.6, color=colour, alpha=0.75, lw=0, zorder=2)
    if skill < LEAST_SKILL:
        axes.plot([LEAST_SKILL], [y], marker=4, ms=5, color=colour, clip_on=False)
    axes.text(1.05, y, _signed(skill), transform=axes.get_yaxis_transform(), fontsize=7.8, color=INK, ha="left", va="center")


def _label(target: Target, scenario: str) -> str:
    _, community, _, period = target.name.split("|")
    who = "" if community in ("any", "") else f", {community_title(community, world_of(scenario))}"
    return f"{shorten(f'{target.what}{who}, {period}', LONGEST, placeholder=' …')}   {target.ids[0]}"


def _signed(number: float) -> str:
    return f"{number:.2f}".replace("-", "−")


def _alt(groups: Sequence[tuple[Total, Sequence[QuantityScore]]]) -> str:
    parts = []
    for total, _ in groups:
        skills = ", ".join(f"skill over {skill.against} {_signed(skill.skill)}" for skill in total.skills)
        parts.append(f"{total.use}: {total.votes} quantities, {total.agree} agree by half their documents, {skills}")
    return f"Documents beside forecasts, by quantity. {'; '.join(parts)}."


def _data(groups: Sequence[tuple[Total, Sequence[QuantityScore]]], against: str) -> list[dict[str, object]]:
    return [
        {
            "use": total.use, "quantity": one.name, "quantity_score": one.score, f"skill_over_{against}": one.skill(against), "id": ";".join(row.target.ids),
            "what": row.target.what, "documented_low": row.target.low, "documented_high": row.target.high, "unit": row.target.unit, "median": row.median,
            "low": row.low, "high": row.high, "score": row.score, "pit": row.pit, "probability": row.probability,
        }
        for total, some in groups for one in some for row in one.rows
    ]  # fmt: skip
