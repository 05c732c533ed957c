"""Assisted return: who asks for it and when, who is helped home, how many, and who departs again."""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from hand import FARE, FUNDS, START, tell, world
from scenarios import load
from sim import RouteModel
from sim.basis.words import Account, Event
from sim.world.world import DatedLever

POOR = {"community.*.funds_usd": 25, "community.*.optimism": 0.5}
"""With 10.00 left at the hub, nobody can pay for the way on (25.00), nor for the way home (15.00)."""
OFFICE = {"country.*.avr_per_month": 1, "country.*.avr_known": 1}
"""An office with a place a month, that everybody knows."""
SETTLED = {"country.*.wage_usd": 300, "country.*.stay_days": 3, "community.*.stay_days": 20, "country.*.avr_known": 1}
"""People mean to work at the destination for 20 days at 10 dollars a day, and have the right to be there for three."""


def test_one_place_for_assisted_return_goes_to_who_applied_first():
    story = tell(world(hub=True, numbers={**POOR, **OFFICE, "country.*.avr_usd": 500, "community.*.people": 2, "community.*.consider_days": 10}, days=62))
    departed = {who: hour for hour, who, event, _ in story.log if event == "departed"}
    first, second = sorted(departed, key=departed.__getitem__)
    assert departed[first] < departed[second]
    # at the hub after 10 hours, stranded after 48 more, asked at the next look; helped on 1 April (day 31) and 1 May (day 61)
    helped = [(hour, who, event) for hour, who, event, _ in story.log if event in ("applied_avr", "assisted", "home_again")]
    assert helped == [
        (departed[first] + 82, first, "applied_avr"), (departed[second] + 82, second, "applied_avr"),
        (744, first, "assisted"), (754, first, "home_again"), (1464, second, "assisted"), (1474, second, "home_again"),
    ]  # fmt: skip
    assert story.gain(Account.AVR_DONOR) == -100_000


def test_whoever_applied_first_is_helped_first():
    story = tell(world(hub=True, numbers={**POOR, **OFFICE, "community.*.people": 6, "community.*.consider_days": 20}, days=154))
    asked = {who: hour for hour, who, event, _ in story.log if event == "applied_avr"}
    helped = [asked[who] for _, who, event, _ in story.log if event == "assisted"]
    assert story.hours(Event.ASSISTED) == [day * 24 for day in (31, 61, 92, 122, 153)]  # on the first of each month
    assert helped == sorted(asked.values())[:5]


def test_those_on_the_way_are_helped_before_the_settled():
    # Some are stranded at the hub; the others are settled at the start, lose the right to stay within three days and ask at once: their time is worth nothing.
    numbers = {**POOR, **SETTLED, **OFFICE, "community.*.people": 8, "community.*.abroad_share": 0.5}
    story = tell(world(hub=True, numbers=numbers, days=275))
    stranded = {who for _, who, event, _ in story.log if event == "stranded"}
    first = min(hour for hour, who, event, _ in story.log if event == "applied_avr" and who not in stranded)
    assert first < min(hour for hour, who, event, _ in story.log if event == "applied_avr" and who in stranded)
    helped = [who in stranded for _, who, event, _ in story.log if event == "assisted"]
    assert 0 < len(stranded) < 8 == len(helped)
    assert helped == sorted(helped, reverse=True)


def test_places_for_assisted_return_that_nobody_wants_last_a_year():
    # nobody dares to ask before 8 April 2005, when thirteen months of one place each have begun; then all fifteen do, behind nobody
    silent = DatedLever("condition", START, date(2005, 4, 7), {"group": "countries", "name": "BBB", "field": "avr_known", "factor": 0.0})
    story = tell(world(hub=True, numbers={**POOR, **OFFICE, "community.*.people": 15}, days=458, events=(silent,)))
    assert Counter(story.hours(Event.ASSISTED)) == {426 * 24: 12, 457 * 24: 1}  # 1 May and 1 June


def test_nobody_joins_a_queue_that_is_longer_than_they_bear():
    # one a month; 25.00 were brought and a day costs 0.25, so that 100 days are borne: the third in the queue waits 90 days, the fourth would wait 120
    numbers = {**POOR, **OFFICE, "choice.giving_up_share": 1, "country.*.living_usd": 0.25, "community.*.people": 8, "community.*.consider_days": 20}
    story = tell(world(hub=True, numbers=numbers, days=31))
    assert (len(story.hours(Event.STRANDED)), len(story.hours(Event.APPLIED_AVR))) == (8, 3)


def test_who_does_not_dare_to_ask_waits_on():
    story = tell(world(hub=True, numbers={**POOR, **OFFICE, "country.*.avr_known": 0}, days=31))
    assert story.hours(Event.STRANDED) == [58]
    assert story.hours(Event.APPLIED_AVR) == []


def test_who_has_no_right_to_stay_asks_in_time_for_the_end_of_the_stay_and_works_until_then():
    # Lawful for three days after hour 10. Ten places a month, none unused in March: a wait of 72 hours. The stay ends at hour 490; 36 hours of work bring the
    # fare of 15.00, so that people ask once less than 108 hours are left: looking every day after hour 10, at hour 394.
    story = tell(world(numbers={**SETTLED, "country.*.avr_per_month": 10}, days=32))
    assert story.of()[4:-1] == [(82, "lapsed", 0), (394, "applied_avr", 0), (744, "assisted", 0)]
    # looked at every day until hour 730, the last before 1 April: thirty days of work
    assert story.books["remittance"] == FUNDS - FARE + 30 * 1000
    # without places they pay for the way home
    alone = tell(world(numbers={**SETTLED, "country.*.avr_per_month": 0}, days=32))
    assert alone.of()[5:] == [(490, "returned", FARE), (500, "home_again", FUNDS - FARE + 20 * 1000 - FARE)]


def test_who_may_stay_is_not_helped_home():
    story = tell(world(numbers={**SETTLED, "country.*.stay_days": 10_000, "country.*.avr_per_month": 10}, days=32))
    assert (story.hours(Event.APPLIED_AVR), story.hours(Event.RETURNED)) == ([], [490])


@pytest.mark.parametrize(("granted", "asked", "returned"), [(0, [394], []), (1, [], [490])])
def test_a_claim_of_asylum_that_is_refused_opens_the_door_of_the_office(granted, asked, returned):
    # Decided after ten days, at hour 250; the stay ends at hour 490.
    numbers = {**SETTLED, "country.*.avr_per_month": 10, "community.*.asylum": 1, "country.*.asylum_granted": granted}
    story = tell(world(numbers=numbers, days=31))
    assert story.hours(Event.LAPSED) == ([] if granted else [250])
    assert (story.hours(Event.APPLIED_AVR), story.hours(Event.RETURNED)) == (asked, returned)


@pytest.mark.parametrize(("places", "event"), [(15, "applied_avr"), (14, "deported")])
def test_custody_refers_people_while_a_place_comes_free_within_its_time(places, event):
    # Lawful until hour 82, found at the next look and held for 48 hours. At 15 places a month a turn comes within 48 hours, at 14 within 51.
    numbers = {**SETTLED, "country.*.inland_detection": 1, "country.*.avr_per_month": places, "country.*.avr_referral": 1, "country.*.avr_known": 0}
    story = tell(world(numbers=numbers, days=7))
    assert story.of()[4:8] == [(82, "lapsed", 0), (106, "detected_inland", 0), (106, "detained", 48), (154, event, 0)]
    nobody = tell(world(numbers={**numbers, "country.*.avr_referral": 0}, days=7))
    assert nobody.hours(Event.DEPORTED) == [154]


def test_who_was_helped_home_and_departs_again_is_counted_by_the_kind_of_return():
    # helped on 1 April (hour 744), home ten hours later, away again after two days
    story = tell(world(hub=True, numbers={**POOR, **OFFICE, "community.*.home_days": 2}, days=35))
    assert [(hour, event) for hour, event, _ in story.of() if hour >= 744][:4] == [
        (744, "assisted"), (754, "home_again"), (802, "departed"), (802, "again_after_help"),
    ]  # fmt: skip


def test_russian_citizens_are_helped_home_from_the_union():
    tiny = load("russia-eu-return", days=400)
    with np.errstate(over="ignore"):
        model = RouteModel(tiny, 1, collect_agents=False)
        while model.day < tiny.days:
            model.step()
    counts = model.results().tables["counts"]
    helped = Counter[tuple[str, str]]()
    for community, place, event, people in zip(*(counts[name].words() for name in ("community", "place", "event")), counts["people"].tolist(), strict=True):
        if event == "assisted":
            helped[community, place] += people
    union = {place.name for place in tiny.places if place.country in {"POL", "AUT", "DEU", "BEL", "CZE"}}
    assert sum(people for (community, place), people in helped.items() if community == "russia" and place in union) > 100
