"""The rooms of ``scenarios/``: what one imports lies below it, and the house stays low."""

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

MOST_FLOORS = 6
GROUND = "reading"
"""The room that imports from no other."""


def room(module: str) -> str:
    """The room of a module: a folder of ``scenarios/``, or a file that stands beside them; empty for the front door."""
    return ".".join(module.split(".")[1:2])


def neighbours(folder: Path) -> dict[str, set[str]]:
    """The rooms from which each room imports; a room stands for itself by the name of its folder or file."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        module = ".".join(path.relative_to(folder.parent).with_suffix("").parts).removesuffix(".__init__")
        below = found.setdefault(room(module), set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == folder.name:
                names = [node.module or ""] if "." in (node.module or "") else [f"{node.module}.{name.name}" for name in node.names]
                below |= {room(name) for name in names} - {room(module)}
    return found


def floor(name: str, rooms: Mapping[str, set[str]], above: tuple[str, ...] = ()) -> int:
    """How many rooms lie one upon another up to this one."""
    assert name not in above, f"a circle: {' -> '.join([*above, name])}"
    return 1 + max((floor(other, rooms, (*above, name)) for other in rooms[name]), default=0)


def test_rooms_import_from_those_below_and_the_house_is_low(root: Path) -> None:
    rooms = neighbours(root / "scenarios")
    floors = {name: floor(name, rooms) for name in rooms}
    assert rooms[GROUND] == set()
    assert max(floors.values()) <= MOST_FLOORS, floors
    for name in ("evidence", "territories", "posteriors", "policies"):
        assert floors[name] < floors["assembly"], floors


def test_a_circle_is_found(tmp_path: Path) -> None:
    (tmp_path / "scenarios" / "reading").mkdir(parents=True)
    (tmp_path / "scenarios" / "reading" / "files.py").write_text("from scenarios import load\n", encoding="utf-8")
    (tmp_path / "scenarios" / "load.py").write_text("from scenarios.reading.files import x\n", encoding="utf-8")
    rooms = neighbours(tmp_path / "scenarios")
    assert rooms == {"reading": {"load"}, "load": {"reading"}}
    with pytest.raises(AssertionError, match="a circle: load -> reading -> load"):
        floor("load", rooms)
