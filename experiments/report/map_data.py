"""The data of the report's map: its views, flows by week, and which changes are significant."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from experiments.plots.countries import is_real
from experiments.plots.effect import effect_places
from experiments.plots.flow_changes import LABOUR, TRANSIT, Changes
from experiments.plots.flow_map import main_routes
from experiments.plots.flows import MODES, Flow, flows_of
from experiments.plots.map_extent import core_places, largest_flows
from experiments.plots.map_request import borders_acted_on
from experiments.plots.projection import suitable_projection
from experiments.plots.result_folder import ResultFolder, Tell
from experiments.plots.weekly_flows import View, WeeklyFlows, rows_in_view, summed
from experiments.report.map_views import map_view
from experiments.store.tables import DAYS, reported
from sim.outcomes.reading import moves_by_name
from sim.world.network import Place

SHARE, MOST = 0.985, 360
CHARACTERS = 2_600_000
"""Characters of people by week, flow and community that the page may carry; with more, weeks are merged."""
EFFECT, ACTS, WHOLE = "where the change is", "where the policy acts", "all of the territory"
"""Titles of the views."""
NEARER = 0.8
"""Share of the width of the whole below which the view of the effect is one of its own."""


def map_data(results: ResultFolder, judged: Mapping[str, Changes], tell: Tell) -> dict[str, Any]:
    """The data of the map; ``judged`` has every change from the baseline by policy, of which the map shows the significant ones."""
    arms = {name: results.weekly_flows(name, tell) for name in results.policies}
    world = results.world
    some = any(c.followed for c in world.communities)
    every = flows_of(summed(list(arms.values()), 1 / len(arms)), world, View(period=reported(world)), followed=some)
    stratum = TRANSIT if some else LABOUR
    changed = {name: {(flow.origin, flow.target, flow.mode) for flow in found.flows(stratum)} for name, found in judged.items()}
    flows = largest_flows(every, SHARE)[:MOST]
    flows += [flow for flow in every if flow not in flows and any((flow.origin, flow.target, flow.mode) in keys for keys in changed.values())]
    number = {(flow.origin, flow.target, flow.mode): k for k, flow in enumerate(flows)}
    main = main_routes(flows)
    places = {place.name: place for place in world.places}
    names = [c.name for c in world.communities if c.followed or not some]
    step, weeks, kept = _weeks(results, arms, number, names)
    shown = _reported_weeks(results, weeks)
    titles = {c.name: c.title for c in world.communities}
    return {
        "views": _views(results, judged, flows),
        "real": is_real({p.country for p in world.places}),
        "projection": suitable_projection([p.lon for p in world.places], [p.lat for p in world.places]).name,
        "flows": [_flow(flow, flow in main, places) for flow in flows],
        "communities": [titles[name] for name in names],
        "weeks": weeks,
        "step": step,
        "report": shown,
        "span": _days_of(shown, weeks, step, results),
        "arms": [{"name": results.titles[name], "rows": kept[name]} for name in results.policies],
        "changes": [
            {"of": results.policies.index(name), "flows": sorted(number[key] for key in changed[name]), "note": _note(found, len(changed[name]))}
            for name, found in judged.items()
        ],
    }


def _views(results: ResultFolder, judged: Mapping[str, Changes], flows: Sequence[Flow]) -> list[dict[str, Any]]:
    """The views of the map, the first one first: where the effect of policies is, and the whole territory."""
    world = results.world
    places = {place.name: place for place in world.places}
    used = list(dict.fromkeys(name for flow in flows for name in (flow.origin, flow.target))) or list(places)
    whole = [place.name for place in core_places(flows, places)]
    effect = dict.fromkeys(name for policy, found in judged.items() for name in effect_places(world, found, borders_acted_on(results, policy)))
    views = [map_view(WHOLE, world, flows, [*dict.fromkeys([*used, *whole])], whole)]
    title = EFFECT if any(change.is_significant for found in judged.values() for change in (*found.moves, *found.borders)) else ACTS
    if effect and (near := map_view(title, world, flows, [*dict.fromkeys([*used, *effect])], list(effect)))["km"] < NEARER * views[0]["km"]:
        views.insert(0, near)
    return views


def _note(found: Changes, shown: int) -> str:
    """What is said beside the map of a change."""
    if why := found.nothing():
        return why
    moves = sum(change.stratum == TRANSIT for change in found.moves)
    rest = f"Shown: moves whose change over the reported days is significant, {shown} of {moves}"
    return f"{rest} ({found.method()}). Single weeks and communities are not tested."


def _flow(flow: Flow, main: bool, places: Mapping[str, Place]) -> dict[str, Any]:
    return {
        "kind": ("main" if main else "other") if flow.mode == "land" else flow.mode,
        "from": places[flow.origin].title,
        "to": places[flow.target].title,
        "countries": [places[flow.origin].country, places[flow.target].country],
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
    return int(people) if float(people).is_integer() else round(people, 4)


def _reported_weeks(results: ResultFolder, weeks: Sequence[str]) -> list[int]:
    first, last = (day.isoformat() for day in reported(results.world))
    inside = [k for k, day in enumerate(weeks) if first <= day <= last]
    return [inside[0], inside[-1]] if inside else [0, len(weeks) - 1]


def _days_of(shown: Sequence[int], weeks: Sequence[str], step: int, results: ResultFolder) -> list[str]:
    """First and last day of what the map shows at first: it adds up whole weeks, which begin and end on other days than the reporting period."""
    last = date.fromisoformat(weeks[shown[1]]) + timedelta(days=DAYS * step - 1)
    return [weeks[shown[0]], str(min(last, results.world.start + timedelta(days=results.world.days - 1)))]
