"""The flow map: flows by land, air and sea, and the borders with most apprehensions; or the change between two policies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from experiments.plots import map_key
from experiments.plots.basemap import CREDIT, DISCLAIMER, draw_basemap
from experiments.plots.countries import is_real
from experiments.plots.curves import DASHED, DOTTED, SOLID, CurveSpacer, Drawn, Line, curve, draw_lines, labour_width, width
from experiments.plots.flow_changes import LABOUR, TRANSIT, Changes, changes_between, data_rows
from experiments.plots.flows import Border, Flow, borders_of, flows_of, through
from experiments.plots.fonts import fit_fonts
from experiments.plots.map_extent import WIDE, core_places, extent_of, largest_flows
from experiments.plots.map_labels import Labeller
from experiments.plots.map_layers import Point, draw_borders, draw_places, name_beyond, name_countries
from experiments.plots.map_text import alt_text, change_text, title_of
from experiments.plots.picture import Picture
from experiments.plots.projection import suitable_projection
from experiments.plots.style import GAIN, GREY, LOSS, MODES, OTHER_LAND, PALE, days, page, source
from experiments.plots.style import LABOUR as LABOUR_COLOUR
from experiments.plots.titles import policy_title
from experiments.plots.weekly_flows import View, WeeklyFlows, weekly_flows_of_run
from experiments.store import Run
from experiments.store.tables import reported
from sim.world.network import Place
from sim.world.world import World

WIDTH = 13.0
"""Inches of the page."""
ABOVE, BELOW = 1.15, 0.95
DRAWN_SHARE, MAIN_SHARE, MOST_LINES = 0.985, 0.5, 420
"""Flows are drawn down to those that together make this share; land flows that together make the main share are main routes."""
BENDS = {"land": 0.12, "air": 0.20, "sea": 0.16}
DASHES = {"land": SOLID, "air": DASHED, "sea": DOTTED}
BORDERS_MARKED, CHANGES_MARKED, PALER = 8, 4, 0.45
"""Borders that are marked on a map of flows and of changes, and how strongly changes of labour communities are drawn."""
NOTICE = {"facecolor": "white", "edgecolor": GREY, "alpha": 0.94, "boxstyle": "round,pad=0.8", "linewidth": 0.8}
"""The box of the words that stand on a map without lines."""


@dataclass(frozen=True)
class MapContent:
    """What a map shows: flows of both strata, of a map of changes the significant changes alone; borders that are marked.

    Of a map of changes, ``changes`` names both sides and ``judged`` has every change with its interval. ``focus`` names the places that must be in sight;
    empty for those that most people pass.
    """

    world: World
    view: View
    transit: Sequence[Flow]
    labour: Sequence[Flow]
    borders: Sequence[Border]
    source: str
    changes: str = ""
    of: str = ""
    judged: Changes | None = None
    focus: tuple[str, ...] = ()


def draw(run: Run, view: View | None = None, against: Run | None = None) -> Picture:
    """Draw the map of a run, or of the change from it to ``against``."""
    view = view or View()
    view = View(view.communities, view.period or reported(run.world), view.countries)
    one = weekly_flows_of_run(run.results.tables["flows"], run.world)
    if against is None:
        return draw_map(volume_map(run.world, one, view, source(run)))
    two = weekly_flows_of_run(against.results.tables["flows"], against.world)
    seeds = [f"{each.world.title}, seed {each.results.seed}" for each in (run, against)]
    names = [policy_title(str(each.about["policy"])) if each.about.get("policy") else seed for each, seed in zip((run, against), seeds, strict=True)]
    if names[0] == names[1]:
        names = [each.folder.name for each in (run, against)]
    return draw_map(change_map(run.world, changes_between(run.world, [one], [two], view), view, source(run), (names[0], names[1])))


def volume_map(world: World, weekly: WeeklyFlows, view: View, source_line: str, of: str = "") -> MapContent:
    """The content of a map of flows."""
    transit, labour = (flows_of(weekly, world, view, followed=followed) for followed in (True, False))
    return MapContent(world, view, transit, labour, borders_of(weekly, world, view), source_line, of=of)


def change_map(world: World, found: Changes, view: View, source_line: str, names: tuple[str, str], focus: tuple[str, ...] = ()) -> MapContent:
    """The content of a map of the significant changes between two sides, which ``names`` names; ``focus`` as in :class:`MapContent`."""
    transit, labour = found.flows(TRANSIT), found.flows(LABOUR)
    return MapContent(world, view, transit, labour, found.marked(), source_line, f"“{names[1]}” minus “{names[0]}”", judged=found, focus=focus)


def draw_map(content: MapContent) -> Picture:
    """Draw a map."""
    figure, main, marked = _draw(content)[:3]
    places = {place.name: place for place in content.world.places}
    if content.judged is not None:
        ends = {name: (place.title, place.country) for name, place in places.items()}
        titles = {name: title for name, (title, _) in ends.items()}
        return Picture(figure, change_text(content.judged, titles, content.changes), data_rows(content.judged, ends))
    return Picture(figure, alt_text(content.transit, content.labour, marked, places), _rows(content, main, places))


def draw_parts(content: MapContent) -> tuple[Figure, list[Drawn], list[Flow]]:
    """A map without arrow heads, for an animation: the picture, its lines, and the flow of each line."""
    figure, _, _, lines, order = _draw(content, arrows=False)
    fit_fonts(figure)
    return figure, lines, order


def _draw(content: MapContent, *, arrows: bool = True) -> tuple[Figure, frozenset[Flow], list[Border], list[Drawn], list[Flow]]:
    places = {place.name: place for place in content.world.places}
    ends = _ends(content, places)
    project = suitable_projection([p.lon for p in ends], [p.lat for p in ends])
    xs, ys = project([p.lon for p in places.values()], [p.lat for p in places.values()])
    at = dict(zip(places, zip(xs.tolist(), ys.tolist(), strict=True), strict=True))
    centre, half = extent_of(np.array([at[p.name] for p in ends]))
    tall = WIDE * half[1] / half[0]
    height = tall + ABOVE + BELOW
    real = is_real({p.country for p in places.values()})
    notes = f"{CREDIT} {project.name}.\n{DISCLAIMER}" if real else "An invented territory."
    only = [community.title for community in content.world.communities if community.name in content.view.communities]
    title, subtitle = title_of(content.changes, content.of, days(*(content.view.period or reported(content.world))), only, labour=bool(content.labour))
    figure = page(WIDTH, height, title, subtitle, content.source, notes)
    axes = figure.add_axes((0.45 / WIDTH, BELOW / height, WIDE / WIDTH, tall / height))
    _show(axes, centre, half)
    outlines = draw_basemap(axes, project, {p.country for p in places.values()})
    labeller = Labeller(figure, axes)
    apart = CurveSpacer(axes, np.array([at[name] for name in through(content.transit or content.labour)] or np.empty((0, 2))))
    drawn = {False: _drawn(content.labour), True: _drawn(content.transit)}
    main = main_routes(content.transit)
    busy = _lines(drawn[False], at, apart, content, frozenset(), labour=True)
    lines = _lines(drawn[True], at, apart, content, main, labour=False, arrows=arrows)
    draw_lines(axes, busy, alpha=PALER if content.changes else 0.35, order=2, halo=bool(content.changes))
    made = draw_lines(axes, lines, alpha=0.9, order=3)
    marked = [border for border in content.borders if border.followed][:BORDERS_MARKED] or list(content.borders[:BORDERS_MARKED])
    if content.changes:
        marked = list(content.borders[:CHANGES_MARKED])
    draw_borders(axes, labeller, marked, project)
    also = [place.name for place in ends] if content.judged is not None else ()
    seen = draw_places(axes, labeller, drawn[True] + drawn[False] if also else drawn[True] or drawn[False], places, at, also)
    name_beyond(axes, labeller, drawn[True] or drawn[False], [line.points for line in lines or busy], places, at)
    name_countries(axes, labeller, outlines, [line.points for line in (lines or busy)[-60:]])
    roles = frozenset(role for name in seen for role in places[name].roles)
    if content.judged is not None and (why := content.judged.nothing()):
        axes.text(0.5, 0.94, fill(why, 66), transform=axes.transAxes, ha="center", va="top", fontsize=13, bbox=NOTICE, zorder=9)
    titles = {name: place.title for name, place in places.items()}
    key = map_key.Key(content.transit, content.labour, drawn[True], main, marked, roles, content.judged, titles)
    map_key.draw(figure, (0.45 + WIDE + 0.25) / WIDTH, ABOVE, key)
    return figure, main, marked, [made] if made else [], drawn[True][::-1]


def main_routes(found: Sequence[Flow]) -> frozenset[Flow]:
    """The largest land flows, which together carry half of all that pass by land."""
    return frozenset(largest_flows([flow for flow in found if flow.mode == "land"], MAIN_SHARE))


def _drawn(found: Sequence[Flow]) -> list[Flow]:
    return largest_flows(found, DRAWN_SHARE)[:MOST_LINES]


def _ends(content: MapContent, places: Mapping[str, Place]) -> list[Place]:
    """The places that the map must show."""
    if content.view.countries:
        return [place for place in places.values() if place.country in content.view.countries]
    if content.focus:
        return [places[name] for name in content.focus]
    return core_places(content.transit or content.labour, places)


def _show(axes: Axes, centre: NDArray[np.float64], half: NDArray[np.float64]) -> None:
    axes.set_xlim(centre[0] - half[0], centre[0] + half[0])
    axes.set_ylim(centre[1] - half[1], centre[1] + half[1])
    axes.set_aspect("equal")
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_edgecolor(PALE)


def _lines(
    found: Sequence[Flow], at: Mapping[str, Point], apart: CurveSpacer, content: MapContent, main: frozenset[Flow], *, labour: bool, arrows: bool = True
) -> list[Line]:
    """The lines of one stratum, the largest last."""
    if not found:
        return []
    # Changes of both strata have one scale; flows of labour communities are far larger and have their own.
    most, lines = max(abs(flows[0].people) for flows in ((content.transit, content.labour) if content.changes else (found,)) if flows), []
    for flow in found:
        size = abs(flow.people)
        broad = labour and not content.changes
        wide = labour_width(size, most) if broad else width(size, most)
        start, end, usual = at[flow.origin], at[flow.target], BENDS[flow.mode]
        points = curve(start, end, usual) if broad else apart.bend(start, end, usual, wide)
        colour = _colour(flow, main, changes=bool(content.changes), labour=labour)
        lines.append(Line(points, wide, colour, SOLID if broad else DASHES[flow.mode], arrow=arrows and not broad and size > most / 150))
    lines.reverse()
    return lines


def _colour(flow: Flow, main: frozenset[Flow], *, changes: bool, labour: bool) -> str:
    if changes:
        return GAIN if flow.people > 0 else LOSS
    if labour:
        return LABOUR_COLOUR
    return OTHER_LAND if flow.mode == "land" and flow not in main else MODES[flow.mode]


def _rows(content: MapContent, main: frozenset[Flow], places: Mapping[str, Place]) -> list[dict[str, object]]:
    rows = []
    for stratum, found in (("transit", content.transit), ("labour", content.labour)):
        for f in found:
            kind = ("main land" if f in main else "other land") if f.mode == "land" else f.mode
            a, b = places[f.origin], places[f.target]
            ends = {"from": a.title, "from_country": a.country, "to": b.title, "to_country": b.country}
            rows.append({"what": "flow", "stratum": stratum, **ends, "kind": kind, "people": round(f.people, 3)})
    for border in content.borders:
        for stratum, people in (("transit", border.followed), ("labour", border.others)):
            ends = {"from": border.title, "from_country": "", "to": "", "to_country": ""}
            rows.append({"what": "apprehensions", "stratum": stratum, **ends, "kind": "border", "people": round(people, 3)})
    return rows
