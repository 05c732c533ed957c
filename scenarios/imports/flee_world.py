"""What of a conflict of FLEE becomes part of a scenario, and what cannot be carried over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import networkx as nx

from scenarios.imports.departures import Departures, departures, zones
from scenarios.imports.flee_input import Closure, Conflict, Counts, Location, Route, Type
from scenarios.imports.layout import Point, laid_out
from scenarios.reading.problems import Problems, listed

KM_A_DAY = 360
"""How far people travel in a day of FLEE by default (``max_move_speed``)."""


@dataclass(frozen=True, slots=True)
class Event:
    """A closure: the lever's ``setting``, such as ``leg = "a>b"``, its first day, and the first day no longer in force."""

    setting: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Opening:
    """A period in which a camp is open; empty ends are those of the simulation."""

    first: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is written.

    ``camps`` are the reachable camps by the name of each zone, ``openings`` when camps are open, ``counted`` the people in camps, corrected.
    """

    conflict: Conflict
    places: Sequence[Location]
    points: Mapping[str, Point]
    routes: Sequence[Route]
    camps: Mapping[str, Sequence[str]]
    openings: Mapping[str, Sequence[Opening]]
    departures: Departures
    events: Sequence[Event]
    counted: Mapping[str, Counts]
    notes: Sequence[str]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of what the scenario holds."""
        return {
            "places": len(self.places),
            "legs": len(self.routes),
            "crossings": sum(crosses(self.conflict, route) for route in self.routes),
            "camps": len(self.openings),
            "communities": len(self.departures.steps),
            "people who depart": round(sum(step.total for steps in self.departures.steps.values() for step in steps)),
            "closures": len(self.events),
            "observations": sum(len(counts) for counts in self.counted.values()),
        }


def crosses(conflict: Conflict, route: Route) -> bool:
    """Whether a route passes a border."""
    one, other = (conflict.locations[name].country for name in route.ends)
    return one != other


def world_of(conflict: Conflict, centres: Mapping[str, Point], problems: Problems) -> World:
    """Choose what is written, and note what is not."""
    notes: list[str] = []
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(route.ends for route in conflict.routes)
    places = [one for one in conflict.locations.values() if one.name in graph]
    notes += [f"{one.where}: {one.name} has no route: left out" for one in conflict.locations.values() if one.name not in graph]
    camps = {one.name for one in places if one.type is Type.CAMP}
    reached = {zone: [one.name for one in places if one.name in camps & nx.node_connected_component(graph, zone)] for zone in zones(conflict) if zone in graph}
    leaving = departures(conflict)
    for zone in leaving.steps:
        if not reached.get(zone):
            problems.add(conflict.locations[zone].where, f"{zone}, a place of conflict from which no route leads to a camp", "routes to at least one")
    if not leaving.steps:
        problems.add("refugees.csv", "nobody who flees within the simulated days", "a number that rises")
    notes += [f"{conflict.locations[zone].where}: nobody departs from {zone} within the simulated days: it is a place on the way" for zone in reached
              if zone not in leaving.steps]  # fmt: skip
    used = {zone: reached[zone] for zone in leaving.steps if reached.get(zone)}
    open_camps, events = _closed(conflict, camps, notes)
    points = _points(conflict, places, centres, notes)
    _note_departures(conflict, leaving, notes)
    _note_rest(conflict, places, notes)
    counted = _counted(conflict, camps, notes)
    return World(conflict, places, points, conflict.routes, used, open_camps, leaving, events, counted, notes)


def _points(conflict: Conflict, places: Sequence[Location], centres: Mapping[str, Point], notes: list[str]) -> Mapping[str, Point]:
    new = [one.name for one in places if one.point is None]
    if new:
        notes.append(
            f"locations.csv: {len(new)} places without latitude and longitude ({listed(new, 4)}) are drawn where roads put them, for maps; "
            "fill them in in places.csv"
        )
    roads = [(*route.ends, route.km) for route in conflict.routes]
    return laid_out({one.name: one.point for one in places}, roads, centres.get(places[0].country, (0.5, 0.5)) if places else (0.5, 0.5))


def _closed(conflict: Conflict, camps: set[str], notes: list[str]) -> tuple[Mapping[str, Sequence[Opening]], Sequence[Event]]:
    """When camps are open, and the events that closures become."""
    shut: dict[str, list[Closure]] = {}
    events: list[Event] = []
    for one in conflict.closures:
        if one.kind == "remove_forced_redirection":
            notes.append(f"{one.where}: {one.kind} from {one.names[0]} to {one.names[1]}: there is none to remove, see routes.csv")
        elif one.start >= conflict.days:
            notes.append(f"{one.where}: a closure from day {one.start}, after the last simulated day: left out")
        elif one.kind in ("camp", "idpcamp"):
            if one.names[0] in camps:
                shut.setdefault(one.names[0], []).append(one)
                notes.append(f"{one.where}: while the camp {one.names[0]} is closed it is no town in which people stay, as in FLEE: people pass through it")
            else:
                notes.append(f"{one.where}: {one.names[0]} is no camp with a route: its closure is left out")
        else:
            events += _events(conflict, one, notes)
    return {camp: _openings(conflict, shut.get(camp, ())) for camp in conflict.locations if camp in camps}, events


def _openings(conflict: Conflict, shut: Sequence[Closure]) -> Sequence[Opening]:
    """The periods in which a camp is open: what closures leave."""
    found: list[Opening] = []
    first: date | None = None
    day = 0
    for one in sorted(shut, key=lambda one: one.start):
        if one.start > day:
            found.append(Opening(first, conflict.start + timedelta(days=one.start)))
        if one.end is None or one.end >= conflict.days:
            return found or [Opening(conflict.last + timedelta(days=1), None)]
        day = max(day, one.end)
        first = conflict.start + timedelta(days=day)
    return [*found, Opening(first, None)]


def _events(conflict: Conflict, one: Closure, notes: list[str]) -> Sequence[Event]:
    """The events of a closure of a border, of all routes of a location, or of one route; both ways, as in FLEE."""
    locations = conflict.locations
    start = conflict.start + timedelta(days=one.start)
    end = None if one.end is None or one.end >= conflict.days else conflict.start + timedelta(days=one.end)
    if one.kind == "country":
        a, b = one.names
        over = {frozenset(locations[name].country for name in route.ends) for route in conflict.routes}
        if frozenset((a, b)) not in over or a == b:
            notes.append(f"{one.where}: no route passes the border of {a} and {b}: its closure is left out")
            return ()
        return [Event(f'border = "{way}"', start, end) for way in (f"{a}-{b}", f"{b}-{a}")]
    if one.kind == "location":
        if one.names[1]:
            notes.append(
                f"{one.where}: closes all routes of {one.names[0]}, as FLEE does; {one.names[1]} in its row "
                "has no effect there. One route is a closure of the type link"
            )
        ends = [route.ends for route in conflict.routes if one.names[0] in route.ends]
    else:
        ends = [route.ends for route in conflict.routes if set(route.ends) == set(one.names)]
    if not ends:
        notes.append(f"{one.where}: closes a route that is not in routes.csv: left out")
    return [Event(f'leg = "{locations[a].key}>{locations[b].key}"', start, end) for pair in ends for a, b in (pair, pair[::-1])]


def _counted(conflict: Conflict, camps: set[str], notes: list[str]) -> Mapping[str, Counts]:
    """People in camps by day, with the corrections of registration."""
    found = {name: dict(counts) for name, counts in conflict.camps.items()}
    for name, day, where in conflict.corrections:
        counts = found.get(name, {})
        before = [one for one in counts if one < day]
        if day not in counts or not before or not counts[before[-1]]:
            notes.append(f"{where}: the correction of {name} on {day} is left out: {name} has no number for that day and above zero for one before it")
            continue
        ratio = counts[day] / counts[before[-1]]
        found[name] = {one: people * ratio if one < day else people for one, people in counts.items()}
        notes.append(f"{where}: {name}: numbers before {day} are multiplied by {ratio:.4g}, as FLEE does; the number of all who fled is left as it is")
    for name in list(found):
        if name not in camps:
            notes.append(f"data_layout.csv: {name} is no camp with a route: its numbers are left out")
            del found[name]
            continue
        inside = {day: people for day, people in found[name].items() if conflict.start <= day <= conflict.last}
        if len(inside) < len(found[name]):
            notes.append(f"data_layout.csv: of the numbers of {name}, {len(found[name]) - len(inside)} lie outside of the simulated days: left out")
        found[name] = inside
    notes += [f"data_layout.csv: no numbers of the camp {name}: it is compared with nothing" for name in sorted(camps - set(conflict.camps))]
    return found


def _note_departures(conflict: Conflict, leaving: Departures, notes: list[str]) -> None:
    if leaving.before > 0:
        notes.append(f"refugees.csv: the {round(leaving.before):,} who had fled before {conflict.start} depart on that day, as in FLEE")
    if leaving.falls:
        lost = f"{round(sum(people for _, people in leaving.falls)):,}"
        days = listed([f"{day}" for day, _ in leaving.falls], 3)
        notes.append(
            f"refugees.csv: the number falls on {len(leaving.falls)} {'day' if len(leaving.falls) == 1 else 'days'}, by {lost} people in all ({days}): "
            "nobody goes home for it, and nobody departs until it is made up for"
        )
    first = min(conflict.total)
    if first > conflict.start:
        notes.append(f"refugees.csv: begins on {first}, after the first simulated day: its first number stands for the days before")
    if max(conflict.total) < conflict.last:
        notes.append(f"refugees.csv: ends on {max(conflict.total)}, before the last simulated day: nobody departs after it")


def _note_rest(conflict: Conflict, places: Sequence[Location], notes: list[str]) -> None:
    """Note what FLEE has and a scenario has not, row by row or once for all."""
    for route in conflict.routes:
        if route.redirects in ("1", "2"):
            a, b = route.ends[::-1] if route.redirects == "1" else route.ends
            notes.append(f"{route.where}: forced redirection from {a} to {b}: nobody is sent on; people at {a} choose their way")
    for one in places:
        if one.type is Type.HUB:
            notes.append(f"{one.where}: {one.name} forwards nobody: it is a place on the way")
        elif one.type is Type.CAMP and one.people == 0:
            notes.append(f"{one.where}: the camp {one.name} has no capacity: there is a bed for everybody")
    notes.append(
        f"simsetting.yml is not read: people travel {KM_A_DAY} km a day by road, FLEE's usual limit; "
        "awareness, chances to move and weights of camps have no counterpart"
    )
    notes.append("capacities: FLEE makes a full camp less attractive; here who finds no bed in the evening goes on to another camp")
