"""Results beside documents: what is read, what is passed over, and what counts as agreement."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import synthetic
import test_outcomes as by_hand
from calibration.evidence.compare import TAIL, Comparison, allowed, compare
from calibration.evidence.comparisons import COLUMNS, days_of, read_specs
from calibration.evidence.indicators import INDICATORS
from calibration.evidence.rows import TABLES, read_evidence
from calibration.fit.observation import register
from scenarios import BadInput, load
from sim.books.results import Results
from sim.world.world import World
from studies import CENTRAL_ASIA, made

results, world = by_hand.results, by_hand.world  # the same rows, computed by hand there
DOCUMENTED = [
    # id, period, low, high, unit
    ("X-1", "2004-01", "10", "20", "persons"),
    ("X-2", "2004-01", "40", "", "persons"),
    ("X-3", "2004", "100", "100", "persons"),
    ("X-4", "2004-02 to 2004-04", "", "0.2", "share"),
    ("X-5", "2004-01", "5", "5", "persons/month"),
    ("X-6", "2004-01", "", "", "pattern"),
    ("X-7", "2004-01", "3", "3", "persons"),
    ("X-8", "2004-01", "30", "30", "persons"),
]
Compare = Callable[..., list[Comparison]]


@pytest.fixture
def compared(tmp_path: Path, results: Results, world: World) -> Compare:
    """``compared(row, ...)``: the comparisons of some rows, each a line of ``comparisons.csv``, with the evidence above."""
    lines = [f"{name},R,s,f,q,KGZ,any,{period},{low},{high},{unit},n" for name, period, low, high, unit in DOCUMENTED]
    documents = "\n".join([",".join(TABLES["documented"]), *lines])

    def compared(*rows: str, of: Results = results, on: World = world) -> list[Comparison]:
        return compare(of, on, made(tmp_path, evidence=documents, comparisons="\n".join([",".join(COLUMNS), *rows])))

    return compared


def finding(compared: Compare, row: str) -> str:
    with pytest.raises(BadInput) as caught:
        compared("X-1,fine,attempts,,,,,", row)
    assert len(caught.value.findings) == 1
    return str(caught.value.findings[0])


# What ships.


def test_every_row_that_ships_names_evidence_and_indicators_that_exist() -> None:
    specs = read_specs(CENTRAL_ASIA)
    known = read_evidence()
    assert {part for spec in specs for part in spec.id.split(";")} <= known.keys()
    assert {spec.indicator for spec in specs} <= INDICATORS.keys()
    assert len({spec.id for spec in specs}) == len(specs) >= 40


def test_every_comparison_that_ships_speaks_of_names_in_the_scenario() -> None:
    full = load("central-asia-2004")
    nothing = Results(full.name, 1, full.start, 1, synthetic.results(full, people=1).tables, {})
    assert len(compare(nothing, full)) == len(read_specs(CENTRAL_ASIA))


def test_a_whole_run_can_be_compared() -> None:
    full = load("central-asia-2004")
    found = compare(synthetic.results(full, people=40), full)
    assert sum(row.simulated is not None for row in found) > 40
    assert all((row.inside is None) == (row.simulated is None) for row in found)


def test_an_invented_world_has_nothing_to_compare() -> None:
    valleys = load("two-valleys")
    assert compare(synthetic.results(valleys), valleys) == []


# What is compared.


def test_a_comparison_holds_both_sides_as_they_are(compared: Compare) -> None:
    (row,) = compared("X-1,attempts of workers,attempts,communities=kyrgyz-workers,,,,")
    assert row == Comparison("X-1", "attempts of workers", "any", "KGZ", "2004-01", 10.0, 20.0, 20.0, "people", inside=True)


def test_counts_are_divided_by_the_scale_and_shares_are_not(compared: Compare, world: World) -> None:
    tenth = replace(world, scale=0.1)
    count, share = compared("X-1,a,attempts,communities=kyrgyz-workers,,,,", "X-4,b,apprehension_rate,channels=guided,2004-01,,,", on=tenth)
    assert count.simulated == pytest.approx(200)
    assert share.simulated == pytest.approx(0.2)


def test_a_missing_bound_is_judged_from_one_side(compared: Compare) -> None:
    below, above = compared("X-2,a,attempts,communities=kyrgyz-workers,,,,", "X-2,b,attempts,,,,,")
    assert (below.documented_high, below.simulated, below.inside) == (None, 20.0, False)
    assert (above.simulated, above.inside) == (58.0, True)


def test_a_number_on_the_bound_is_inside(compared: Compare) -> None:
    low, high = compared("X-6,a,apprehension_rate,channels=guided,,0.2..,,", "X-6,b,apprehension_rate,channels=guided,,..0.2,,")
    assert (low.simulated, low.inside, high.inside) == (0.2, True, True)


def test_a_number_can_be_read_as_a_bound_and_a_pattern_as_an_interval(compared: Compare) -> None:
    most, least, pattern = compared("X-3,a,attempts,,2004-01,at most,,", "X-3,b,attempts,,2004-01,at least,,", "X-6,c,apprehension_rate,,,0.5..,,")
    assert (most.documented_low, most.documented_high, most.inside) == (None, 100.0, True)
    assert (least.documented_low, least.documented_high, least.inside) == (100.0, None, False)
    assert (pattern.documented_low, pattern.documented_high, pattern.inside) == (0.5, None, False)


def test_several_rows_of_evidence_span_one_range(compared: Compare) -> None:
    (row,) = compared("X-1;X-7,a,attempts,,,,,")
    assert (row.documented_low, row.documented_high) == (3.0, 20.0)


def test_a_share_of_a_sample_is_divided_by_it_and_allowed_its_error(compared: Compare) -> None:
    (row,) = compared("X-7,a,apprehension_rate,channels=guided,,,,X-8")
    assert (row.documented_low, row.documented_high, row.simulated, row.unit) == (0.1, 0.1, pytest.approx(0.2), "share")
    assert row.inside
    assert row.what == "a (n = 30)"


def test_a_count_by_month_is_spread_over_the_days_of_its_period(compared: Compare) -> None:
    (row,) = compared("X-5,a,attempts,communities=kyrgyz-workers,,,,")
    assert row.simulated == pytest.approx(20 * (365.25 / 12) / 31)
    assert row.unit == "people/month"


def test_a_total_of_other_years_can_be_read_as_a_rate(compared: Compare) -> None:
    # X-1 is a number of people; read as 200 to 300 a year it is compared with 20 attempts in the 31 days of January, 235.6 a year.
    inside, below, month = compared(
        "X-1,a,attempts,communities=kyrgyz-workers,,200..300/year,,",
        "X-1,b,attempts,communities=kyrgyz-workers,,400../year,1.25,",
        "X-1,c,attempts,communities=kyrgyz-workers,,..19/month,,",
    )
    assert (inside.documented_low, inside.documented_high, inside.unit) == (200.0, 300.0, "people/year")
    assert inside.simulated == pytest.approx(20 * 365.25 / 31)
    assert (inside.inside, below.inside) == (True, False)
    assert (month.simulated, month.unit) == (pytest.approx(20 * (365.25 / 12) / 31), "people/month")
    assert "reading" in finding(compared, "X-1,d,attempts,,,200..300/week,,")


def test_growth_needs_its_whole_period(compared: Compare, results: Results) -> None:
    # 20 claims in Kazakhstan in February after 8 in the first 29 days of January.
    row = "X-6,rise,growth,measure=asylum_claims months=1 countries=KAZ,2004-02,2..,,"
    (rise,) = compared(row)
    assert (rise.simulated, rise.unit, rise.inside) == (2.5, "ratio", True)
    (short,) = compared(row, of=replace(results, days=59))
    assert (short.simulated, short.inside) == (None, None)


def test_borders_can_be_ranked(compared: Compare) -> None:
    # 29 cross from Kyrgyzstan to Kazakhstan, 1 back, 13 from Pakistan to Kyrgyzstan.
    first, second, gone = compared(
        "X-6,a,worst_rank,measure=crossings by=borders named=KGZ-KAZ among=PAK-KGZ;KGZ-KAZ;KAZ-KGZ,2004-01,..1,,",
        "X-6,b,worst_rank,measure=crossings by=borders named=PAK-KGZ among=PAK-KGZ;KGZ-KAZ;KAZ-KGZ,2004-01,..1,,",
        "X-1,c,attempts,,,,,",
    )
    assert (first.simulated, second.simulated, second.inside) == (1.0, 2.0, False)
    assert gone.what == "c"
    assert [row.what for row in compared("X-6,gone,worst_rank,by=borders named=KGZ-XXX,,..1,,", "X-1,stays,attempts,,,,,")] == ["stays"]


def test_a_count_needs_its_whole_period_and_a_share_a_part_of_it(compared: Compare) -> None:
    count, share, later = compared("X-3,a,attempts,,,,,", "X-3,b,apprehension_rate,,,0..1,,", "X-3,c,apprehension_rate,,2007,0..1,,")
    assert (count.simulated, count.inside) == (None, None)
    assert share.inside
    assert (later.simulated, later.inside) == (None, None)
    assert later.period == "2007"


@pytest.mark.parametrize(
    "arguments",
    ["communities=nobody", "places=nowhere", "countries=XXX", "crossings=none", "borders=KGZ-XXX", "communities=pakistani;nobody"],
)
def test_what_speaks_of_names_that_the_world_lacks_is_passed_over(compared: Compare, arguments: str) -> None:
    assert [row.what for row in compared(f"X-1,gone,attempts,{arguments},,,,", "X-1,stays,attempts,,,,,")] == ["stays"]


def test_ranks_count_those_who_are_strictly_ahead(compared: Compare) -> None:
    rows = compared(
        "X-6,a,worst_rank,measure=attempts named=kyrgyz-workers,,..1,,",  # 20 against 34
        "X-6,b,worst_rank,measure=attempts named=kyrgyz-workers;pakistani,,..2,,",
        "X-6,c,worst_rank,measure=attempts by=crossings named=river-green among=river;river-green;beta-air,,..1,,",
        "X-6,d,worst_rank,measure=deaths borders=KAZ-KGZ named=pakistani,,..1,,",
        "X-6,e,worst_rank,measure=attempts named=nobody,,..1,,",
    )
    assert [(row.simulated, row.inside) for row in rows] == [(2.0, False), (2.0, True), (1.0, True), (None, None)]


def test_lists_can_repeat_a_name_and_readers_know_numbers_and_truth(compared: Compare) -> None:
    share, outlay = compared("X-6,a,outlay_share,countries=KGZ high=300 mix=pakistani*3,,0..1,,", "X-6,b,median_outlay,countries=KGZ settled=true,,0..300,,")
    assert (share.simulated, outlay.simulated) == (0.0, 300.0)  # of January: 500, 1,500 and, for whom it is the end, 300


# What agrees.


@pytest.mark.parametrize(
    ("documented", "slack", "sample", "counted", "expected"),
    [
        ((10.0, 20.0), 1.0, None, False, (10.0, 20.0)),
        ((10.0, None), 2.0, None, False, (5.0, None)),
        ((None, 20.0), 2.0, None, False, (None, 40.0)),
        ((-64.0, -64.0), 2.0, None, False, (-128.0, -32.0)),
        ((-64.0, -64.0), 1.0, None, True, (-80.0, -48.0)),  # a difference of counts: twice the square root
        ((0.0, 0.0), 1.0, None, True, (0.0, 3 * math.log(1 / TAIL, 4))),  # none of y with probability 4^(-y / 3)
        ((1.0, 1.0), 1.0, None, True, (-3 * math.log(1 - TAIL, 4), pytest.approx(11.0553, abs=1e-3))),  # one or more: 1 - 4^(-y / 3)
        ((30.0, 50.0), 2.0, None, True, (15.0, 100.0)),  # somebody's words: the slack alone
        ((None, 50.0), 1.0, None, True, (None, 50.0)),
        ((0.0, 0.0), 1.0, 16, False, (0.0, 0.2)),  # none of 16: z^2 / (n + z^2) = 4 / 20
        ((0.5, 0.5), 1.0, 12, False, (0.25, 0.75)),  # 1/2 +- z/2 / sqrt(n + z^2) = 1/2 +- 1/4
        ((1.0, 1.0), 1.0, 16, False, (0.8, 1.0)),
    ],
)
def test_agreement_allows_for_what_is_known_of_a_number(
    documented: tuple[float | None, float | None], slack: float, sample: int | None, counted: bool, expected: tuple[float | None, float | None]
) -> None:
    assert allowed(documented, slack, sample, counted=counted) == tuple(None if bound is None else pytest.approx(bound) for bound in expected)


def test_nobody_agrees_with_no_count_of_somebody_and_few_agree_with_few() -> None:
    for count in (1.0, 2.0, 4.0, 8.0):
        low, high = allowed((count, count), 2.0, None, counted=True)
        assert low is not None
        assert high is not None
        assert 0 < low < count / 2
        assert 2 * count < high


@pytest.mark.parametrize(("count", "slack"), [(7.0, 1.0), (20.0, 2.0), (179.0, 1.0)])
def test_a_count_is_judged_as_a_fit_judges_it(count: float, slack: float) -> None:
    # At the ends the counts on the far side have together the probability of the tail, by the likelihood that a fit adds up.
    low, high = allowed((count, count), slack, None, counted=True)
    assert low is not None
    assert high is not None
    under = sum(np.exp(register(np.array([low]), float(n)))[0] for n in range(int(count / slack)))
    over = sum(np.exp(register(np.array([high]), float(n)))[0] for n in range(int(count * slack) + 1))
    assert (1 - under, over) == (pytest.approx(TAIL, rel=1e-4), pytest.approx(TAIL, rel=1e-4))


def test_a_count_by_month_has_the_error_of_all_its_months() -> None:
    (least, most), (low, high) = allowed((360.0, 360.0), 1.0, None, counted=True), allowed((30.0, 30.0), 1.0, None, counted=True, times=12.0)
    assert (low, high) == (pytest.approx((least or 0) / 12), pytest.approx((most or 0) / 12))


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2004", (date(2004, 1, 1), date(2004, 12, 31))),
        ("2005-H1", (date(2005, 1, 1), date(2005, 6, 30))),
        ("2003-H2", (date(2003, 7, 1), date(2003, 12, 31))),
        ("2004-02", (date(2004, 2, 1), date(2004, 2, 29))),
        ("2004-2005", (date(2004, 1, 1), date(2005, 12, 31))),
        ("2004-11 to 2005-02", (date(2004, 11, 1), date(2005, 2, 28))),
        ("to 2005-04", (date.min, date(2005, 4, 30))),
        ("2005 to 2004", None),
        ("2004-13", None),
        ("summer", None),
        ("", None),
    ],
)
def test_periods_are_read_as_the_evidence_writes_them(period: str, days: tuple[date, date] | None) -> None:
    assert days_of(period) == days


# What is wrong with a file.


@pytest.mark.parametrize(
    ("row", "reported"),
    [
        ("X-11,a,attempts,,,,,", 'evidence id "X-11"'),
        ("X-1;Y,a,attempts,,,,,", 'evidence id "Y"'),
        ("X-1,a,atempts,,,,,", "nearest: attempts"),
        ("X-1,a,attempts,country=KGZ,,,,", "nearest: countries"),
        ("X-1,a,attempts,channels=guide,,,,", "nearest: guided"),
        ("X-1,a,attempts,KGZ,,,,", "allowed: name=value"),
        ("X-1,a,onward_share,days=many,,,,", "allowed: a number"),
        ("X-1,a,median_outlay,settled=maybe,,,,", "true or false"),
        ("X-1,a,worst_rank,measure=attemps,,,,", "nearest: attempts"),
        ("X-1,a,attempts,,spring,,,", 'period "spring"'),
        ("X-1,a,attempts,,,at mist,,", "nearest: at most"),
        ("X-1,a,attempts,,,1.2.3..,,", "an interval"),
        ("X-1,a,attempts,,,,0.5,", "from 1 up"),
        ("X-1,a,attempts,,,,,X-9", 'whole "X-9"'),
        ("X-6,a,attempts,,,,,", "a reading such as"),
        ("X-1,a,attempts,,,", "6 cells"),
    ],
)
def test_what_is_wrong_is_reported_with_its_line(compared: Compare, row: str, reported: str) -> None:
    message = finding(compared, row)
    assert "comparisons.csv:3" in message
    assert reported in message


def test_all_findings_stand_in_one_message(compared: Compare) -> None:
    with pytest.raises(BadInput) as caught:
        compared("X-11,a,attempts,,,,,", "X-1,a,atempts,,,,,")
    assert [found.where.rpartition(":")[2] for found in caught.value.findings] == ["2", "3"]
