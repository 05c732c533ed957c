"""What is lawful, derived from papers and the regime of the border."""

import itertools
import math

import pytest

from hand import FARE, FUNDS, both_ways, tell, world
from sim.basis.clock import FOR_EVER
from sim.basis.words import Channel, Entry, Event, Kind
from sim.world.network import Crossing, Place
from sim.world.papers import document_price, lawful_until, may_use, unlawful_hours
from sim.world.world import Community, Regime

HOLDS = {"passport": True, "permit": False, "exit_permit": True, "checked": True}
STAY = {"registers": True, "registration_hours": 120, "stay_hours": 2160, "visa_hours": 720, "permit": False}


def opens(channel, entry, **changes):
    return may_use(channel, entry, *{**HOLDS, **changes}.values())


def until(channel, entry, **changes):
    """For somebody who arrives at hour 1000."""
    return lawful_until(channel, entry, 1000, *{**STAY, **changes}.values())


def test_the_front_door_by_regime():
    assert [opens(Channel.LEGAL, entry) for entry in Entry] == [True, True, False, False]
    assert [opens(Channel.VISA, entry) for entry in Entry] == [False, False, True, False]


def test_without_a_passport_only_ones_own_country_opens():
    assert [opens(Channel.LEGAL, entry, passport=False) for entry in Entry] == [True, False, False, False]
    assert not any(opens(Channel.VISA, entry, passport=False) for entry in Entry)


def test_a_permit_opens_what_a_passport_alone_does_not():
    assert [opens(Channel.LEGAL, entry, permit=True) for entry in Entry] == [True] * 4
    assert not opens(Channel.LEGAL, Entry.CLOSED, permit=True, passport=False)


def test_who_needs_the_permission_to_leave_and_lacks_it_stays_or_hides():
    assert not any(opens(channel, entry, exit_permit=False, permit=True) for channel in (Channel.LEGAL, Channel.VISA) for entry in Entry)


def test_where_nobody_checks_the_road_is_open_and_nobody_asks_for_a_visa():
    nothing = {"passport": False, "exit_permit": False, "checked": False}
    assert all(opens(Channel.LEGAL, entry, **nothing) for entry in Entry)
    assert not any(opens(Channel.VISA, entry, checked=False) for entry in Entry)


def test_hidden_or_with_forged_papers_anybody_may_try():
    for channel, entry in itertools.product((Channel.INLAND, Channel.FORGED, Channel.GUIDED, Channel.ALONE), Entry):
        assert opens(channel, entry, passport=False, exit_permit=False)


def test_own_citizens_and_holders_of_a_permit_are_lawful_for_ever():
    assert {until(channel, Entry.OWN) for channel in Channel} == {FOR_EVER}
    assert until(Channel.LEGAL, Entry.CLOSED, permit=True) == until(Channel.LEGAL, Entry.FREE, permit=True) == FOR_EVER
    assert until(Channel.GUIDED, Entry.FREE, permit=True) == 1000  # a permit is no use to who hides


def test_visitors_are_lawful_as_long_as_they_register_and_no_longer_than_their_visa():
    assert (until(Channel.LEGAL, Entry.FREE), until(Channel.LEGAL, Entry.FREE, registers=False)) == (3160, 1120)
    assert (until(Channel.VISA, Entry.VISA), until(Channel.VISA, Entry.VISA, registers=False)) == (1720, 1120)
    assert until(Channel.VISA, Entry.VISA, registers=False, visa_hours=48) == 1048


def test_all_others_are_unlawful_from_the_first_hour():
    assert {until(channel, entry) for channel in (Channel.FORGED, Channel.GUIDED, Channel.ALONE) for entry in (Entry.FREE, Entry.VISA, Entry.CLOSED)} == {1000}
    assert until(Channel.LEGAL, Entry.CLOSED) == 1000


@pytest.mark.parametrize(("lapsed", "since", "now", "hours"), [(100, 0, 124, 24), (100, 110, 124, 14), (100, 0, 90, 0), (FOR_EVER, 0, 90, 0)])
def test_only_hours_after_the_lapse_count(lapsed, since, now, hours):
    assert unlawful_hours(lapsed, since, now) == hours


def test_in_a_run_exit_permits_hold_back_those_without():
    # forged papers cost 300; nobody holds the permission to leave, so the front door is shut though entry is free
    for share, document in ((1, 0), (0, 30_000)):
        story = tell(world(numbers={"country.AAA.exit_permit_share": share, "country.*.forged_usd": 300}))
        assert (story.books.get("document", 0), story.purse) == (document, FUNDS - FARE - document)


def test_in_a_run_a_visa_is_lawful_for_its_days():
    story = tell(world(entry=Entry.VISA, numbers={"visa.*.*.days": 3, "visa.*.*.price_usd": 80}))
    assert story.of()[4:] == [(82, "lapsed", 0)]  # 10 + 72, looked at daily


def test_in_a_run_a_stay_can_lapse_on_the_road():
    story = tell(world(hub=True, numbers={"country.*.registration_share": 0, "country.*.registration_days": 0.5}))
    assert story.hours(Event.LAPSED) == [30]  # lawful until 10 + 12, on the road from 10 to 30


def test_in_a_run_nobody_is_lawful_only_because_nobody_looked():
    # an unguarded border into a country that would not have let them in; police inland look closely
    open_country = (Crossing("ridge", "Ridge", Kind.GREEN, ("AAA", "BBB"), 0, 1, checked=False),)
    story = tell(world(crossings=open_country, kind=Kind.GREEN, entry=Entry.CLOSED, numbers={"country.*.inland_detection": 1}))
    assert story.hours(Event.DETECTED_INLAND) == [34]


def test_in_a_run_who_overstayed_can_be_noticed_when_leaving():
    # at the hub from hour 10, on from there at 34: at the end of the one lawful day, or half a day after it; BBB reads the papers of those who leave
    numbers = {"country.BBB.document_base": 1, "country.*.registration_share": 0, "choice.transfer_hours_share": 1}
    for days, noticed in ((1, []), (0.5, [34])):
        story = tell(transit({**numbers, "country.*.registration_days": days, "country.*.push_back_share": 0}))
        assert story.hours(Event.DETECTED_LEAVING) == noticed


def test_in_a_run_two_inspectors_notice_more_lapsed_stays_than_one():
    # one finds half of them, two three quarters: of 400 who leave half a day too late, within four standard deviations
    numbers = {"country.BBB.document_equipment": math.log(2), "country.*.registration_share": 0, "choice.transfer_hours_share": 1}
    late = {"country.*.registration_days": 0.5, "community.*.people": 400, "post.ridge.*.effort": 0}
    for inspectors, (low, high) in ((1, (160, 240)), (2, (265, 335))):
        story = tell(transit({**numbers, **late, "post.river.BBB.effort": inspectors}))
        assert low < story.hours(Event.DETECTED_LEAVING).count(34) < high


# Bought documents


def test_a_document_serves_where_documents_cost_no_more_as_long_as_it_is_valid():
    assert document_price(300, 0, FOR_EVER, 10) == 300
    assert [document_price(price, 200, 100, 100) for price in (150, 200, 300)] == [0, 0, 100]
    assert document_price(150, 200, 100, 101) == 150


SHUT = {"regimes": (Regime("AAA", "BBB", Entry.CLOSED), Regime("AAA", "CCC", Entry.CLOSED))}
"""Two countries that let nobody in: only forged papers open their checkpoints."""


def test_in_a_run_a_document_serves_twice_if_it_is_still_valid():
    # 300 at the first border; the second asks for one of 500, 30 hours later: the difference if a document is good for two days
    for days, paid in ((0, 800), (2, 500)):
        story = tell(transit({"country.*.forged_usd": 300, "country.CCC.forged_usd": 500, "document.valid_days": days}, **SHUT))
        assert (story.books["document"], story.place) == (paid * 100, "goal")


def test_in_a_run_a_document_that_is_noticed_is_taken_away():
    # three failures are borne, and a new document is bought for each try
    noticed = {"country.*.forged_usd": 300, "document.valid_days": 1000, "country.BBB.document_base": 1, "post.*.AAA.effort": 0}
    story = tell(world(entry=Entry.CLOSED, numbers=noticed))
    assert (len(story.hours(Event.APPREHENDED)), story.books["document"]) == (3, 90_000)
    assert story.tables["people"]["document"].words().tolist() == ["genuine"]


def test_in_a_run_the_register_is_told_whose_passport_was_shown():
    # a foreigner from CCC departs in AAA with an AAA passport bought there, and is noticed three times on leaving
    strangers = (Community("strangers", "Strangers", "CCC", ("home",), ("goal",)),)
    regimes = (Regime("CCC", "BBB", Entry.CLOSED), Regime("CCC", "AAA", Entry.FREE))
    for share, shown in ((0, []), (1, [("ridge/AAA", "AAA", 1)] * 3)):
        numbers = {"country.*.own_passports_share": share, "country.AAA.document_base": 1, "post.*.AAA.effort": 1, "country.*.forged_usd": 100}
        tiny = world(communities=strangers, regimes=regimes, numbers={**numbers, "country.*.detention_days": 7}, days=40)
        papers = tell(tiny).tables["papers"]
        assert list(zip(papers["post"].words(), papers["shown"].words(), papers["apprehended"].tolist(), strict=True)) == shown


def transit(numbers, **changes):
    """Home (AAA), hub (BBB), goal (CCC): two borders with free entry."""
    return world(
        numbers=numbers,
        places=(Place("home", "Home", "AAA", 0, 0), Place("hub", "Hub", "BBB", 0, 1), Place("goal", "Goal", "CCC", 0, 2)),
        crossings=tuple(Crossing(name, name, Kind.OFFICIAL, sides, 0, 1) for name, sides in (("ridge", ("AAA", "BBB")), ("river", ("BBB", "CCC")))),
        legs=(*both_ways("home", "hub", 100, 10, "ridge"), *both_ways("hub", "goal", 200, 20, "river")),
        **{"regimes": (Regime("AAA", "BBB", Entry.FREE), Regime("AAA", "CCC", Entry.FREE)), **changes},
    )
