"""The house rules that a reader cannot be asked to check by eye.

Each check is a function that lists findings, so that the tests below can also show that it bites.
"""

import ast
import csv
import itertools
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("sim", "scenarios", "calibration", "experiments")
"""From the ground up: a floor imports from itself and from those before it."""
ROOMS_OF_SIM = ("basis", "books", "world", "outcomes", "levers", "guards", "smugglers", "routes", "migrants", "engine")
"""From the ground up: a room of ``sim`` imports from itself and from those before it."""
MOST_ROOMS, MOST_FLOORS = 12, 8
ATTIC = ("tests", "examples", "benchmarks")
"""Imports everything, is imported by nothing."""
LONGEST_FILE = 400

FILES_AND_WINDOWS = frozenset(
    """argparse asyncio concurrent csv ctypes gzip http io json logging multiprocessing os pathlib pickle shutil socket sqlite3 subprocess sys tempfile
    threading tomllib urllib zipfile altair matplotlib pandas pyarrow rich typer""".split(),
)
UNKEYED_DRAWS = frozenset({"random", "secrets", "uuid", "numpy.random"})
COMPILERS_CACHE = frozenset({"os", "pathlib", "shutil", "sys", "tempfile"})
"""What sim/engine/cache.py needs to place the folder of compiled code, and no other module of sim."""
READS_OR_WRITES = frozenset({"open", "print", "input"})
READS_OR_WRITES_OF = frozenset({"write_text", "write_bytes", "read_text", "read_bytes", "loadtxt", "savetxt", "genfromtxt", "fromfile", "tofile", "savez"})
ENGINE = frozenset({"mesa", "sim.RouteModel", "sim.engine", "sim.guards", "sim.migrants", "sim.routes", "sim.run", "sim.smugglers"})
PRINTS = frozenset({"rich", "typer", "experiments.cli", "experiments.studies"})
STARTS_PROCESSES = frozenset({"concurrent", "multiprocessing", "subprocess", "distributed", "joblib"})
NUMBERS_OF_A_RULE = frozenset({0, 1, 2, 0.5})
"""Minus one is one with a sign."""
ENGLISH = frozenset({"chop", "mary", "oral", "van"})
"""Names of towns that are also words."""


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def assert_none(check: Callable[[str, str], list[str]], *folders: str) -> None:
    """Apply ``check(source, path)`` to every module of some folders; all findings stand in one message."""
    found = [finding for path in files(*folders) for finding in check(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())]
    assert not found, "\n".join(found)


def imports(source: str, path: str) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a module imports, wherever in it."""
    package = path.split("/")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{name.name}") for name in node.names)


def barred_imports(source: str, path: str, barred: frozenset[str], reason: str) -> list[str]:
    """Imports of some modules, or of anything in them."""
    return [
        f"{path}:{line} imports {name}; {reason}"
        for line, name in imports(source, path)
        if any(name == module or name.startswith(f"{module}.") for module in barred)
    ]


def upward(source: str, path: str) -> list[str]:
    """Imports that go up."""
    own = path.partition("/")[0]
    height = FLOORS.index(own) + 1
    return barred_imports(source, path, frozenset(FLOORS[height:] + ATTIC), f"{own} may import from {', '.join(FLOORS[:height])}")


def room_of(module: str) -> str:
    """The room of ``sim`` that a module, or a name in it, belongs to; ``__init__`` for the face of the package."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS_OF_SIM else "__init__"


def arrows_of_sim() -> set[tuple[str, str]]:
    """Which room of ``sim`` imports from which other, imports for type checkers included."""
    found = set()
    for path in files("sim"):
        name = path.relative_to(ROOT).as_posix()
        own = room_of(name.removesuffix(".py").replace("/", "."))
        found |= {(own, room_of(imported)) for _, imported in imports(path.read_text(encoding="utf-8"), name) if imported.split(".")[0] == "sim"}
    return {(own, other) for own, other in found if own != other}


def against_the_order(arrows: set[tuple[str, str]], order: tuple[str, ...]) -> list[str]:
    """Imports from a room that stands higher."""
    height = {room: floor for floor, room in enumerate((*order, "__init__"))}
    return [f"sim/{own} imports from sim/{other}, which stands above it" for own, other in sorted(arrows) if height[own] < height[other]]


def floors(arrows: set[tuple[str, str]]) -> int:
    """Floors of a house without circles: a room stands above all that it imports from."""

    def floor(room: str) -> int:
        return 1 + max((floor(other) for own, other in arrows if own == room), default=0)

    return max(floor(room) for arrow in arrows for room in arrow)


def touches(source: str, path: str) -> list[str]:
    """Where a module of sim reads, writes, draws a picture, or draws a number without a key."""
    excused = path == "sim/engine/cache.py"
    found = barred_imports(source, path, FILES_AND_WINDOWS - (COMPILERS_CACHE if excused else frozenset()), "sim reads, writes and pictures nothing")
    found += barred_imports(source, path, UNKEYED_DRAWS, "draws are keyed, see sim/basis/draws.py")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"np.random", "numpy.random"}:
            found.append(f"{path}:{node.lineno} uses {ast.unparse(node)}; draws are keyed, see sim/basis/draws.py")
        called = node.func if isinstance(node, ast.Call) and not excused else None
        if (isinstance(called, ast.Name) and called.id in READS_OR_WRITES) or (isinstance(called, ast.Attribute) and called.attr in READS_OR_WRITES_OF):
            found.append(f"{path}:{called.lineno} calls {ast.unparse(called)}; sim reads and writes nothing")
    return found


def prints(source: str, path: str) -> list[str]:
    """Where a module below the command line prints, or imports it."""
    reason = "what is printed stands in experiments/cli"
    called = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"]
    return barred_imports(source, path, PRINTS, reason) + [f"{path}:{node.lineno} calls print; {reason}" for node in called]


def numbers(source: str, path: str) -> list[str]:
    """Numbers that stand in a rule."""
    return [
        f"{path}:{node.lineno} holds the number {node.value}; a number of the model is a parameter"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and type(node.value) in {int, float, complex} and node.value not in NUMBERS_OF_A_RULE
    ]


def spoken(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Names and strings of a module, but not its docstrings, which may give examples."""
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name


def plain(text: str) -> str:
    """Words in lower case between single spaces, one at each end."""
    words = " ".join(re.findall(r"[^\W_]+", text.lower()))
    return f" {words} "


def names_of_territories() -> tuple[set[str], set[str]]:
    """Names of places, communities and crossings as plain words; codes of countries in capitals."""
    names: set[str] = set()
    codes: set[str] = set()
    for path in (ROOT / "scenarios" / "territories").rglob("*.csv"):
        if path.name in {"places.csv", "crossings.csv"}:
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
            for row in csv.DictReader(lines):
                names |= {plain(row["name"]), plain(row["title"])}
                codes |= {code for column in ("country", "country_a", "country_b") if (code := row.get(column) or "")}
    for path in (ROOT / "scenarios" / "territories").rglob("communities.toml"):
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("community", []):
            names |= {plain(row["name"]), plain(row["title"])}
            codes.add(row["nationality"])
    return names - {plain(word) for word in ENGLISH}, codes - ENGLISH


def named(source: str, path: str, names: set[str], codes: set[str]) -> list[str]:
    """Places, communities, crossings and countries that a module knows by name."""
    found = []
    for line, text in spoken(ast.parse(source)):
        words = plain(text)
        known = {name.strip() for name in names if name in words} | (set(re.findall(r"[A-Z]+", text)) & codes)
        found += [f"{path}:{line} names {name}; territories are data" for name in sorted(known)]
    return found


def without_reason(lines: list[str]) -> list[str]:
    """Entries of a list that carry no comment, on their line or on the one above."""
    entries = [(above, line) for above, line in itertools.pairwise(["", *lines]) if line.lstrip().startswith('"')]
    return [line for above, line in entries if "#" not in line and not above.lstrip().startswith("#")]


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_go_down_only(floor: str) -> None:
    assert_none(upward, floor)


def test_an_import_that_goes_up_is_found() -> None:
    assert upward("from experiments.runs import replicate\n", "sim/engine/model.py") == [
        "sim/engine/model.py:1 imports experiments.runs.replicate; sim may import from sim",
    ]
    assert upward("def f():\n    import tests.stories\n", "experiments/cli/run.py")
    assert upward("from scenarios import load\nimport calibration.fit.procedure\n", "calibration/fit/procedure.py") == []
    assert upward("from ..calibration import fit\n", "sim/migrants/rules/stay.py") == []  # this is sim.calibration


def test_the_rooms_of_sim_stand_in_their_order() -> None:
    rooms = {path.name for path in (ROOT / "sim").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == set(ROOMS_OF_SIM)
    arrows = arrows_of_sim()
    assert ("engine", "migrants") in arrows
    assert against_the_order(arrows, ROOMS_OF_SIM) == []
    assert len(rooms) + 1 <= MOST_ROOMS
    assert floors(arrows) <= MOST_FLOORS


def test_every_room_of_sim_says_who_lives_there() -> None:
    silent = [room for room in ROOMS_OF_SIM if len(ast.get_docstring(ast.parse((ROOT / "sim" / room / "__init__.py").read_text(encoding="utf-8"))) or "") < 80]
    assert silent == []


def test_a_room_that_imports_from_above_is_found() -> None:
    order = ("ground", "middle", "top")
    assert against_the_order({("top", "ground"), ("ground", "middle")}, order) == ["sim/ground imports from sim/middle, which stands above it"]
    assert floors({("top", "middle"), ("middle", "ground"), ("top", "ground")}) == 3


def test_sim_reads_writes_and_pictures_nothing() -> None:
    assert_none(touches, "sim")


@pytest.mark.parametrize(
    "line",
    ["import csv", "from pathlib import Path", "import matplotlib.pyplot", "print(1)", "open('x')", "array.tofile('x')", "np.random.normal()", "import random"],
)
def test_what_sim_must_not_do_is_found(line: str) -> None:
    assert touches(line, "sim/books/ledger.py")


def test_only_the_compiler_may_place_its_cache() -> None:
    assert touches("from pathlib import Path\n", "sim/engine/cache.py") == []
    assert touches("import pyarrow\n", "sim/engine/cache.py")


def test_the_fit_rests_on_the_evidence_and_not_the_other_way() -> None:
    reason = "what is documented and held out must not depend on how it is fitted"
    assert_none(lambda source, path: barred_imports(source, path, frozenset({"calibration.fit"}), reason), "calibration/evidence")


def test_calibration_starts_no_process() -> None:
    assert_none(lambda source, path: barred_imports(source, path, STARTS_PROCESSES, "calibration is handed simulate(draws)"), "calibration")


def test_pictures_and_reports_never_read_the_model() -> None:
    assert_none(lambda source, path: barred_imports(source, path, ENGINE, "pictures and reports read result tables"), "experiments/plots", "experiments/report")


UNSAFE = re.compile(r"\.(is_dir|is_file|exists|is_symlink)\(\)|os\.path\.(exists|isdir|isfile|islink)\(")
"""Questions about a path that raise where it cannot be looked at; :mod:`scenarios.reading.paths` has answers for every path."""


def unsafe_questions(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if UNSAFE.search(line)]


def test_paths_are_asked_about_safely(root: Path) -> None:
    files = [path for floor in ("calibration", "experiments", "scenarios") for path in (root / floor).rglob("*.py")]
    assert len(files) > 200
    assert {path.relative_to(root).as_posix(): found for path in files if (found := unsafe_questions(path.read_text(encoding="utf-8")))} == {}


def test_an_unsafe_question_is_found() -> None:
    assert unsafe_questions("if (folder / MARK).exists():\n    pass\nif there(folder):") == ["if (folder / MARK).exists():"]


def test_only_the_command_line_and_studies_print() -> None:
    below = [folder for folder in (ROOT / "experiments").iterdir() if folder.is_dir() and folder.name not in {"cli", "studies", "__pycache__"}]
    assert_none(prints, *(f"experiments/{folder.name}" for folder in below))


def test_a_run_that_prints_is_found() -> None:
    assert prints("from experiments.cli.table_style import short\nprint(1)\n", "experiments/runs/x.py") == [
        "experiments/runs/x.py:1 imports experiments.cli.table_style.short; what is printed stands in experiments/cli",
        "experiments/runs/x.py:2 calls print; what is printed stands in experiments/cli",
    ]
    assert prints("import rich\n", "experiments/store/x.py")


def test_rules_hold_no_numbers() -> None:
    assert_none(numbers, "sim/migrants/rules", "sim/smugglers")


def test_a_number_in_a_rule_is_found() -> None:
    assert numbers("x = -1 * y + 2 * 0.5\nz = True\n", "sim/migrants/rules/stay.py") == []
    assert numbers("x = 0.7 * y\n", "sim/migrants/rules/stay.py") == ["sim/migrants/rules/stay.py:1 holds the number 0.7; a number of the model is a parameter"]


def test_sim_and_experiments_know_no_place_by_name() -> None:
    names, codes = names_of_territories()
    assert names, "no territory was read, so nothing was checked"
    assert codes
    assert_none(lambda source, path: named(source, path, names, codes), "sim", "experiments")


def test_a_name_of_a_territory_is_found() -> None:
    names, codes = {plain("kara-suu"), plain("Van")}, {"KAZ"}
    assert named('"""Such as kara-suu."""\nkara = suu\n', "sim/x.py", names, codes) == []
    assert named("def via_kara_suu():\n    return 1\n", "sim/x.py", names, codes) == ["sim/x.py:1 names kara suu; territories are data"]
    assert named("x = 'country.KAZ.fine_usd'\n", "sim/x.py", names, codes) == ["sim/x.py:1 names KAZ; territories are data"]
    assert named("x = 'advance'\n", "sim/x.py", names, codes) == []


def test_every_exception_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    found = [line for line in without_reason(lines) if not line.startswith("    ")]  # per-file ignores
    for key in ("ignore", "filterwarnings"):
        start = lines.index(f"{key} = [")
        found += without_reason(lines[start + 1 : lines.index("]", start)])
    assert [line.strip() for line in found if line.strip() != '"error",'] == []


def test_an_exception_without_reason_is_found() -> None:
    assert without_reason(['    "A", # because', '    "B",', "    # why", '    "C",']) == ['    "B",']


def test_no_file_is_long() -> None:
    found = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in files(*FLOORS, *ATTIC)}
    assert {path: lines for path, lines in found.items() if lines > LONGEST_FILE} == {}, f"at most {LONGEST_FILE} lines, one subject a file"


PROBE = """
import contextlib, io, importlib, json, multiprocessing, os, sys, threading
import matplotlib.pyplot, mesa, numba, pyarrow.parquet, scipy.stats
import numpy as np
def state():
    return {
        "threads": sorted(t.name for t in threading.enumerate()),
        "folder": os.getcwd(),
        "environment": dict(os.environ),
        "drawn": repr(np.random.get_state()),
        "style": repr(matplotlib.rcParams),
        "processes": multiprocessing.get_start_method(allow_none=True),
        "said": said.getvalue(),
    }
said = io.StringIO()
changed = {}
with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
    for module in sys.argv[1:]:
        before = state()
        importlib.import_module(module)
        after = state()
        changed[module] = [what for what in before if before[what] != after[what]]
print(json.dumps({module: what for module, what in changed.items() if what}))
"""


def changed_by_importing(modules: list[str], folder: Path) -> dict[str, list[str]]:
    """What each import changes, by module; ``folder`` must be empty."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)]), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", PROBE, *modules], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("floor", FLOORS)
def test_importing_has_no_side_effect(floor: str, tmp_path: Path) -> None:
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in files(floor) if path.name != "__main__.py"]
    assert changed_by_importing(modules, tmp_path) == {}
    assert not list(tmp_path.iterdir()), "an import wrote files"


def test_a_side_effect_is_found(tmp_path: Path) -> None:
    (tmp_path / "loud.py").write_text("print('hello')\nimport os, numpy\nos.environ['A'] = 'b'\nnumpy.random.seed(1)\n", encoding="utf-8")
    assert changed_by_importing(["loud"], tmp_path) == {"loud": ["environment", "drawn", "said"]}
