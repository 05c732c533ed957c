"""The versions of what results depend on."""

from importlib.metadata import PackageNotFoundError, version

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


def provenance(calibration: str, seeds: str) -> str:
    """Which parameters, seeds and version of the program made an output, in words.

    ``calibration`` is that of a world or of a sweep, ``seeds`` names the seeds.
    """
    return f"Parameters: {calibration}; {seeds}; routesim {program_version()}"


def provenance_json(calibration: str) -> dict[str, str]:
    """The same beside the seeds of an output, for programs."""
    return {"calibration": calibration, "version": program_version()}


def program_version() -> str:
    """The version of this program."""
    return _version(PACKAGES[0])


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
