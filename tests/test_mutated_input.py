"""A thousand inputs with random changes: each is read or refused, quickly, and leaves nothing behind (``python tests/mutate.py`` tries 20,000)."""

from pathlib import Path

import pytest

import mutate


def test_a_thousand_mutated_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mutate.lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    report = mutate.try_many(1_000, first=1_000_000)
    assert report.faults == []
    assert report.tried == 1_000
    assert min(report.ended["valid"], report.ended["refused"]) > 100  # neither so tame that nothing is wrong nor so wild that nothing is read
