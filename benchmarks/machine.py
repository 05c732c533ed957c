"""What the measurements were made on."""

import math
import os
import platform
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sim.engine.cache import source_digest

PACKAGES = ("mesa", "numba", "llvmlite", "numpy", "scipy", "pyarrow", "matplotlib", "flee")
SOURCE = "source of `sim/`"


def machine() -> list[tuple[str, str]]:
    """What a reader wants to know: names and values."""
    return [
        ("measured on", date.today().isoformat()),  # noqa: DTZ011 - the day where it was measured
        ("processor", f"{_processor()}, {os.cpu_count()} cores, of which one is used"),
        ("memory", _memory()),
        ("system", f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"),
        ("packages", ", ".join(f"{name} {_version(name)}" for name in PACKAGES)),
        (SOURCE, source_digest()[:16]),
        ("others on the machine", f"load average {os.getloadavg()[0]:.1f} when it ended" if hasattr(os, "getloadavg") else "unknown"),
    ]


def free_bytes() -> float:
    """Memory that is free now; without a limit where the system does not say."""
    about = Path("/proc/meminfo")
    if about.is_file():
        for line in about.read_text(encoding="utf-8").splitlines():
            if line.startswith("MemAvailable"):
                return float(line.split()[1]) * 1024
    return math.inf


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    if about.is_file():
        for line in about.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (AttributeError, ValueError, OSError):
        return "unknown"
