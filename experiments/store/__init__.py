"""Runs on disk: a folder a run, written whole or not at all."""

from experiments.store.digest import digest, digests
from experiments.store.folder import FORMAT, Run, is_run, read_indicators, read_run, write_run
from experiments.store.indicators import Indicator, indicators

__all__ = [
    "FORMAT",
    "Indicator",
    "Run",
    "digest",
    "digests",
    "indicators",
    "is_run",
    "read_indicators",
    "read_run",
    "write_run",
]
