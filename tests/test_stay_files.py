"""The file of places where people stay: what it may hold, what is said of it, and that a run holds it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import scenarios
from experiments.store.indicators import indicators
from experiments.store.scenario_form import read_world
from experiments.store.scenario_text import in_order, scenario_text
from hand import START, stage, step, world
from scenarios import BadInput
from scenarios.reading.problems import InputWarning, Problems
from scenarios.start import start
from sim.basis.words import StayKind
from sim.world.stay import Stay

HEAD = "place,community,kind,days,days_most,beds,when_full,no_bed_usd,from,until,status,source,note"
SHORT = "place,kind,days,status,source"


@pytest.fixture
def copy(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The teaching scenario with its territory beside it, in the working folder."""
    monkeypatch.chdir(tmp_path)
    text = (root / "scenarios" / "two-valleys.toml").read_text(encoding="utf-8").replace('territory = "two-valleys"', 'territory = "valleys"', 1)
    Path("mine.toml").write_text(text, encoding="utf-8")
    shutil.copytree(root / "scenarios" / "territories" / "two-valleys", tmp_path / "valleys")
    return Path("mine.toml")


def write(*rows: str, head: str = HEAD) -> None:
    Path("valleys/stays.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")


def warned(path: Path) -> list[str]:
    warnings: list[InputWarning] = []
    scenarios.load(path, warnings=warnings)
    return [f"{one}" for one in warnings if "stays.csv" in str(one)]


def test_without_the_file_nobody_stays_anywhere(copy: Path) -> None:
    assert scenarios.load(copy).stays == ()
    assert "\nstays = [" not in scenario_text(scenarios.load(copy))


def test_rows_become_stays_of_communities(copy: Path) -> None:
    write(
        "bridgeford,ALD,registration,1,2.5,40,take in,3,2010-02-01,2010-05-01,assumed,a guess,",
        "cyrstead,*,camp,,,300,turn away,,,,assumed,a guess,a note",
        "millbrook,aldmark-transit;BRE,rest,2,,,,,,,assumed,a guess,",
    )
    both = ("aldmark-transit", "bremark-workers")
    assert scenarios.load(copy).stays == (
        Stay("bridgeford", StayKind.REGISTRATION, both[:1], 1, 2.5, 40, False, 3, date(2010, 2, 1), date(2010, 5, 1), "assumed", "a guess"),
        Stay("cyrstead", StayKind.CAMP, both, 0, 0, 300, True, 0, None, None, "assumed", "a guess"),
        Stay("millbrook", StayKind.REST, both, 2, 2, None, False, 0, None, None, "assumed", "a guess"),
    )
    assert warned(copy) == []


def test_a_run_can_be_made_again_from_what_it_stores(copy: Path) -> None:
    write("bridgeford,ALD,registration,1,2.5,40,take in,3,2010-02-01,2010-05-01,assumed,a guess,", "cyrstead,,camp,,,300,turn away,,,,assumed,a guess,")
    loaded = scenarios.load(copy)
    problems = Problems()
    again = read_world(Path("scenario.toml"), scenario_text(loaded), problems)
    assert again == in_order(loaded)
    assert again is not None
    assert again.stays == in_order(loaded).stays != ()


def test_a_territory_is_copied_with_the_file(copy: Path, tmp_path: Path) -> None:
    write("millbrook,rest,2,assumed,a guess", head=SHORT)
    made = start(tmp_path / "other", str(copy))
    assert len(scenarios.load(made).stays) == 1


BAD = {
    "brideford,,rest,1,,,,,,,assumed,x,": ('place "brideford"', "bridgeford"),
    "bridgeford,ALX,rest,1,,,,,,,assumed,x,": ('community "ALX"', "ALD"),
    "bridgeford,,registrations,1,,,,,,,assumed,x,": ('kind "registrations"', "registration"),
    "bridgeford,,rest,-1,,,,,,,assumed,x,": ('days "-1"', ""),
    "bridgeford,,rest,2,1,,,,,,assumed,x,": ('days_most "1"', ""),
    "cyrstead,,camp,2,,,,,,,assumed,x,": ('days "2"', ""),
    "bridgeford,,rest,1,,many,,,,,assumed,x,": ('beds "many"', ""),
    "bridgeford,,rest,1,,5,turnaway,,,,assumed,x,": ('when_full "turnaway"', "turn away"),
    "bridgeford,,rest,1,,5,,-2,,,assumed,x,": ('no_bed_usd "-2"', ""),
    "bridgeford,,rest,1,,,,,2010-13-01,,assumed,x,": ('from "2010-13-01"', ""),
    "bridgeford,,rest,1,,,,,2010-03-01,2010-03-01,assumed,x,": ('until "2010-03-01"', ""),
    "bridgeford,,rest,1,,,,,,,guess,x,": ('status "guess"', ""),
    "bridgeford,,rest,1,,,,,,,assumed,,": ("an empty source", ""),
}


def test_all_that_is_wrong_is_said_at_once_with_its_row(copy: Path) -> None:
    write(*BAD)
    with pytest.raises(BadInput) as caught:
        scenarios.load(copy)
    said = {finding.found: finding for finding in caught.value.findings}
    for line, (found, nearest) in enumerate(BAD.values(), 2):
        assert said[found].where.endswith(f"stays.csv:{line}")
        if nearest:
            assert said[found].nearest == nearest
    assert len(said) == len(BAD)


def test_at_a_place_one_stays_once_at_a_time(copy: Path) -> None:
    first, then = "millbrook,ALD,rest,1,,,,,,2010-05-01,assumed,x,", "millbrook,,reception,1,,,,,2010-05-01,,assumed,x,"
    write(first, then, "millbrook,BRE,rest,1,,,,,,2010-05-01,assumed,x,", "cyrstead,,camp,,,,,,,,assumed,x,", "cyrstead,,rest,1,,,,,,,assumed,x,")
    assert len(scenarios.load(copy).stays) == 5
    write(first, then.replace("2010-05-01", "2010-04-30"))
    with pytest.raises(BadInput, match=r'stays\.csv:3: found a stay of "aldmark-transit" at "millbrook" while they stay there by .*stays\.csv:2'):
        scenarios.load(copy)


def test_what_has_no_effect_is_said(copy: Path) -> None:
    write(
        "upper-mill,,camp,,,9,turn away,,,,assumed,x,",
        "cyrstead,ALD,rest,1,,,,,,,assumed,x,",
        "bridgeford,,rest,0.1,,,,,,,assumed,x,",
        "millbrook,,rest,4,,,turn away,,,,assumed,x,",
        "alderton,,rest,4,,,,,2031-01-01,,assumed,x,",
    )
    said = [
        "a camp at upper-mill, which is no destination of its communities", "a rest at cyrstead, the only destination of its communities",
        "a rest at bridgeford of 0.1 days, no longer than people rest at any place", "what happens at the rest at millbrook without a bed",
        "a rest at alderton that is open on no simulated day",
    ]  # fmt: skip
    warnings = warned(copy)
    for line, text in enumerate(said, 2):
        assert any(f"stays.csv:{line}" in one and text in one for one in warnings), text
    assert len(warnings) == len(said)


def test_nights_are_indicators_by_place_and_in_all() -> None:
    rows = Stay("hub", StayKind.RECEPTION, ("people",), 2, 2, beds=5, status="assumed", source="x"), Stay("goal", StayKind.CAMP, ("people",))
    ground = world(hub=True, numbers={"community.*.people": 8, "choice.transfer_hours_share": 0.25}, stays=rows)
    model = stage(ground)
    step(model, 10)
    found = {(one.place_or_crossing, one.indicator): one.value for one in indicators(model.results(), ground) if "night" in one.indicator}
    # eight people come in hour 10 of day 0, go on in hour 58 of day 2, and are there in hour 78 of day 3: seven evenings in the camp
    assert found == {
        ("hub", "nights in reception"): 16, ("hub", "nights without a bed"): 6, ("goal", "nights in camps"): 56,
        ("all", "nights in reception"): 16, ("all", "nights without a bed"): 6, ("all", "nights in camps"): 56,
    }  # fmt: skip
    assert ground.start == START
