"""Designs: which values are taken, in which order runs come, and what is wrong with a file."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from experiments.cli.app import app
from experiments.runs.design import Design
from experiments.runs.design_file import read_design
from experiments.runs.draws_file import draws
from experiments.runs.points import Range, grid, latin_hypercube, morris, rows, sobol
from experiments.runs.run_executor import RunExecutor
from experiments.runs.sweep_plan import check
from scenarios import BadInput

PATROLS = "two-valleys-path-patrols"
SIZE = f"policy.{PATROLS}.patrols.factor"
TWO = {"a": Range(0.0, 10.0), "b": Range(1.0, 100.0, log=True)}

GOOD = f"""
scenario = "two-valleys"
policies = ["none", "{PATROLS}"]
seeds = 2
days = 100
[levers]
method = "grid"
[levers.dimensions]
"{SIZE}" = [1, 2, 4]
[uncertainties]
method = "lhs"
points = 3
[uncertainties.dimensions]
"market.margin" = "range"
"event.1.end" = {{ low = 2010-08-01, high = 2010-09-01 }}
"""


def design_file(folder: Path, text: str = GOOD, old: str = "", new: str = "") -> Path:
    assert old in text
    path = folder / "mine.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def findings_of(path: Path) -> list[str]:
    def read_and_check() -> None:
        design = read_design(path)
        check(design, RunExecutor.of(design))

    with pytest.raises(BadInput) as caught:
        read_and_check()
    return [str(finding) for finding in caught.value.findings]


def test_a_grid_takes_every_combination_the_last_changing_fastest() -> None:
    points = grid({"a": [1.0, 2.0], "b": Range(0.0, 1.0, steps=3)})
    assert [tuple(point.values()) for point in points] == [(1, 0), (1, 0.5), (1, 1), (2, 0), (2, 0.5), (2, 1)]


def test_a_grid_of_more_points_than_are_made_is_refused_before_it_is_made() -> None:
    with pytest.raises(ValueError, match="1,000,000 points, where at most 100,000 are made"):
        grid({"a": Range(0.0, 1.0, steps=100), "b": Range(0.0, 1.0, steps=100), "c": list(range(100))})


def test_a_latin_hypercube_takes_one_value_of_every_part() -> None:
    points = latin_hypercube({**TWO, "c": ["x", "y"], "d": Range(date(2004, 1, 1), date(2004, 1, 10)), "e": Range(1, 5, whole=True)}, 10, seed=3)
    assert sorted(int(value) for value in points.columns["a"]) == list(range(10))
    assert sorted(points.columns["c"]) == ["x"] * 5 + ["y"] * 5
    assert sorted(points.columns["d"]) == [date(2004, 1, day) for day in range(1, 11)]
    assert sorted(points.columns["e"]) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert sum(value < 10 for value in points.columns["b"]) == 5, "even in the logarithm: half of 1 to 100 lies below 10"
    assert points == latin_hypercube({**TWO, "c": ["x", "y"], "d": Range(date(2004, 1, 1), date(2004, 1, 10)), "e": Range(1, 5, whole=True)}, 10, seed=3)
    assert latin_hypercube(TWO, 10, seed=4) != latin_hypercube(TWO, 10, seed=3)


def test_a_sobol_sequence_fills_every_quarter_alike() -> None:
    points = sobol({"a": Range(0.0, 1.0), "b": Range(0.0, 1.0)}, 16, seed=2)
    quarters = [(point["a"] < 0.5, point["b"] < 0.5) for point in points]  # type: ignore[operator]
    assert {quarter: quarters.count(quarter) for quarter in quarters} == dict.fromkeys(quarters, 4)
    assert len(set(quarters)) == 4
    with pytest.raises(ValueError, match="over 8 or 16 points, not 12"):
        sobol(TWO, 12)


def test_each_trajectory_of_morris_changes_every_dimension_once_by_two_thirds() -> None:
    points = list(morris({"a": Range(0.0, 3.0), "b": Range(0.0, 3.0), "c": Range(0.0, 3.0)}, trajectories=5, levels=4, seed=1))
    assert len(points) == 5 * 4
    for path in (points[k : k + 4] for k in range(0, 20, 4)):
        changed = [[key for key in "abc" if one[key] != other[key]] for one, other in pairwise(path)]
        assert sorted(key for keys in changed for key in keys) == ["a", "b", "c"]
        assert {round(abs(one[key] - other[key]), 9) for one, other in pairwise(path) for key in "abc" if one[key] != other[key]} == {2.0}  # type: ignore[operator]
        assert {round(value, 9) for point in path for value in point.values()} <= {0.0, 1.0, 2.0, 3.0}  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="levels must be even"):
        morris(TWO, 2, levels=3)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_draws_come_from_a_table(tmp_path: Path, kind: str) -> None:
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    path = tmp_path / f"posterior.{kind}"
    table = pa.table({"chain": [0, 0, 1], "market.margin": [0.1, 0.2, 0.3], "event.1.end": [date(2010, 8, day) for day in (1, 2, 3)], "_log": [1.0, 2.0, 3.0]})
    pa.csv.write_csv(table, path) if kind == "csv" else pa.parquet.write_table(table, path)
    points = draws(path, take=2)
    assert list(points) == [{"market.margin": 0.1, "event.1.end": date(2010, 8, 1)}, {"market.margin": 0.2, "event.1.end": date(2010, 8, 2)}]
    with pytest.raises(BadInput, match=f"nearest: posterior.{kind}"):
        draws(tmp_path / f"posterio.{kind}")


def test_runs_come_by_scenario_policy_levers_uncertainties_and_seed(tmp_path: Path) -> None:
    design = read_design(design_file(tmp_path))
    runs = list(design)
    assert [run.number for run in runs] == list(range(len(design)))
    assert len(design) == 3 * 2 + 3 * 3 * 2, "sizes of a policy play no part in runs without it"
    assert [run.policy for run in runs] == ["none"] * 6 + [PATROLS] * 18
    assert [run.settings.get(SIZE) for run in runs] == [None] * 6 + [1.0] * 6 + [2.0] * 6 + [4.0] * 6
    assert {run.seed for run in runs} == {1, 2}, "the same seeds everywhere"
    assert [run.point for run in runs[:6]] == [0, 0, 1, 1, 2, 2]
    margins = [run.settings["market.margin"] for run in runs[:6:2]]
    assert sorted(int((margin - 0.1) / (0.5 / 3)) for margin in margins) == [0, 1, 2], "the range is the parameter's own, 0.1 to 0.6"  # type: ignore[operator]
    check(design, RunExecutor.of(design))


def test_seeds_can_differ_from_point_to_point() -> None:
    design = Design("x", ("two-valleys",), uncertainties=rows([{"market.margin": 0.1}, {"market.margin": 0.2}]), seeds=(1, 5), common_seeds=False)
    assert [run.seed for run in design] == [1, 5, 7, 11]
    assert [run.seed for run in replace(design, first=2)] == [13, 17, 19, 23], "after two points of another design, which had seeds 1, 5, 7 and 11"


def test_the_example_designs_are_sound(root: Path) -> None:
    for path in (root / "examples" / "designs").glob("*.toml"):
        design = read_design(path)
        check(design, RunExecutor.of(design))
        assert len(design) > 1


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"market.margin" = "range"', f'"{SIZE}" = [3]', f"mine.toml:14: found {SIZE}, which is a lever too"),
        ('"market.margin" = "range"', f'"policy.{PATROLS}.1.factor" = [3]', f"mine.toml:14: found policy.{PATROLS}.1.factor, the same as {SIZE}"),
        ('"market.margin"', '"market.margn"', 'mine.toml:14: found market.margn = "range", which has none'),
        ('"market.margin" = "range"', '"market.margn" = [1]', 'mine.toml:14: found parameter key "market.margn"'),
        ('"market.margin" = "range"', '"market.margin" = [0.1, -1]', "mine.toml:14: found market.margin = -1"),
        ("[1, 2, 4]", "[1, -2, 4]", "mine.toml:9: found factor = -2"),
        ("[1, 2, 4]", "{ low = 1, high = 2 }", "mine.toml:9: found a range without steps"),
        (f'"{SIZE}"', '"policy.other.1.factor"', "mine.toml:9: found policy.other.1.factor"),
        ('"lhs"', '"sobol"', "mine.toml:11: found the method sobol: a Sobol sequence is even over 2 or 4 points, not 3"),
        ('"lhs"', '"lsh"', 'mine.toml:11: found method "lsh"'),
        ("points = 3", "", "mine.toml:10: found the method lhs without points"),
        ("points = 3", "trajectories = 3", 'mine.toml:12: found key "trajectories" with the method lhs'),
        ("seeds = 2", "seeds = [1, 1]", "mine.toml:4: found seeds = [1, 1]"),
        ("seeds = 2", "seeds = 2000000000", "mine.toml:4: found seeds = 2000000000; allowed: how many, from 1 to 100000"),
        ("seeds = 2", "seeds = 70000", "mine.toml:1: found 1,260,000 runs"),
        ("[1, 2, 4]", "{ low = 1, high = 2, steps = 100001 }", "mine.toml:9: found steps = 100001"),
        ("points = 3", "points = 100001", "mine.toml:12: found points = 100001"),
        ("days = 100", "days = 0", "mine.toml:5: found 0"),
        ("days = 100", 'keep = "all"', 'mine.toml:5: found keep "all"'),
        ("days = 100", '[settings]\n"market.margin" = 0.2', "mine.toml:6: found market.margin, which varies in [uncertainties]"),
        ('"two-valleys"', '"two-vallys"', 'mine.toml:2: found "two-vallys"'),
        ('"none"', '"nothing"', 'mine.toml:3: found "nothing"'),
    ],
)
def test_what_is_wrong_with_a_design_is_said_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, found: str) -> None:
    monkeypatch.chdir(tmp_path)
    lines = findings_of(design_file(tmp_path, GOOD, old, new))
    assert any(line.startswith(found) for line in lines), lines


def test_one_message_lists_everything(tmp_path: Path) -> None:
    text = GOOD.replace('"two-valleys"', '"two-vallys"', 1).replace("seeds = 2", "seeds = 0").replace('"grid"', '"gird"').replace("points = 3", "")
    assert len(findings_of(design_file(tmp_path, text))) >= 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "two-valleys", "--replicates", "2000000000"], "100000"),
        (["run", "two-valleys", "--replicates", "2", "--workers", "1000000"], "1024"),
        (["compare", "two-valleys", "two-valleys-path-patrols", "--replicates", "2000000000"], "100000"),
        (["sensitivity", "two-valleys", "--points", "1073741824"], "100000"),
    ],
)
def test_commands_refuse_more_than_can_be_meant(words: list[str], said: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "r")])
    assert done.exit_code == 2
    assert "less than or equal to" in done.output
    assert said in done.output
    assert list(tmp_path.iterdir()) == []
