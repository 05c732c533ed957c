"""Runs on disk: a folder a run, written whole or not at all."""

from experiments.store.damage import DamagedFile, DamagedRun, NoRun
from experiments.store.digest import digest, digests
from experiments.store.indicators import Indicator, indicators
from experiments.store.interrupted_runs import is_interrupted, looks_like_run
from experiments.store.run_folder import FORMAT, Run, about_run, is_run, may_hold_run, read_indicators, read_run
from experiments.store.run_writer import write_run

__all__ = [
    "FORMAT",
    "DamagedFile",
    "DamagedRun",
    "Indicator",
    "NoRun",
    "Run",
    "about_run",
    "digest",
    "digests",
    "indicators",
    "is_interrupted",
    "is_run",
    "looks_like_run",
    "may_hold_run",
    "read_indicators",
    "read_run",
    "write_run",
]
