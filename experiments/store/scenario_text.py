"""The resolved scenario as a TOML file that people read, and back again.

Everything that a run was given stands in it: dates, communities, events, every parameter with its
source, and the network. What is written is sorted, so that two scenarios can be compared line by line.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from typing import Any

from experiments.store.series_rows import series_of_rows, series_rows
from sim.basis.words import Decision, Entry, Kind, Mode, StayKind
from sim.world.entry_rule import EntryRule
from sim.world.network import Crossing, Leg, Place, Transport
from sim.world.parameters import Parameter, Parameters, Status
from sim.world.stay import Stay
from sim.world.world import Community, DatedLever, Regime, World

_TEXT = json.JSONEncoder(ensure_ascii=False)
HEAD = "# The scenario of this run with everything resolved: what the model was given, nothing else.\n"


NOT_RECORDED = "calibration not recorded"
"""Calibration of a run that was stored before it was noted."""


def scenario_text(world: World) -> str:
    """The world as TOML: settings, communities, events, parameters, then the network, each part sorted by name."""
    settings = {
        "name": world.name,
        "title": world.title,
        "start": world.start,
        "days": world.days,
        "report": list(world.report),
        "tick_hours": world.tick_hours,
        "scale": world.scale,
        "calibration": world.calibration,
        "study": list(world.study),
    }
    parts = [HEAD, *(f"{key} = {_value(value)}\n" for key, value in settings.items())]
    parts += [f"countries = {_value(dict(sorted(world.countries.items())))}\n"] if world.countries else []
    world = in_order(world)
    parts += _rows("communities", "who moves", map(_community, world.communities))
    parts += _rows("events", "levers in force from a date up to another", map(_event, world.events))
    if world.series:
        parts += _rows("series", "what stands on some days in place of a parameter, or multiplies it", (r for one in world.series for r in series_rows(one)))
    parts += _rows("places", "hubs and cities", map(_place, world.places))
    parts += _rows("crossings", "where legs meet borders", map(_crossing, world.crossings))
    parts += _rows("legs", "directed hops", map(_leg, world.legs))
    parts += _rows("regimes", "what a country asks of a nationality", map(_regime, world.regimes))
    parts += _rows("stays", "places where people stay", map(_stay, world.stays)) if world.stays else []
    if world.entry_rules:
        parts += _rows("entry_rules", "what is done at the border with whom; the first that applies decides", map(_entry_rule, world.entry_rules))
    parts.append("\n# every parameter of the model with its unit, status and source\n[parameters]\n")
    parts += [f"{json.dumps(key)} = {_value(_parameter(parameter))}\n" for key, parameter in world.parameters.table.items()]
    return "".join(parts)


def in_order(world: World) -> World:
    """The same world with each part sorted, as it is when it is read back."""
    return replace(
        world,
        communities=tuple(sorted(world.communities, key=lambda c: c.name)),
        events=tuple(
            replace(e, settings=dict(sorted(e.settings.items())))
            for e in sorted(world.events, key=lambda e: (e.start, e.lever, sorted((k, str(v)) for k, v in e.settings.items())))
        ),
        places=tuple(sorted(world.places, key=lambda p: p.name)),
        crossings=tuple(sorted(world.crossings, key=lambda c: c.name)),
        legs=tuple(sorted(world.legs, key=lambda leg: leg.name)),
        countries=dict(sorted(world.countries.items())),
        series=tuple(sorted(world.series, key=lambda s: (s.what, s.where, s.who))),
        regimes=tuple(sorted(world.regimes, key=lambda r: (r.nationality, r.country))),
        stays=tuple(sorted(world.stays, key=lambda s: (s.place, s.kind, s.first or world.start, s.communities))),
        parameters=replace(world.parameters, table=dict(sorted(world.parameters.table.items()))),
    )


def scenario_world(text: str) -> World:
    """The world that a text of :func:`scenario_text` describes.

    Raises
    ------
    ValueError
        If the text is not TOML (``tomllib.TOMLDecodeError``) or holds an unknown word.
    KeyError
        If something is missing.
    """
    data = tomllib.loads(text)
    crossings = tuple(
        Crossing(**row | _floats(row) | {"kind": Kind[row["kind"].upper()]} | {key: tuple(row[key]) for key in ("countries", "closed_months", "hard_months")})
        for row in data["crossings"]
    )
    parameters = {key: Parameter(**row | _floats(row) | {"status": Status(row["status"])}) for key, row in data["parameters"].items()}
    first, last = data["report"]
    return World(
        name=data["name"],
        title=data["title"],
        start=data["start"],
        days=data["days"],
        report=(first, last),
        places=tuple(Place(**row | _floats(row) | {"roles": tuple(row["roles"])}) for row in data["places"]),
        crossings=crossings,
        legs=tuple(Leg(**row | _floats(row) | {"mode": Mode[row["mode"].upper()]} | _ride(row)) for row in data["legs"]),
        communities=tuple(Community(**row | {k: tuple(row[k]) for k in ("origins", "destinations")}) for row in data["communities"]),
        regimes=tuple(Regime(**row | {"entry": Entry[row["entry"].upper()]}) for row in data["regimes"]),
        parameters=Parameters(parameters, {crossing.name: crossing.kind.word for crossing in crossings}),
        events=tuple(DatedLever(row["lever"], row["start"], row.get("end"), row["settings"], row.get("announced", 0.0)) for row in data["events"]),
        tick_hours=data["tick_hours"],
        scale=float(data["scale"]),
        calibration=data.get("calibration", NOT_RECORDED),
        study=tuple(data.get("study", ())),
        countries=data.get("countries", {}),
        series=series_of_rows(data.get("series", ())),
        stays=tuple(
            Stay(**row | _floats(row) | {"kind": StayKind[row["kind"].upper()], "communities": tuple(row["communities"])}) for row in data.get("stays", ())
        ),
        entry_rules=tuple(_entry_rule_of(row) for row in data.get("entry_rules", ())),
    )


def _floats(row: Mapping[str, Any]) -> dict[str, float]:
    return {key: float(row[key]) for key in ("lat", "lon", "km", "value", "low", "high", "days", "days_most", "beds", "no_bed_usd") if key in row}


def _ride(row: Mapping[str, Any]) -> dict[str, Transport]:
    """The transport of a leg's row, if it has one."""
    ride = row.get("transport")
    return {} if ride is None else {"transport": Transport(**ride | {"fare_usd": float(ride["fare_usd"])})}


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, int):
        return repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items() if item is not None) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return _text(str(value))


@cache
def _text(text: str) -> str:
    return _TEXT.encode(text).replace("\x7f", "\\u007f")


@cache
def _key(key: str) -> str:
    return key if key.replace("-", "_").isidentifier() and key.isascii() else json.dumps(key)


def _rows(name: str, what: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    lines = [f"  {_value(row)},\n" for row in rows]
    return [f"\n# {what}\n{name} = [\n", *lines, "]\n"]


def _community(c: Community) -> dict[str, Any]:
    return {
        "name": c.name,
        "title": c.title,
        "nationality": c.nationality,
        "followed": c.followed,
        "origins": c.origins,
        "destinations": c.destinations,
    }


def _event(e: DatedLever) -> dict[str, Any]:
    said = {"announced": e.announced} if e.announced else {}
    return {"lever": e.lever, "start": e.start, "end": e.end, "settings": dict(sorted(e.settings.items()))} | said


def _place(p: Place) -> dict[str, Any]:
    return {"name": p.name, "title": p.title, "country": p.country, "lat": p.lat, "lon": p.lon, "roles": p.roles}


def _crossing(c: Crossing) -> dict[str, Any]:
    return {
        "name": c.name,
        "title": c.title,
        "kind": c.kind.word,
        "countries": c.countries,
        "lat": c.lat,
        "lon": c.lon,
        "closed_months": c.closed_months,
        "hard_months": c.hard_months,
        "checked": c.checked,
    }


def _leg(leg: Leg) -> dict[str, Any]:
    row = {"origin": leg.origin, "target": leg.target, "mode": leg.mode.word, "km": leg.km, "hours": leg.hours, "exit": leg.exit, "entry": leg.entry}
    more = {"minutes": leg.minutes or None, "transport": None if leg.transport is None else asdict(leg.transport)}
    return row | {key: value for key, value in more.items() if value is not None}


def _regime(r: Regime) -> dict[str, Any]:
    return {"nationality": r.nationality, "country": r.country, "entry": r.entry.word, "exit_permit": r.exit_permit}


def _stay(s: Stay) -> dict[str, Any]:
    row = {"place": s.place, "kind": s.kind.word, "communities": s.communities, "days": s.days, "days_most": s.days_most, "beds": s.beds}
    row |= {"turns_away": s.turns_away, "no_bed_usd": s.no_bed_usd, "first": s.first, "end": s.end}
    return row | {"status": s.status, "source": s.source}


_LISTS = ("countries", "via", "who", "papers")


def _entry_rule(r: EntryRule) -> dict[str, Any]:
    return {"start": r.start, "end": r.end, **{key: getattr(r, key) for key in _LISTS}, "decision": r.decision.word}


def _entry_rule_of(row: Mapping[str, Any]) -> EntryRule:
    lists = {key: tuple(row[key]) for key in _LISTS}
    return EntryRule(Decision[row["decision"].upper()], **lists, start=row.get("start"), end=row.get("end"))


def _parameter(f: Parameter) -> dict[str, Any]:
    row = {"value": f.value, "unit": f.unit, "status": f.status.value, "source": f.source, "low": f.low, "high": f.high}
    return row | ({"as_of": f.as_of} if f.as_of else {})
