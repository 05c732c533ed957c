"""Fees, seats, groups and contracts: who leads, for how much, and who has the money in the end."""

import math
from dataclasses import replace

import numpy as np
import pytest

from hand import CAUGHT, FARE, FEE, FUNDS, LED, move, stage, step, tell, world
from sim.basis import draws
from sim.basis.words import Account, Entry, Event, Kind
from sim.routes.beliefs import all_believed, guides_believe
from sim.smugglers import entry, fee
from sim.smugglers.contract import NO_BORDER, border_paid, tries_left_after, tries_unpaid
from sim.smugglers.review import best_crossing
from sim.world.network import Crossing

PRICE = 20_625
"""Of a package: a quarter over fare and fee, 1.25 x 165.00."""
CONTRACTS = {"stages": {}, "advance": {"community.*.advance": 1}, "escrow": {"community.*.escrow": 1}}
DEPORTED = {**CAUGHT, "country.*.push_back_share": 0}


def led(**numbers):
    return world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers={**LED, **numbers})


def test_unit_cost_shares_the_loss_among_the_group_and_counts_every_try():
    assert fee.unit_cost(10_000, 0.2, 50_000, 5, 1.0) == 12_000  # 100 + 0.2 x 500 / 5
    assert fee.unit_cost(10_000, 0.2, 50_000, 5, 1.25) == 15_000


def test_a_fee_for_three_tries_is_a_fee_for_those_who_are_put_back_and_come_again():
    # half are caught, two in five of them put back: 0.2 come a second time, 0.04 a third
    assert fee.tries_led(0.5, 0.4, 3) == pytest.approx(1.24)
    assert fee.tries_led(0.5, 0.4, 1) == 1.0


def test_a_fee_goes_part_of_the_way_to_its_anchor_and_answers_to_demand():
    log = fee.next_log_fee(math.log(200), 100, 70, 1 / 3, 0.15, 0.08)
    assert log == pytest.approx(math.log(200) - 0.15 * math.log(2) + 0.08 / 3)
    assert fee.next_log_fee(5.0, math.exp(5.0), 100, 0.0, 0.15, 0.08) == pytest.approx(5.0)  # at rest


def test_nobody_is_led_for_less_than_it_costs():
    assert fee.next_log_fee(math.log(100), 100, 99, -0.5, 0.15, 0.08) == math.log(99)  # and not 100 x exp(-0.04) = 96.08


def test_demand_is_seats_sold_and_those_who_wait():
    # 0.5 sold of a target of 0.6; sold out; sold out, and three people wait for each seat: (1 + 3 - 0.6) / 4; and ever more
    assert [fee.pressure(*seats, 0.6) for seats in ((0.5, 0), (1, 0), (1, 3))] == pytest.approx([-0.1, 0.4, 0.85])
    assert 0.999 < fee.pressure(1, 1000, 0.6) < 1


def test_guides_come_with_profit_and_go_without():
    # 100 dollars of seats to be sold, at a margin of 0.3: a gain of 30 holds them, of 90 adds 0.5 x 0.6, and without a client they lose 0.5 x 0.3
    assert [entry.growth(gained, 10_000, 0.3, 0.5) for gained in (3_000, 9_000, 0)] == pytest.approx([1, 1.3, 0.85])
    assert entry.growth(0, 0, 0.3, 0.5) == 1  # nothing offered, nothing learnt
    assert entry.growth(-90_000, 10_000, 0.3, 0.5) == 0


def test_of_twelve_guides_a_sixth_is_arrested_and_comes_out_in_turn():
    assert 12 * (1 - entry.still_free(2, 12)) == pytest.approx(12 - 12 * math.exp(-1 / 6))
    assert entry.still_free(2, 0) == 1
    assert [entry.released(3.0, days * 24) for days in (0, 7, 21)] == [3.0, 3.0, 1.0]


def test_tries_that_cost_no_fee():
    # caught by one in two, up to three failures. One fee a try: only the try that is not made after the third failure costs nothing, 1/8. Two tries a
    # fee: nothing is paid after the first failure, 1/2, and the third. Three: 1/2 + 1/4 + 1/8
    assert [tries_unpaid(0.5, 3, covered) for covered in (1, 2, 3, 4)] == [0.125, 0.625, 0.875, 0.875]


def test_what_is_left_of_a_contract():
    assert [tries_left_after(0, False, covered) for covered in (1, 3)] == [0, 2]
    assert tries_left_after(2, True, 3) == 1
    assert (border_paid(5, 1), border_paid(5, 0)) == (5, NO_BORDER)


def test_a_fee_is_whole_cents_and_at_least_one():
    assert [fee.fee_cents(math.log(x)) for x in (100.4, 100.6, 0.1)] == [100, 101, 1]


def test_profit_is_what_is_left_a_seat():
    assert fee.profit(15_000.0, 10_000.0, 0.5) == 2_500.0


def test_fees_of_smugglers_whom_nobody_asks():
    model = stage(led(**{"community.*.people": 0}))
    fees = []
    for _ in range(3):
        fees.append(int(model.smugglers.fee[0]))
        step(model, 7)
    # ln f - ln 150 goes 0, -0.08 x 2/3 = -0.05333, then 0.85 x that - 0.05333 = -0.09867
    assert fees == [15_000, 14_221, 13_591]
    assert model.results().tables["smugglers"]["fee_cents"].tolist() == fees
    step(model, 7 * 60)
    assert model.smugglers.fee[0] == 10_512  # at rest at -0.05333 / 0.15 = -0.35556: 150 x 0.70078, above the cost of 100


def test_a_believed_risk_is_in_the_fee():
    # everybody is caught and known to be: 1.5 x (100 + 1 x 80 / 2) = 210
    assert tell(led(**CAUGHT, **{"smuggler.*.loss_usd": 80, "smuggler.*.group_size": 2})).model.results().tables["smugglers"]["fee_cents"][0] == 21_000


def test_seats_are_few_and_the_rest_wait_for_the_next_day():
    story = tell(led(**{"community.*.people": 5, "smuggler.*.group_size": 3}))
    assert story.hours(Event.CROSSED) == [0, 0, 0, 24, 24]
    week = story.tables["smugglers"]
    assert (week["sold"][0], week["seats"][0], week["purse_cents"][0]) == (5, 21, 5 * (FEE - 10_000))


def test_a_group_shares_its_luck():
    numbers = {"community.*.people": 5, "smuggler.*.group_size": 5, "crossing.*.base_detection": 0.5, "post.*.AAA.effort": 0}
    crossed = {tell(world(kind=Kind.GREEN, numbers={**LED, **numbers}, days=1), seed).flow("crossed") for seed in range(12)}
    assert crossed == {0, 5}


@pytest.mark.parametrize("contract", CONTRACTS)
def test_on_success_being_led_costs_the_same_however_it_is_paid(contract):
    story = tell(led(**CONTRACTS[contract]))
    assert story.gains == {
        "sponsor": -FUNDS, "migrant": FUNDS - PRICE, "organiser": PRICE - FARE - FEE, "carrier": FARE, "facilitator": FEE - 10_000, "outside": 10_000
    }  # fmt: skip


@pytest.mark.parametrize(("contract", "family", "organiser"), [("advance", -PRICE, PRICE - FARE - FEE), ("escrow", 0, -FARE - FEE)])
def test_on_failure_the_organiser_keeps_what_was_paid_in_advance_and_bears_what_a_third_party_held(contract, family, organiser):
    story = tell(led(**CONTRACTS[contract], **DEPORTED))
    assert story.of()[-1] == (58, "home_again", FUNDS - PRICE)
    # the rest of the purse goes home too, so the family is down by the price or by nothing
    assert (story.gain(Account.SPONSOR), story.gain(Account.ORGANISER), story.gain(Account.ESCROW)) == (family, organiser, 0)


def test_a_package_pays_for_one_passage_and_the_next_try_comes_out_of_the_purse():
    story = tell(led(**CONTRACTS["advance"], **CAUGHT, **{"community.*.failures": 2}))
    assert [story.books[name] for name in ("package_advance", "package_stage", "fee_package", "fare_package")] == [PRICE, PRICE, 2 * FEE, 2 * FARE]
    assert story.of()[-1] == (97, "home_again", FUNDS - 2 * PRICE)


def test_who_cannot_raise_the_price_of_a_package_pays_by_stages():
    # the whole way takes 1.25 x (165 + 25) = 237.50 dollars; with 225 and half of what is then missing in hand they depart
    poor = {"community.*.funds_usd": 225, "community.*.optimism": 0.5}
    story = tell(world(kind=Kind.GREEN, entry=Entry.CLOSED, hub=True, numbers={**LED, **CONTRACTS["escrow"], **poor}))
    assert "package_escrow" not in story.books
    assert (story.books["package_stage"], story.books["fee_package"], story.purse) == (PRICE, FEE, 22_500 - PRICE)


def test_who_pays_in_advance_what_they_have_is_left_where_it_ends():
    # the whole way takes 237.50 as above; all of the 225 are handed over, 206.25 of it are used up to the hub, and the 31.25 from there are not covered
    poor = {"community.*.funds_usd": 225, "community.*.optimism": 0.5}
    story = tell(world(kind=Kind.GREEN, entry=Entry.CLOSED, hub=True, numbers={**LED, **CONTRACTS["advance"], **poor}))
    assert story.of()[:4] == [(0, "departed", 22_500), (0, "attempted", FARE + FEE), (0, "crossed", 0), (10, "reached", 22_500)]
    assert [event for _, event, _ in story.of()[4:9]] == ["waited", "waited", "waited", "stranded", "abandoned"]
    assert (story.books["package_advance"], story.purse, story.place) == (22_500, 0, "hub")
    assert "package_stage" not in story.books


def test_an_organiser_who_keeps_what_was_paid_in_advance_leaves_people_behind_beyond_the_border():
    numbers = {**LED, **CONTRACTS["advance"], "organiser.keeps_share": 1}
    story = tell(world(kind=Kind.GREEN, entry=Entry.CLOSED, hub=True, numbers=numbers))
    # the package was 237.50; the way from the hub is paid once more, 25.00, and not to an organiser
    assert [(event, cents) for _, event, cents in story.of()][-3:] == [("abandoned", 0), ("travelled", 2500), ("arrived", 23_750 + 2500)]
    assert (story.gain(Account.ORGANISER), story.books["fare"], story.purse) == (23_750 - FEE - FARE, 2500, FUNDS - 23_750 - 2500)
    for contract in ("stages", "escrow"):
        otherwise = {**numbers, "community.*.advance": 0, **CONTRACTS[contract]}
        assert not tell(world(kind=Kind.GREEN, entry=Entry.CLOSED, hub=True, numbers=otherwise)).hours(Event.ABANDONED)


def test_an_employer_pays_the_fee_but_not_the_fare():
    poor = {"community.*.funds_usd": 20, "community.*.optimism": 0}
    story = tell(led(**poor, **{"community.*.employer_pays": 1}))
    assert story.gains == {
        "sponsor": -2000, "migrant": 2000 - 1875, "employer": -FEE, "organiser": 375, "carrier": FARE, "facilitator": FEE - 10_000, "outside": 10_000
    }  # fmt: skip
    assert tell(led(**poor)).hours(Event.ATTEMPTED) == []  # who cannot pay does not leave


def test_who_was_led_passes_later_with_a_guide_of_their_own_and_never_alone():
    # one guide, who goes every fourth day: hours 24, 120 and 216. The second of two is left behind after two days without a seat. He asks again at 72 and has
    # done so for two days when the guide goes at 120, then at 144 and at 216, and pays without a margin
    two = {"community.*.people": 2, "smuggler.*.groups_per_day": 0.25}
    story = tell(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers={**LED, **two}, days=10))
    assert story.hours(Event.ABANDONED) == [48]
    assert story.hours(Event.ATTEMPTED) == [24, 216]
    (paid,) = (cents for hour, event, cents in story.of(1) + story.of(0) if (hour, event) == (216, "attempted"))
    assert (story.books["fare"], story.books["fare_package"], story.books["fee"], story.books["fee_package"]) == (FARE, FARE, paid - FARE, FEE)


def test_a_guide_pays_the_bribe_and_a_seizure_goes_to_the_state():
    story = tell(led(**CAUGHT, **{"country.*.corrupt_share": 1, "country.*.bribe_usd": 20}))
    assert (story.gain(Account.GUARD), story.gain(Account.FACILITATOR), story.gain(Account.MIGRANT)) == (2000, FEE - 10_000 - 2000, FUNDS - PRICE)
    story = tell(led(**DEPORTED, **{"smuggler.*.loss_usd": 40}))
    fee = 21_000  # 1.5 x (100 + 40)
    assert story.books["seizure"] == 4000
    assert story.model.smugglers.purse[0] == fee - 10_000 - 4000 == story.gain(Account.FACILITATOR)


def test_without_clients_guides_leave_until_one_is_left():
    model = stage(led(**{"community.*.people": 0, "smuggler.AAA-BBB.number": 4, "smuggler.*.groups_per_day": 2, "market.entry_rate": 0.5}))
    assert model.smugglers.guides.tolist() == [1] * 4
    step(model, 7)
    assert model.smugglers.guides.tolist() == [0.75] * 4  # a half of the margin of a half
    step(model, 7)
    assert model.smugglers.guides.tolist() == [0.5625] * 4
    step(model, 7 * 5)
    assert model.smugglers.guides.tolist() == [0.25] * 4
    assert model.results().tables["smugglers"]["guides_milli"][:8].tolist() == [1000] * 4 + [750] * 4  # a week is kept before the review


def test_guides_come_while_people_wait():
    model = stage(led(**{"community.*.people": 60, "choice.stranded_days": 90, "market.entry_rate": 0.5}))
    step(model, 7)
    # seven seats sold of seven, 150 for 100 each: 350 gained, of 2/3 x 700 aimed at; 0.75 less the margin of 0.5 is 0.25, half of it
    assert model.smugglers.guides[0] == pytest.approx(1.125)
    # 59, 58, ... 53 are left after each day: eight waited at a time for each seat. A pressure of (1 + 8 - 2/3) / 9 = 0.92593 times 0.08
    assert model.smugglers.log_fee[0] == pytest.approx(math.log(15_000) + 0.08 * 25 / 27)


def test_who_is_put_back_tries_again_for_the_fee_already_paid():
    numbers = {**LED, **CAUGHT, "market.tries_covered": 3, "community.*.failures": 4, "community.*.funds_usd": 5000, "smuggler.*.loss_usd": 20}
    story = tell(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers=numbers, days=30))
    # all are caught and put back: one client is three tries of 100 + 20, and asked 1.5 x 360 = 540; the fourth try is paid again
    fees = [cents - FARE for _, event, cents in story.of() if event == "attempted"]
    assert fees[:3] == [54_000, 0, 0]
    assert fees[3] > 0
    assert len(fees) == 4
    assert (story.flow("attempts"), story.flow("covered"), story.flow("fee_cents")) == (4, 2, 54_000 + fees[3])
    assert story.books["running"] == 4 * 10_000  # the guide bears every try
    assert story.books["fee_package"] == 54_000 + fees[3]


def test_an_organiser_takes_no_margin_on_a_try_that_is_covered():
    # 1.25 x (fare and fee) for the first try, 1.25 x the fare for the second
    numbers = {**LED, **CAUGHT, "market.tries_covered": 2, "community.*.failures": 2}
    story = tell(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers=numbers))
    assert story.books["package_stage"] == 1.25 * (FARE + 30_000) + 1.25 * FARE


def test_beyond_the_border_a_contract_is_at_its_end():
    model = stage(led(**{"market.tries_covered": 3}))
    step(model, 1)
    assert (model.people.paid_border[0], model.people.tries_left[0]) == (0, 0)


def test_people_count_on_the_fee_that_they_need_not_pay_again():
    numbers = {**LED, "crossing.*.base_detection": 0.5, "post.*.AAA.effort": 0, "market.margin": 0, "country.*.push_back_share": 0}
    saved = {}
    for covered in (1, 3):
        model = stage(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers={**numbers, "market.tries_covered": covered}))
        saved[covered] = int(model._prospects[0, move(model, "guided")].saved)
    # up to three failures of a chance of 1/2, at 100 dollars: an eighth is never tried; of three tries a half, a quarter and that eighth
    assert saved == {1: 1_250, 3: 8_750}


def test_at_first_people_expect_the_mean_of_a_border_and_whoever_has_a_visa_no_lapsed_stay():
    # of forgeries 3 in ten are noticed on leaving and 3 on entering; a visa is looked at on leaving only if its stay has lapsed, on entering for its purpose:
    # the one inspector finds out one in five, 1 - exp(-ln 1.25)
    noticed = {"country.*.document_base": 0.3, "country.*.pretence_detection": math.log(1.25)}
    model = stage(world(entry=Entry.VISA, numbers={**noticed, "belief.prior_weight": 10}))
    forged, visa = (move(model, channel) for channel in ("forged", "visa"))
    assert all_believed(model.beliefs)[:, [forged, visa]] == pytest.approx(np.array([[1 - 0.7 * 0.7, 0.2]] * 2))
    assert (model.beliefs.weight, model.beliefs.caught.max()) == (10, 0)


def test_what_people_hear_in_a_run_is_their_own_and_smugglers_hear_of_groups():
    model = stage(world(kind=Kind.GREEN, numbers={**CAUGHT, "community.*.people": 3, "country.*.detention_days": 30}))
    step(model, 1)
    assert model.beliefs.news_tries[:, move(model, "alone")].tolist() == [3, 0]
    model = stage(led(**CAUGHT, **{"community.*.people": 3, "smuggler.*.group_size": 3, "country.*.detention_days": 30}))
    step(model, 1)
    assert model.beliefs.news_tries.sum(axis=1).tolist() == [0, 1]
    assert model.beliefs.news_caught.sum(axis=1).tolist() == [0, 1]


@np.errstate(over="ignore")
def test_smugglers_go_where_the_profit_is():
    seed = draws.name_key("seed 1")
    passes = tuple(Crossing(name, name, Kind.GREEN, ("AAA", "BBB"), 0, 1) for name in ("ridge", "valley"))
    tiny = world(kind=Kind.GREEN, crossings=passes, numbers={**LED, "smuggler.AAA-BBB.loss_usd": 1000, "smuggler.AAA-BBB.number": 2})
    tiny = world(kind=Kind.GREEN, crossings=passes, legs=(*tiny.legs, *(leg_over(leg, "valley") for leg in tiny.legs)), parameters=tiny.parameters)
    model = stage(tiny)
    here, there = (int(m) for m in model.smugglers.move[:2])
    now = model.market.now(model.conditions, guides_believe(model.beliefs))
    me = model.smugglers[0]
    trade, sure = model.trade, model.trade._replace(noise_share=0.01)
    assert best_crossing(me, seed, 1, now._replace(caught=np.where(np.arange(len(now.caught)) == here, 1.0, 0.0)), sure) == there
    assert best_crossing(me, seed, 1, now._replace(caught=np.where(np.arange(len(now.caught)) == there, 1.0, 0.0)), sure) == here
    assert {best_crossing(me, seed, week, now, trade) for week in range(20)} == {here, there}  # alike: chance decides
    now.conditions.moves.open[there] = False
    assert {best_crossing(me, seed, week, now, trade) for week in range(20)} == {here}


def leg_over(leg, crossing):
    return replace(leg, exit=crossing, entry=crossing)
