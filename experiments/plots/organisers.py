"""Who sold whole journeys by which way: clients of organisers over time, a panel a people, stacked by way."""

from datetime import timedelta
from textwrap import fill, wrap

import matplotlib.dates as mdates
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray

from experiments.plots import event_lines
from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.style import BAND, BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION, date_axis, days, nobody, page
from experiments.plots.ticks import exact_axis, from_zero
from experiments.plots.titles import community_title
from experiments.store.tables import DAYS, reported
from sim.outcomes.reading import numbers, words
from sim.world.world import World

DIRECT, JOINT = "direct", "+"
"""How the table spells a way without a hub, and what stands between the places of one."""
TITLE = "Journeys sold by organisers, by way"
PANELS, ACROSS = 6, 2
MOST_WAYS = 8
"""Ways of a people that have a colour; the others are added up."""
LONG, BLOCK = 60, 4
"""Weeks beyond which a bar stands for several weeks, and for how many."""
COLOURS = (BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE, "#F0E442", INK)
"""All of Okabe and Ito's."""
DIRECT_COLOUR, REST_COLOUR = "#c3c8cc", "#6b7278"
DIRECT_TITLE, REST = "whichever way costs least", "other ways"
KEY = "way (clients; organisers at first → at last)"
LABEL = 46
"""Characters in a line of the key."""
LINE_INCHES = 0.148
"""Height of a line of small print."""
Counts = NDArray[np.float64]


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw the clients of the peoples with most of them."""
    run, world = results.need_run(), results.world
    table = run.results.tables["organisers"]
    community, way = words(table, "community"), words(table, "way")
    week, came = numbers(table, "week"), numbers(table, "came")
    weeks = max(1, world.days // DAYS)  # a week that the end of the run cuts short is left out
    size = BLOCK if weeks > LONG else 1
    edges = [*range(0, weeks, size), weeks]
    clients = np.zeros((len(community.labels), len(way.labels), weeks))
    whole = week < weeks
    np.add.at(clients, (community.codes[whole], way.codes[whole], week[whole]), came[whole])
    at_work = np.zeros((len(community.labels), len(way.labels), weeks), np.int64)
    np.add.at(at_work, (community.codes[whole], way.codes[whole], week[whole]), 1)
    top, left_out = _peoples(clients.sum(axis=2), way.labels, community.labels)
    note = f" Of {', '.join(community_title(community.labels[c], world) for c in left_out)} all organisers sell {DIRECT_TITLE}." if left_out else ""
    figure, panels = _page(results, len(top), size, note)
    rows: list[dict[str, object]] = []
    summaries = []
    for axes, c in zip(panels, top, strict=True):
        name = community.labels[c]
        blocks = np.add.reduceat(clients[c], edges[:-1], axis=1)
        shown = _shown(clients[c].sum(axis=1), way.labels)
        organisers = [" → ".join(f"{at_work[c, ways, w].sum()}" for w in (0, weeks - 1)) for _, ways, _ in shown]
        stack = [
            (f"{_title(label, world)} ({blocks[ways].sum():,.0f}; {number})", blocks[ways].sum(axis=0), colour)
            for (label, ways, colour), number in zip(shown, organisers, strict=True)
        ]
        _panel(axes, world, name, stack, edges)
        _mark_switches(axes, world, np.array([at_work[c, ways].sum(axis=0) for _, ways, _ in shown]), [colour for _, _, colour in shown])
        summaries.append(_summary(community_title(name, world), clients[c].sum(axis=1), way.labels, world))
        rows += [
            {"community": name, "way": label, "week_from": str(world.start + timedelta(days=DAYS * edges[b])), "weeks": edges[b + 1] - edges[b],
             "clients": int(blocks[w, b]), "organisers": int(at_work[c, w, edges[b + 1] - 1])}
            for w, label in enumerate(way.labels) if clients[c, w].any() or at_work[c, w].any() for b in range(len(edges) - 1)
        ]  # fmt: skip
    if not top:
        nobody(figure.add_axes((0.05, 0.2, 0.9, 0.6)))
    return Picture(figure, f"Clients of organisers over time, by people and way. {'; '.join(summaries) or 'None'}.", rows)


def _peoples(clients: Counts, ways: tuple[str, ...], names: tuple[str, ...]) -> tuple[list[int], list[int]]:
    """The peoples with most clients, of those whose organisers lead by more than the direct way if there are any; and those of whom none did."""
    served = [c for c in sorted(range(len(names)), key=lambda c: (-clients[c].sum(), names[c])) if clients[c].sum() > 0]
    by_hub = [c for c in served if clients[c].sum() > sum(clients[c, w] for w, label in enumerate(ways) if label == DIRECT)]
    return (by_hub[:PANELS], [c for c in served if c not in by_hub]) if by_hub else (served[:PANELS], [])


def _page(results: ResultFolder, panels: int, size: int, note: str) -> tuple[Figure, list[Axes]]:
    """The page, and a panel for each of so many peoples with room for the names of ways beside it."""
    world = results.world
    small = event_lines.legend_lines(world)
    text = (
        "Beside each way: clients in all these weeks; organisers who led by it in the first and in the last week. A way is the places passed in their "
        "order, the last of them the organiser's hub. He gives it up when it has become worse, beside the best he knows of, than when he took it up. "
        "Triangles: organisers who take a way up, in its colour. "
        f"Shown are the peoples with most clients, at most {PANELS}.{note} One run, which gives no interval. Shaded: reported days."
    )
    notes = [*wrap(text, event_lines.LINE), *small]
    across = min(ACROSS, max(1, panels))
    down = max(1, -(-panels // across))
    below, above = 0.30 + LINE_INCHES * len(notes), 1.45
    height = above + below + 2.25 * down
    span = days(world.start, world.start + timedelta(days=world.days - 1))
    each = f"means of {size} weeks" if size > 1 else "week by week"
    subtitle = f"People a week who became clients of an organiser, {each}, {span}, by the way he led his clients at the time."
    figure = page(13, height, TITLE, subtitle, results.source, "\n".join(notes))
    return figure, [
        figure.add_axes(
            (0.045 + (n % across) * 0.49, 1 - (above + 2.25 * (n // across + 1) - 0.62) / height, 0.25 if across > 1 else 0.6, (2.25 - 0.62) / height)
        )
        for n in range(panels)
    ]


def _shown(totals: Counts, labels: tuple[str, ...]) -> list[tuple[str, list[int], str]]:
    """What is stacked, from below: the way without a hub, the ways with most clients and the rest added up, each with its ways and colour."""
    used = [w for w in sorted(range(len(labels)), key=lambda w: (-totals[w], labels[w])) if totals[w] > 0]
    by_hub = [w for w in used if labels[w] != DIRECT]
    most = MOST_WAYS if len(by_hub) <= MOST_WAYS else MOST_WAYS - 1
    found = [(DIRECT, [w], DIRECT_COLOUR) for w in used if labels[w] == DIRECT]
    found += [(labels[w], [w], COLOURS[n]) for n, w in enumerate(by_hub[:most])]
    return found + ([(REST, by_hub[most:], REST_COLOUR)] if by_hub[most:] else [])


def _panel(axes: Axes, world: World, community: str, stack: list[tuple[str, Counts, str]], edges: list[int]) -> None:
    start = float(mdates.date2num(world.start))  # type: ignore[no-untyped-call]
    left, weeks = start + DAYS * np.array(edges[:-1]), np.diff(edges)
    under = np.zeros(len(weeks))
    for _, clients, colour in stack:
        axes.bar(left, clients / weeks, DAYS * weeks, under, align="edge", color=colour, edgecolor="white", linewidth=0.25)
        under = under + clients / weeks
    axes.set_xlim(start, start + DAYS * edges[-1])
    top = float(under.max(initial=0.0))
    from_zero(axes, top, room=1.25)
    event_lines.draw_events(axes, world, axes.get_ylim()[1])
    first, last = reported(world)
    axes.axvspan(np.datetime64(first), np.datetime64(last), color=BAND, alpha=0.09, lw=0, zorder=0)  # type: ignore[arg-type]
    axes.set_title(community_title(community, world), fontsize=9.5)
    handles = [Patch(color=colour, label=fill(title, LABEL)) for title, _, colour in reversed(stack)]
    look = {"fontsize": 7.5, "handlelength": 1.0, "labelspacing": 0.45, "labelcolor": GREY, "alignment": "left"}
    key = axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1.13), title=KEY, title_fontsize=7.5, **look)
    key.get_title().set_color(GREY)
    date_axis(axes, 6)
    exact_axis(axes.yaxis, 4)


def _mark_switches(axes: Axes, world: World, organisers: NDArray[np.int64], colours: list[str]) -> None:
    """A triangle for every organiser who takes up a way, in its colour, one above the other in a week; ``organisers`` has shape (ways, weeks)."""
    start, top = float(mdates.date2num(world.start)), axes.get_ylim()[1]  # type: ignore[no-untyped-call]
    more = np.maximum(np.diff(organisers, axis=1), 0)
    for week in np.flatnonzero(more.any(axis=0)).tolist():
        new = [colours[w] for w in np.flatnonzero(more[:, week]).tolist() for _ in range(more[w, week])]
        for height, colour in enumerate(new):
            axes.plot([start + DAYS * (week + 1)], [top * (0.86 - 0.07 * height)], "v", ms=5.5, mfc=colour, mec=INK, mew=0.6, zorder=5)


def _title(way: str, world: World) -> str:
    """A way in words: the titles of its places."""
    titles = {place.name: place.title for place in world.places}
    return {DIRECT: DIRECT_TITLE, REST: REST}.get(way) or " – ".join(titles.get(stop, stop) for stop in way.split(JOINT))


def _summary(people: str, totals: Counts, labels: tuple[str, ...], world: World) -> str:
    best = sorted(range(len(labels)), key=lambda w: (-totals[w], labels[w]))[:3]
    shares = ", ".join(f"{_title(labels[w], world)} {100 * totals[w] / totals.sum():.0f} per cent" for w in best if totals[w] > 0)
    return f"{people} {totals.sum():,.0f} clients: {shares}"
