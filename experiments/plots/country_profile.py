"""The picture of a country's profile: flows in, from and through by year, borders, what people pay, and harm beside interceptions."""

from collections.abc import Sequence
from textwrap import shorten

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from experiments.plots.picture import Picture
from experiments.plots.style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION, count, nobody, page, source
from experiments.profile.flows import ENTRIES, EXITS, FROM, IN, THROUGH
from experiments.profile.harm import HARM, INTERCEPTIONS
from experiments.profile.profile import CountryProfile, cells
from experiments.profile.rows import YearRow
from experiments.profile.years import Year

WIDTH, HEIGHT = 13, 12.2
MOST_BORDERS = 6
"""Borders that are drawn in each direction."""
FLOWS = {
    IN: ("In: enter, bound here", (BLUE, SKY), slice(0, 2)),
    FROM: ("From: those who live here", (GREEN,), slice(0, 1)),
    THROUGH: ("Through: enter, bound elsewhere", (VERMILION, ORANGE), slice(0, None, 2)),
}
"""Title, colours and rows of the three panels of flows; the first row of a pair is of followed people."""
SLOT = 0.8
"""Share of the place of a year that its bars fill."""
PALE_YEAR = 0.45
"""Opacity of what is not reported."""
FEES = (("guide's fee into the country", BLUE), ("guide's fee out of the country", VERMILION), ("outlay until first here", PURPLE))


def draw(profile: CountryProfile) -> Picture:
    """Draw the profile of a country."""
    year = main_year(profile.years)
    at = profile.years.index(year)
    run = profile.run
    pale = "Pale: years, or parts of them, that are not reported. " if any(not one.reported for one in profile.years) else ""
    subtitle = f"Simulated people, each time they pass, in “{run.world.title}”. {pale}Each panel has its own scale."
    notes = f"Borders, interceptions and harm: {year.label}. Harm to migrants stands beside interceptions."
    figure = page(WIDTH, HEIGHT, f"{profile.title}: in, from and through", subtitle, source(run), notes)
    grid = figure.add_gridspec(3, 6, left=0.15, right=0.97, top=1 - 1.35 / HEIGHT, bottom=0.85 / HEIGHT, hspace=0.42, wspace=1.25, height_ratios=(1, 1, 1.35))
    for k, (group, (title, colours, some)) in enumerate(FLOWS.items()):
        rows = [row for row in profile.section("flows").rows if row.group == group][some]
        _years(figure.add_subplot(grid[0, 2 * k : 2 * k + 2]), title, rows, colours, profile.years)
    ways = profile.section("ways").rows
    for k, (group, title, colour) in enumerate(((ENTRIES, "Enter, by border", BLUE), (EXITS, "Leave, by border", VERMILION))):
        _bars(figure.add_subplot(grid[1, 2 * k : 2 * k + 2]), title, _most(ways, group, at), at, colour)
    paid = {row.what: row for row in profile.section("fees").rows}
    _years(figure.add_subplot(grid[1, 4:]), "Paid, USD a person", [paid[name] for name, _ in FEES], [colour for _, colour in FEES], profile.years, 1.5)
    for k, (group, title, colour) in enumerate(((INTERCEPTIONS, "Interceptions", BLUE), (HARM, "Harm to migrants", VERMILION))):
        _bars(figure.add_subplot(grid[2, 3 * k : 3 * k + 3]), title, [row for row in profile.section("harm").rows if row.group == group], at, colour)
    return Picture(figure, _alt(profile, year, at), list(cells(profile)))


def main_year(years: Sequence[Year]) -> Year:
    """The reported year with most days, the last of several."""
    return max(years, key=lambda year: (year.reported, year.days, year.first))


def _years(axes: Axes, title: str, rows: Sequence[YearRow], colours: Sequence[str], years: Sequence[Year], room: float = 1.32) -> None:
    """Bars by year, side by side with their numbers; ``room`` is the height of the axes, in highest bars."""
    axes.set_title(title, fontsize=10)
    wide, most = SLOT / max(2, len(rows)), 0.0
    for number, (row, colour) in enumerate(zip(rows, colours, strict=True)):
        for k, (value, year) in enumerate(zip(row.values, years, strict=True)):
            height, x = value or 0.0, k + (number - (len(rows) - 1) / 2) * wide
            most = max(most, height)
            axes.bar([x], [height], wide, color=colour, alpha=1.0 if year.reported else PALE_YEAR)
            if value:
                axes.text(x, height, count(round(value) if value >= 1 else value), ha="center", va="bottom", fontsize=7.5)
    axes.set_xticks(range(len(years)), [year.label.replace(" ", "\n", 1) for year in years])
    axes.set_xlim(-max(0.6, 1.6 - len(years) / 2), len(years) - 1 + max(0.6, 1.6 - len(years) / 2))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.tick_params(length=0)
    axes.set_ylim(0, (most or 1.0) * room)
    if not most:
        nobody(axes)
    solid = [Patch(color=colour) for colour in colours]
    axes.legend(solid, [_short(row) for row in rows], loc="upper left", fontsize=7.5, borderaxespad=0.1, handlelength=1.1)


def _short(row: YearRow) -> str:
    return row.what.removeprefix("enter: ").replace("followed people", "followed person by person").replace(" bound here", "").replace(" bound elsewhere", "")


def _most(rows: Sequence[YearRow], group: str, at: int) -> list[YearRow]:
    """The borders that most people pass in one direction in a year, most first."""
    some = [row for row in rows if row.group == group and row.values[at]]
    return sorted(some, key=lambda row: -(row.values[at] or 0.0))[:MOST_BORDERS]


def _bars(axes: Axes, title: str, rows: Sequence[YearRow], at: int, colour: str) -> None:
    """Bars across, with their numbers, of one year."""
    axes.set_title(title, fontsize=10)
    axes.grid(visible=False)
    values = [row.values[at] or 0.0 for row in rows]
    most = max(values, default=0.0) or 1.0
    for k, (row, value) in enumerate(zip(rows, values, strict=True)):
        axes.barh([k], [value], 0.66, color=colour)
        axes.text(value + most * 0.015, k, count(value), va="center", fontsize=8.5, color=INK if value else GREY)
        axes.text(-most * 0.02, k, shorten(row.what.removeprefix("from ").removeprefix("to "), 30, placeholder=" …"), ha="right", va="center", fontsize=8.5)
    axes.set_ylim(max(3, len(rows)) - 0.4, -0.6)
    axes.set_xlim(0, most * 1.22)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    if not rows:
        nobody(axes)


def _alt(profile: CountryProfile, year: Year, at: int) -> str:
    def said(section: str, groups: Sequence[str]) -> str:
        return "; ".join(f"{row.what}: {count(row.values[at] or 0.0)}" for row in profile.section(section).rows if row.group in groups and row.values[at])

    flows, harm, stopped = said("flows", tuple(FLOWS)), said("harm", (HARM,)), said("harm", (INTERCEPTIONS,))
    return f"{profile.title}, {year.label}. Flows, {flows or 'nobody'}. Interceptions, {stopped or 'none'}. Harm, {harm or 'none'}."
