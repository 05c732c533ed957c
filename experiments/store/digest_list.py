"""``digests.json``: the SHA-256 of every file that commands wrote into a folder, to be compared by whoever reads one of them.

The list of a folder covers what stands in it and below, but not a folder below that has a list of its own (``results`` of a sweep). Files of single
runs of a sweep are not in it: they are zip archives, whose check sums cover all they hold.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from experiments.store.damage import damaged_file
from experiments.store.json_forms import DigestList, read_json
from experiments.store.ownership import PATIENCE, owned
from experiments.store.writing import write_whole
from scenarios.reading.paths import is_file, there
from scenarios.reading.problems import Problems

LIST = "digests.json"
FORMAT = "routesim digests 1"
CHUNK = 1 << 20
ALTERED, MISSING = "other bytes than its digest", "no such file"


def sha256_of(path: Path) -> str:
    """SHA-256 of the bytes of a file; computed once as long as it is not written again."""
    about = path.stat()
    return _sha256(path, about.st_mtime_ns, about.st_size, about.st_ino)


@lru_cache(maxsize=4096)
def _sha256(path: Path, changed: int, size: int, number: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()


def list_text(sums: Mapping[str, str]) -> str:
    """The text of a list of digests by path below its folder."""
    return json.dumps({"format": FORMAT, "files": dict(sorted(sums.items()))}, indent=1, ensure_ascii=False) + "\n"


def digests_in(folder: Path) -> dict[str, str]:
    """The digests of a folder by path below it; empty without a list.

    Raises
    ------
    experiments.store.damage.DamagedFile
        If the list itself is damaged.
    """
    path = folder / LIST
    if not there(path):
        return {}
    problems = Problems()
    found = read_json(path, DigestList, "the list that the command wrote; give the command again", problems)
    if found is None:
        raise damaged_file(path, problems.findings[0].found, problems.findings[0].allowed)
    return dict(found["files"])


def record(paths: Iterable[Path]) -> None:
    """Put files that were just written into the list of the folder of results around them, where there is one."""
    by_home: dict[Path, list[Path]] = {}
    for path in paths:
        home = home_of(path)
        if home is not None:
            by_home.setdefault(home, []).append(path)
    for home, written in by_home.items():
        note(home, written)


def note(folder: Path, paths: Iterable[Path]) -> None:
    """Put files below a folder into its list; makes the list. Those that are gone are taken out."""
    with owned(folder, PATIENCE, again=True):
        try:
            before = digests_in(folder)
        except ValueError:  # what a damaged list says of other files is lost, and they are then reported as not listed
            before = {}
        sums = {name: digest for name, digest in before.items() if is_file(folder / name)}
        root = folder.resolve()
        sums |= {path.resolve().relative_to(root).as_posix(): sha256_of(path) for path in paths}
        write_whole(folder / LIST, list_text(sums))


def home_of(path: Path, above: int = 2) -> Path | None:
    """The folder with a list of digests to which a file belongs: its own or one of those ``above`` it."""
    return next((folder for folder in list(path.absolute().parents)[:above] if is_file(folder / LIST)), None)


def what_is_wrong(folder: Path, names: Iterable[str] | None = None) -> dict[str, str]:
    """What is wrong with listed files, by path below the folder: all of the list, or those of ``names`` that are in it.

    Raises
    ------
    experiments.store.damage.DamagedFile
        If the list itself is damaged.
    """
    known = digests_in(folder)
    chosen = known if names is None else {name: known[name] for name in names if name in known}
    found = {}
    for name, digest in chosen.items():
        try:
            if sha256_of(folder / name) != digest:
                found[name] = ALTERED
        except FileNotFoundError:
            found[name] = MISSING
        except OSError as error:
            found[name] = f"a file that cannot be read ({error.strerror})"
    return found


def check_file(path: Path, again: str) -> None:
    """Compare a file with the list of the folder of results around it, where there is one.

    Raises
    ------
    experiments.store.damage.DamagedFile
        If it is another than the one that was written; ``again`` says how to have it again.
    """
    try:
        home = home_of(path)
    except (OSError, ValueError):  # whoever reads it says what is wrong with the path
        return
    if home is None:
        return
    name = path.absolute().relative_to(home).as_posix()
    for found in what_is_wrong(home, [name]).values():
        if found != MISSING:
            raise damaged_file(path, found, again)
