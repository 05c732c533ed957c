"""Prospects: what people expect of flights on which carriers look at papers.

In the tiny world a flight leads from home to the goal, which asks for a visa that nobody is given: forged papers for 200 dollars open it.
"""

import pytest

from hand import FARE, both_ways, stage, tell, world
from sim.basis.words import Entry, Kind, Mode
from sim.world.network import Leg

FLIGHT = (Leg("home", "goal", Mode.AIR, 100, 2, "ridge", "ridge"), Leg("goal", "home", Mode.AIR, 100, 2, "ridge", "ridge"))
FORGED = {"visa.*.*.refusal": 1, "country.*.forged_usd": 200, "crossing.*.capacity_per_day": 1e6}
BY_AIR = "home>goal by air over ridge, forged"
BY_ROAD = "home>goal by road over ridge, forged"


def flown(refusal, *, legs=FLIGHT, **numbers):
    """The tiny world with a flight, whose carrier refuses so many forgeries."""
    parameters = {**FORGED, "crossing.*.boarding_refusal": refusal, **numbers}
    return world(entry=Entry.VISA, kind=Kind.OFFICIAL, legs=legs, numbers=parameters)


def expected(refusal, *fields):
    """Of the flight with forged papers, when half of those who board are found out on landing, and three failures are enough."""
    model = stage(flown(refusal, **{"country.*.document_base": 0.5, "post.*.AAA.effort": 0}))
    flight = [move.name for move in model.atlas.moves].index(BY_AIR)
    return [float(model._prospects[field][0, flight]) for field in fields]


def test_a_refusal_is_a_failure_but_no_arrest():
    # without a carrier: 1/2 + 1/4 + 1/8 failures, all of them arrests. With one that refuses half: a try fails by 1/2 + 1/2 x 1/2 = 3/4, one failure in three
    # is an arrest
    assert expected(0.0, "failures", "arrests", "for_good") == [0.875, 0.875, 0.125]
    assert expected(0.5, "failures", "arrests", "for_good") == pytest.approx([1.734375, 0.578125, 0.421875])
    assert expected(1.0, "failures", "arrests", "for_good") == [3, 0, 1]


def test_roads_have_no_carrier():
    model = stage(flown(0.5, legs=(*both_ways("home", "goal", 100, 10, "ridge"),)))
    assert model._prospects.refused.max() == 0


def test_who_knows_that_carriers_refuse_goes_by_road():
    # the road is three times as long: 35.00 for the fare and not 15.00, with the same papers; a refusal costs the fare and the papers once more
    legs = (*FLIGHT, *both_ways("home", "goal", 300, 30, "ridge"))
    easy, strict = (tell(flown(refusal, legs=legs, **{"choice.perception_error": 0.01})) for refusal in (0.0, 0.5))
    assert easy.tables["flows"]["move"].words().tolist() == [BY_AIR]
    assert strict.tables["flows"]["move"].words().tolist() == [BY_ROAD]
    assert (easy.books["fare"], strict.books["fare"]) == (FARE, FARE + 2000)
    assert strict.flow("refused") == 0
