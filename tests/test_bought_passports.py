"""Who leaves by air on a bought passport: people whose own country lets nobody go, and what the register of an airport abroad says of them."""

import pytest

from hand import both_ways, tell, world
from scenarios.load import load
from sim import outcomes
from sim.basis.words import Entry, Kind, Mode
from sim.outcomes.reading import Only
from sim.world.network import Crossing, Leg, Place
from sim.world.world import Regime

AT_THE_AIRPORT = Only(countries=("BBB",), crossings=("hub-air",))


def by_air(**numbers):
    """Home (AAA), hub (BBB), goal (CCC): a path from home to the hub, and from there a flight of 5 hours and 400 km; entry is free everywhere.

    Six people leave. A passport costs 300 dollars, and all that are sold in BBB are of BBB, whose inspectors notice each and write down a quarter. The fifth
    day is the last: the flight leaves on the third, and nobody tries twice.
    """
    crossings = (
        Crossing("path", "Path", Kind.GREEN, ("AAA", "BBB"), 0, 1),
        Crossing("hub-air", "Hub airport", Kind.AIRPORT, ("BBB",), 0, 1),
        Crossing("goal-air", "Goal airport", Kind.AIRPORT, ("CCC",), 0, 2),
    )
    return world(
        days=5,
        places=(Place("home", "Home", "AAA", 0, 0), Place("hub", "Hub", "BBB", 0, 1), Place("goal", "Goal", "CCC", 0, 2)),
        crossings=crossings,
        legs=(*both_ways("home", "hub", 100, 10, "path"), Leg("hub", "goal", Mode.AIR, 400, 5, "hub-air", "goal-air")),
        regimes=(Regime("AAA", "BBB", Entry.FREE), Regime("AAA", "CCC", Entry.FREE)),
        numbers={
            "community.*.people": 6, "community.*.passport": 0, "country.*.forged_usd": 300, "country.BBB.own_passports_share": 1,
            "country.BBB.document_base": 1, "country.BBB.border_reporting": 0.25, "country.*.detention_days": 9, "country.*.push_back_share": 0, **numbers,
        },
    )  # fmt: skip


def registered(story, tiny):
    """In the register of the airport at the hub: all, those who showed a passport of BBB, and those who showed one of AAA."""
    results = story.model.results()
    shown = [outcomes.registered_showing(results, tiny, AT_THE_AIRPORT, country) for country in ("BBB", "AAA")]
    return [outcomes.registered_at_crossings(results, tiny, AT_THE_AIRPORT), *shown]


def test_the_register_takes_them_for_citizens_of_the_country_they_leave():
    tiny = by_air()
    story = tell(tiny)
    assert story.books["document"] == 6 * 30_000
    assert registered(story, tiny) == [1.5, 1.5, 0]


def test_who_holds_a_passport_shows_it_and_is_in_no_register():
    tiny = by_air(**{"community.*.passport": 1})
    story = tell(tiny)
    assert (story.books.get("document"), story.place, registered(story, tiny)) == (None, "goal", [0, 0, 0])


def test_where_visas_alone_are_sold_they_show_their_own():
    tiny = by_air(**{"country.BBB.own_passports_share": 0})
    assert registered(tell(tiny), tiny) == [1.5, 0, 1.5]


# What ships


@pytest.mark.parametrize("name", ["kyrgyz-by-air", "uzbek-by-air"])
def test_both_destinations_are_reached_by_air_from_kyrgyzstan(name):
    loaded = load("central-asia-2004", posterior="none")
    (community,) = [community for community in loaded.communities if community.name == name]
    flights = {(leg.origin, leg.target, leg.exit) for leg in loaded.legs if leg.mode is Mode.AIR}
    assert community.destinations == ("istanbul", "dubai")
    assert {("bishkek", "istanbul", "airport-bishkek-manas"), ("bishkek", "dubai", "airport-bishkek-manas"), ("osh", "dubai", "airport-osh")} <= flights


def test_a_kyrgyz_passport_opens_turkey_and_an_uzbek_one_does_not():
    loaded = load("central-asia-2004", posterior="none")
    asked = {(regime.nationality, regime.country): regime for regime in loaded.regimes}
    assert (asked["KGZ", "TUR"].entry, asked["UZB", "UZB"].exit_permit) == (Entry.FREE, True)
    assert asked["UZB", "TUR"].entry is Entry.VISA
    assert loaded.parameters.number("country.UZB.exit_permit_share") == 0.6
    # half are taken by others, and six in ten of them on a false passport; of the other half one in twelve has only a Soviet one
    assert loaded.parameters.number("community.kyrgyz-by-air.passport") == pytest.approx(1 - (0.5 * 0.6 + 0.5 / 12), abs=0.005)
