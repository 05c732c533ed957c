"""Every input file, key by key and column by column."""

from collections.abc import Callable, Mapping
from typing import Any

from experiments.documents.markdown import code, table
from scenarios.schemas import schemas
from scenarios.series.columns import COLUMNS as SERIES
from scenarios.series.columns import OPTIONAL
from scenarios.territories import columns
from sim.levers.series import KINDS, Kind


def scenario() -> str:
    """The keys of a scenario file."""
    return _keys(schemas()["scenario"])


def parameter() -> str:
    """The keys of an entry of ``[parameters]``."""
    form = next(iter(schemas()["scenario"]["$defs"].values()))
    fields = {key: field | ({"unit": "that of unit"} if "unit" in field else {}) for key, field in form["properties"].items()}
    return _keys(form | {"properties": fields})


def event() -> str:
    """The keys that every event has."""
    one = schemas()["scenario"]["properties"]["event"]["items"]["oneOf"][0]
    common = {key: one["properties"][key] for key in ("label", "lever", "start", "end")}
    common["lever"] = {"type": "string", "description": common["lever"]["description"]}
    return _keys({"properties": common, "required": ["lever", "start"]})


def policy() -> str:
    """The keys of a policy, and those that its events have besides those of a scenario."""
    schema = schemas()["policy"]
    one = schema["properties"]["event"]["items"]["oneOf"][0]
    own = {key: one["properties"][key] for key in ("start", "source", "range")}
    return f"{_keys(schema)}\nIn its events:\n\n{_keys({'properties': own, 'required': ['source']})}"


def territory() -> str:
    """The keys of ``territory.toml``."""
    return _keys(schemas()["territory"])


def communities() -> str:
    """The keys of a ``[[community]]``."""
    return _keys(schemas()["communities"]["properties"]["community"]["items"])


def csv_files() -> str:
    """The columns of every CSV file of a territory."""
    parts = []
    for name, (row, cells) in columns.FILES.items():
        rows = [[code(column), cell.unit, cell.allowed, cell.text] for column, cell in cells.items()]
        parts.append(f"### `{name}`: {row}\n\n{table(['column', 'unit', 'allowed', 'meaning'], rows)}")
    return "\n".join(parts)


def series() -> str:
    """The columns of ``series.csv``, and what a series can be of."""
    rows = [[code(column), "no" if column in OPTIONAL else "yes", cell.unit, cell.allowed, cell.text] for column, cell in SERIES.items()]
    kinds = [[code(what), kind.unit, _name(kind, "where"), _name(kind, "who"), kind.text] for what, kind in KINDS.items()]
    return f"{table(['column', 'needed', 'unit', 'allowed', 'meaning'], rows)}\n{table(['what', 'unit', 'where', 'who', 'the value is'], kinds)}"


def _name(kind: Kind, column: str) -> str:
    """What a column of a series names, and whether it may be left empty."""
    noun: str = getattr(kind, column)
    return f"{noun}{'' if column in kind.needs else ', or empty'}" if noun else "empty"


TABLES: Mapping[str, Callable[[], str]] = {
    "scenario-keys": scenario,
    "parameter-keys": parameter,
    "event-keys": event,
    "policy-keys": policy,
    "territory-keys": territory,
    "community-keys": communities,
    "csv-files": csv_files,
    "series": series,
}


def _keys(schema: Mapping[str, Any]) -> str:
    rows = [
        [code(key), _type(field), field.get("unit", ""), _needed(key, field, schema), field.get("description", "")]
        for key, field in schema["properties"].items()
    ]
    return table(["key", "type", "unit", "needed", "meaning"], rows)


def _needed(key: str, field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Whether a key is needed: always, only in a scenario that is not like another one, or not, and what holds without it."""
    if key in schema.get("required", ()) or key in schema.get("then", {}).get("required", ()):
        return "yes"
    return "yes, unless `like`" if key in schema.get("else", {}).get("required", ()) else _default(field)


def _default(field: Mapping[str, Any]) -> str:
    default = field.get("default")
    return "no" if default in (None, "") else f"no, {str(default).lower()}"


def _type(field: Mapping[str, Any]) -> str:
    if "enum" in field:
        return ", ".join(str(one) for one in field["enum"])
    if "const" in field:
        return "text"
    if field["type"] == "array":
        inner = {"object": "tables", "string": "dates" if field["items"].get("format") == "date" else "texts"}[field["items"]["type"]]
        low, high = field.get("minItems"), field.get("maxItems")
        return f"list of {f'{low} ' if low is not None and low == high else ''}{inner}"
    plain = {"integer": "whole number", "number": "number", "boolean": "true or false", "object": "table"}
    plain["string"] = "date" if field.get("format") == "date" else "text"
    bounds = f" from {field['minimum']} to {field['maximum']}" if "maximum" in field and field["type"] == "integer" else ""
    return plain[field["type"]] + bounds
