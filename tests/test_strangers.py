"""People from afar: what guides ask of them, how they stand out; and that bus and train are one way."""


import pytest

from hand import CAUGHT, FARE, FEE, FUNDS, INLAND_FARE, LED, stage, tell, world
from sim.basis.words import Account, Channel, Entry, Event, Kind, Mode
from sim.guards.detection import stands_out
from sim.smugglers.fee import fee_of
from sim.world.network import Leg

FROM_AFAR = {"community.*.stranger": 1}


def test_a_surcharge_is_asked_of_people_from_afar_alone():
    assert [fee_of(700, 20_000, stranger) for stranger in (False, True)] == [700, 20_700]


def test_who_goes_hidden_alone_stands_out():
    assert stands_out(Channel.ALONE, True, 8.0) == 8.0
    assert stands_out(Channel.ALONE, False, 8.0) == stands_out(Channel.GUIDED, True, 8.0) == stands_out(Channel.FORGED, True, 8.0) == 1.0


def led(**numbers):
    return world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers={**LED, "organiser.margin": 0, **numbers})


@pytest.mark.parametrize("stranger", [0, 1])
def test_the_guide_has_what_is_asked(stranger):
    story = tell(led(**{"community.*.stranger": stranger, "smuggler.AAA-BBB.stranger_usd": 30}))
    asked = FEE + 3000 * stranger
    assert story.of()[1] == (0, "attempted", FARE + asked)
    assert (story.purse, story.gain(Account.FACILITATOR)) == (FUNDS - FARE - asked, asked - 10_000)  # less the running cost
    assert story.flow("fee_cents") == asked


def test_who_cannot_pay_the_surcharge_waits():
    purse = {"community.*.funds_usd": (FARE + FEE + 3000) / 100, "community.*.optimism": 0}
    for surcharge, day in ((30, 0), (30.01, 7)):  # until the guide, whom nobody paid for a week, asks for less
        story = tell(led(**FROM_AFAR, **purse, **{"smuggler.AAA-BBB.stranger_usd": surcharge}))
        assert story.hours(Event.CROSSED) == [24 * day]


def test_an_employer_pays_the_surcharge_and_the_worker_the_fare():
    hired = {"community.*.employer_pays": 1, "smuggler.AAA-BBB.stranger_usd": 30}
    poor = {"community.*.funds_usd": FARE / 100, "community.*.optimism": 0}
    story = tell(led(**FROM_AFAR, **hired, **poor))
    assert (story.purse, story.gain(Account.EMPLOYER), story.gain(Account.FACILITATOR)) == (0, -FEE - 3000, FEE + 3000 - 10_000)


@pytest.mark.parametrize(("stranger", "ratio", "caught"), [(0, 8, False), (1, 1, False), (1, 8, True)])
def test_where_neighbours_are_not_noticed_strangers_are(stranger, ratio, caught):
    # one in 8 is noticed of neighbours; of people from afar 8 times as many
    seldom = {**CAUGHT, "crossing.*.base_detection": 0.125, "community.*.stranger": stranger, "country.BBB.stranger_ratio": ratio}
    story = tell(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers={**seldom, "community.*.people": 200, "country.*.detention_days": 30}, days=2))
    found, tried = len(story.hours(Event.DETECTED_ENTERING)), len(story.hours(Event.ATTEMPTED))
    assert tried == 200
    assert found == tried if caught else found == pytest.approx(25, abs=15)


def test_a_bus_beside_a_train_is_no_second_way():
    # inland by road and by rail for the same fare and time: the way is worth what it is worth by one of them
    plain = world(hub=True)
    rails = Leg("hub", "goal", Mode.RAIL, 200, 20), Leg("goal", "hub", Mode.RAIL, 200, 20)
    one, two = stage(plain), stage(world(hub=True, legs=(*plain.legs, *rails), parameters=plain.parameters))
    assert two.conditions.moves.fare_cents[two.atlas.move_names.index("hub>goal by rail, inland")] == INLAND_FARE
    used = two.routes.classes.used != 0
    assert (two.routes.start[used] == one.routes.start[used]).all()
