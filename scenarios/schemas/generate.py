"""Schemas from the forms, the kinds of parameter and the levers that there are."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from scenarios.policies.events import SCOPES, lever_settings, lever_text
from scenarios.policies.forms import EventForm, PolicyEventForm, PolicyForm
from scenarios.policies.policy import COST_UNITS
from scenarios.reading.names import COUNTRY, NAME
from scenarios.scenario import ScenarioForm
from scenarios.territories.forms import CommunitiesForm, CommunityForm, EntryRuleForm, ParameterForm, RegimeForm, TerritoryForm
from sim.levers.catalogue import names
from sim.levers.scope import size_of
from sim.world.meanings import MEANINGS, UNITS, Meaning
from sim.world.parameters import RANGED, Status

VERSION = 3
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLES: Mapping[str, str] = {"scenario": "A scenario", "territory": "A territory", "communities": "The communities of a territory", "policy": "A policy"}
TICKS = [hours for hours in range(1, 25) if 24 % hours == 0]

Schema = dict[str, Any]
NAMED: Schema = {"type": "string", "minLength": 1}


def schemas() -> dict[str, Schema]:
    """Every schema by name."""
    made = {"scenario": _scenario(), "territory": _form(TerritoryForm), "communities": _communities(), "policy": _policy()}
    head = {name: {"$schema": DIALECT, "$id": f"urn:smuggling-route-simulator:{name}:{VERSION}", "title": TITLES[name]} for name in made}
    return {name: head[name] | schema for name, schema in made.items()}


def path_of(name: str) -> Path:
    """The file in which a schema is kept."""
    return Path(__file__).with_name(f"{name}.json")


def text_of(schema: Schema) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _form(form: type[BaseModel]) -> Schema:
    """The schema of a form, without what TOML lacks (null) and what says nothing (titles made of names)."""
    made = form.model_json_schema()
    properties = {key: _plain(field) for key, field in made["properties"].items()}
    text = " ".join(str(made["description"]).replace("``", "`").split())
    return {"description": text, "type": "object", "properties": properties, "required": made["required"], "additionalProperties": False}


def _plain(field: Schema) -> Schema:
    inner: Schema = next((one for one in field.get("anyOf", ()) if one.get("type") != "null"), {})
    plain = {key: value for key, value in field.items() if key not in {"anyOf", "title"} and not (key == "default" and value is None)}
    return inner | plain


def _scenario() -> Schema:
    schema = _form(ScenarioForm)
    properties = schema["properties"]
    properties["tick_hours"]["enum"] = TICKS
    properties["report"]["items"] = {"type": "string", "format": "date"}
    properties["countries"]["items"] = {"type": "string", "pattern": f"^{COUNTRY.pattern}$"}
    properties["parameters"] = {
        "description": properties["parameters"]["description"],
        "type": "object",
        "patternProperties": {_key(pattern): _kind(meaning) for pattern, meaning in MEANINGS.items()},
        "additionalProperties": False,
    }
    properties["event"]["items"] = {"type": "object", "required": ["lever"], "oneOf": [_event(lever) for lever in names()]}
    properties["regime"]["items"] = _form(RegimeForm)
    properties["entry_rule"]["items"] = _form(EntryRuleForm)
    # What a scenario is like has the keys that it lacks itself.
    whole = schema.pop("required")
    alone = {"if": {"required": ["like"]}, "then": {"required": ["title"]}, "else": {"required": whole}}
    return schema | alone | {"$defs": {_def(unit): _parameter(unit) for unit in UNITS}}


def _policy() -> Schema:
    schema = _form(PolicyForm)
    costs = {"oneOf": [{"$ref": _ref(unit)} for unit in COST_UNITS]}
    schema["properties"]["cost"] = {"description": schema["properties"]["cost"]["description"], "type": "object", "additionalProperties": costs}
    schema["properties"]["event"]["items"] = {"type": "object", "required": ["lever"], "oneOf": [_event(lever, PolicyEventForm) for lever in names()]}
    return schema | {"$defs": {_def(unit): _parameter(unit) for unit in COST_UNITS}}


def _communities() -> Schema:
    schema, community = _form(CommunitiesForm), _form(CommunityForm)
    community["properties"]["name"]["pattern"] = f"^{NAME.pattern}$"
    community["properties"]["nationality"]["pattern"] = f"^{COUNTRY.pattern}$"
    schema["properties"]["community"]["items"] = community
    return schema


def _key(pattern: str) -> str:
    """The keys that a pattern of parameters serves, as a regular expression."""
    return "^" + r"\.".join(r"[^.]+" if part.startswith("<") else re.escape(part) for part in pattern.split(".")) + "$"


def _def(unit: str) -> str:
    return "parameter in " + unit.replace("/", " a ")


def _ref(unit: str) -> str:
    return "#/$defs/" + _def(unit).replace(" ", "%20")


def _kind(meaning: Meaning) -> Schema:
    """A kind of parameter: what it means, and the form of all parameters in its unit."""
    return {"description": meaning.text, "unit": meaning.unit, "$ref": _ref(meaning.unit)}


def _parameter(unit: str) -> Schema:
    schema = _form(ParameterForm)
    low, high = UNITS[unit]
    bounds = {"minimum": low, "maximum": high}
    properties = schema["properties"]
    for key in ("value", "low", "high"):
        properties[key] = {"type": "number", "description": properties[key]["description"], "unit": unit} | bounds
    properties["unit"] = {"description": properties["unit"]["description"], "const": unit}
    properties["status"] = {"description": properties["status"]["description"], "enum": [status.value for status in Status]}
    properties["source"]["minLength"] = 1
    ranged = {"if": {"properties": {"status": {"enum": [status.value for status in Status if status in RANGED]}}}, "then": {"required": ["low", "high"]}}
    reason = {"properties": {"source": {"pattern": r"^[^:]+:\s*\S"}}}
    transferred = {"if": {"properties": {"status": {"const": Status.TRANSFERRED.value}}}, "then": reason}
    return schema | {"allOf": [ranged, transferred]}


def _setting(key: str) -> Schema:
    """What a setting of a lever may hold, by its name: a size or a name."""
    size = size_of(key)
    if size is None:
        return NAMED
    return {"type": "number", "minimum": 0, "maximum": size.most, "unit": size.unit}


def _event(lever: str, form: type[BaseModel] = EventForm) -> Schema:
    schema, settings, text = _form(form), lever_settings(lever), lever_text(lever)
    properties = schema["properties"]
    properties["lever"] = {"description": properties["lever"]["description"], "const": lever}
    for key, meaning in settings.items():
        properties[key] = {"description": meaning} | _setting(key)
    scopes = [key for key in settings if key in SCOPES]
    schema["required"] = [*schema["required"], *(key for key in settings if key not in SCOPES)]
    schema["description"] = text
    return schema | ({"oneOf": [{"required": [key]} for key in scopes]} if scopes else {})
