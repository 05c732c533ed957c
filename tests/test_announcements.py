"""Announcements: what is said of a change at posts is believed in part, before anybody has met it."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from hand import START, move, stage, step, world
from scenarios import load
from scenarios.reading.problems import BadInput
from sim.basis.words import Channel, Entry, Kind
from sim.routes.beliefs import all_believed, announce
from sim.world.world import DatedLever

WATCHED = {"crossing.*.base_detection": 0.2, "crossing.*.exposure": 0.5, "community.*.people": 0}
"""A hidden crossing at which each patrol leaves 0.8 x exp(-0.5) unnoticed, and nobody who tries it."""


def believed(announced: float, days: int, end: date | None = None) -> float:
    """What everybody believes of going alone after so many days, where patrols double on the fourth."""
    posting = DatedLever("enforcement", date(2004, 3, 4), end, {"crossing": "ridge", "factor": 2.0}, announced)
    model = stage(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers=WATCHED, events=(posting,), days=30))
    step(model, days)
    (chance,) = set(all_believed(model.beliefs)[:, move(model, "alone")].tolist())
    return float(chance)


def true_chance(days: int) -> float:
    posting = DatedLever("enforcement", date(2004, 3, 4), None, {"crossing": "ridge", "factor": 2.0})
    model = stage(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers=WATCHED, events=(posting,), days=30))
    step(model, days)
    alone = move(model, "alone")
    return float(1 - (1 - model.checks.leaving[alone]) * (1 - model.checks.entering[alone]))


def test_a_posting_that_is_announced_is_believed_to_the_share_that_is_said() -> None:
    before, after = true_chance(2), true_chance(5)
    assert before < after
    assert date(2004, 3, 1) == START
    assert believed(0.4, 3) == pytest.approx(before)
    assert [believed(share, 5) for share in (0.0, 0.4, 1.0)] == pytest.approx([before, before + 0.4 * (after - before), after])


def test_its_end_is_announced_too() -> None:
    before = true_chance(2)
    assert believed(1.0, 12, date(2004, 3, 11)) == pytest.approx(before)
    assert believed(0.4, 12, date(2004, 3, 11)) == pytest.approx(before)


def test_what_was_heard_of_late_moves_with_it_and_stays_a_chance() -> None:
    assert announce(0.3, 0.2, 0.6, 0.5) == pytest.approx(0.5)
    assert (announce(0.9, 0.2, 0.6, 1.0), announce(0.1, 0.6, 0.2, 1.0)) == (1.0, 0.0)
    posting = DatedLever("enforcement", date(2004, 3, 4), None, {"crossing": "ridge", "factor": 2.0}, 0.5)
    model = stage(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers=WATCHED, events=(posting,), days=30))
    step(model, 3)
    alone = move(model, "alone")
    model.beliefs.caught[0, alone], model.beliefs.passed[0, alone] = 2.0, 6.0  # a quarter of eight
    change = 0.5 * (true_chance(5) - true_chance(2))
    step(model, 1)
    assert model.beliefs.caught[0, alone] == pytest.approx(8 * (0.25 + change))
    assert model.beliefs.caught[0, alone] + model.beliefs.passed[0, alone] == pytest.approx(8.0)
    assert (model.beliefs.caught[1:, alone] == 0.0).all()


def test_other_moves_are_not_spoken_of() -> None:
    posting = DatedLever("enforcement", date(2004, 3, 4), None, {"crossing": "ridge", "factor": 2.0}, 1.0)
    models = [stage(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers=WATCHED, events=events, days=30)) for events in ((), (posting,))]
    for model in models:
        step(model, 5)
    quiet, loud = (all_believed(model.beliefs) for model in models)
    hidden = np.isin(models[0].atlas.geography.moves.channel, (Channel.ALONE, Channel.GUIDED))
    assert (quiet[:, ~hidden] == loud[:, ~hidden]).all()
    assert (quiet != loud).any()


POSTED = """like = "two-valleys"
title = "Posted"
[[event]]
label = "posting"
lever = "enforcement"
start = 2010-03-01
crossing = "goat-path"
factor = 2.0
announced = SHARE
"""


def test_a_file_says_how_far_an_event_is_announced(tmp_path: Path) -> None:
    file = tmp_path / "posted.toml"
    file.write_text(POSTED.replace("SHARE", "0.3"), encoding="utf-8")
    said = {event.lever: event.announced for event in load(str(file)).events}
    assert said == {"enforcement": 0.3, "closure": 0.0}
    louder = load(str(file), settings={"event.posting.announced": 0.8}).events
    assert [event.announced for event in louder if event.lever == "enforcement"] == [0.8]
    file.write_text(POSTED.replace("SHARE", "1.2"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"announced = 1\.2.*between 0 and 1"):
        load(str(file))
