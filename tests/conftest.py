"""What holds for all tests: no window opens, no random example, no clock in the way of first compilation."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

os.environ.setdefault("MPLBACKEND", "Agg")  # pictures go to files
os.environ.setdefault("COLUMNS", "160")  # tables of the command line are as wide everywhere
os.environ.setdefault("NO_COLOR", "1")

settings.register_profile("house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

COMPILE = """
from sim.engine.cache import is_compiled
if not is_compiled():
    from scenarios import load
    from sim import run
    run(load("two-valleys", days=40), 1)
"""
"""Forty days hold a week's end and a month's end, so that every loop is compiled."""


def pytest_configure(config: pytest.Config) -> None:
    """Compile the model before workers start: several processes that compile at the same time take several times as long."""
    is_worker = hasattr(config, "workerinput")
    if not is_worker and config.getoption("numprocesses", default=None):
        subprocess.run([sys.executable, "-c", COMPILE], cwd=ROOT, capture_output=True, check=False)  # what fails here fails in the tests, which say why


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT
