"""The map of a territory before any run: its places, the legs that join them, and where borders are crossed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from experiments.plots.basemap import CREDIT, DISCLAIMER, draw_basemap
from experiments.plots.countries import is_real
from experiments.plots.map_extent import WIDE, extent_of
from experiments.plots.map_labels import Labeller
from experiments.plots.map_layers import Point, name_countries
from experiments.plots.map_symbols import WORDS, draw_symbols
from experiments.plots.picture import Picture
from experiments.plots.projection import suitable_projection
from experiments.plots.style import AIR, GREEN, GREY, INK, PALE, PURPLE, SEA, page
from scenarios.territories.parts import Parts
from sim.basis.words import Kind, Mode
from sim.world.network import Crossing, Leg, Place

MARGIN, ABOVE, BELOW = 0.45, 1.15, 1.35
"""Inches beside, above and below the map."""
LOOKS: Mapping[Kind, tuple[str, str, str]] = {
    Kind.OFFICIAL: ("s", INK, "official crossing"),
    Kind.GREEN: ("^", GREEN, "green crossing"),
    Kind.FERRY: ("D", SEA, "ferry port"),
    Kind.SEA: ("v", PURPLE, "shore"),
}
"""Marker, colour and words of a crossing on the ground; airports are rings round their places."""


@dataclass(frozen=True)
class _Way:
    """What a leg is drawn as, its points as names of the ends and of the crossing between."""

    ends: tuple[str, str]
    crossing: str
    word: str
    look: tuple[str, str | tuple[float, tuple[float, ...]]]


def draw_territory(title: str, parts: Parts) -> Picture:
    """Draw the places, legs and crossings of a territory; a leg over a border bends through its crossing."""
    places = {place.name: place for place in parts.places}
    crossings = {crossing.name: crossing for crossing in parts.crossings if crossing.kind is not Kind.AIRPORT}
    airports = [crossing for crossing in parts.crossings if crossing.kind is Kind.AIRPORT]
    project = suitable_projection([p.lon for p in parts.places], [p.lat for p in parts.places])
    at = _points(places, project(*_lon_lat(parts.places)))
    over = _points(crossings, project(*_lon_lat(list(crossings.values()))))
    centre, half = extent_of(np.array([*at.values(), *over.values()]))
    tall = WIDE * half[1] / half[0]
    wide, height = WIDE + 2 * MARGIN, tall + ABOVE + BELOW
    real = is_real({p.country for p in parts.places})
    notes = f"{CREDIT} {project.name}.\n{DISCLAIMER}" if real else "An invented territory."
    ways = _ways(parts.legs, crossings)
    counts = f"{len(places)} places in {len({p.country for p in parts.places})} countries, {len(crossings)} crossings of borders, {len(ways)} legs"
    figure = page(wide, height, title, counts, "The territory as its files have it. Straight lines join places and say nothing of the course of roads.", notes)
    axes = figure.add_axes((MARGIN / wide, BELOW / height, WIDE / wide, tall / height))
    _frame(axes, centre, half)
    outlines = draw_basemap(axes, project, {p.country for p in parts.places})
    lines = [np.array([at[way.ends[0]], *([over[way.crossing]] if way.crossing in over else []), at[way.ends[1]]]) for way in ways]
    for way, line in zip(ways, lines, strict=True):
        axes.plot(*line.T, color=way.look[0], ls=way.look[1], lw=1.3, alpha=0.85, zorder=3)
    for name, crossing in crossings.items():
        marker, colour, _ = LOOKS[crossing.kind]
        axes.plot(*over[name], marker=marker, ms=5.0, mfc="white", mec=colour, mew=1.2, ls="", zorder=4.5)
    flown = {(crossing.lat, crossing.lon) for crossing in airports}
    draw_symbols(axes, [(*at[name], _roles(place, flown)) for name, place in places.items()])
    labeller = Labeller(figure, axes)
    for x, y in (*over.values(), *at.values()):
        labeller.reserve(x, y, 2.6)
    for name, place in sorted(places.items(), key=lambda item: ("capital" not in item[1].roles, item[0])):
        bold = "bold" if "capital" in place.roles else "normal"
        labeller.place(place.title, *at[name], far=True, fontsize=8.0, fontweight=bold, color=INK, zorder=7)
    name_countries(axes, labeller, outlines, [_dense(line) for line in lines])
    _key(axes, ways, list(crossings.values()), parts.places)
    return Picture(figure, f"Map of {title}: {counts}.", _rows(ways, places))


def _ways(legs: Sequence[Leg], crossings: Mapping[str, Crossing]) -> list[_Way]:
    """One way for both directions of a leg."""
    found: dict[tuple[frozenset[str], Mode, str], _Way] = {}
    for leg in legs:
        over = leg.entry if leg.entry in crossings else ""
        key = (frozenset((leg.origin, leg.target)), leg.mode, over or "")
        found.setdefault(key, _Way((leg.origin, leg.target), over or "", *_look(leg, crossings.get(over or ""))))
    return list(found.values())


def _look(leg: Leg, crossing: Crossing | None) -> tuple[str, tuple[str, str | tuple[float, tuple[float, ...]]]]:
    if crossing is not None and crossing.kind is Kind.GREEN:
        return "leg over a green crossing", (GREEN, (0, (4, 2)))
    if leg.mode is Mode.AIR:
        return "flight", (AIR, (0, (1, 2)))
    if leg.mode in (Mode.FERRY, Mode.BOAT):
        return "leg by sea", (SEA, (0, (3, 1, 1, 1)))
    return "leg by road, rail or on foot", (GREY, "-")


def _key(axes: Axes, ways: Sequence[_Way], crossings: Sequence[Crossing], places: Sequence[Place]) -> None:
    """What lines and symbols mean, below the map; only those that are drawn."""
    handles = [Line2D([], [], color=look[0], ls=look[1], lw=1.3, label=word) for word, look in dict.fromkeys((way.word, way.look) for way in ways)]
    for kind in dict.fromkeys(crossing.kind for crossing in crossings):
        marker, colour, word = LOOKS[kind]
        handles.append(Line2D([], [], marker=marker, ms=5.5, mfc="white", mec=colour, mew=1.2, ls="", label=word))
    if any("capital" in place.roles for place in places):
        handles.append(Line2D([], [], marker="*", ms=6, mfc=INK, mec=INK, ls="", label=WORDS["capital"]))
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -0.01), ncols=len(handles), borderaxespad=0.2, handletextpad=0.5, columnspacing=1.4)


def _rows(ways: Sequence[_Way], places: Mapping[str, Place]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for way in ways:
        one, other = (places[name] for name in way.ends)
        ends = {"from": one.title, "from_country": one.country, "to": other.title, "to_country": other.country}
        rows.append({**ends, "crossing": way.crossing, "kind": way.word})
    return rows


def _roles(place: Place, flown: set[tuple[float, float]]) -> tuple[str, ...]:
    return (*place.roles, "airport") if (place.lat, place.lon) in flown and "airport" not in place.roles else place.roles


def _lon_lat(rows: Sequence[Place] | Sequence[Crossing]) -> tuple[list[float], list[float]]:
    return [row.lon for row in rows], [row.lat for row in rows]


def _points(names: Mapping[str, object], kilometres: tuple[np.ndarray, np.ndarray]) -> dict[str, Point]:
    xs, ys = kilometres
    return dict(zip(names, zip(xs.tolist(), ys.tolist(), strict=True), strict=True))


def _dense(line: np.ndarray) -> np.ndarray:
    """Points along a line close enough that no label fits between them."""
    return np.concatenate([np.linspace(start, end, 20) for start, end in pairwise(line)])


def _frame(axes: Axes, centre: np.ndarray, half: np.ndarray) -> None:
    axes.set_xlim(centre[0] - half[0], centre[0] + half[0])
    axes.set_ylim(centre[1] - half[1], centre[1] + half[1])
    axes.set_aspect("equal")
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_edgecolor(PALE)
