"""The versions of what results depend on."""

from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("smuggling-route-simulator", "mesa", "numpy", "numba", "pyarrow")
"""Packages whose versions are noted."""


def versions() -> dict[str, str]:
    """The installed versions of :data:`PACKAGES`."""
    return {name: _version(name) for name in PACKAGES}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
