"""The stored schemas are those of the forms, and agree with the loader about every file that ships."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scenarios import names
from scenarios.schemas import VERSION, path_of, schemas, text_of
from scenarios.territories import columns
from scenarios.territories.geography import KINDS
from scenarios.territories.territory import FILES, OPTIONAL_FILES

ROOT = Path(__file__).resolve().parents[1]
SCENARIOS = ROOT / "scenarios"
TOML = {
    **dict.fromkeys(sorted(SCENARIOS.glob("*.toml")), "scenario"),
    **dict.fromkeys(sorted((SCENARIOS / "policies").glob("*.toml")), "policy"),
    **{path: path.stem for path in sorted((SCENARIOS / "territories").rglob("*.toml"))},
}


def plain(value: Any) -> Any:
    """What TOML holds, with dates as the text that stands in the file."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def faults(name: str, value: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(schemas()[name], format_checker=jsonschema.FormatChecker())
    return [error.message for error in validator.iter_errors(plain(value))]


@pytest.fixture
def valleys() -> dict[str, Any]:
    return tomllib.loads((SCENARIOS / "two-valleys.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["scenario", "territory", "communities", "policy"])
def test_stored_schemas_are_current(name: str) -> None:
    schema = schemas()[name]
    assert path_of(name).read_text(encoding="utf-8") == text_of(schema), (
        f"{path_of(name).name} is not what the forms say. Refresh it:  python -m scenarios.schemas\n"
        "and raise VERSION in scenarios/schemas/generate.py if a file that was valid before is so no longer."
    )
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(f":{name}:{VERSION}")


@pytest.mark.parametrize("path", TOML, ids=lambda path: path.relative_to(SCENARIOS).as_posix())
def test_every_file_that_ships_is_valid(path: Path) -> None:
    assert len(names()) == list(TOML.values()).count("scenario")
    assert faults(TOML[path], tomllib.loads(path.read_text(encoding="utf-8"))) == []


def transfer(source: str, low: float | None = 0) -> dict[str, Any]:
    """A scenario's parameter that rests on a row about others."""
    entry = {"value": 1, "unit": "USD/person", "status": "transferred", "source": source, "high": 2} | ({} if low is None else {"low": low})
    return {"parameters": {"country.*.fine_usd": entry}}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"days": 0}, "0 is less than the minimum of 1"),
        ({"tick_hours": 7}, "7 is not one of"),
        ({"start": "soon"}, "'soon' is not a 'date'"),
        ({"tick_hour": 24}, "'tick_hour' was unexpected"),
        ({"countries": ["Cyrland"]}, "'Cyrland' does not match"),
        ({"parameters": {"country.*.fines_usd": {}}}, "country.*.fines_usd"),
        ({"parameters": {"country.*.fine_usd": {"value": -1, "unit": "USD/person", "status": "documented", "source": "X"}}}, "less than the minimum of 0"),
        ({"parameters": {"country.*.fine_usd": {"value": 1, "unit": "USD", "status": "documented", "source": "X"}}}, "'USD/person' was expected"),
        ({"parameters": {"country.*.fine_usd": {"value": 1, "unit": "USD/person", "status": "assumed", "source": "X"}}}, "'low' is a required property"),
        (transfer("FEE-32: a neighbour's", low=None), "'low' is a required property"),
        (transfer("FEE-32"), "'FEE-32' does not match"),
        (transfer("FEE-32: "), "'FEE-32: ' does not match"),
        ({"event": [{"lever": "closing", "start": "2010-07-01", "crossing": "x"}]}, "is not valid under any"),
        ({"event": [{"lever": "closure", "start": "2010-07-01"}]}, "is not valid under any"),
        ({"event": [{"lever": "closure", "start": "2010-07-01", "crossing": "x", "border": "A-B"}]}, "is not valid under any"),
        ({"event": [{"lever": "enforcement", "start": "2010-07-01", "crossing": "x"}]}, "is not valid under any"),
    ],
)
def test_what_the_loader_refuses_in_one_file_the_schema_refuses_too(valleys: dict[str, Any], change: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in faults("scenario", valleys | change))


def test_a_policy_that_the_loader_refuses_is_refused_by_the_schema_too() -> None:
    policy = tomllib.loads((SCENARIOS / "policies" / "two-valleys-path-patrols.toml").read_text(encoding="utf-8"))
    assert any("is not valid under any" in fault for fault in faults("policy", policy | {"event": [{**policy["event"][0], "lever": "closing"}]}))
    wages = policy["cost"]["wages of patrols"] | {"unit": "days"}
    assert any("is not valid under any" in fault for fault in faults("policy", policy | {"cost": {"wages": wages}}))
    assert any("'titel' was unexpected" in fault for fault in faults("policy", policy | {"titel": "x"}))


def test_a_parameter_has_its_meaning_and_unit_in_the_schema() -> None:
    kinds = schemas()["scenario"]["properties"]["parameters"]["patternProperties"]
    fine = kinds[r"^country\.[^.]+\.fine_usd$"]
    assert fine["description"] == "fine; who cannot pay is expelled"
    assert fine["unit"] == "USD/person"
    form = schemas()["scenario"]["$defs"][fine["$ref"].removeprefix("#/$defs/").replace("%20", " ")]
    assert form["properties"]["value"]["unit"] == "USD/person"


def test_every_file_of_a_territory_is_described() -> None:
    assert {file for file in (*FILES, *OPTIONAL_FILES) if file.endswith(".csv")} == set(columns.FILES)
    assert all(f"`{kind}`" in columns.CROSSINGS["kind"].allowed for kind in KINDS)
