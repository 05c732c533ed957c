"""How long one waits: for help, for a small run with everything warm, for the first run in a fresh environment."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.child import LAST_LINES, ROOT

SMALL = "two-valleys"
COMMAND = "import sys; from experiments.cli import main; sys.exit(main())"
NO_PICTURES = """
import sys
from experiments.cli import main
try:
    main()
finally:
    assert "matplotlib" not in sys.modules, "matplotlib was loaded though nothing was drawn"
"""


def start_up(times: int, *, cold: bool) -> dict[str, list[dict[str, Any]]]:
    """Seconds of each command, ``times`` times; ``cold`` adds the first run of a fresh environment, once."""
    with tempfile.TemporaryDirectory() as folder:
        small = ["run", SMALL, "--out", str(Path(folder) / "run")]
        _run(COMMAND, small)  # whatever is compiled, is compiled now
        told = {
            "help": [_run(COMMAND, ["--help"]) for _ in range(times)],
            "small run": [_run(COMMAND, small) for _ in range(times)],
            "small run without pictures": [_run(NO_PICTURES, [*small, "--no-pictures"]) for _ in range(times)],
        }
        if cold:
            fresh = {"ROUTESIM_CACHE": str(Path(folder) / "cache"), "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode")}
            told["first run"] = [_run(COMMAND, small, fresh)]
    return told


def _run(code: str, words: list[str], environment: dict[str, str] | None = None) -> dict[str, Any]:
    """Wall and processor seconds of a command, and whether it says that it compiles; bytecode is kept, as for whoever has installed the program."""
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env={**plain, **(environment or {})}, capture_output=True, text=True, check=False
    )
    wall, after = time.perf_counter() - began, os.times()
    if done.returncode:
        end = "\n".join(done.stderr.splitlines()[-LAST_LINES:])
        msg = f"routesim {' '.join(words)} ended with code {done.returncode}:\n{end}"
        raise RuntimeError(msg)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"wall": wall, "cpu": cpu, "says": "compiles" in done.stderr}
