"""Policies as files: levers put in force on a scenario, with sizes and dates that can be set by key."""

from datetime import date
from pathlib import Path

import pytest

import scenarios
from scenarios import BadInput, load, load_policy, policies, variants
from sim.world.world import DatedLever

PATROLS = "two-valleys-path-patrols"
SIZE = f"policy.{PATROLS}.patrols.factor"
START = f"policy.{PATROLS}.patrols.start"

MINE = """
title = "Mine"
about = "A policy of my own."
evidence = ["POL-01"]
[cost]
wages = { value = 10, unit = "USD/month", low = 5, high = 20, status = "assumed", source = "a guess" }
[[event]]
lever = "closure"
crossing = "goat-path"
end = 2010-05-01
source = "a guess"
[[event]]
label = "river"
lever = "enforcement"
border = "BRE-CYR"
start = 2010-06-01
factor = 3
range = { factor = [2, 5] }
source = "a guess"
"""


def mine(folder: Path, old: str = "", new: str = "") -> Path:
    assert old in MINE
    path = folder / "mine.toml"
    path.write_text(MINE.replace(old, new, 1), encoding="utf-8")
    return path


def new_levers(policy: str | Path, **options: object) -> list[DatedLever]:
    """The levers that a policy adds to those of the scenario."""
    without, with_it = load("two-valleys").events, load("two-valleys", policy=policy, **options).events  # type: ignore[arg-type]
    assert all(lever in with_it for lever in without)
    return [lever for lever in with_it if lever not in without]


@pytest.mark.parametrize("name", policies.names())
def test_every_policy_that_ships_can_be_put_in_force(name: str) -> None:
    policy = load_policy(name)
    assert policy.title
    territories = {scenarios.about(scenario).territory: scenario for scenario in scenarios.names()}
    territories["eurasia"] = "central-asia-2004"  # the other scenarios leave out people and borders of whom policies speak
    for scenario in [territories[policy.territory]] if policy.territory else scenarios.names():
        assert len(load(scenario, policy=name).events) == len(load(scenario).events) + len(policy.events)


def test_a_policy_starts_with_the_reported_days_unless_it_says_when(tmp_path: Path) -> None:
    closure, river = new_levers(mine(tmp_path))
    assert (closure.start, closure.end, closure.settings) == (date(2010, 3, 1), date(2010, 5, 1), {"crossing": "goat-path"})
    assert (river.start, river.end, river.settings) == (date(2010, 6, 1), None, {"border": "BRE-CYR", "factor": 3.0})


def test_nothing_changes_nothing() -> None:
    assert load("two-valleys", policy="none") == load("two-valleys")


def test_sizes_and_dates_are_set_by_label_or_number(tmp_path: Path) -> None:
    path = mine(tmp_path)
    settings = {"policy.mine.1.start": date(2010, 4, 1), "policy.mine.river.factor": 2.5, "policy.mine.2.end": date(2010, 7, 1)}
    closure, river = new_levers(path, settings=settings)
    assert closure.start == date(2010, 4, 1)
    assert (river.settings["factor"], river.end) == (2.5, date(2010, 7, 1))
    assert load("two-valleys", settings={"event.1.end": date(2010, 8, 1)}).events[0].end == date(2010, 8, 1)


def test_a_policy_knows_its_sizes_with_their_ranges_and_its_cost(tmp_path: Path) -> None:
    policy = load_policy(mine(tmp_path))
    assert policy.sizes()["policy.mine.river.factor"] == (3, (2.0, 5.0))
    assert (policy.cost["wages"].value, policy.cost["wages"].unit) == (10, "USD/month")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"POL-01"', '"POL-0x"', 'evidence "POL-0x"'),
        ("range = { factor = [2, 5] }", "", "factor = 3 without a range"),
        ("[2, 5]", "[4, 5]", "range of factor = [4.0, 5.0]"),
        ('lever = "closure"', 'lever = "closing"', 'lever "closing"'),
        ('label = "river"', 'label = "2"', 'label "2"'),
        ('source = "a guess"\n[[event]]', "[[event]]", 'no key "source"'),
        ('"USD/month"', '"USD/week"', 'unit "USD/week"'),
        ('crossing = "goat-path"', 'crossing = "goat-path"\nfactor = 2', 'unknown setting "factor"'),
    ],
)
def test_what_is_wrong_with_a_policy_is_said_with_its_line(tmp_path: Path, old: str, new: str, found: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_policy(mine(tmp_path, old, new))
    finding = next(finding for finding in caught.value.findings if found in finding.found)
    assert "mine.toml:" in finding.where


@pytest.mark.parametrize(
    ("settings", "found", "nearest"),
    [
        ({"policy.mine.rive.factor": 2.0}, 'event "rive"', "river"),
        ({"policy.mine.river.factr": 2.0}, 'field "factr"', "factor"),
        ({"policy.mine.river.start": 2.0}, "2.0", ""),
        ({"policy.mine.river.factor": -2.0}, "factor = -2", ""),
        ({"policy.mine.river.end": date(2010, 1, 5)}, "end = 2010-01-05", ""),
        ({"policy.other.1.factor": 2.0}, "a lever of a policy that is not in force", "policy.mine"),
    ],
)
def test_what_is_wrong_with_a_key_is_said_of_the_key(tmp_path: Path, settings: dict[str, float | date], found: str, nearest: str) -> None:
    with pytest.raises(BadInput) as caught:
        load("two-valleys", policy=mine(tmp_path), settings=settings)
    (finding,) = caught.value.findings
    assert (finding.where, finding.nearest) == (f"--set {next(iter(settings))}", nearest)
    assert found in finding.found


def test_a_policy_for_another_territory_is_refused() -> None:
    with pytest.raises(BadInput, match='territory "two-valleys"'):
        load("central-asia-2004", policy=PATROLS)
    with pytest.raises(BadInput, match="nearest: two-valleys-path-patrols"):
        load("two-valleys", policy="two-valleys-path-patrol")


def test_worlds_made_one_after_another_are_those_that_are_loaded() -> None:
    made = variants("two-valleys", days=200, scale=0.5, policy=PATROLS)
    for settings in (
        {},
        {"market.margin": 0.2, SIZE: 3.0},
        {"market.margin": 0.4, SIZE: 1.0},
        {"country.CYR.fine_usd": 50.0, START: date(2010, 4, 1)},
        {"market.margin": 0.5, SIZE: 2.0},
    ):
        assert made.world(settings) == load("two-valleys", days=200, scale=0.5, policy=PATROLS, settings=settings)


@pytest.mark.parametrize(
    "settings",
    [{"market.margin": -1.0}, {"market.margn": 0.1}, {"country.CYR.release_share": 0.9, "country.CYR.push_back_share": 0.9}, {SIZE: -1.0}],
)
def test_what_is_wrong_is_found_in_later_worlds_too(settings: dict[str, float]) -> None:
    made = variants("two-valleys", policy=PATROLS)
    valid = {"market.margin": 0.2, "country.CYR.release_share": 0.2, "country.CYR.push_back_share": 0.2, SIZE: 2.0}
    made.world({key: valid[key] for key in settings if key in valid})
    with pytest.raises(BadInput) as alone:
        load("two-valleys", policy=PATROLS, settings=settings)
    with pytest.raises(BadInput) as later:
        made.world(settings)
    assert later.value.findings == alone.value.findings
