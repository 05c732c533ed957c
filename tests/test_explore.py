"""The explorer without a browser: what is asked, what can be moved, how runs are shared, stopped and continued, and who gets in."""

import asyncio
import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from examples.plain_mesa.app import Show
from experiments.cli import app
from experiments.explore.answer_html import numbers_html
from experiments.explore.controls import DateSlider, Slider, controls_of, policy_titles_for
from experiments.explore.desk import Desk
from experiments.explore.door import SHUT, Door
from experiments.explore.draft import Draft
from experiments.explore.exports import table
from experiments.explore.job import Job, State, first_of
from experiments.explore.question import Question
from experiments.runs.design import Design
from experiments.runs.early_outcomes import EarlyOutcomes
from experiments.runs.lending import borrow, lenders
from experiments.runs.policy_outcomes import TOGETHER
from experiments.runs.run_executor import RunExecutor
from experiments.runs.sweep import Standby, sweep
from experiments.runs.warm_pool import WarmPool
from experiments.store.indicators import Indicator
from experiments.store.run_file import indicator_table, write_run_file
from experiments.store.sweep_folder import SweepFolder
from scenarios import BadInput, about, load, names
from scenarios.policies.lever_keys import IN_FORCE
from sim.basis.words import Event
from tests.sweeping import DAYS, PATROLS, SIZE, Heard

SMALL = Question("two-valleys", (PATROLS,), replicates=2, days=DAYS, scale=0.2)
PATIENCE = 120.0
"""Seconds after which a test gives up waiting."""


def wait_for(there: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.01)


def ended(job: Job) -> Job:
    wait_for(lambda: job.is_ended)
    return job


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(1, tmp_path_factory.mktemp("desk") / "comparisons") as found:
        yield found


def test_a_question_is_the_command_that_answers_it() -> None:
    moved = Question("two-valleys", (PATROLS, "my own.toml"), ((SIZE, 2.55), ("policy.p.e.start", date(2010, 4, 9))), 12, 3, 200, 0.25)
    assert moved.command == (
        f"routesim compare two-valleys {PATROLS} 'my own.toml' --replicates 12 --seed 3 --days 200 --scale 0.25 "
        f"--set {SIZE}=2.55 --set policy.p.e.start=2010-04-09"
    )
    assert Question("two-valleys", (PATROLS,)).command == f"routesim compare two-valleys {PATROLS} --replicates 6"
    assert moved.in_words({PATROLS: "Patrols"}) == (
        "Patrols or my own.toml; patrols factor 2.55; e start 9 April 2010; 12 pairs, scale 0.25, 200 days, from seed 3"
    )


def test_everything_wrong_with_a_form_is_said_at_once() -> None:
    draft = Draft("two-valleys")
    draft.fields |= {"replicates": "2.5", "seed": "-1", "days": "soon", "scale": "0"}
    with pytest.raises(BadInput) as refused:
        draft.question()
    assert [(one.where, one.found) for one in refused.value.findings] == [
        ("Pairs of runs", "2.5"), ("Days", '"soon"'), ("Policies", "none"), ("First seed", "-1"), ("Scale", "0"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "unit", "step"),
    [
        (1.0, 4.0, "ratio", 0.05),  # 3 / 40 = 0.075, below which 0.05 is the next that reads well
        (0.0, 1.0, "share", 0.025),
        (0.0, 280_000.0, "persons", 5000.0),  # 7000
        (0.0, 12.0, "persons/month", 1.0),  # 0.3, but people are whole
        (2.0, 2.0, "ratio", 1.0),
    ],
)
def test_a_slider_moves_by_a_round_number(low: float, high: float, unit: str, step: float) -> None:
    assert Slider("k", "t", low, low, high, unit).step == pytest.approx(step)


def test_a_form_forgets_what_was_moved_back_and_what_was_put_away() -> None:
    draft = Draft("two-valleys", [PATROLS])
    [policy] = draft.controls(load("two-valleys"))
    [lever] = policy.levers
    [size], [start] = lever.sliders, lever.dates
    assert (lever.where, size.key, size.low, size.high) == ("Goat Path", SIZE, 1.0, 4.0)
    assert start == DateSlider(f"policy.{PATROLS}.patrols.start", "First day in force", date(2010, 3, 1), date(2010, 1, 1), date(2010, 12, 31))
    draft.move(size, 3.25)
    draft.move(start, date(2010, 5, 6))
    assert draft.question().settings == ((SIZE, 3.25), (start.key, date(2010, 5, 6)))
    draft.move(start, start.value)
    assert draft.question().settings == ((SIZE, 3.25),)
    draft.settle(load("two-valleys"))
    assert draft.fields["scale"] == 1.0
    draft.pick_scenario("central-asia-2004")
    draft.settle(load("central-asia-2004"))
    assert (draft.policies, draft.moved, draft.fields["scale"]) == ((), {}, 0.1)
    draft.take(Question("two-valleys", (PATROLS,), ((SIZE, 1.5),), 7))
    assert (draft.value(size), draft.fields["replicates"], draft.question().replicates) == (1.5, 7, 7)


def test_every_policy_that_ships_can_be_moved_in_its_range() -> None:
    of = {about(name).territory: name for name in names()}
    worlds = {name: load(name, days=30) for name in of.values()}
    fits = {(name, policy) for name in worlds for policy in policy_titles_for(name)}
    assert len(fits) > 30
    sliders = [
        one
        for name, policy in sorted(fits)
        for lever in controls_of(policy, worlds[name]).levers
        for one in lever.sliders
    ]  # fmt: skip
    assert len(sliders) > 80
    assert [one.key for one in sliders if not (one.low <= one.value <= one.high and one.low < one.high)] == []
    assert all(not one.key.endswith(IN_FORCE) for one in sliders)


def run_of(folder: Path, name: str, numbers: dict[tuple[str, str], float]) -> Path:
    """A file of a run with some indicators by place and name, all of one community."""
    rows = [Indicator("", "", 1, "all days", place, "weavers", what, value, "people") for (place, what), value in numbers.items()]
    write_run_file(folder / f"{name}.zip", {"key": name}, {"indicators": indicator_table(rows)})
    return folder / f"{name}.zip"


def test_what_is_there_so_far_counts_whole_pairs_once(tmp_path: Path) -> None:
    early = EarlyOutcomes(("none", "nets"), ("weavers",), (4, 5, 6), (0.0, 900.0))
    assert early.so_far() is None
    first = run_of(tmp_path, "a", {("all", "apprehended"): 30.0, ("all", "died"): 2.0, ("gate", "died"): 2.0})
    early.take("none", 4, first)
    early.take("none", 4, first)
    early.take("nets", 5, run_of(tmp_path, "b", {("all", "died"): 70.0}))
    assert (early.whole, early.so_far()) == ((), None)
    early.take("nets", 4, run_of(tmp_path, "c", {("all", "apprehended"): 41.0, ("all", "died"): 3.0}))
    found = early.so_far()
    assert found is not None
    assert early.whole == (4,)
    assert found.of("none", "weavers", "deaths")[0, 0] == 2.0  # of all places, and not once more at the gate
    assert (found.of("nets", TOGETHER, "apprehensions") - found.of("none", TOGETHER, "apprehensions"))[0].tolist()[0] == 11.0
    assert str(found.of("nets", TOGETHER, "deaths")[0].tolist()) == "[3.0, nan, nan]"  # of seed 5 the baseline is missing
    assert found.of("nets", TOGETHER, "cost to the state")[0, 0] == 900.0


def test_seeds_up_to_the_first_gap_can_be_named_in_a_command() -> None:
    assert first_of((3, 4, 5, 6), (3, 4, 6)) == (3, 4)
    assert first_of((3, 4), (4,)) == ()


def test_a_second_question_takes_the_baseline_from_the_first_and_a_third_is_the_first_again(desk: Desk) -> None:
    first = ended(desk.ask(SMALL))
    assert (first.state, first.done, first.findings, first.error) == (State.DONE, 4, (), "")
    assert first.found is not None
    assert first.folder is not None
    assert first.folder.name == f"two-valleys-{PATROLS}-days{DAYS}-scale0.2"
    assert first.sentences
    assert "too few pairs" in first.sentences[0]
    assert 'id="chart"' in first.map_page
    with (first.folder / "differences.csv").open(encoding="utf-8", newline="") as file:
        stored = {(row["community"], row["outcome"]): row["difference"] for row in csv.DictReader(file)}
    shown = {(row.community, row.outcome): row.difference for row in first.found.rows}
    assert {key: float(value) for key, value in stored.items()} == {key: value for key, value in shown.items() if key in stored}
    assert set(shown) - set(stored) == {(group, outcome) for group, outcome in shown if group in ("transit communities", "labour communities")}

    second = ended(desk.ask(Question(SMALL.scenario, SMALL.policies, ((SIZE, 4.0),), 2, 1, DAYS, 0.2)))
    assert second.state is State.DONE
    assert second.folder is not None
    inodes = [{path.stat().st_ino for path in (folder / "runs").iterdir()} for folder in (first.folder, second.folder)]
    assert (len(inodes[0] & inodes[1]), len(inodes[1] - inodes[0])) == (2, 2)  # two seeds of the baseline are shared

    assert desk.ask(SMALL) is first
    assert desk.earlier[:2] == [second, first]
    rows = list(csv.DictReader(io.StringIO(table(second).content.decode())))
    assert {row["policy"] for row in rows} == {PATROLS}
    html = numbers_html(first.found.of(PATROLS, TOGETHER))
    assert html.index("Interceptions") < html.index("Harm to migrants") < html.index("Traffic")


def test_what_is_stopped_says_what_is_there_and_goes_on_from_there(desk: Desk, tmp_path: Path) -> None:
    many = Question("two-valleys", ("two-valleys-open-bridge",), (), 60, 1, DAYS, 0.2)
    job = desk.ask(many)
    wait_for(lambda: job.found is not None or job.is_ended)
    desk.stop(job)
    ended(job)
    assert job.state is State.STOPPED
    assert job.found is not None
    pairs = job.question.replicates
    assert 1 <= pairs < 60
    assert job.found.pairs == pairs
    assert job.folder is not None
    assert json.loads((job.folder / "compare.json").read_text(encoding="utf-8"))["seeds"] == pairs
    assert f"--replicates {pairs}" in job.question.command
    more = ended(desk.ask(Question("two-valleys", ("two-valleys-open-bridge",), (), pairs + 1, 1, DAYS, 0.2)))
    assert (more.state, more.folder) == (State.DONE, job.folder)
    last = Question("two-valleys", ("two-valleys-open-bridge",), (), 1, pairs + 1, DAYS, 0.2)
    alone = Design("alone", ("two-valleys",), ("none", *last.policies), seeds=last.seeds, days=DAYS, scale=0.2, keep=("indicators", "journeys", "fees"))
    sweep(alone, tmp_path / "alone")
    for path in (tmp_path / "alone" / "runs").iterdir():
        assert path.read_bytes() == (job.folder / "runs" / path.name).read_bytes()


def test_a_question_that_waits_can_be_stopped_and_one_that_does_not_fit_is_refused(desk: Desk) -> None:
    wrong = Question("two-valleys", (PATROLS,), ((SIZE, -3.0), (f"policy.{PATROLS}.patrols.start", date(2030, 1, 1))), 1, 1, DAYS, 0.2)
    refused, waiting = desk.ask(wrong), desk.ask(Question("two-valleys", (PATROLS,), (), 3, 900, DAYS, 0.2))
    desk.stop(waiting)
    ended(refused)
    ended(waiting)
    assert refused.state is State.REFUSED
    assert {one.where for one in refused.findings} == {f"--set {SIZE}", f"--set policy.{PATROLS}.patrols.start"}
    assert waiting.state is State.STOPPED
    assert waiting.found is None or waiting.found.pairs < 3


def test_workers_stay_between_sweeps_and_do_runs_seed_by_seed(tmp_path: Path) -> None:
    pool = WarmPool(1)
    try:
        pids, done, there = [], [], []
        for name, days in (("a", DAYS), ("b", DAYS + 7)):
            design = Design("pairs", ("two-valleys",), ("none", PATROLS), seeds=(1, 2), days=days, scale=0.2)
            heard = Heard()
            sweep(design, tmp_path / name, listener=heard, standby=Standby(RunExecutor.of(design), pool.lend))
            pids += [worker.process.pid for worker in pool._workers]
            done += [(one.task.recipe.seed, one.task.recipe.policy) for one in heard.answers]
            there.append({path.name for path in (tmp_path / name / "runs").iterdir()})
            assert (heard.plans[0].missing, len(heard.plans)) == (4, 1)
        assert pids[0] == pids[1]
        assert done == [(1, "none"), (1, PATROLS), (2, "none"), (2, PATROLS)] * 2
        assert [len(names) for names in there] == [4, 4]
        assert not there[0] & there[1]  # the worker heard of the other number of days
    finally:
        pool.close()
    assert pool._workers == []


def test_only_whole_runs_are_borrowed(tmp_path: Path) -> None:
    for name in ("lender", "other", "no-sweep"):
        (tmp_path / name / "runs").mkdir(parents=True)
        if name != "no-sweep":
            (tmp_path / name / "sweep.json").write_text("{}", encoding="utf-8")
        run_of(tmp_path / name / "runs", "k1", {("all", "died"): 1.0})
    run_of(tmp_path / "other" / "runs", "k2", {("all", "died"): 5.0})
    (tmp_path / "lender" / "runs" / "k2.zip").write_bytes(b"half")
    place = SweepFolder(tmp_path / "mine")
    place.runs.mkdir(parents=True)
    assert [one.name for one in lenders(tmp_path)] == ["lender", "other"]
    assert borrow(["k1", "k2", "k3"], place, lenders(tmp_path)) == 2
    assert place.path("k2").read_bytes() == (tmp_path / "other" / "runs" / "k2.zip").read_bytes()
    assert place.path("k1").samefile(tmp_path / "lender" / "runs" / "k1.zip")
    assert not place.has("k3")


@pytest.mark.parametrize(
    ("query", "cookie", "status", "gives"),
    [
        ("token=right", "", 200, True),
        ("token=wrong", "", 403, False),
        ("", "", 403, False),
        ("", "routesim-explore-80=right", 200, False),
        ("", "routesim-explore-81=right", 403, False),  # that of an explorer at another port
        ("", "routesim-explore-80=wrong", 403, False),
    ],
)
def test_the_door_opens_with_the_token_or_the_cookie_alone(query: str, cookie: str, status: int, gives: bool) -> None:
    said: list[Any] = []

    async def inside(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        said.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {"type": "http", "query_string": query.encode(), "headers": [(b"cookie", cookie.encode())] if cookie else []}
    asyncio.run(Door(inside, "right", 80)(scope, receive, send))
    assert said[0]["status"] == status
    heads = dict(said[0]["headers"])
    assert (b"set-cookie" in heads) == gives
    if gives:
        assert heads[b"set-cookie"] == b"routesim-explore-80=right; HttpOnly; SameSite=Strict; Path=/"
    if status == 403:
        assert said[1]["body"].decode() == SHUT


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.explore.server.find_spec", lambda _: None)
    done = CliRunner().invoke(app, ["explore"])
    assert done.exit_code == 2
    assert done.stderr == "routesim explore needs the extra explore: pip install 'smuggling-route-simulator[explore]' (in a clone: pip install '.[explore]')\n"


def test_the_twin_on_a_page_counts_by_week_what_its_ledger_counts() -> None:
    show = Show(days=21, scale=0.2, seed=1)
    while not show.is_over:
        show.step_week()
    counts = show.model.ledger.counts
    for event, weeks in show.weeks.items():
        assert len(weeks) == 3
        assert sum(weeks) == sum(people for (_, _, _, one), people in counts.items() if one is event)
    assert sum(show.weeks[Event.DEPARTED]) > 0
    assert show.svg().count("<rect") == 15  # five events, three weeks
    show.begin(2.5)
    assert show.weeks[Event.DEPARTED] == []
