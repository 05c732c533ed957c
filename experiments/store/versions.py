"""The versions of what results depend on."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

PACKAGES = ("smuggling-route-simulator", "mesa", "numpy", "numba", "pyarrow")
"""Packages whose versions are noted; the first is this program."""


def versions() -> dict[str, str]:
    """The installed versions of :data:`PACKAGES`."""
    return {name: _version(name) for name in PACKAGES}


def seeds_in_words(seeds: tuple[int, ...]) -> str:
    """Seeds as words."""
    if not seeds:
        return "no seed"
    whole = tuple(range(seeds[0], seeds[-1] + 1)) == seeds
    return f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}" if whole else f"{len(seeds)} seeds"


def provenance(calibration: str, seeds: str, version: str = "") -> str:
    """Which parameters, seeds and version of the program made an output, in words.

    ``calibration`` is that of a world or of a sweep, ``seeds`` names the seeds, ``version`` is empty for this program's own.
    """
    return f"Parameters: {calibration}; {seeds}; routesim {version or program_version()}"


def provenance_json(calibration: str) -> dict[str, str]:
    """The same beside the seeds of an output, for programs."""
    return {"calibration": calibration, "version": program_version()}


def program_version() -> str:
    """The version of this program."""
    return _version(PACKAGES[0])


def version_of(about: Mapping[str, Any]) -> str:
    """The version of the program that made a run or a sweep, from what its ``run.json`` or ``sweep.json`` says."""
    return str(about.get("packages", {}).get(PACKAGES[0], "of unknown version"))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
