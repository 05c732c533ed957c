"""Completions that the shell offers: names and keys read as text from their files, so that nothing slow is loaded."""

import csv
import stat
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer

Offer = tuple[str, str]
"""A completion, and a description for shells that show one."""


def scenarios(incomplete: str) -> list[Offer]:
    """Scenarios that ship and scenario files in the working folder; other paths are left to the shell."""
    beside = ((path.name, path) for path in sorted(Path().glob("*.toml")))
    there = [(path.stem, path) for path in sorted(_shipped().glob("*.toml"))]
    return [(name, str(_toml(path).get("title", ""))) for name, path in (*there, *beside) if name.startswith(incomplete)]


def parameters(context: typer.Context, incomplete: str) -> list[Offer]:
    """Keys of the scenario's parameters, each with the value it has now, to be changed."""
    # An option that still lacks its value stops the parser, which then leaves the scenario among what it has not read.
    scenario = context.params.get("scenario") or next(iter(context.args), "")
    return [(f"{key}={value}", unit) for key, value, unit in _parameters(str(scenario)) if key.startswith(incomplete)]


def _parameters(scenario: str) -> Iterator[tuple[str, str, str]]:
    path = Path(scenario) if scenario.endswith(".toml") else _shipped() / f"{scenario}.toml"
    territory = _territory(path)
    folder = next((place for place in (path.parent / territory, _shipped() / "territories" / territory) if _is_file(place / "parameters.csv")), None)
    if not territory or folder is None:
        return
    fitted = next(iter(_rows(_shipped() / "posteriors" / f"{scenario}.csv")), {})  # the MAP draw stands first
    for row in _rows(folder / "parameters.csv"):
        key = row.get("key") or ""
        yield key, fitted.get(key) or row.get("value") or "", row.get("unit") or ""


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table; none where there is no such file."""
    if not _is_file(path):
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return list(csv.DictReader(line for line in lines if line.strip() and not line.startswith("#")))


def _is_file(path: Path) -> bool:
    """As :func:`scenarios.reading.paths.is_file`, without importing what reads scenarios."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, RuntimeError, ValueError):
        return False


def _territory(path: Path) -> str:
    """The territory that a scenario names, or that by the scenario it extends; empty where none does."""
    seen: set[Path] = set()
    while path not in seen:
        seen.add(path)
        data = _toml(path)
        if "territory" in data or not isinstance(data.get("like"), str):
            return str(data.get("territory", ""))
        shipped = _shipped() / f"{data['like']}.toml"
        path = shipped if _is_file(shipped) else path.parent / data["like"]
    return ""


def _shipped() -> Path:
    """The folder of the package that holds scenarios, found without importing it."""
    spec = find_spec("scenarios")
    return Path(spec.origin).parent if spec is not None and spec.origin else Path()


def _toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary; empty where the file is missing or invalid, because completion prints no errors."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
