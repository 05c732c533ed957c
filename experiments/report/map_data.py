"""The data of the report's map: shapes, places and flows in SVG coordinates, and flows by week."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np

from experiments.plots.countries import is_real
from experiments.plots.curves import curve
from experiments.plots.flow_map import BENDS, main_routes
from experiments.plots.flows import MODES, flows_of
from experiments.plots.map_extent import core_places, extent_of, largest_flows
from experiments.plots.map_symbols import body_of, landmark, rank_of
from experiments.plots.projection import suitable_projection
from experiments.plots.result_folder import ResultFolder, Tell
from experiments.plots.weekly_flows import View, WeeklyFlows, rows_in_view, summed
from experiments.report.country_outlines import country_shapes
from experiments.store.tables import DAYS, reported
from sim.outcomes.reading import moves_by_name
from sim.world.network import Place

WIDE = 1000.0
"""Width of the map in its own units."""
SHARE, MOST = 0.985, 360
LABELS, LETTER = 46, 6.3
CHARACTERS = 2_600_000
"""Characters of people by week, flow and community that the page may carry; with more, weeks are merged."""


def map_data(results: ResultFolder, tell: Tell) -> dict[str, Any]:
    """The data of the map."""
    arms = {name: results.weekly_flows(name, tell) for name in results.policies}
    world = results.world
    view = View(period=reported(world))
    some = any(c.followed for c in world.communities)
    together = summed(list(arms.values()), 1 / len(arms))
    flows = largest_flows(flows_of(together, world, view, followed=some), SHARE)[:MOST]
    main = main_routes(flows)
    places = {place.name: place for place in world.places}
    used = list(dict.fromkeys(name for flow in flows for name in (flow.origin, flow.target))) or list(places)
    ends = [place.name for place in core_places(flows, places)]
    project = suitable_projection([places[name].lon for name in ends], [places[name].lat for name in ends])
    xy = {name: tuple(float(v) for v in project(places[name].lon, places[name].lat)) for name in {*used, *ends}}
    centre, half = extent_of(np.array([xy[name] for name in ends]))
    scale = WIDE / (2 * half[0])
    tall = 2 * half[1] * scale

    def to_page(x: float, y: float) -> tuple[float, float]:
        return (x - centre[0] + half[0]) * scale, (centre[1] + half[1] - y) * scale

    at = {name: to_page(*point) for name, point in xy.items()}
    traffic: dict[str, float] = defaultdict(float)
    for flow in flows:
        traffic[flow.origin] += flow.people
        traffic[flow.target] += flow.people
    number = {(flow.origin, flow.target, flow.mode): k for k, flow in enumerate(flows)}
    names = [c.name for c in world.communities if c.followed or not some]
    step, weeks, kept = _weeks(results, arms, number, names)
    outlines = country_shapes(project, centre, half, scale, {p.country for p in world.places}) if is_real({p.country for p in world.places}) else []
    titles = {c.name: c.title for c in world.communities}
    return {
        "wide": WIDE,
        "tall": round(tall, 1),
        "real": bool(outlines),
        "projection": project.name,
        "shapes": outlines,
        "places": _places(used, places, at, traffic, tall),
        "flows": [_flow(flow, flow in main, at, places) for flow in flows],
        "communities": [titles[name] for name in names],
        "weeks": weeks,
        "step": step,
        "span": [str(day) for day in reported(world)],
        "report": _reported_weeks(results, weeks),
        "arms": [{"name": name, "rows": kept[name]} for name in results.policies],
    }


def _flow(flow: Any, main: bool, at: Mapping[str, tuple[float, float]], places: Mapping[str, Place]) -> dict[str, Any]:
    (ax, ay), (bx, by) = at[flow.origin], at[flow.target]
    bend = -BENDS[flow.mode]  # the page's y runs down
    points = curve((ax, ay), (bx, by), bend, 41)
    cx, cy = (ax + bx) / 2 + bend * (by - ay), (ay + by) / 2 - bend * (bx - ax)
    here, after = points[24], points[26]
    angle = math.degrees(math.atan2(after[1] - here[1], after[0] - here[0]))
    kind = ("main" if main else "other") if flow.mode == "land" else flow.mode
    return {
        "d": f"M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {bx:.1f} {by:.1f}",
        "arrow": [round(float(here[0]), 1), round(float(here[1]), 1), round(angle, 1)],
        "kind": kind,
        "from": places[flow.origin].title,
        "to": places[flow.target].title,
        "countries": [places[flow.origin].country, places[flow.target].country],
        "long": round(math.hypot(bx - ax, by - ay), 1),
    }


def _weeks(
    results: ResultFolder, arms: Mapping[str, WeeklyFlows], number: Mapping[tuple[str, str, str], int], names: Sequence[str]
) -> tuple[int, list[str], dict[str, list[list[float]]]]:
    """Number of weeks merged, their first days, and for every policy rows of flow, community, then pairs of week and people."""
    step = 1
    while True:
        kept = {name: _rows(weekly, results, number, names, step) for name, weekly in arms.items()}
        if step >= 8 or sum(len(str(row)) - len(row) for rows in kept.values() for row in rows) <= CHARACTERS:
            break
        step *= 2
    count = max(1, -(-(results.world.days // DAYS) // step))
    weeks = [str(results.world.start + timedelta(days=DAYS * step * k)) for k in range(count)]
    return step, weeks, kept


def _rows(weekly: WeeklyFlows, results: ResultFolder, number: Mapping[tuple[str, str, str], int], names: Sequence[str], step: int) -> list[list[float]]:
    known = moves_by_name(results.world)
    legs = {name: known[name].leg for name in weekly.moves if name in known}
    keys = [(legs[name].origin, legs[name].target, MODES[legs[name].mode]) if name in legs else ("", "", "") for name in weekly.moves]
    flow = np.array([number.get(key, -1) for key in keys], np.int64)
    rank = {name: k for k, name in enumerate(names)}
    who = np.array([rank.get(name, -1) for name in weekly.communities], np.int64)
    if not len(weekly.week):
        return []
    rows = rows_in_view(weekly, results.world, View()) & (flow[weekly.move] >= 0) & (who[weekly.community] >= 0) & (weekly.people > 0)
    sums: dict[tuple[int, int], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    columns = (flow[weekly.move[rows]], who[weekly.community[rows]], weekly.week[rows] // step, weekly.people[rows])
    for f, c, week, people in zip(*(column.tolist() for column in columns), strict=True):
        sums[f, c][week] += people
    return [[f, c, *(value for week in sorted(weeks) for value in (week, _short(weeks[week])))] for (f, c), weeks in sorted(sums.items())]


def _short(people: float) -> float:
    return int(people) if float(people).is_integer() else round(people, 2)


def _reported_weeks(results: ResultFolder, weeks: Sequence[str]) -> list[int]:
    first, last = (day.isoformat() for day in reported(results.world))
    inside = [k for k, day in enumerate(weeks) if first <= day <= last]
    return [inside[0], inside[-1]] if inside else [0, len(weeks) - 1]


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
