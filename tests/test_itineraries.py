"""Documented itineraries: how their words are read, which of them the model makes possible, and which journeys follow them."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import hand
import test_outcomes as by_hand
from calibration.evidence.itineraries import COLUMNS, OUTSIDE, OWN, SCENARIO, TERRITORY, WISH, Itinerary, read_itineraries
from calibration.evidence.itineraries_followed import ByCommunity, Followed, followed
from calibration.evidence.itineraries_open import Verdict, verdict
from calibration.evidence.itinerary_network import Network
from calibration.evidence.itinerary_words import Part, read_legs, read_words
from calibration.evidence.rows import Evidence, read_evidence
from scenarios import BadInput, load
from scenarios.reading.folders import STUDIES
from scenarios.reading.problems import Problems
from scenarios.studies import read_study
from sim.basis.clock import FOR_EVER
from sim.basis.words import Entry, Kind, Mode
from sim.books.results import Results
from sim.migrants.rules.plan import stands
from sim.routes.values import UNREACHABLE
from sim.world.network import Leg
from sim.world.world import World
from studies import CENTRAL_ASIA, made, table

results, world = by_hand.results, by_hand.world  # the same journeys, described there
DOCUMENTED = read_itineraries(CENTRAL_ASIA)
SUMMER = date(2004, 7, 1)  # every pass is open, every season's road too
FEWEST = 0.001
"""Share of people who must have the money: one in a thousand is somebody."""


def network_of(everything: World) -> Network:
    """A model of one month, before its first tick."""
    return Network(hand.stage(replace(everything, start=SUMMER, days=31, report=(SUMMER, SUMMER + timedelta(30)))))


@pytest.fixture(scope="module")
def in_scenario() -> Network:
    return network_of(load("central-asia-2004"))


@pytest.fixture(scope="module")
def in_territory(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Network:
    """The same people, rules and events, over every country of the territory."""
    text = (root / "scenarios" / "central-asia-2004.toml").read_text(encoding="utf-8")
    before, _, after = text.partition("countries = [")
    path = tmp_path_factory.mktemp("whole") / "whole.toml"
    path.write_text(before + after.partition("]")[2], encoding="utf-8")
    return network_of(load(path))


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_documented_itinerary_has_positive_probability(name: str, request: pytest.FixtureRequest) -> None:
    itinerary = DOCUMENTED[name]
    if itinerary.within == OUTSIDE:
        assert itinerary.reason
        return
    found = verdict(request.getfixturevalue(f"in_{itinerary.within}"), itinerary.parts, itinerary.communities)
    assert found.closed == (), f"{name}: no open chain by {', '.join(found.closed)}"
    assert found.is_open
    assert min(chain.share for chain in found.chains) >= FEWEST, f"{name} is beyond nearly everybody's means: {found.chains}"


@pytest.mark.parametrize("name", [name for name, itinerary in DOCUMENTED.items() if itinerary.within == TERRITORY])
def test_what_is_held_against_the_whole_territory_does_not_lie_in_the_scenario(name: str, in_scenario: Network) -> None:
    assert not verdict(in_scenario, DOCUMENTED[name].parts, DOCUMENTED[name].communities).chains


def test_alternatives_that_lie_outside_the_scenario_are_these_few(in_scenario: Network) -> None:
    inside = [itinerary for itinerary in DOCUMENTED.values() if itinerary.within == SCENARIO]
    outside = {itinerary.id: verdict(in_scenario, itinerary.parts, itinerary.communities).outside for itinerary in inside}
    assert {name: words for name, words in outside.items() if words} == {
        "ITN-47": ("Moldova",),
        "ITN-49": ("Africa",),
        "ITN-98": ("Norway", "USA"),
        "ITN-100": ("Canada",),
    }


EUROPE = ("balkan-route", "baltic-route", "central-eastern-route", "eastern-europe-2006", "russia-eu-return")
"""Scenarios of Europe, each with a study of its own."""


@pytest.mark.parametrize("name", EUROPE)
def test_every_documented_itinerary_of_europe_is_open_to_every_people_it_is_reported_of(name: str) -> None:
    full = load(name)
    network = Network(hand.stage(replace(full, days=31, report=(full.start, full.start + timedelta(30)))))
    itineraries = read_itineraries(read_study(full.study))
    assert {itinerary.within for itinerary in itineraries.values()} <= {SCENARIO, OUTSIDE}
    for itinerary in itineraries.values():
        if itinerary.within == OUTSIDE:
            continue
        found = verdict(network, itinerary.parts, itinerary.communities)
        assert found.is_open, f"{itinerary.id}: no open chain by {', '.join(found.closed)}"
        assert min(chain.share for chain in found.chains) >= FEWEST, itinerary.id
        for community in itinerary.communities:  # each of them takes at least one of the ways
            assert verdict(network, itinerary.parts, [community]).chains, f"{itinerary.id}: nobody of {community}"


# The tiny world of hand.py: home (AAA) - ridge - hub (BBB) - goal (BBB), 15 dollars over the border and 25 inland.
Ask = Callable[..., Verdict]


@pytest.fixture
def parts_of(tmp_path: Path) -> Callable[[str], tuple[Part, ...]]:
    """``parts_of("PAK>air:KGZ")``: points as the table of words spells them."""

    def parts_of(legs: str) -> tuple[Part, ...]:
        problems = Problems()
        words = "\n".join(["words,reads,note", *dict.fromkeys(f"{word},{word}," for word in legs.replace(" or ", ">").split(">"))])
        parts = read_legs(legs, read_words(made(tmp_path, itinerary_words=words)), "here", problems)
        problems.stop()
        return parts

    return parts_of


@pytest.fixture
def ask(parts_of: Callable[[str], tuple[Part, ...]]) -> Ask:
    """``ask(legs, changes of the world)``: the verdict on one itinerary."""

    def ask(legs: str, /, **changes: object) -> Verdict:
        return verdict(Network(hand.stage(hand.world(**{"hub": True, **changes}))), parts_of(legs), ["people"])  # type: ignore[arg-type]

    return ask


def test_the_plain_way_is_open_and_takes_the_money_for_both_legs(ask: Ask) -> None:
    (chain,) = ask("home>hub>goal").chains
    assert chain.moves == ("home>hub by road over ridge, legal", "hub>goal by road, inland")
    assert (chain.community, chain.guided, chain.destination, chain.share) == ("people", False, "goal", 1.0)
    assert chain.funds_usd == pytest.approx(40.0)


def test_points_must_come_in_their_order(ask: Ask) -> None:
    assert ask("AAA>BBB").is_open
    assert ask("hub>home>goal").closed == ("hub", "home", "goal")  # nobody turns back to the end of a road
    assert ask("goal>hub").closed == ("goal", "hub")  # the trip ends at the goal


def test_a_detour_is_open_and_no_place_is_passed_twice_unreported(ask: Ask) -> None:
    places = (*hand.world(hub=True).places, replace(hand.world().places[-1], name="far"))
    spur = (*hand.world(hub=True).legs, *hand.both_ways("hub", "far", 10, 1))  # to far, and away from it, one comes by the hub alone
    assert ask("home>far>goal", legs=spur, places=places).closed == ("home", "far", "goal")
    straight = (*spur, *hand.both_ways("home", "far", 500, 50, "ridge"))
    assert ask("home>far>hub>goal", legs=straight, places=places).is_open
    assert ask("home>hub>home>hub>goal", legs=straight, places=places).is_open  # who is reported to have been there twice was put back


def test_a_crossing_can_be_passed_only_as_its_kind_allows(ask: Ask) -> None:
    assert not ask("home>green:hub").is_open
    assert ask("home>green:hub", kind=Kind.GREEN).is_open
    assert ask("home>ridge>goal").is_open
    assert not ask("home>air:hub").is_open


def test_a_closed_season_or_no_smuggler_closes_a_way(ask: Ask) -> None:
    shut = hand.world().crossings[0]
    assert not ask("home>hub", crossings=(replace(shut, closed_months=(SUMMER.month, hand.START.month)),)).is_open
    assert not ask("home>hub", kind=Kind.SEA).is_open
    assert ask("home>hub", kind=Kind.SEA, numbers={"smuggler.AAA-BBB.number": 1}).is_open


def test_a_way_that_nobody_can_pay_is_not_open(ask: Ask) -> None:
    # Without a visa only a forged paper opens the checkpoint; it costs a million, and everybody has a thousand.
    found = ask("home>hub", entry=Entry.CLOSED)
    assert [chain.funds_usd for chain in found.chains] == [pytest.approx(1_000_040)]
    assert not found.is_open
    assert ask("home>hub", entry=Entry.CLOSED, numbers={"country.*.forged_usd": 900}).is_open


def test_a_place_from_which_no_money_is_thought_enough_is_not_on_the_way(parts_of: Callable[[str], tuple[Part, ...]]) -> None:
    model = hand.stage(hand.world(hub=True))
    assert verdict(Network(model), parts_of("home>hub"), ["people"]).is_open
    model.routes.least[:, model.atlas.places.index("hub")] = UNREACHABLE
    assert verdict(Network(model), parts_of("home>hub"), ["people"]).chains == ()


def test_nobody_with_papers_closes_the_lawful_channels(ask: Ask) -> None:
    (chain,) = ask("home>hub", numbers={"community.*.passport": 0, "country.*.forged_usd": 100}).chains
    assert chain.moves == ("home>hub by road over ridge, forged",)


def test_every_alternative_is_asked_for_and_those_outside_are_reported(ask: Ask) -> None:
    found = ask("home>hub or nowhere or goal")
    assert (found.is_open, found.outside, len(found.chains)) == (True, ("nowhere",), 2)
    assert ask("home>nowhere").chains == ()
    north = Leg("hub", "north", Mode.ROAD, 1, 1)
    dead_end = hand.world(hub=True)
    found = ask("home>goal or north", places=(*dead_end.places, replace(dead_end.places[0], name="north")), legs=(*dead_end.legs, north))
    assert (found.is_open, found.closed) == (False, ("north",))  # who goes there never gets to the goal


def test_what_is_called_open_is_what_somebody_with_every_paper_and_enough_money_can_plan() -> None:
    network = Network(hand.stage(load("two-valleys")))
    model = network.model
    g, routes = model.atlas.geography, model.routes
    conditions = model.conditions._replace(visas=model.conditions.visas.copy())
    conditions.visas.refusal, conditions.visas.elsewhere_share = 0.0, 1.0
    seen = set()
    for k in range(len(routes.classes)):
        for m in range(len(g.moves)):
            # every other move is closed, but those behind the place ahead stay as they are in the table of what the way on costs
            person = somebody(klass=k, community=routes.classes.community[k], place=g.moves.origin[m], itinerary=[m], steps=0, planned=1)
            with np.errstate(over="ignore"):
                can = stands(model.seed_key, person, -1, g, conditions, routes, 0)
            listed = any(edge[0] == m for edge in network.edges(k)[g.moves.origin[m]])
            ends = g.moves.origin[m] == routes.classes.destination[k]
            assert listed == (can and not ends), model.atlas.moves[m].name
            seen.add(listed)
    assert seen == {True, False}


def somebody(**what: object) -> SimpleNamespace:
    """A person with every paper and enough money."""
    rest = {"key": np.uint64(1), "trip": 1, "funds": 10**12, "prepaid": 0, "passport": 1, "permit": 1, "exit_permit": 1, "papers": 0}
    rest |= {"employer": 0, "guided": 0, "margin": 0.0, "tries_left": 0, "paid_border": -1, "document_worth": 0, "valid_until": 0, "lawful_until": FOR_EVER}
    return SimpleNamespace(**rest, **what)


def test_a_return_is_the_way_home(ask: Ask) -> None:
    assert ask("hub>return:AAA").is_open
    assert not ask("hub>return:BBB").is_open
    assert ask("home>abroad").is_open
    round_about = (*hand.world(hub=True).legs, *hand.both_ways("home", "goal", 900, 90, "ridge"))
    assert ask("home>abroad>abroad>abroad", legs=round_about).is_open  # there, back, there again


def test_words_are_read_as_a_whole_then_by_alternatives_then_without_their_mode() -> None:
    problems = Problems()
    parts = read_legs("Dhaka>rail Delhi>taxi via Osh province Bishkek>Tokmok over the river or Chaldovar by land Kazakhstan", read_words(), "here", problems)
    assert problems.findings == []
    assert [[" > ".join(map(str, a.points)) for a in part] for part in parts] == [
        ["dhaka"], ["rail:delhi"], ["osh|kara-suu|sary-tash > bishkek"], ["tokmok-river-green", "chaldovar-green"],
    ]  # fmt: skip
    read_legs("Dhaka>rail Dheli", read_words(), "row 1", problems)
    assert [(f.where, f.found, f.nearest) for f in problems.findings] == [("row 1", 'the words "rail Dheli"', "Delhi")]


def test_every_name_in_the_table_of_words_is_in_the_territory_and_every_word_is_needed(in_territory: Network) -> None:
    known = read_words()
    legs = " ".join(row.what for row in read_evidence().values()) + " ".join(path.read_text(encoding="utf-8") for path in STUDIES.glob("*/itineraries.csv"))
    assert [words for words in known if words not in legs] == []
    atlas = in_territory.model.atlas
    names = {*atlas.places, *atlas.countries, *atlas.crossings, "home", "abroad"}
    points = [point for row in known.values() if not row["reads"].endswith(":") and row["reads"] != "-" for point in _all_points(row["reads"])]
    assert sorted({name for name in points if name not in names and name != "VNM"}) == []  # flights to it alone lead there


def _all_points(reads: str) -> list[str]:
    return [name.strip() for way in reads.split(";") for point in way.split(">") for name in point.rpartition(":")[2].split("|")]


def test_a_broken_table_of_words_is_told_with_all_its_lines(tmp_path: Path) -> None:
    study = made(tmp_path, itinerary_words="words,reads,note\nDelhi,delhi,\nDelhi,delhi,\nair,aer:,\nDhaka,dh aka,\n")
    with pytest.raises(BadInput) as caught:
        read_words(study)
    assert [(f.where.rpartition(":")[2], f.found) for f in caught.value.findings] == [
        ("3", 'the words "Delhi" again'), ("4", '"aer:"'), ("5", 'reads "dh aka"'),
    ]  # fmt: skip


def test_a_broken_list_of_itineraries_is_told_with_all_its_lines(tmp_path: Path) -> None:
    with table("itineraries.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["id"]: row for row in csv.DictReader(line for line in lines if not line.startswith("#"))}
    rows["ITN-08"]["within"] = "scenarios"
    rows["ITN-10"]["communities"] = ""
    rows["ITN-37"]["reason"] = ""
    rows["ITN-40"]["legs"] = "Iraq>Afganistan"
    rows["ITN-105"]["id"] = "ITN-999"
    path = tmp_path / "itineraries.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS)
        out.writeheader()
        out.writerows([*rows.values(), rows["ITN-20"]])
    with pytest.raises(BadInput) as caught:
        read_itineraries(replace(CENTRAL_ASIA, folders=(tmp_path,)))
    assert sorted(f.found for f in caught.value.findings) == sorted(
        [
            'within "scenarios"', "an empty communities", *["an empty reason"] * 4, 'the words "Afganistan"', 'id "ITN-999"', "ITN-20 again",
            "no row for ITN-105",
        ]
    )  # fmt: skip


# The journeys of test_outcomes.py: one alpha - by air - beta - river banks - gamma - steppe - epsilon, three alpha - by air - beta.
def itinerary(name: str, parts: tuple[Part, ...], *, kind: str = OWN) -> Itinerary:
    row = Evidence(name, "itineraries", "R", "1", "", "pakistani", "", "", "", "", "", "")
    return Itinerary(name, row, SCENARIO, kind, ("pakistani",), parts, "")


@pytest.mark.parametrize(
    ("legs", "following"),
    [
        ("PAK>KGZ", 4), ("PAK>air:KGZ>green:KAZ", 1), ("alpha>beta>epsilon", 1), ("PAK>road:KGZ", 0), ("KGZ>PAK", 0), ("beta>beta", 4),
        ("home>abroad>abroad>abroad", 1), ("home>abroad>abroad>abroad>abroad", 0), ("river-green>RUS", 1), ("KGZ>KAZ or RUS", 1), ("gamma>road:epsilon", 1),
        ("green:KAZ>green:KAZ", 0),
    ],
)  # fmt: skip
def test_journeys_follow_what_they_pass_in_order(
    legs: str, following: int, parts_of: Callable[[str], tuple[Part, ...]], results: Results, world: World
) -> None:
    each, _ = followed(results, world, {"X": itinerary("X", parts_of(legs))})
    assert each == {"X": Followed(4, following)}


def test_where_somebody_is_put_back_to_is_a_stop_by_no_vehicle(parts_of: Callable[[str], tuple[Part, ...]], results: Results, world: World) -> None:
    # the one who came as far as epsilon on day 20 is put back, and waits in gamma on day 22
    columns = ("hour", "person", "event", "place", "move", "cents")
    put_back = by_hand._table(columns, [*by_hand.EVENTS, (22 * by_hand.DAY, 0, "waited", "gamma", "", 0)])
    after = replace(results, tables={**results.tables, "events": put_back})
    for legs, before, then in (("gamma>epsilon>gamma", 0, 1), ("epsilon>road:gamma", 0, 0), ("gamma>road:epsilon", 1, 1)):
        itineraries = {"X": itinerary("X", parts_of(legs))}
        assert [followed(one, world, itineraries)[0]["X"] for one in (results, after)] == [Followed(4, before), Followed(4, then)]


def test_where_somebody_is_caught_is_a_stop_and_no_border_is_passed(parts_of: Callable[[str], tuple[Part, ...]], results: Results, world: World) -> None:
    # the same person is caught by the post at epsilon in place of getting there, and put back to gamma
    columns, steppe = ("hour", "person", "event", "place", "move", "cents"), by_hand.STEPPE
    kept = [row for row in by_hand.EVENTS if row[2:4] != ("arrived", "epsilon")]
    stopped = [(20 * by_hand.DAY, 0, "apprehended", "epsilon", steppe, 0), (22 * by_hand.DAY, 0, "waited", "gamma", "", 0)]
    caught = replace(results, tables={**results.tables, "events": by_hand._table(columns, [*kept, *stopped])})
    for legs, number in (("gamma>road:epsilon>gamma", 1), ("home>abroad>abroad", 1), ("home>abroad>abroad>abroad", 0)):
        assert followed(caught, world, {"X": itinerary("X", parts_of(legs))})[0]["X"] == Followed(4, number)


def test_journeys_by_community_and_what_is_never_followed(parts_of: Callable[[str], tuple[Part, ...]], results: Results, world: World) -> None:
    itineraries = {
        "A": itinerary("A", parts_of("river-green>RUS")),
        "B": itinerary("B", parts_of("PAK>KGZ"), kind="general"),
        "C": itinerary("C", parts_of("PAK>KGZ"), kind=WISH),
        "D": itinerary("D", parts_of("KGZ>return:PAK")),
        "E": itinerary("E", parts_of("PAK>BRA")),
    }
    each, table = followed(results, world, itineraries)
    assert each == {"A": Followed(4, 1), "B": Followed(4, 4)}
    assert ByCommunity("pakistani", 4, 1, 4) in table
    _, table = followed(results, world, {name: itineraries[name] for name in ("B", "C", "D", "E")})
    assert ByCommunity("pakistani", 4, None, 4) in table  # no way of their own is reported that lies here: not 0, but nothing
    both = replace(world, communities=tuple(replace(community, followed=True) for community in world.communities))
    _, table = followed(results, both, {"B": itineraries["B"]})
    assert table == [ByCommunity("kyrgyz-workers", 0, None, None), ByCommunity("pakistani", 4, None, 4)]
    assert Followed(0, 0).share is None


def test_the_words_ship_with_the_program() -> None:
    assert len(read_words()) > 100
    assert len(DOCUMENTED) == 104
    assert sum(itinerary.within == OUTSIDE for itinerary in DOCUMENTED.values()) == 6
    assert np.unique([itinerary.row.id for itinerary in DOCUMENTED.values()]).size == 104
