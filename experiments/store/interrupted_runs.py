"""What an interrupted write leaves, even one that was killed: recognised and reported; :mod:`experiments.store.ownership` puts it right."""

from pathlib import Path

from experiments.store.by_period import BY, file_name
from experiments.store.columns import TABLES
from experiments.store.digest_list import LIST
from experiments.store.scenario_text import HEAD
from experiments.store.writing import is_private_name
from scenarios.reading.paths import is_folder, there

MARK = "run.json"
"""The file that makes a folder a run; it is written last."""
BESIDE = ("scenario.toml", "indicators.csv", "timing.json", LIST)
"""What else a run writes, but tables and pictures."""
_ADDED = frozenset({"maps", "figures", "report.html"})
_PICTURES = frozenset({"map", "weekly", "fees"})


def looks_like_run(folder: Path) -> bool:
    """Whether a folder is, or was to become, a run: a check should then speak of it as a run."""
    return is_folder(folder) and (there(folder / MARK) or is_interrupted(folder) or any(folder.glob("*.parquet")))


def is_interrupted(folder: Path) -> bool:
    """Whether a folder holds nothing but part of a run: its mark is missing, and all that is there is what a run writes."""
    return not there(folder / MARK) and holds_only_a_run(folder)


def holds_only_a_run(folder: Path) -> bool:
    """Whether all that a folder holds is what a run and the commands that picture it write, whole or damaged; its scenario says that it is one."""
    try:
        with (folder / "scenario.toml").open(encoding="utf-8") as text:
            if text.readline(len(HEAD) + 1) != HEAD:
                return False
        return all(_is_ours(path) for path in folder.iterdir())
    except (OSError, UnicodeDecodeError):
        return False


def _is_ours(path: Path) -> bool:
    ours = {MARK, *BESIDE, *_ADDED, *(f"{table}.parquet" for table in TABLES), *map(file_name, BY)}
    return path.name in ours or path.suffix == ".png" or (path.suffix == ".csv" and path.stem in _PICTURES) or is_private_name(path)
