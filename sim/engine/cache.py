"""Where compiled code is kept.

The compiler's cache does not notice that a rule in another file changed, so its folder is named by a digest of all source files
of this package: an edited rule is compiled again. Set ``ROUTESIM_CACHE`` to keep the folder elsewhere.

Left to itself the compiler would fall back to folders of its own, which no digest names, if that folder cannot be made. So where nothing can be
kept there, code is compiled into a private folder that goes with the process; and where there is no room for that either, in memory alone.
"""

import atexit
import hashlib
import os
import shutil
import tempfile
from pathlib import Path


def source_digest() -> str:
    """SHA-256 over every source file of this package, in the order of their names."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for file in sorted(package.rglob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def wanted_base() -> Path | None:
    """The folder under which compiled code should be kept; ``None`` where there is no home."""
    root = os.environ.get("ROUTESIM_CACHE")
    if root:
        return Path(root).absolute()
    try:
        return Path.home() / ".cache" / "smuggling-route-simulator"
    except RuntimeError:
        return None


def cache_folder(base: Path) -> Path:
    """Where compiled code of this very source is kept under a base."""
    return base / source_digest()[:16]


def can_keep(folder: Path) -> bool:
    """Whether a folder is there, or can be made, and files can be written into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"probe")
    except OSError:
        return False
    return True


def find_base() -> Path | None:
    """The folder under which compiled code is kept: the wanted one, else a private one that is removed with the process, else ``None``."""
    wanted = wanted_base()
    if wanted is not None and can_keep(cache_folder(wanted)):
        return wanted
    try:
        private = Path(tempfile.mkdtemp(prefix="routesim-"))
    except OSError:
        return None
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    return private if can_keep(cache_folder(private)) else None


BASE = find_base()
"""The folder under which compiled code is kept, for worker processes as ``ROUTESIM_CACHE``; ``None`` where it is kept in memory alone."""


def cache_is_private() -> bool:
    """Whether compiled code goes with this process, because nothing can be kept in the folder that is meant for it."""
    return BASE is None or wanted_base() != BASE


def is_compiled() -> bool:
    """Whether compiled code of this source is there already, so that a run starts at once."""
    return BASE is not None and any(cache_folder(BASE).rglob("*.nbi"))
