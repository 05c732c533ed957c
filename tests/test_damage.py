"""Damaged files are named, never taken for whole, and done again where the command can."""

import json
import random
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import experiments
from experiments.cli import app
from experiments.plots.result_folder import open_folder
from experiments.runs import sweep
from experiments.runs.comparison import Request, read_comparison
from experiments.runs.comparison_files import write_comparison
from experiments.store import DamagedFile, DamagedRun, NoRun, about_run, is_run, read_run, write_run
from experiments.store.digest_list import LIST, what_is_wrong
from experiments.store.scenario_form import read_world
from experiments.store.scenario_text import scenario_text
from experiments.store.sweep_folder import SweepFolder
from scenarios import BadInput, load
from scenarios.reading.problems import Problems
from tests.sweeping import DAYS, PATROLS, Heard, content, small
from tests.synthetic import results, small_world

BITS = 400
EARLIER = "figures"
"""What the table of parameters was called."""


def flipped(path: Path, bit: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[bit // 8 % len(raw)] ^= 1 << bit % 8
    path.write_bytes(bytes(raw))


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def run(tmp_path: Path) -> Path:
    world = small_world()
    return write_run(results(world), world, tmp_path / "run").folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep that keeps what happened by week."""
    folder = tmp_path_factory.mktemp("whole") / "sweep"
    sweep.sweep(small(seeds=(1, 2), keep=("indicators", "weeks")), folder)
    return folder


@pytest.fixture
def swept(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "sweep"))


def test_the_list_covers_every_file_of_a_run(run: Path) -> None:
    from experiments.plots import draw_all

    draw_all(read_run(run))
    listed = json.loads((run / LIST).read_text(encoding="utf-8"))["files"]
    assert set(listed) == {path.name for path in run.iterdir()} - {LIST}
    assert what_is_wrong(run) == {}
    assert call("check", run).exit_code == 0


def test_one_flipped_bit_in_any_file_of_a_run_is_noticed(run: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - any bits will do
    for path in sorted(set(run.iterdir()) - {run / LIST}):
        whole = path.read_bytes()
        for _ in range(6):
            flipped(path, chance.randrange(8 * len(whole)))
            with pytest.raises(BadInput) as caught:
                about_run(run)
            assert any(path.name in finding.where for finding in caught.value.findings), path.name
            path.write_bytes(whole)
    assert about_run(run)


def test_a_damaged_run_may_be_simulated_again(run: Path) -> None:
    (run / "run.json").write_text('{"format": "routesim run 1"', encoding="utf-8")
    with pytest.raises(NoRun, match=r"run\.json: found a file that cannot be read"):
        read_run(run)
    write_run(results(small_world()), small_world(), run)
    assert is_run(run)


def test_flipped_bits_in_the_tables_of_a_sweep_never_give_other_values(whole: Path, tmp_path: Path) -> None:
    chance = random.Random(2)  # noqa: S311 - any bits will do
    folder = Path(shutil.copytree(whole / "results", tmp_path / "sweep" / "results")).parent
    expected = {table: experiments.load(folder, table) for table in ("indicators", "runs")}
    paths = sorted((folder / "results").rglob("*.parquet"))
    for number in range(BITS):
        path = paths[number % len(paths)]
        raw = path.read_bytes()
        flipped(path, chance.randrange(8 * len(raw)))
        with pytest.raises(DamagedFile, match=path.name):
            experiments.load(folder, "runs" if path.name == "runs.parquet" else "indicators")
        path.write_bytes(raw)
    assert all(experiments.load(folder, table).equals(tables) for table, tables in expected.items())


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone", "list cut"])
def test_damaged_tables_of_a_sweep_are_made_again(damage: str, swept: Path, whole: Path) -> None:
    path = next((swept / "results" / "indicators").rglob("*.parquet")) if damage != "list cut" else swept / "results" / LIST
    changes = {
        "cut": lambda: path.write_bytes(path.read_bytes()[:-40]),
        "flipped": lambda: flipped(path, 8 * 200),
        "gone": path.unlink,
        "list cut": lambda: path.write_bytes(path.read_bytes()[:-40]),
    }
    changes[damage]()
    with pytest.raises(DamagedFile, match=r"give the command( that made the folder)? again"):
        experiments.load(swept)
    heard = Heard()
    assert sweep.sweep(small(seeds=(1, 2), keep=("indicators", "weeks")), swept, listener=heard).done == 0
    assert "The tables of the sweep were damaged: they are made again." in heard.said
    assert content(swept) == content(whole)


@pytest.mark.parametrize("cut", [1, 100, 5000])
def test_damaged_files_of_runs_are_done_again(cut: int, swept: Path, whole: Path) -> None:
    first = min((swept / "runs").glob("*.zip"))
    first.write_bytes(first.read_bytes()[:-cut])
    with pytest.raises(DamagedFile, match=first.name):
        open_folder(swept).weekly_flows()
    heard = Heard()
    assert sweep.sweep(small(seeds=(1, 2), keep=("indicators", "weeks")), swept, listener=heard).done == 1
    assert "1 run files were damaged and are removed; these runs are done again." in heard.said
    assert content(swept) == content(whole)


def test_damaged_files_beside_the_runs_are_findings_or_written_again(swept: Path) -> None:
    about = swept / "sweep.json"
    text = about.read_text(encoding="utf-8")
    for spoilt in (text[:100], text.replace('"seeds"', '"seads"'), "[]", text.replace('"scale": 0.2', '"scale": 0.3'), text.replace("0.2", '"a"')):
        about.write_text(spoilt, encoding="utf-8")
        done = call("report", swept)
        assert done.exit_code == 2, done.output
        assert "sweep.json: found" in done.stderr
    heard = Heard()
    sweep.sweep(small(seeds=(1, 2), keep=("indicators", "weeks")), swept, listener=heard)
    assert "was damaged: it is written again" in heard.said[0]
    assert about.read_text(encoding="utf-8") == text
    (swept / "results" / "compacted.json").write_text("{", encoding="utf-8")
    heard = Heard()
    sweep.sweep(small(seeds=(1, 2), keep=("indicators", "weeks")), swept, listener=heard)
    assert "made again" in heard.said[0]


def test_a_damaged_comparison_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("compare", "two-valleys", "--policy", PATROLS, "--replicates", 2, "--days", DAYS, "--scale", 0.2, "--out", "c", "--workers", 1, "--quiet")
    assert call(*words, "--no-pictures").exit_code == 0
    names = ("compare.json", "differences.csv")
    before = {name: (tmp_path / "c" / name).read_bytes() for name in names}
    listed = json.loads((tmp_path / "c" / LIST).read_text(encoding="utf-8"))["files"]
    assert {"sweep.json", *names} <= set(listed)
    flipped(tmp_path / "c" / "compare.json", 8 * 3000)
    done = call("report", "c")
    assert done.exit_code == 2
    assert "compare.json: found" in done.stderr
    zipped = min((tmp_path / "c" / "runs").glob("*.zip"))
    zipped.write_bytes(zipped.read_bytes()[:-200])
    done = call(*words[:-1], "--no-pictures")
    assert done.exit_code == 0, done.output
    assert "1 run files were damaged" in done.stderr
    assert {name: (tmp_path / "c" / name).read_bytes() for name in names} == before


def test_a_comparison_is_not_written_into_the_folder_of_another(tmp_path: Path) -> None:
    request = Request("two-valleys", ("none", PATROLS), (1, 2), days=DAYS, scale=0.2)
    sweep.sweep(request.design(), tmp_path)
    found, place = read_comparison(request, tmp_path), SweepFolder(tmp_path)
    place.note(place.about() | {"design": place.about()["design"] | {"scale": 0.3}})
    with pytest.raises(BadInput, match="another comparison, which was begun there since"):
        write_comparison(found, tmp_path)
    assert not (tmp_path / "compare.json").exists()


JSON_OF_A_RUN = {
    "cut": ("run.json", lambda text: text[:200]),
    "no scenario": ("run.json", lambda text: text.replace('"scenario":', '"scenaro":')),
    "seed in words": ("run.json", lambda text: text.replace('"seed": 1', '"seed": "one"')),
    "a list": ("run.json", lambda _: "[1, 2]"),
    "deep": ("run.json", lambda _: "[" * 100_000),
    "tables of other types": ("run.json", lambda text: text.replace('"rows":', '"rowz":')),
    "no JSON": ("timing.json", lambda _: "seconds"),
    "seconds in words": ("timing.json", lambda _: '{"decide": "fast"}'),
    "list of digests": (LIST, lambda text: text.replace('"files"', '"fils"')),
    "not UTF-8": ("timing.json", lambda _: "\udcff"),
}


@pytest.mark.parametrize("case", JSON_OF_A_RUN)
def test_json_that_is_read_back_fills_its_form(case: str, run: Path) -> None:
    name, change = JSON_OF_A_RUN[case]
    path = run / name
    path.write_bytes(change(path.read_text(encoding="utf-8")).encode("utf-8", "surrogateescape"))
    for words in (("check", run), ("plot", run, "--list"), ("report", run)):
        done = call(*words)
        assert done.exit_code == 2, done.output
        assert f"{name}: found" in done.stderr
        assert "internal error" not in done.stderr
    assert not (run / "report.html").exists()


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("[parameters]", f"[{EARLIER}]", f"the table [{EARLIER}], a name of earlier versions; allowed: the table [parameters]"),
        ("days = ", "dayz = ", 'unknown key "dayz"'),
        ("days = 112", "days = 'many'", "days = 'many'"),
        ('kind = "green"', 'kind = "gren"', "a scenario that cannot be read (KeyError"),
        ("places = [", "places = [ 7,", "places.0"),
    ],
)
def test_a_resolved_scenario_fills_its_form(old: str, new: str, found: str) -> None:
    text = scenario_text(small_world())
    assert old in text
    problems = Problems()
    assert read_world(Path("scenario.toml"), text, problems) is not None
    assert problems.findings == []
    assert read_world(Path("scenario.toml"), text.replace(old, new, 1), problems) is None
    assert any(found in str(finding) for finding in problems.findings), problems.findings
    assert all(finding.where.startswith("scenario.toml") for finding in problems.findings)


def test_worlds_that_ship_fill_the_form() -> None:
    problems = Problems()
    world = load("two-valleys")
    text = scenario_text(world)
    read = read_world(Path("scenario.toml"), text, problems)
    assert problems.findings == []
    assert read is not None
    assert scenario_text(read) == text


def test_tables_of_another_version_are_a_finding(tmp_path: Path) -> None:
    world = small_world()
    made = results(world)
    flows = dict(made.tables["flows"])
    flows["week"] = flows["day"]
    folder = write_run(type(made)(made.scenario, made.seed, made.start, made.days, {**made.tables, "flows": flows}, made.phases), world, tmp_path / "x").folder
    with pytest.raises(DamagedRun, match="the columns week of another version"):
        read_run(folder)


def test_a_fit_whose_draws_were_changed_is_refused(tmp_path: Path) -> None:
    from experiments.store.digest_list import note

    draws = tmp_path / "posterior.csv"
    draws.write_text("draw,market.margin\n0,0.5\n", encoding="utf-8")
    note(tmp_path, [draws])
    words = ("run", "two-valleys", "--days", 2, "--scale", 0.05, "--posterior", draws, "--no-pictures", "--out", tmp_path / "run")
    draws.write_text("draw,market.margin\n0,0.6\n", encoding="utf-8")
    done = call(*words)
    assert done.exit_code == 2
    assert "posterior.csv: found other bytes than its digest" in done.stderr
    assert not (tmp_path / "run").exists()
