"""What an interrupted write leaves, even one that was killed: recognised, reported, and put right."""

import shutil
from pathlib import Path

from experiments.store.columns import TABLES
from experiments.store.scenario_text import HEAD
from scenarios.reading.paths import is_folder

MARK = "run.json"
"""The file that makes a folder a run; it is written last."""
BESIDE = ("scenario.toml", "indicators.csv", "timing.json")
"""What else a run writes, but tables and pictures."""


def half_of(folder: Path) -> Path:
    """Where a run is written until it is whole."""
    return folder.with_name(f".{folder.name}.writing")


def old_of(folder: Path) -> Path:
    """Where the run that is replaced waits for a moment."""
    return folder.with_name(f".{folder.name}.old")


def looks_like_run(folder: Path) -> bool:
    """Whether a folder is, or was to become, a run: a check should then speak of it as a run."""
    return is_folder(folder) and ((folder / MARK).exists() or is_interrupted(folder) or any(folder.glob("*.parquet")))


def is_interrupted(folder: Path) -> bool:
    """Whether a folder holds nothing but part of a run: its mark is missing, and all that is there is what a run writes."""
    if not folder.is_dir() or (folder / MARK).exists():
        return False
    names = {path.name for path in folder.iterdir()}
    ours = {*BESIDE, *(f"{table}.parquet" for table in TABLES)}
    try:
        with (folder / "scenario.toml").open(encoding="utf-8") as text:
            return text.readline() == HEAD and {name for name in names if not name.endswith(".png")} <= ours
    except (OSError, UnicodeDecodeError):
        return False


def tidy(folder: Path) -> list[str]:
    """Remove what an interrupted write of ``folder`` left, take back the run that it was about to replace, and say what was done."""
    half, old, done = half_of(folder), old_of(folder), []
    if old.exists() and not folder.exists():
        old.rename(folder)
        done.append(f"an interrupted run had moved the one in {folder} away: taken back")
    for leftover in (half, old):
        if leftover.exists():
            shutil.rmtree(leftover)
            done.append(f"an interrupted run had left {leftover}: removed")
    return done
