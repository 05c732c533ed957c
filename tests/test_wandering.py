"""Voluntary there-and-backs on a log written by hand, and itineraries that name their people.

Alpha (PAK) - by air - Beta (KGZ) - river post or banks - Gamma (KAZ) - inland - Delta (KAZ) - steppe - Epsilon (RUS).
"""

from dataclasses import replace

import pytest

from calibration.evidence.itineraries import GENERAL, OWN, SCENARIO, Itinerary
from calibration.evidence.itineraries_followed import Followed
from calibration.evidence.rows import Evidence
from experiments.studies.journeys.itineraries import ItinerariesFollowed, naming, pooled
from experiments.studies.journeys.runs import Ask, Runs
from experiments.studies.journeys.wandering import AT_MOST, Wandering, measure, together, wandering
from sim.books.results import Results
from sim.world.world import World
from synthetic import _table, small_world

AIR, BACK_BY_AIR = "alpha>beta by air over beta-air, visa", "beta>alpha by air over alpha-air, legal"
RIVER, OVER_RIVER = "beta>gamma by road over river, guided", "gamma>beta by road over river, legal"
BANKS = "beta>gamma by road over river-green, alone"
INLAND, INLAND_BACK = "gamma>delta by rail, inland", "delta>gamma by rail, inland"
STEPPE = "delta>epsilon by road over steppe, alone"


def leg(move: str, *, inland: bool = False) -> list[tuple[str, str, str]]:
    """A leg travelled to its end at a hub."""
    ends, _, rest = move.partition(">")
    return [("travelled" if inland else "attempted", ends, move), ("reached", rest.split(" ")[0], move)]


ON = [*leg(INLAND, inland=True), ("attempted", "delta", STEPPE), ("crossed", "epsilon", STEPPE), ("arrived", "epsilon", STEPPE)]
START = ("departed", "alpha", "")
HOME = [("returned", "epsilon", ""), ("home_again", "alpha", "")]
STOPPED_AT_GAMMA = [("attempted", "gamma", INLAND), ("detained", "gamma", ""), ("released", "gamma", "")]
STORIES = {
    "straight on": [START, *leg(AIR), *leg(RIVER), *ON],
    "to and fro over the river": [START, *leg(AIR), *leg(RIVER), *leg(OVER_RIVER), *leg(BANKS), *ON],
    "after custody": [START, *leg(AIR), *leg(RIVER), *STOPPED_AT_GAMMA, *leg(OVER_RIVER), ("refused_boarding", "beta", AIR), *leg(BANKS), *ON],
    "after a wait": [START, *leg(AIR), *leg(RIVER), ("waited", "gamma", ""), *leg(OVER_RIVER), ("waited", "beta", ""), *leg(BANKS), *ON],
    # What sent them back from Gamma did not send them there again from Beta.
    "back at once": [START, *leg(AIR), *leg(RIVER), ("waited", "gamma", ""), *leg(OVER_RIVER), *leg(BANKS), *ON],
    # From Beta to Gamma, Delta, and by Gamma back to Beta: to Delta and back is one there-and-back; Gamma and Beta are seen twice.
    "round by two places": [START, *leg(AIR), *leg(RIVER), *leg(INLAND, inland=True), *leg(INLAND_BACK, inland=True), *leg(OVER_RIVER), *leg(BANKS), *ON],
    # Caught on the bank and put back: Beta again, and no leg was travelled to its end.
    "put back": [START, *leg(AIR), ("attempted", "beta", BANKS), ("apprehended", "gamma", BANKS), ("pushed_back", "gamma", ""), *leg(RIVER), *ON],
    "caught on the way back": [START, *leg(AIR), *leg(RIVER), ("attempted", "gamma", OVER_RIVER), ("apprehended", "beta", OVER_RIVER), *ON],
    "not yet there": [START, *leg(AIR), *leg(RIVER), *leg(OVER_RIVER)],
    # What happens after the arrival is another matter, and a second journey counts for itself.
    "twice": [START, *leg(AIR), *leg(RIVER), *ON, *HOME, START, *leg(AIR), *leg(BACK_BY_AIR), *leg(AIR), *leg(RIVER), *ON],
    "held after arriving": [START, *leg(AIR), *leg(RIVER), *ON, ("detained", "epsilon", ""), ("released", "epsilon", ""), ("arrived", "epsilon", "")],
    "abroad when the run began": [*leg(RIVER), *leg(OVER_RIVER), *leg(RIVER), *ON],
}  # fmt: skip
HERE = {"twice": "hill"}


@pytest.fixture(scope="module")
def world() -> World:
    base = small_world()
    people = (base.communities[0], base.communities[1], replace(base.communities[1], name="hill"))
    return replace(base, communities=people)


def results_of(world: World, *names: str) -> Results:
    people = [(number, HERE.get(name, "pakistani")) for number, name in enumerate(names)]
    rows = [(hour, number, *step, 0) for number, name in enumerate(names) for hour, step in enumerate(STORIES[name])]
    rows.sort(key=lambda row: row[0])  # as the log stands: by hour, all people mixed
    tables = {"events": _table(("hour", "person", "event", "place", "move", "cents"), rows), "people": _table(("person", "community"), people)}
    return Results(world.name, 1, world.start, world.days, tables, {})


@pytest.mark.parametrize(
    ("story", "completed", "back", "again"),
    [
        ("straight on", 1, 0, 0),
        ("to and fro over the river", 1, 1, 1),
        ("after custody", 1, 0, 0),
        ("after a wait", 1, 0, 0),
        ("back at once", 1, 1, 1),
        ("round by two places", 1, 1, 1),
        ("put back", 1, 0, 0),
        ("caught on the way back", 1, 0, 0),
        ("not yet there", 0, 0, 0),
        ("twice", 2, 1, 1),
        ("abroad when the run began", 0, 0, 0),
    ],
)
def test_one_story(world: World, story: str, completed: int, back: int, again: int) -> None:
    whole = together(wandering(results_of(world, story), world))
    assert (whole.completed, whole.back, whole.round) == (completed, back, again)


def test_a_round_need_not_be_a_there_and_back(world: World) -> None:
    """From Beta by Gamma to Delta, flown back to Beta and by Gamma on: no leg was gone back at once."""
    flight = "delta>beta by air over beta-air, legal"
    base = world.legs[0]
    more = replace(world, legs=(*world.legs, replace(base, origin="delta", target="beta", mode=base.mode.AIR, exit="beta-air", entry="beta-air")))
    STORIES["by air"] = [START, *leg(AIR), *leg(RIVER), *leg(INLAND, inland=True), *leg(flight), *leg(RIVER), *ON]
    whole = together(wandering(results_of(more, "by air"), more))
    assert (whole.completed, whole.back, whole.round) == (1, 0, 1)


def test_communities_are_counted_apart_and_only_recorded_ones(world: World) -> None:
    everybody = ("to and fro over the river", "straight on", "twice", "round by two places", "put back")
    found = wandering(results_of(world, *everybody), world)
    assert found == (Wandering("pakistani", 4, 2, 2), Wandering("hill", 2, 1, 1))
    assert [one.share for one in found] == [0.5, 0.5]
    assert together(found).share == 0.5
    assert Wandering("nobody", 0, 0, 0).share is None


def test_who_has_no_start_is_not_taken_for_the_person_before(world: World) -> None:
    assert together(wandering(results_of(world, "not yet there", "abroad when the run began"), world)).completed == 0


def test_a_log_without_a_journey_has_nothing_to_judge(world: World) -> None:
    assert together(wandering(results_of(world, "not yet there"), world)).share is None


def test_the_measure_holds_up_to_its_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ask, "world", lambda *_: world)
    most = ["straight on"] * 49
    for stories, holds in (([*most, "to and fro over the river"], True), ([*most[1:], "to and fro over the river"], False)):
        (found,) = measure(Ask((1,)), "small", Runs(lambda world, _, stories=stories: results_of(world, *stories)))
        assert found.holds is holds, stories[0]
        assert f"of {len(stories)} " in found.measured
    assert AT_MOST == 1 / 50


def itinerary(kind: str, *communities: str) -> Itinerary:
    row = Evidence.__new__(Evidence)  # what it says is not asked about
    return Itinerary("one", row, SCENARIO, kind, communities, (), "")


def test_an_itinerary_names_its_people_if_it_is_of_one_community() -> None:
    several = {"a": itinerary(OWN, "hill"), "b": itinerary(OWN, "hill", "pakistani"), "c": itinerary(GENERAL, "hill")}
    assert list(naming(several)) == ["a"]


def test_what_is_followed_is_counted_over_all_seeds() -> None:
    first = ItinerariesFollowed({"a": Followed(300, 3), "b": Followed(300, 2), "c": Followed(80, 0)})
    second = ItinerariesFollowed({"a": Followed(500, 4), "b": Followed(500, 7), "c": Followed(20, 0)})
    assert (first.share, second.share) == (1 / 3, 1 / 3)
    both = pooled([first, second])
    assert both.each == {"a": Followed(800, 7), "b": Followed(800, 9), "c": Followed(100, 0)}
    assert both.share == 1 / 3  # b: 9 of 800; a: 7 of 800 is less than one in a hundred
    assert both.by_nobody == ("c",)
    assert pooled([]).share is None
