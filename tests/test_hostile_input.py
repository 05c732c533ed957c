"""Input that nobody writes on purpose, or somebody does: it is refused at once, in few words, with the place where it stands."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import scenarios
from experiments.cli import app
from scenarios import BadInput
from scenarios.check import check
from scenarios.posteriors import read_posterior
from scenarios.reading.excess import excess_of
from scenarios.reading.files import MOST_BYTES, read_rows, read_text
from scenarios.reading.likeness import nearest
from scenarios.reading.names import name_allowed, spelled
from scenarios.reading.problems import MOST_FINDINGS, MOST_SHOWN, Problems
from scenarios.reading.toml_files import read_toml
from scenarios.start import start
from scenarios.territories import memory
from scenarios.territories.parts import Parts
from scenarios.territories.shares import explained

PATROLS = "policy.two-valleys-path-patrols.patrols"
SOON = 5.0
"""Seconds of computing after which a refusal is there, however busy the machine is."""


@pytest.fixture(autouse=True)
def _refused_soon() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SOON


@pytest.fixture
def mine(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The teaching scenario in the working folder, with its territory in ``land``."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", "land")
    text = (root / "scenarios" / "two-valleys.toml").read_text(encoding="utf-8")
    Path("mine.toml").write_text(text.replace('"two-valleys"', '"land"'), encoding="utf-8")
    return Path("mine.toml")


def change(path: str | Path, old: str, new: str, times: int = 1) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new, times), encoding="utf-8")


def refused(ask: Callable[[], object]) -> list[str]:
    with pytest.raises(BadInput) as caught:
        ask()
    assert len(str(caught.value)) < 100_000
    return [str(finding) for finding in caught.value.findings]


def lines_of(ask: Callable[[], object]) -> str:
    return "\n".join(refused(ask))


# Paths.


LONG = "x" * 300


@pytest.mark.parametrize(
    "ask",
    [
        lambda: scenarios.load(LONG),
        lambda: scenarios.load(f"{LONG}.toml"),
        lambda: scenarios.load("two-valleys", policy=f"{LONG}.toml"),
        lambda: scenarios.load("two-valleys", posterior=f"{LONG}.csv"),
        lambda: scenarios.load("a\0b.toml"),
        lambda: check(f"{LONG}.toml"),
        lambda: check(LONG),
        lambda: check("a\0b"),
        lambda: start(Path(LONG)),
        lambda: scenarios.about(f"{LONG}.toml"),
        lambda: scenarios.load_policy("/dev/zero"),
        lambda: read_posterior(Path("/dev/zero")),
        lambda: scenarios.load("/dev/zero"),
        lambda: scenarios.load("two-valleys", posterior="/proc/self/mem"),
    ],
)
def test_paths_that_lead_nowhere(ask: Callable[[], object], mine: Path) -> None:
    assert len(refused(ask)) == 1


def test_pipes_and_circles_of_links(mine: Path) -> None:
    os.mkfifo("pipe.toml")
    os.mkfifo("pipe.csv")
    Path("circle.toml").symlink_to("circle.toml")
    Path("loop").symlink_to("loop")
    assert refused(lambda: scenarios.load("pipe.toml")) == ["pipe.toml: found a pipe, a device or a socket; allowed: a file"]
    assert "pipe.csv" in lines_of(lambda: scenarios.load("two-valleys", posterior="pipe.csv"))
    assert "circle.toml: found a file that cannot be read" in lines_of(lambda: scenarios.load("circle.toml"))
    assert "circle.toml" in lines_of(lambda: check("circle.toml"))
    for link in ("loop", "pipe.csv"):
        (Path("land") / "legs.csv").unlink(missing_ok=True)
        (Path("land") / "legs.csv").symlink_to(Path(link).absolute())
        assert ("legs.csv" if link == "loop" else "a pipe") in lines_of(lambda: scenarios.load(mine))
    change(mine, '"land"', '"loop"')
    assert 'territory "loop"' in lines_of(lambda: scenarios.load(mine))


@pytest.mark.parametrize("path", ["x" * 300, "x" * 300 + "/y", "circle", "circle/y"])
@pytest.mark.parametrize(
    "command",
    [
        "report {}", "plot {}", "map {}", "check {}", "sweep {}", "new {}", "evidence --run {}", "discover {} --outcome deaths --worse-than 1",
        "compare two-valleys two-valleys-open-bridge --over-posterior {}", "compare two-valleys two-valleys-open-bridge --out {} --plan",
        "run two-valleys --out {}", "run two-valleys --posterior {}", "run {}", "run two-valleys --policy {}", "validate {}",
    ],
)  # fmt: skip
def test_a_path_that_cannot_be_looked_at_is_one_finding(command: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("circle").symlink_to("circle")
    done = CliRunner().invoke(app, command.format(path).split())
    assert done.exit_code == 2, done.output
    assert done.stderr.startswith("1 finding in the input:"), done.output
    assert {found.name for found in tmp_path.iterdir()} == {"circle"}


def test_files_that_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, most in (("a.csv", MOST_BYTES), ("a.toml", 2**20)):
        with Path(name).open("wb") as file:
            file.truncate(most + 1)  # a hole: it takes no room
    problems = Problems()
    assert read_text(Path("a.csv"), problems) is None
    assert read_toml(Path("a.toml"), problems) is None
    assert [str(one) for one in problems.findings] == [
        "a.csv: found a file of more than 32 MiB; allowed: at most 32 MiB",
        "a.toml: found a file of more than 1 MiB; allowed: at most 1 MiB",
    ]


# What stands in TOML files.


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("x = " + "[" * 1000 + "]" * 1000, "more than 20 brackets inside one another"),
        ("x = " + "[" * 100_000, "more than 20 brackets"),
        ("x = " + "{a = " * 1000, "more than 20 brackets"),
        (".".join("a" * 20_000) + " = 1", "a key of more than 20 parts"),
        ("[" + ".".join(["abc"] * 20_000) + "]", "a key of more than 20 parts"),
        ("x = {" + " . ".join(['"a"'] * 20_000) + " = 1}", "a key of more than 20 parts"),
        ("x = " + "9" * 5000, "a number of 5,000 digits"),
        ("x = 0x" + "f" * 5000, "a number of 5,002 digits"),
        ("x = -" + "9_" * 500, "a number of 1,000 digits"),
        ('like = "a\\u0000b"', 'like "a\\x00b"'),
        (f'like = "{LONG}"', f'like "{LONG[:140]}'),
        (f'territory = "{LONG}"', "territory"),
        ("days = 1" + "0" * 299, "days = 1000"),
    ],
)
def test_lines_that_take_for_ever(line: str, found: str, mine: Path) -> None:
    key = line.partition("=")[0].strip()
    text = mine.read_text(encoding="utf-8")
    mine.write_text(f"{line}\n" + "\n".join(one for one in text.splitlines() if key not in {"days", "territory"} or not one.startswith(key)), encoding="utf-8")
    findings = refused(lambda: scenarios.load(mine))
    assert len(findings) == 1
    assert findings[0].startswith("mine.toml:1: ")
    assert found in findings[0]


def test_brackets_and_dots_in_texts_and_comments_count_for_nothing() -> None:
    long = "[" * 50 + "." * 50 + "9" * 500
    assert excess_of(f'# {long}\nx = "{long}"\ny = \'{long}\'\nz = """\n{long}\n"""\nw = \'\'\'\n{long}\'\'\'\n') is None
    excess = excess_of(f'x = """\n\n"""\ny = {"[" * 21}')
    assert excess is not None
    assert excess.line == 4


def test_chains_and_circles_of_like(mine: Path) -> None:
    for number in range(1000):
        Path(f"s{number}.toml").write_text(f'like = "s{number + 1}.toml"\n', encoding="utf-8")
    assert "at most 20 scenarios" in lines_of(lambda: scenarios.load("s0.toml"))
    Path("s3.toml").write_text('like = "s1.toml"\n', encoding="utf-8")
    assert "which leads back to s1.toml" in lines_of(lambda: scenarios.load("s0.toml"))


def test_numbers_beyond_all_use(mine: Path) -> None:
    for event in ("factor = 1e308", "factor = 1" + "0" * 299, "factor = inf", "factor = nan", "factor = 1000001"):
        text = mine.read_text(encoding="utf-8")
        Path("other.toml").write_text(f'{text}\n[[event]]\nlever = "enforcement"\nstart = 2010-04-01\ncrossing = "goat-path"\n{event}\n', encoding="utf-8")
        (finding,) = refused(lambda: scenarios.load("other.toml"))
        assert "a finite number from 0 to 1,000,000, in ratio" in finding
    change("land/legs.csv", "upper-mill,alderton,road,40,1", "upper-mill,alderton,road,1e300,1")
    change("land/parameters.csv", "country.*.fine_usd,60,USD/person", "country.*.fine_usd,1e300,USD/person")
    change("land/crossings.csv", "12;1;2;3,4;11", "12;" + "1" * 5000 + ",4;11")
    found = lines_of(lambda: scenarios.load(mine))
    for words in ('km "1e300"; allowed: a number from 0 to 40075', "a finite number in USD/person from 0 to 10,000,000", "months from 1 to 12"):
        assert words in found


@pytest.mark.parametrize(
    ("options", "where", "found"),
    [
        ({"days": 366}, "--days", "366; allowed: a whole number from 1 to 365, the days of the scenario"),
        ({"settings": {"post.*.*.effort": 1e300}}, "--set post.*.*.effort", "post.*.*.effort = 1e+300; allowed: a finite number in patrols from 0 to"),
        ({"settings": {"country.*.fine_usd": 10**400}}, "--set country.*.fine_usd", "a number of more than 308 digits"),
        ({"settings": {"smuggler.*.number": 1e9}}, "--set smuggler.*.number", "smuggler.*.number = 1e+09"),
        ({"settings": {"smuggler.*.number": 1e7}}, "--scale", "GiB of memory"),
        ({"policy": "two-valleys-path-patrols", "settings": {f"{PATROLS}.factor": 1e308}}, f"--set {PATROLS}.factor", "factor = 1e+308"),
    ],
)
def test_options_beyond_all_use(options: dict[str, object], where: str, found: str) -> None:
    findings = refused(lambda: scenarios.load("two-valleys", **options))  # type: ignore[arg-type]
    assert any(one.startswith(f"{where}: ") and found in one for one in findings), findings


def test_sizes_that_are_each_allowed_and_together_too_much(mine: Path) -> None:
    event = '[[event]]\nlever = "integrity_training"\nstart = 2010-04-01\ncrossing = "goat-path"\nfactor = 1\nprice_factor = 1000000\n'
    mine.write_text(f"{mine.read_text(encoding='utf-8')}\n{event}", encoding="utf-8")
    scenarios.load(mine, settings={"country.*.bribe_usd": 1e3})  # a thousand million dollars
    assert "which makes bribe_cents more than can be counted" in lines_of(lambda: scenarios.load(mine, settings={"country.*.bribe_usd": 1.1e3}))


def test_a_name_that_makes_other_checks_stumble_is_reported(mine: Path) -> None:
    change("land/communities.toml", 'name = "bremark-workers"', 'name = "bremark.workers"')
    assert 'name "bremark.workers"; allowed: a name of lower-case' in lines_of(lambda: scenarios.load(mine))
    assert "nearest: bremark-workers" in lines_of(lambda: check("land"))
    change("land/communities.toml", 'name = "bremark.workers"', 'name = "bremark-workers"')
    change("land/communities.toml", 'nationality = "BRE"', 'nationality = "B.E"')
    assert 'nationality "B.E"; allowed: three capital letters' in lines_of(lambda: scenarios.load(mine))
    change("land/places.csv", "alderton,Alderton,ALD", "alderton,Alderton,A.D")  # and so its airport
    assert 'country "A.D"; allowed: three capital letters' in lines_of(lambda: check("land"))


# Messages.


def test_messages_have_a_bound(mine: Path) -> None:
    change(mine, 'title = "Two Valleys"', f'title = "x"\n"{"k" * 200_000}" = 1')
    (finding,) = refused(lambda: scenarios.load(mine))
    assert len(finding) < 2_000
    assert "... (200,014 characters) ..." in finding
    change("land/legs.csv", "upper-mill,alderton,road,40,1", f"upper-mill,{'y' * 100_000},road,40,1")
    assert all(len(one) < 2_000 for one in refused(lambda: check("land")))


def test_escapes_of_terminals_are_shown_and_do_nothing(mine: Path) -> None:
    change(mine, '"land"', '"\\u001b[31m\\n\\udead"'.replace("\\udead", "\\u0085"))
    (finding,) = refused(lambda: scenarios.load(mine))
    assert "\\x1b[31m\\n\\x85" in finding
    assert finding.isprintable()
    (finding,) = refused(lambda: scenarios.load("\udcff.toml"))
    finding.encode()


def test_very_many_findings_end_the_reading(mine: Path) -> None:
    legs = Path("land/legs.csv")
    legs.write_text(legs.read_text(encoding="utf-8") + "a,b,c\n" * 100_000, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        scenarios.load(mine)
    assert len(caught.value.findings) == MOST_FINDINGS
    lines = str(caught.value).splitlines()
    assert lines[0] == f"at least {MOST_FINDINGS} findings in the input:"
    assert len(lines) == MOST_SHOWN + 2
    assert lines[-1] == f"  ... and {MOST_FINDINGS - MOST_SHOWN} more, which are listed when these are mended"


def test_very_many_unknown_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("many.toml").write_text("".join(f"k{number} = 1\n" for number in range(20_000)), encoding="utf-8")
    assert len(refused(lambda: scenarios.load("many.toml"))) == MOST_FINDINGS


# Draws.


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"draw,market.margin,market.margin\n0,0.1,0.1\n", 'column "market.margin" more than once'),
        (b"draw,_a,_a,market.margin\n0,1,1,0.1\n", 'column "_a" more than once'),
        (b"draw,market.margin\n0,\xff\n", "the byte 0xff, which is not UTF-8"),
        (b"draw,market.margin\n0,0.1\n1\n", "1 cells"),
        (b"draw\n0\n", "no parameters"),
        (b"", "an empty file"),
    ],
)
def test_draws_that_cannot_be_used(raw: bytes, found: str, mine: Path) -> None:
    Path("draws.csv").write_bytes(raw)
    assert found in lines_of(lambda: read_posterior(Path("draws.csv")))
    assert found in lines_of(lambda: scenarios.load(mine, posterior="draws.csv"))


# Names with marks, other letters, and spreadsheets.


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Zambézia-Sôfia", "zambezia-sofia"),
        ("l\u00e9r\u00e9", "lere"),
        ("le\u0301re\u0301", "lere"),
        ("Jama\u2019are", "jamaare"),
        ("Łódź", "lodz"),
        ("Malmö  Süd", "malmo-sud"),
        ("бишкек", ""),
        ("烏魯木齊", ""),
        ("...", ""),
    ],
)
def test_the_name_that_is_offered(text: str, name: str) -> None:
    assert spelled(text) == name
    assert ("Latin" in name_allowed(text)) == (name == "" and text != "...")


def test_names_are_likened_without_marks() -> None:
    assert nearest("Zambézia", ["sofala", "zambezia"]) == "zambezia"
    assert nearest("zambezia", ["sofala", "Zambe\u0301zia"]) == "Zambe\u0301zia"
    assert nearest("x" * 1000, ["x"]) == ""


def test_one_wrong_name_is_one_finding(mine: Path) -> None:
    change("land/places.csv", "alderton,Alderton", "Aldertôn,Alderton")
    (finding,) = refused(lambda: scenarios.load(mine))
    assert finding.startswith('land/places.csv:11: found name "Aldertôn"')
    assert finding.endswith("nearest: alderton")


def test_one_name_twice_in_another_script_is_both(mine: Path) -> None:
    for file, first, second, noun in (
        ("places.csv", "upper-mill,", "alderton,", "place"), ("crossings.csv", "goat-path,", "reed-ford,", "crossing"),
        ("communities.toml", 'name = "aldmark-transit"', 'name = "bremark-workers"', "community"),
    ):  # fmt: skip
        kept = Path("land", file).read_text(encoding="utf-8")
        wrong = 'name = "мельница"' if noun == "community" else "мельница,"
        change(f"land/{file}", first, wrong)
        change(f"land/{file}", second, wrong)
        found = [finding.partition("; allowed: ")[0] for finding in refused(lambda: scenarios.load(mine)) if "мельница" in finding.partition("; allowed: ")[0]]
        where = [finding.partition(": ")[0] for finding in found]
        assert [finding.partition(": found ")[2] for finding in found] == ['name "мельница"', 'name "мельница"', f'{noun} "мельница" again']
        assert where[0] != where[1] == where[2]
        Path("land", file).write_text(kept, encoding="utf-8")


def test_columns_that_a_spreadsheet_adds(mine: Path, root: Path) -> None:
    for name in ("places.csv", "legs.csv", "parameters.csv"):
        path = Path("land") / name
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("".join(line + ("" if line.startswith("#") else ",,,") + "\n" for line in lines), encoding="utf-8")
    assert scenarios.load(mine).places == scenarios.load("two-valleys").places
    change("land/places.csv", "11.65,border_town;destination,,,", "11.65,border_town;destination,,note,")
    assert refused(lambda: scenarios.load(mine)) == [
        'land/places.csv:18: found "note" in a column without a name; allowed: a name in the header for every column that holds something'
    ]


def test_an_empty_column_between_others_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,,b\n1,,2\n", encoding="utf-8")
    problems = Problems()
    rows = read_rows(path, ("a", "b"), problems)
    assert rows is not None
    assert dict(rows[0].cells) == {"a": "1", "b": "2"}
    assert not problems.findings


def test_shares_that_were_rounded_are_made_whole(mine: Path) -> None:
    assert explained([0.3333, 0.3333, 0.3333]) == pytest.approx(0.00015, abs=2e-6)  # three times half a ten-thousandth
    assert explained([0.2, 0.7]) == pytest.approx(0.01)  # a tenth would hide mistakes
    parameters = Path("land/parameters.csv")
    change(parameters, "upper-mill,0.3,share", "upper-mill,0.3333,share")
    change(parameters, "transit.origin.alderton,0.7,share", "transit.origin.alderton,0.6666,share")
    loaded = scenarios.load(mine)
    shares = [loaded.parameters.number(f"community.aldmark-transit.origin.{place}") for place in ("upper-mill", "alderton")]
    assert shares == pytest.approx([0.3333 / 0.9999, 0.6666 / 0.9999], rel=1e-12)
    change(parameters, "transit.origin.alderton,0.6666,share", "transit.origin.alderton,0.6664,share")  # 0.0003 off: more than 0.0001
    assert "adding up to 0.9997" in lines_of(lambda: scenarios.load(mine))


# Memory.


def test_memory_is_that_of_this_machine_and_counts_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory.bytes_of_machine() == pytest.approx(0.8 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    world = scenarios.load("two-valleys")
    parts = Parts(world.places, world.crossings, world.legs, world.communities, world.regimes)
    needed = memory.need(world.parameters, parts, 365)
    # 2,600 people; the 600 of the followed community take 4,000 bytes more; 23 smugglers of 2,000 and 54 weeks of 150
    assert (needed.agents, needed.scaled) == (2600, 2600 * 200 + 600 * 4000 + 23 * (2000 + 54 * 150))
    # 24 directed legs: 8 inland; 6 over checkpoints with 4 channels, 8 over green sections with 2, 2 by air with 3
    assert needed.fixed["moves x communities"] == (8 + 6 * 4 + 8 * 2 + 2 * 3) * 2 * 400
    monkeypatch.setattr(memory, "bytes_of_machine", lambda: 1e6)
    assert "needs about 0.0 GiB of memory; allowed: at most 0.0 GiB" in lines_of(lambda: scenarios.load("two-valleys"))
    monkeypatch.setattr(memory, "bytes_of_machine", lambda: 1e4)
    assert "tables of so many places" in lines_of(lambda: scenarios.load("two-valleys"))
