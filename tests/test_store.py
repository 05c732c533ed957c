"""A stored run comes back as it was, is written whole or not at all, and shows damage."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.store import digests, is_run, read_indicators, read_run, run_writer, write_run
from experiments.store.digest import canonical
from sim.books.results import Labelled, Results
from tests.synthetic import results, small_world


@pytest.fixture(scope="module")
def made() -> Results:
    return results(small_world())


def test_a_run_comes_back_with_equal_digests_and_an_equal_world(made: Results, tmp_path: Path) -> None:
    world = small_world()
    run = read_run(write_run(made, world, tmp_path / "one").folder)
    assert digests(run.results.tables) == digests(made.tables)
    assert run.world == world
    assert (run.results.seed, run.results.scenario, run.results.phases) == (made.seed, made.scenario, made.phases)
    assert run.about["parameters"]["country.KAZ.fine_usd"] == {"value": 120, "unit": "USD/person", "status": "documented", "source": "FEE-32"}


def test_what_is_written_is_handed_over_as_it_is_read_back(made: Results, tmp_path: Path) -> None:
    written = write_run(made, small_world(), tmp_path / "one")
    read = read_run(written.folder)
    assert (written.folder, written.about, written.world) == (read.folder, read.about, read.world)
    assert list(written.world.parameters.table) == list(read.world.parameters.table)
    assert written.results.phases == read.results.phases
    for name, table in read.results.tables.items():
        for key, column in table.items():
            other = written.results.tables[name][key]
            if isinstance(column, Labelled) and isinstance(other, Labelled):
                assert (column.labels, column.codes.dtype) == (other.labels, other.codes.dtype)
                column, other = column.codes, other.codes  # noqa: PLW2901
            assert isinstance(column, np.ndarray)
            assert isinstance(other, np.ndarray)
            assert column.dtype == other.dtype
            assert column.tolist() == other.tolist(), (name, key)


@pytest.mark.parametrize("last", [1, 2**61])
def test_rows_are_sorted_by_all_columns_however_large_their_numbers(last: int) -> None:
    table = {"week": np.array([1, 0, 1, 0, 1]), "cents": np.array([last, -last, -last, last, 0]), "share": np.array([0.5, 0.25, 0.5, 0.125, 0.5])}
    before, after = (list(zip(*(column.tolist() for column in each.values()), strict=True)) for each in (table, canonical("flows", table)))
    assert after == sorted(before)


def test_two_writes_of_the_same_run_have_the_same_bytes(made: Results, tmp_path: Path) -> None:
    write_run(made, small_world(), tmp_path / "one")
    write_run(replace(made, phases={"decide": 9.0}), small_world(), tmp_path / "two")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "two").iterdir())
    differing = [name for name in names if (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()]
    assert differing == ["timing.json"]


def test_digests_do_not_depend_on_row_order_nor_on_codes(made: Results) -> None:
    flows = made.tables["flows"]
    order = np.random.default_rng(0).permutation(len(flows["day"]))
    shuffled: dict[str, Labelled | np.ndarray] = {}
    for name, column in flows.items():
        if isinstance(column, Labelled):
            last = len(column.labels)
            shuffled[name] = Labelled(last - column.codes[order], ("unused", *reversed(column.labels)))
        else:
            shuffled[name] = column[order]
    assert digests({"flows": shuffled}) == digests({"flows": flows})


def test_events_of_one_person_in_one_hour_keep_their_order(made: Results) -> None:
    events = made.tables["events"]
    back = {name: Labelled(column.codes[::-1], column.labels) if isinstance(column, Labelled) else column[::-1] for name, column in events.items()}
    assert digests({"events": back}) != digests({"events": events})


def test_an_interrupted_write_leaves_no_run(made: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_writer, "_about", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_run(made, small_world(), tmp_path / "one")
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_write_keeps_the_run_that_was_there(made: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = write_run(made, small_world(), tmp_path / "one").folder
    monkeypatch.setattr(run_writer, "_about", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_run(replace(made, seed=2), small_world(), where)
    assert read_run(where).results.seed == made.seed
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_what_a_killed_write_left_is_no_run_and_is_redone(made: Results, tmp_path: Path) -> None:
    half = tmp_path / ".one.writing"
    half.mkdir()
    (half / "flows.parquet").write_bytes(b"half")
    assert not is_run(half)
    write_run(made, small_world(), tmp_path / "one")
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_folder_that_is_no_run_is_never_replaced(made: Results, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError, match="is not a run"):
        write_run(made, small_world(), tmp_path)
    with pytest.raises(FileNotFoundError):
        read_run(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_changed_table_is_noticed(made: Results, tmp_path: Path) -> None:
    where = write_run(made, small_world(), tmp_path / "one").folder
    other = write_run(results(small_world(), seed=2), small_world(), tmp_path / "two").folder
    (where / "flows.parquet").write_bytes((other / "flows.parquet").read_bytes())
    with pytest.raises(ValueError, match="flows"):
        read_run(where)


def test_indicators_keep_communities_apart_and_have_units(made: Results, tmp_path: Path) -> None:
    rows = read_indicators(write_run(made, small_world(), tmp_path / "one").folder)
    assert {row.community for row in rows} == {"kyrgyz-workers", "pakistani"}
    assert all(row.unit and row.period == "2004-01-29/2004-04-21" for row in rows)
    found = {(row.place_or_crossing, row.community, row.indicator): row.value for row in rows}
    rate = found["river-green", "kyrgyz-workers", "apprehension rate"]
    assert rate == found["river-green", "kyrgyz-workers", "apprehended"] / found["river-green", "kyrgyz-workers", "attempts"]
    for community in ("kyrgyz-workers", "pakistani"):
        by_channel = {name: value for (_, whose, name), value in found.items() if whose == community and name.startswith("crossed by ")}
        assert sum(by_channel.values()) == found["all", community, "crossed"]
        assert len(by_channel) > 1, "people pass in more than one way"


def test_no_path_host_or_time_stands_in_hashed_files(made: Results, tmp_path: Path) -> None:
    where = write_run(made, small_world(), tmp_path / "one").folder
    about = json.loads((where / "run.json").read_text())
    assert str(tmp_path) not in (where / "run.json").read_text() + (where / "scenario.toml").read_text()
    assert not {"created", "host", "time", "elapsed"} & set(about)
