"""A view of the report's map in coordinates of its own: outlines, places with labels, and the paths of flows."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from experiments.plots.countries import is_real
from experiments.plots.curves import curve
from experiments.plots.flow_map import BENDS
from experiments.plots.flows import Flow
from experiments.plots.map_extent import extent_of
from experiments.plots.map_symbols import body_of, landmark, rank_of
from experiments.plots.projection import suitable_projection
from experiments.report.country_outlines import country_shapes
from sim.world.network import Place
from sim.world.world import World

WIDE = 1000.0
"""Width of a view in its own units."""
LABELS, LETTER = 46, 6.3


def map_view(title: str, world: World, flows: Sequence[Flow], used: Sequence[str], ends: Sequence[str]) -> dict[str, Any]:
    """One view: ``used`` are the places of flows, ``ends`` those that must be in sight; ``km`` is how wide it is."""
    places = {place.name: place for place in world.places}
    project = suitable_projection([places[name].lon for name in ends], [places[name].lat for name in ends])
    xy = {name: tuple(float(v) for v in project(places[name].lon, places[name].lat)) for name in {*used, *ends}}
    centre, half = extent_of(np.array([xy[name] for name in ends]))
    scale = WIDE / (2 * half[0])
    tall = 2 * half[1] * scale
    at = {name: ((x - centre[0] + half[0]) * scale, (centre[1] + half[1] - y) * scale) for name, (x, y) in xy.items()}
    traffic: dict[str, float] = defaultdict(float)
    for flow in flows:
        traffic[flow.origin] += flow.people
        traffic[flow.target] += flow.people
    inside = {place.country for place in world.places}
    return {
        "title": title,
        "wide": WIDE,
        "tall": round(tall, 1),
        "km": round(float(2 * half[0]), 1),
        "shapes": country_shapes(project, centre, half, scale, inside) if is_real(inside) else [],
        "places": _places(used, places, at, traffic, tall),
        "lines": [_line(flow, at) for flow in flows],
    }


def _line(flow: Flow, at: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    """A flow as a path, and where its arrow head is."""
    (ax, ay), (bx, by) = at[flow.origin], at[flow.target]
    bend = -BENDS[flow.mode]  # the page's y runs down
    points = curve((ax, ay), (bx, by), bend, 41)
    cx, cy = (ax + bx) / 2 + bend * (by - ay), (ay + by) / 2 - bend * (bx - ax)
    here, after = points[24], points[26]
    angle = math.degrees(math.atan2(after[1] - here[1], after[0] - here[0]))
    return {
        "d": f"M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {bx:.1f} {by:.1f}",
        "arrow": [round(float(here[0]), 1), round(float(here[1]), 1), round(angle, 1)],
        "long": round(math.hypot(bx - ax, by - ay), 1),
    }


def _places(
    used: Sequence[str], places: Mapping[str, Place], at: Mapping[str, tuple[float, float]], traffic: Mapping[str, float], tall: float
) -> list[dict[str, Any]]:
    """Places that flows touch, the busiest first; a label where there is room for one."""
    most = max(traffic.values(), default=1.0) or 1.0
    order = sorted(used, key=lambda name: (-(traffic[name] / most + rank_of(places[name].roles)), name))
    taken: list[tuple[float, float, float, float]] = [(x - 3, y - 3, x + 3, y + 3) for x, y in (at[name] for name in order)]
    found: list[dict[str, Any]] = []
    labels = 0
    for name in order:
        x, y = at[name]
        if not (0 <= x <= WIDE and 0 <= y <= tall):
            continue
        place = places[name]
        row: dict[str, Any] = {"x": round(x, 1), "y": round(y, 1), "title": place.title, "country": place.country, "body": body_of(place.roles)}
        row |= {"capital": "capital" in place.roles, "airport": "airport" in place.roles}
        wide = LETTER * len(place.title)
        for dx, dy, anchor in ((7, 4, "start"), (-7, 4, "end"), (0, -8, "middle"), (0, 16, "middle")):
            left = x + dx - (0 if anchor == "start" else wide if anchor == "end" else wide / 2)
            box = (left, y + dy - 10, left + wide, y + dy + 2)
            inside = box[0] > 2 and box[2] < WIDE - 2 and box[1] > 2 and box[3] < tall - 2
            own = [t for t in taken if not (t[0] <= x <= t[2] and t[1] <= y <= t[3])]
            if labels < LABELS and inside and not any(t[0] < box[2] and box[0] < t[2] and t[1] < box[3] and box[1] < t[3] for t in own):
                taken.append(box)
                row["label"] = [dx, dy, anchor, bool(landmark(place.roles) and labels < 16)]
                labels += 1
                break
        found.append(row)
    return found
