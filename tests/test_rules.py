"""Every rule by small cases, with the numbers worked out beside them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.words import After, Channel, Contract, Event, State
from sim.migrants.rules.aftermath import after_custody, expelled_unpaid, fined_at_once
from sim.migrants.rules.ask_for_help import BE_HELPED, GO_ALONE, STAY, dares_to_ask, expected_wait, hour_of_staying, weigh_return
from sim.migrants.rules.attempt import NOTICED_ENTERING, NOTICED_LEAVING, PASSED, bought_off, check, is_perilous, noticed_entering, noticed_leaving
from sim.migrants.rules.depart import best_destination, eagerness_within_means, funds_at_departure, leaves
from sim.migrants.rules.plan import affordable
from sim.migrants.rules.return_home import departs_again, gives_up, length_of_stay, patience, waiting_cents
from sim.migrants.rules.stay import detected, earned, extorted, stranded
from sim.routes.costs import expected_cost
from sim.routes.eagerness import worth
from sim.routes.prospects import expected_failures, failing_for_good, scarcity
from sim.routes.values import UNREACHABLE
from sim.smugglers.package import keeps_the_money, must_deliver, package_price

SEED = draws.name_key("seed 1")
PEOPLE = [draws.name_key(f"person {n}") for n in range(2000)]
CHANCES = st.floats(0, 1)


@pytest.fixture(autouse=True)
def _products_wrap_round():
    with np.errstate(over="ignore"):
        yield


# attempt


@given(CHANCES, CHANCES)
def test_the_chance_to_pass_is_that_of_passing_one_and_then_the_other(leaving, entering):
    # thresholds cut the unit interval into leaving, (1 - leaving) x entering, and the rest
    cut = leaving + (1 - leaving) * entering
    assert 1 - cut == pytest.approx((1 - leaving) * (1 - entering), abs=1e-12)
    for u in (0.0, leaving, cut, math.nextafter(leaving, 0), math.nextafter(cut, 0), 1 - 2**-53):
        assert check(u, leaving, entering) == (NOTICED_LEAVING if u < leaving else NOTICED_ENTERING if u < cut else PASSED)


def test_who_is_certain_to_be_noticed_is_noticed_first_on_leaving():
    assert [check(u, 1.0, 1.0) for u in (0.01, 0.99)] == [NOTICED_LEAVING] * 2
    assert [check(u, 0.0, 1.0) for u in (0.01, 0.99)] == [NOTICED_ENTERING] * 2
    assert [check(u, 0.0, 0.0) for u in (0.01, 0.99)] == [PASSED] * 2


def test_what_there_is_to_notice():
    hidden, forged, front = {Channel.GUIDED, Channel.ALONE}, {Channel.FORGED}, {Channel.LEGAL, Channel.VISA}
    assert {c for c in Channel if noticed_leaving(c, False)} == hidden | forged
    assert {c for c in Channel if noticed_leaving(c, True)} == hidden | forged | front
    assert {c for c in Channel if noticed_entering(c)} == hidden | forged | {Channel.VISA}
    assert {c for c in Channel if is_perilous(c)} == hidden


def test_a_guard_is_bought_if_corrupt_and_if_the_money_is_there():
    assert [bought_off(u, 0.3, purse, 2000) for u, purse in ((0.29, 2000), (0.3, 2000), (0.29, 1999))] == [True, False, False]


# aftermath


def test_after_custody_the_shares_follow_each_other():
    cases = ((0.19, After.RELEASED), (0.2, After.PUSHED_BACK), (0.69, After.PUSHED_BACK), (0.71, After.DEPORTED))
    assert [after_custody(u, 0.2, 0.5, False, False) for u, _ in cases] == [after for _, after in cases]
    assert after_custody(0.5, 0.2, 0.5, False, True) == After.DEPORTED  # nobody is put back across a border from inland
    assert after_custody(0.99, 0.0, 0.0, True, False) == After.RELEASED  # nobody is deported from home


def test_who_shows_a_passport_and_can_pay_is_fined_at_once():
    assert fined_at_once(0.89, 0.9, True, 12000, 12000)
    assert not fined_at_once(0.9, 0.9, True, 12000, 12000)  # the share of the country is used up
    assert not fined_at_once(0.0, 1.0, False, 12000, 12000)  # who this is cannot be shown
    assert not fined_at_once(0.0, 1.0, True, 11999, 12000)  # a cent is lacking
    assert not fined_at_once(0.0, 1.0, True, 12000, 0)  # where there is no fine, all are held


def test_a_fine_that_cannot_be_paid_expels_those_who_were_to_be_released():
    assert [expelled_unpaid(After.RELEASED, purse, 12_000) for purse in (11_999, 12_000)] == [True, False]
    assert not expelled_unpaid(After.PUSHED_BACK, 0, 12_000)


# stay


def test_earnings_are_whole_cents_by_the_hour():
    assert [earned(1000, hours) for hours in (24, 12, 1, 0)] == [1000, 500, 41, 0]


def test_detection_counts_unlawful_hours_alone():
    assert [detected(u, 0.19, 12) for u in (0.099, 0.101)] == [True, False]  # 0.81 is 0.9 x 0.9
    assert not detected(1e-9, 1.0, 0)


@pytest.mark.parametrize(("hours", "before", "hit"), [(24, 0, False), (24, 312, False), (24, 324, True), (24, 400, True), (400, 0, True)])
def test_extortion_starts_after_two_weeks(hours, before, hit):
    # certain once any of the hours lies beyond 336: 24 + 312 = 336 does not, 24 + 324 does
    assert extorted(0.999, 1.0, hours, before, 336) is hit


def test_extortion_is_a_hazard_of_the_hours_beyond_and_not_of_those_before():
    # 12 of 24 hours count: 1 - 0.81 ** 0.5 = 0.1
    assert [extorted(u, 0.19, 24, 324, 336) for u in (0.099, 0.101)] == [True, False]
    assert [extorted(u, 0.19, 24, 1000, 336) for u in (0.189, 0.191)] == [True, False]


def test_who_waits_long_enough_at_a_hub_is_stranded_once():
    assert [stranded(State.HUB, hours, 48) for hours in (47, 48)] == [False, True]
    assert not stranded(State.STRANDED, 480, 48)


# return home


def test_failures_end_a_trip_at_the_limit():
    assert [gives_up(failures, 3) for failures in (2, 3, 4)] == [False, True, True]


def test_a_departure_is_named_after_the_last_return():
    kinds = {Event.RETURNED: "stay", Event.GAVE_UP: "giving_up", Event.ASSISTED: "help", Event.DEPORTED: "deportation"}
    assert {Event(departs_again(begun)).word for begun in kinds} == {f"again_after_{kind}" for kind in kinds.values()}
    assert all(Event(departs_again(begun)).word == f"again_after_{kind}" for begun, kind in kinds.items())
    assert departs_again(-1) == -1


# ask for help


def test_the_wait_at_an_office_is_the_queue_over_its_places():
    # 7 ahead and oneself at 2.5 a month: 3.2 months of 720 hours; 5 places are unused: 1.2 months
    assert expected_wait(7, 0.0, 1, 2.5) == 2304
    assert expected_wait(7, 5.0, 1, 2.5) == 864
    assert expected_wait(7, 8.0, 1, 2.5) == 0
    # a party of 40: at 3.4 places a month those of a year hold it, at 3.3 they never do
    assert expected_wait(0, 0.0, 40, 3.4) == 8470  # 11.7647 months
    assert expected_wait(0, 40.0, 40, 3.3) == FOR_EVER
    assert expected_wait(0, 0.0, 1, 0.0) == FOR_EVER


def test_what_an_hour_brings_who_stays():
    # 150 cents an hour; found once in 50 days at 240 dollars: 20 cents an hour
    assert hour_of_staying(108_000, 0.02, 24_000) == pytest.approx(130)


def test_the_stranded_ask_if_they_bear_the_queue_and_it_costs_less_than_the_fare():
    stranded = {"bears": 1000, "rest": 400, "hour_stays": 0.0, "hour_waits": 50.0, "fare": 10_000}
    # 200 hours beyond what they would bear on the way cost the fare: 600 are as good as going on, 599 are better; without the fare too
    assert [weigh_return(wait, purse=purse, **stranded) for wait, purse in ((599, 0), (600, 0), (599, 10_000))] == [BE_HELPED, STAY, BE_HELPED]
    # at the end of what they bear: with the fare they go alone if the queue costs more, without it they ask as long as they bear it
    over = stranded | {"rest": 0}
    assert [weigh_return(wait, purse=10_000, **over) for wait in (199, 200)] == [BE_HELPED, GO_ALONE]
    assert [weigh_return(wait, purse=9_999, **over) for wait in (200, 1000, 1001)] == [BE_HELPED, BE_HELPED, STAY]
    assert weigh_return(FOR_EVER, purse=9_999, **over) == STAY


def test_who_lives_somewhere_asks_when_the_rest_of_the_stay_brings_less_than_the_fare():
    settled = {"bears": 1000, "hour_stays": 40.0, "hour_waits": 12.0, "fare": 6000, "purse": 9000}
    # 150 hours bring the fare: with a wait of 300 hours people ask 449 before the end, and not 450
    assert [weigh_return(300, rest=rest, **settled) for rest in (449, 450)] == [BE_HELPED, STAY]
    # beyond the end of the stay 500 hours of waiting cost the fare
    assert [weigh_return(wait, rest=0, **settled) for wait in (499, 500)] == [BE_HELPED, GO_ALONE]
    # where an hour costs more than it brings they leave at once: alone, or with help if the wait costs less than the fare
    losing = settled | {"hour_stays": -10.0}
    assert [weigh_return(wait, rest=800, **losing) for wait in (599, 600)] == [BE_HELPED, GO_ALONE]


def test_a_share_dares_to_ask_and_more_of_the_same_people_if_it_grows():
    few, many = ({person for person in PEOPLE if dares_to_ask(SEED, person, 1, share)} for share in (0.2, 0.5))
    assert few < many
    assert (len(few) / len(PEOPLE), len(many) / len(PEOPLE)) == (pytest.approx(0.2, abs=0.03), pytest.approx(0.5, abs=0.03))
    assert {person for person in PEOPLE if dares_to_ask(SEED, person, 2, 0.5)} != many  # one draw a trip


@pytest.mark.parametrize("rule", [length_of_stay])
def test_stays_have_their_median_and_fit_the_clock(rule):
    hours = [rule(SEED, person, 1, 1000, 0.5) for person in PEOPLE]
    assert 0.45 < np.mean(np.array(hours) < 1000) < 0.55
    assert rule(SEED, PEOPLE[0], 1, 1000, 0.0) == 1000
    assert rule(SEED, PEOPLE[0], 1, FOR_EVER, 0.0) == FOR_EVER // 2
    assert rule(SEED, PEOPLE[0], 1, 1000, 0.5) != rule(SEED, PEOPLE[0], 2, 1000, 0.5)


def test_people_wait_until_it_has_cost_as_much_as_giving_up_would():
    # 5.00 for the bed less 3.00 earned, and a tenth of the 60.00 that a month at home would bring: 2.20 a day; 55.00 are 25 days of it
    assert waiting_cents(500, 300, 0.1, 6000) == pytest.approx(220)
    assert waiting_cents(300, 500, 0.0, 6000) == 0.0  # who earns more than the bed costs loses nothing by it
    assert patience(5500, waiting_cents(500, 300, 0.1, 6000)) == 25 * 24
    assert patience(5500, 0.0) == FOR_EVER // 2
    assert patience(0.0, 220.0) == 0


# expected cost


@given(st.floats(0, 0.999), st.integers(0, 12))
def test_expected_failures_are_the_sum_of_a_geometric_series(p, tries):
    assert expected_failures(p, tries) == pytest.approx(p * (1 - p**tries) / (1 - p), rel=1e-9, abs=1e-300)
    assert failing_for_good(p, tries) == pytest.approx(p**tries, rel=1e-9, abs=1e-300)


def test_who_is_always_caught_fails_as_often_as_they_try():
    assert (expected_failures(1.0, 3), failing_for_good(1.0, 3)) == (3.0, 1.0)


def test_expected_cost_in_cents():
    # an attempt: 1,000 + 10 h x 20 + 0.001 x 500,000 = 1,700. Caught half of the time, two tries: 0.75 arrests of 400 each, 0.25 of 8,000 for giving up:
    # together 1.75 x 1,700 + 300 + 2,000
    caught = expected_failures(0.5, 2), expected_failures(0.5, 2), 400.0, failing_for_good(0.5, 2), 8000.0
    assert expected_cost(1000, 10, 20.0, 0.001, 500_000.0, *caught, 0) == 5275
    assert expected_cost(1000, 0, 20.0, 0.0, 0.0, 0.0, 0.0, 400.0, 0.0, 8000.0, 0) == 1000
    # 375 of the repeated outlay are covered by a fee that was paid
    assert expected_cost(1000, 10, 20.0, 0.001, 500_000.0, *caught, 375) == 4900
    # the same number of failures, none of them an arrest: 300 less
    refused = expected_failures(0.5, 2), 0.0, 400.0, failing_for_good(0.5, 2), 8000.0
    assert expected_cost(1000, 10, 20.0, 0.001, 500_000.0, *refused, 0) == 4975
    assert [scarcity(share) for share in (0.0, 0.25, 1.0)] == [math.inf, math.log(4), 0.0]


# depart


def test_worth_is_the_pull_and_what_the_way_has_become_worth_since_the_start():
    assert worth(0.5, -300.0, -100.0, 50.0) == 0.5 - 4
    assert worth(0.5, -math.inf, -100.0, 50.0) == worth(0.5, -100.0, -math.inf, 50.0) == -math.inf


@given(CHANCES, st.floats(0, 100), st.floats(0, 100), st.floats(0, 3), st.floats(-5, 5))
def test_who_leaves_when_less_eager_leaves_when_more_eager(u, one, two, season, stay):
    less, more = sorted((one, two))
    assert leaves(u, less, season, stay) <= leaves(u, more, season, stay)


def test_leaving_is_a_logit():
    # exp(0) for going, exp(ln 3) for staying: one in four
    assert [leaves(u, 1.0, 1.0, math.log(3)) for u in (0.2499, 0.2501)] == [True, False]
    assert [leaves(u, 1.0, 3.0, math.log(3)) for u in (0.4999, 0.5001)] == [True, False]  # three times as ready this month
    assert not leaves(1e-9, 1.0, 0.0, 0.0)


def departures(values=(-100.0, -100.0), least=(0, 0), funds=1000, stay=0.0, optimism=1.0):
    """Destination of each of 2,000 people, -1 for staying: two that pull alike, by ways that were worth -100 at the start."""
    two = np.ones(2)
    outlook = (two * 0, np.array(values), two * -100, two * 50, np.array(least))
    eagerness = eagerness_within_means(*outlook, funds, optimism)
    where = (np.array([0, 1], np.int16), np.array([draws.name_key("near"), draws.name_key("far")]), funds, optimism)

    def departs(person):
        goes = leaves(draws.uniform(SEED, draws.DEPART, person, np.uint64(0)), eagerness, 1.0, stay)
        return best_destination(SEED, person, draws.CONSIDER, *outlook, *where) if goes else -1

    return np.array([departs(person) for person in PEOPLE])


def test_departures_by_hand():
    alike = departures()  # two destinations against staying: a third each
    assert [round(float(np.mean(alike == d)), 1) for d in (-1, 0, 1)] == [0.3, 0.3, 0.3]
    dear = departures(values=(-100.0, -100.0 - 50 * math.log(4)))  # worth a quarter: 1 to 1/4 to 1
    assert [float(np.mean(dear == d)) for d in (-1, 0, 1)] == pytest.approx([4 / 9, 4 / 9, 1 / 9], abs=0.03)
    assert not (departures(stay=-50.0) == -1).any()
    assert (departures(stay=50.0) == -1).all()


def test_a_way_that_becomes_dearer_sends_nobody_who_was_not_going_and_nobody_elsewhere_who_was_not_on_it():
    before, after = departures(), departures(values=(-100.0, -300.0))
    assert (after[before == -1] == -1).all()
    assert set(after[before == 0].tolist()) <= {-1, 0}


def test_destinations_beyond_ones_means_are_out_of_reach():
    assert set(departures(least=(1001, 1000)).tolist()) == {-1, 1}
    assert (departures(least=(1001, int(UNREACHABLE))) == -1).all()
    assert set(departures(least=(2000, 2001), optimism=0.5).tolist()) == {-1, 0}


def test_funds_are_a_new_draw_on_every_trip():
    assert funds_at_departure(SEED, PEOPLE[0], 1, 50_000, 0.0) == 50_000
    assert funds_at_departure(SEED, PEOPLE[0], 1, 50_000, 0.5) != funds_at_departure(SEED, PEOPLE[0], 2, 50_000, 0.5)


def test_what_is_paid_before_setting_out():
    whole, little = 1000, 400
    assert [package_price(whole, 1200, contract) for contract in (Contract.ADVANCE, Contract.ESCROW, Contract.STAGES)] == [whole, whole, 0]
    assert [package_price(whole, little, contract) for contract in (Contract.ADVANCE, Contract.ESCROW, Contract.STAGES)] == [little, 0, 0]


def test_an_organiser_keeps_only_what_was_paid_before():
    assert keeps_the_money(0.1, Contract.ADVANCE, 20_000, 0.2)
    assert not keeps_the_money(0.3, Contract.ADVANCE, 20_000, 0.2)
    assert not keeps_the_money(0.1, Contract.ADVANCE, 0, 0.2)
    assert not any(keeps_the_money(0.1, contract, 20_000, 0.2) for contract in (Contract.STAGES, Contract.ESCROW))


def test_an_organiser_does_his_own_part_from_his_hub_or_else_abroad():
    assert must_deliver(at_hub=True, has_hub=True, leaves_home=False)
    assert not must_deliver(at_hub=False, has_hub=True, leaves_home=True)  # on the way to the hub
    assert [must_deliver(False, False, leaves_home) for leaves_home in (False, True)] == [False, True]


def test_optimism_is_the_share_of_the_money_of_the_whole_way_that_must_be_held():
    assert [affordable(1000, 400, 2000, optimism) for optimism in (0.0, 0.5, 0.51)] == [True, True, False]
    assert not affordable(399, 400, 0, 0.0)
