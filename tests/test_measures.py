"""Measures of the reports and what became of them: complete, and true of the levers and policies that there are."""

import re
from pathlib import Path

import pytest

from calibration.evidence.rows import read_evidence
from scenarios import BadInput, load, load_policy, names, policies
from scenarios.policies.lever_table import lever_rows
from scenarios.policies.measures import FORMS, Measure, measures, recommendations
from sim.levers.catalogue import lever
from sim.levers.catalogue import names as lever_names
from sim.levers.costs import lever_costs
from sim.world.world import World

ROOT = Path(__file__).parents[1]
FEWEST_LEVERS, FEWEST_POLICIES = 20, 15
ADVICE = {"KAZ": 8, "KGZ": 14, "TJK": 5}
"""Recommendations by country."""


@pytest.fixture(scope="module")
def by_id() -> dict[str, Measure]:
    return {measure.id: measure for measure in measures()}


def test_every_measure_is_modelled_or_has_a_reason_not_to_be(by_id: dict[str, Measure]) -> None:
    assert list(by_id) == [row.id for row in read_evidence().values() if row.family == "POL"]
    for measure in by_id.values():
        assert measure.modelled_as in FORMS
        assert measure.reason
        count = len(measure.names)
        assert {"lever": count == 1, "levers": count > 1, "event": count >= 1, "policy": count >= 1, "not modelled": count == 0}[measure.modelled_as], measure
        assert set(measure.names) <= set(policies.names() if measure.modelled_as == "policy" else lever_names())


def test_events_of_the_reports_stand_in_a_scenario(by_id: dict[str, Measure]) -> None:
    texts = {name: (ROOT / "scenarios" / f"{name}.toml").read_text(encoding="utf-8") for name in names()}
    for measure in by_id.values():
        if measure.modelled_as == "event":
            citing = [name for name, text in texts.items() if measure.id in text]
            assert any(event.lever in measure.names for name in citing for event in load(name).events), measure


def test_levers_are_asked_for_or_of_general_use() -> None:
    assert len(lever_names()) >= FEWEST_LEVERS
    unasked = {row.name for row in lever_rows() if not row.evidence}
    assert unasked == {"closure", "opening", "fence", "fares", "condition", "entry_ban", "throughput", "opening_hours", "transport"}


@pytest.mark.parametrize("name", policies.names())
def test_policies_pull_the_levers_of_the_measures_they_rest_on(name: str, by_id: dict[str, Measure]) -> None:
    policy = load_policy(name)
    pulled = {event["lever"] for event in policy.events}
    for row in policy.evidence:
        if row.startswith("POL-"):
            assert pulled & set(by_id[row].names), f"{name} rests on {row} and pulls none of its levers"
    for event in policy.events:
        cited = re.findall(r"POL-\d+", event["source"])
        assert all(event["lever"] in by_id[row].names for row in cited[:1]), f"{name}: {event['lever']} is none of {cited[0]}"


def test_every_national_recommendation_is_tried_or_has_a_reason_not_to_be() -> None:
    advice = recommendations()
    for row in advice:
        assert bool(row.policy) != bool(row.reason), row
        assert not row.policy or row.policy in policies.names(), row
    assert {country: sum(row.country == country for row in advice) for country in ADVICE} == ADVICE
    tried = {row.policy for row in advice if row.policy}
    ready = {name for name in policies.names() if name.partition("-")[0] in ("kazakhstan", "kyrgyzstan", "tajikistan", "region")}
    assert ready - tried == {"region-assisted-return"}, "a policy that no recommendation asks for"
    assert len(ready) >= FEWEST_POLICIES


@pytest.fixture(scope="module")
def today() -> World:
    return load("central-asia-2004")


@pytest.mark.parametrize("name", [name for name in policies.names() if load_policy(name).territory == "eurasia"])
def test_policies_for_central_asia_act_in_the_reported_year_and_have_a_price(name: str, today: World) -> None:
    world = load("central-asia-2004", policy=name)
    new = [event for event in world.events if event not in today.events]
    assert len(new) == len(load_policy(name).events)
    first, last = world.report
    assert all(first <= event.start < last for event in new)
    costs = lever_costs(world, new)
    assert all(cost.unit and cost.usd > 0 for cost in costs), "every lever of these policies costs something"
    assert all(world.parameters.get(f"lever.{cost.event.lever}.once_usd").high for cost in costs)


def test_every_measure_has_a_price_in_every_territory(today: World) -> None:
    for world in (today, load("two-valleys")):
        for name in lever_names():
            for kind in ("once", "monthly"):
                assert (world.parameters.find(f"lever.{name}.{kind}_usd") is not None) or not lever(name).COST_UNIT, name


def test_a_lever_that_finds_nothing_to_act_on_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'title = "Mine"\nabout = "Patrols where there is no green border."\n[[event]]\nlever = "green_border_surveillance"\n'
        'crossing = "stone-bridge"\nfactor = 2\nrange = { factor = [1, 3] }\nsource = "a guess"\n',
        encoding="utf-8",
    )
    with pytest.raises(BadInput, match="acts on nothing in this scenario") as caught:
        load("two-valleys", policy=path)
    assert caught.value.findings[0].where.endswith("mine.toml:3")


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ('lever = "readmission"\ncountry = "CYR"\nshare = 1.5\nrange = { share = [0, 2] }', "share = 1.5"),
        ('lever = "legal_quota"\ncommunity = "all"\npermits = 5\nrange = { permits = [0, 9] }', 'community "all"'),
        ('lever = "common_area"\ncountries = "ALD BRF"\nfactor = 2\nrange = { factor = [1, 2] }', 'countries "BRF"'),
        ('lever = "closure"\nleg = "alderton>cyrstaed"', 'leg "alderton>cyrstaed"'),
        ('lever = "visa_liberalisation"\ncountry = "CYR"\nnationality = "ALX"', 'nationality "ALX"'),
    ],
)
def test_settings_are_checked_by_what_they_are(tmp_path: Path, settings: str, found: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'title = "Mine"\nabout = "Wrong."\n[[event]]\n{settings}\nsource = "a guess"\n', encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load("two-valleys", policy=path)
    assert found in caught.value.findings[0].found


def test_a_leg_and_all_communities_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'title = "Mine"\nabout = "No flights, fewer trips."\n[[event]]\nlever = "closure"\nleg = "alderton>cyrstead"\nsource = "a guess"\n'
        '[[event]]\nlever = "risk_information"\ncommunity = "*"\nfactor = 2\nrange = { factor = [1, 3] }\nsource = "a guess"\n',
        encoding="utf-8",
    )
    assert {event.lever for event in load("two-valleys", policy=path).events} == {"closure", "risk_information"}
