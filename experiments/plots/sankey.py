"""Corridors as a Sankey diagram: from home over successive borders, by channel, to the outcome."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from experiments.plots.journeys import Journey
from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.style import CHANNEL_COLOURS, GREY, INK, OUTCOME_COLOURS, days, nobody, page
from experiments.plots.titles import country
from experiments.store.tables import reported
from sim.world.world import World

BORDERS, MOST = 5, 8
"""Borders of a journey that are shown, and countries in a column; the others are pooled."""
OTHERS = "others"
LONGEST = 22
"""Characters of a country's name beside its node."""
GAP, FINAL_GAP, BAR = 0.012, 0.026, 0.012
Node = tuple[int, str]


class Link(NamedTuple):
    """People from one node to another by a channel, or to an outcome."""

    start: Node
    end: Node
    by: str


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw the corridors of journeys that began in the reported days."""
    found, runs = results.journeys(policy)
    kept = [journey for journey in found if results.in_reported_days(journey.begins)]
    links = _links(kept, 1 / max(1, runs))
    first, last = reported(results.world)
    notes = (
        f"The first {BORDERS} borders of a journey are shown. The "
        f"{MOST} countries with most people in each column, the others pooled.\nOutcomes at the end of the run, of people followed person by person."
    )
    mean = f", mean of {runs} runs" if runs > 1 else ""
    subtitle = f"Journeys that began {days(first, last)}, by border passed, channel and outcome{results.under_policy(policy)}{mean}. Width: people."
    figure = page(13, 8.4, "Corridors, channels and outcomes", subtitle, results.source, notes)
    axes = figure.add_axes((0.035, 0.115, 0.93, 0.72))
    axes.axis("off")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    if links:
        _stream(axes, links, results.world)
    else:
        nobody(axes)
    used = [name for name in CHANNEL_COLOURS if any(link.by == name for link in links)]
    marks = [Line2D([], [], color=CHANNEL_COLOURS[name], lw=6, alpha=0.75) for name in used]
    figure.legend(marks, used, loc="upper left", bbox_to_anchor=(0.03, 0.905), ncols=len(used) or 1, title="", handlelength=1.6)
    rows = [
        {"step": link.start[0], "from": link.start[1], "to": link.end[1], "by": link.by, "people": round(people, 3)}
        for link, people in sorted(links.items(), key=lambda item: (item[0].start[0], -item[1]))
    ]
    return Picture(figure, _alt(kept, runs, results.world), rows)


def _links(found: Sequence[Journey], share: float) -> dict[Link, float]:
    sums: list[dict[str, float]] = [defaultdict(float) for _ in range(BORDERS + 1)]
    for journey in found:
        for k, name in enumerate((journey.home, *(step[0] for step in journey.steps[:BORDERS]))):
            sums[k][name] += journey.people
    top = [set(sorted(each, key=lambda name: (-each[name], name))[:MOST]) for each in sums]
    links: dict[Link, float] = defaultdict(float)
    for journey in found:
        chain = [journey.home, *(step[0] for step in journey.steps[:BORDERS])]
        nodes: list[Node] = [(k, name if name in top[k] else OTHERS) for k, name in enumerate(chain)]
        for one, two, step in zip(nodes, nodes[1:], journey.steps, strict=False):
            links[Link(one, two, step[1])] += journey.people * share
        links[Link(nodes[-1], (BORDERS + 1, journey.outcome), journey.outcome)] += journey.people * share
    return links


def _stream(axes: Axes, links: Mapping[Link, float], world: World) -> None:
    into: dict[Node, float] = defaultdict(float)
    out: dict[Node, float] = defaultdict(float)
    for link, people in links.items():
        out[link.start] += people
        into[link.end] += people
    size = {node: max(into[node], out[node]) for node in {*into, *out}}
    columns = [[node for node in size if node[0] == k] for k in range(BORDERS + 2)]
    total = max(sum(size[node] for node in column) for column in columns if column)
    most = max(len(column) if k <= BORDERS else 2 * len(column) for k, column in enumerate(columns))
    unit = (1 - GAP * most - 0.06) / total
    middle: dict[Node, float] = {}
    bottom: dict[Node, float] = {}
    order = list(OUTCOME_COLOURS)
    for k, column in enumerate(columns):
        if k == BORDERS + 1:
            column.sort(key=lambda node: order.index(node[1]) if node[1] in order else 99)
        elif k == 0:
            column.sort(key=lambda node: (node[1] == OTHERS, -size[node], node[1]))
        else:
            pulled = {node: _pull(node, links, middle) for node in column}
            column.sort(key=lambda node: (node[1] == OTHERS, -pulled[node], node[1]))
        y = 0.94
        for node in column:
            tall = size[node] * unit
            bottom[node], middle[node] = y - tall, y - tall / 2
            y -= tall + (GAP if k <= BORDERS else FINAL_GAP)
    _ribbons(axes, links, bottom, {node: size[node] * unit for node in size}, unit)
    for node, people in size.items():
        name = node[1] if node[0] > BORDERS or node[1] == OTHERS else shorten(country(node[1], world), LONGEST, placeholder=" …")
        _node(axes, node, name, bottom[node], people * unit, people)
    for k, text in enumerate(("home", *(f"border {k}" for k in range(1, BORDERS + 1)), "outcome")):
        axes.text(_x(k) + (BAR if k == BORDERS + 1 else 0), 0.975, text, fontsize=9, fontweight="bold", color=GREY, ha="left" if k <= BORDERS else "right")


def _x(column: int) -> float:
    return 0.002 + column * (0.985 / (BORDERS + 1))


def _pull(node: Node, links: Mapping[Link, float], middle: Mapping[Node, float]) -> float:
    found = [(middle[link.start], people) for link, people in links.items() if link.end == node and link.start in middle]
    weight = sum(people for _, people in found)
    return sum(y * people for y, people in found) / weight if weight else 0.0


def _ribbons(axes: Axes, links: Mapping[Link, float], bottom: Mapping[Node, float], tall: Mapping[Node, float], unit: float) -> None:
    leaves = {node: bottom[node] + tall[node] for node in bottom}
    enters = dict(leaves)
    shown = sorted(links.items(), key=lambda item: (item[0].start[0], -bottom[item[0].start], -bottom[item[0].end], item[0].by))
    starts = {}
    for link, people in shown:
        starts[link] = leaves[link.start]
        leaves[link.start] -= people * unit

    def by_end(item: tuple[Link, float]) -> tuple[float, ...]:
        link = item[0]
        return link.end[0], -bottom[link.end], link.start[0], -bottom[link.start], list(CHANNEL_COLOURS).index(link.by) if link.by in CHANNEL_COLOURS else 0

    for link, people in sorted(links.items(), key=by_end):
        wide, y0, y1 = people * unit, starts[link], enters[link.end]
        enters[link.end] -= wide
        x0, x1 = _x(link.start[0]) + BAR, _x(link.end[0])
        bend = (x1 - x0) * 0.5 if link.end[0] - link.start[0] == 1 else min(0.12, (x1 - x0) * 0.4)
        there = [(x0, y0), (x0 + bend, y0), (x1 - bend, y1), (x1, y1)]
        back = [(x1, y1 - wide), (x1 - bend, y1 - wide), (x0 + bend, y0 - wide), (x0, y0 - wide)]
        corners = [*there, *back, (x0, y0)]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        final = link.end[0] == BORDERS + 1
        colour = OUTCOME_COLOURS.get(link.by, GREY) if final else CHANNEL_COLOURS.get(link.by, GREY)
        axes.add_patch(PathPatch(Path(np.array(corners), codes), facecolor=colour, alpha=0.22 if final else 0.62, lw=0, zorder=1 if final else 2))


def _node(axes: Axes, node: Node, name: str, bottom: float, tall: float, people: float) -> None:
    final = node[0] == BORDERS + 1
    colour = OUTCOME_COLOURS.get(node[1], GREY) if final else INK
    axes.add_patch(Rectangle((_x(node[0]), bottom), BAR, max(tall, 0.001), facecolor=colour, lw=0, zorder=3))
    text = f"{name}  {people:,.0f}" if final or tall > 0.012 else name
    size = 8.2 if tall > 0.02 else 6.6
    x, side = (_x(node[0]) - 0.004, "right") if final else (_x(node[0]) + BAR + 0.004, "left")
    behind = {"facecolor": "white", "alpha": 0.6, "pad": 0.6, "lw": 0}
    axes.text(x, bottom + tall / 2, text, fontsize=size, ha=side, va="center", color=INK, zorder=4, bbox=behind)


def _alt(found: Sequence[Journey], runs: int, world: World) -> str:
    ended: dict[str, float] = defaultdict(float)
    homes: dict[str, float] = defaultdict(float)
    for journey in found:
        ended[journey.outcome] += journey.people / max(1, runs)
        homes[journey.home] += journey.people / max(1, runs)
    if not found:
        return "Sankey diagram of journeys by country, channel and outcome: no departures."
    most = ", ".join(f"{country(code, world)} {people:,.0f}" for code, people in sorted(homes.items(), key=lambda item: -item[1])[:5])
    outcomes = ", ".join(f"{name} {people:,.0f}" for name, people in sorted(ended.items(), key=lambda item: -item[1]))
    return f"Sankey diagram of journeys from home over each border to the outcome, by channel. From {most}. Outcomes: {outcomes}."

