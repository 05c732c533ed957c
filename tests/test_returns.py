"""Assisted return: who is helped home, when, and how many."""

from collections import Counter

from hand import tell, world
from sim.basis.words import Account, Event

POOR = {"community.*.funds_usd": 20, "community.*.optimism": 0}
"""Nobody can pay for the way on from the hub."""


def test_one_place_for_assisted_return_goes_to_who_applied_first():
    help_offered = {"country.*.avr_per_month": 1, "country.*.avr_apply": 1, "country.*.avr_usd": 500, "country.*.avr_after_days": 2}
    story = tell(world(hub=True, numbers={**POOR, **help_offered, "community.*.people": 2, "community.*.consider_days": 10}, days=62))
    departed = {who: hour for hour, who, event, _ in story.log if event == "departed"}
    first, second = sorted(departed, key=departed.__getitem__)
    assert departed[first] < departed[second]
    # at the hub after 10 hours, stranded after 48 more, may ask after another 48; helped on 1 April (day 31) and 1 May (day 61)
    helped = [(hour, who, event) for hour, who, event, _ in story.log if event in ("applied_avr", "assisted", "home_again")]
    assert helped == [
        (departed[first] + 106, first, "applied_avr"), (departed[second] + 106, second, "applied_avr"),
        (744, first, "assisted"), (754, first, "home_again"), (1464, second, "assisted"), (1474, second, "home_again"),
    ]  # fmt: skip
    assert story.gain(Account.AVR_DONOR) == -100_000


def test_whoever_applied_first_is_helped_first():
    help_offered = {"country.*.avr_per_month": 1, "country.*.avr_apply": 1, "country.*.avr_after_days": 2}
    story = tell(world(hub=True, numbers={**POOR, **help_offered, "community.*.people": 6, "community.*.consider_days": 20}, days=154))
    asked = {who: hour for hour, who, event, _ in story.log if event == "applied_avr"}
    helped = [asked[who] for _, who, event, _ in story.log if event == "assisted"]
    assert story.hours(Event.ASSISTED) == [day * 24 for day in (31, 61, 92, 122, 153)]  # on the first of each month
    assert helped == sorted(asked.values())[:5]


def test_places_for_assisted_return_that_nobody_wants_last_a_year():
    # stranded after 58 hours, all fifteen ask a year and a month later, in April 2005, when fourteen months of one place each have begun or gone by
    help_offered = {"country.*.avr_per_month": 1, "country.*.avr_apply": 1, "country.*.avr_after_days": 395}
    story = tell(world(hub=True, numbers={**POOR, **help_offered, "community.*.people": 15}, days=458))
    assert Counter(story.hours(Event.ASSISTED)) == {426 * 24: 12, 457 * 24: 1}  # 1 May and 1 June
