"""Scores of forecasts of documents: by hand where that can be done, proper, and worth nothing to a world without people."""

import math
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.evidence.compare import Comparison
from calibration.evidence.comparisons import Spec, read_specs
from calibration.evidence.quantities import quantities, quantity_of, ranked
from calibration.evidence.uses import FITTED, HELD_OUT, read_uses
from calibration.fit.mechanisms import read_mechanisms
from calibration.fit.one_run import Documents, Judged, contradicted, judge, votes
from calibration.fit.predictive import chance_of
from calibration.fit.references import climatology, empty
from calibration.fit.score import as_written, crps, number_of, score_row, score_rows, scored
from calibration.fit.skill import CLIMATOLOGY, PRIOR, REPRODUCED, by_quantity, pit_histogram, says_of_pit, skill, total
from calibration.fit.targets import Target, read_targets
from scenarios import BadInput, load
from scenarios.reading.folders import STUDIES
from scenarios.studies import names as studies
from scenarios.studies import read_study
from sim.outcomes import Only
from sim.world.parameters import Parameter, Parameters, Status
from studies import CENTRAL_ASIA

FEE = Target("fee", ("FEE-02",), "fee", "fees", "FEE", "fitted", "span", "log", 6000.0, 8000.0, 1.0, None, 0.3, (), "USD/person")
COUNT = replace(FEE, name="count", ids=("APP-01",), family="APP", kind="register", low=7.0, high=7.0, spread=0.5, unit="people")
PART = replace(FEE, name="part", kind="share", scale="share", low=0.48, high=0.48, sample=25, spread=0.1, unit="share")
RANK = replace(FEE, name="rank", kind="order", scale="rank", low=None, high=2.0, spread=1.0, unit="rank")
OVER = replace(COUNT, name="over", kind="more", low=7000.0, high=None)
CEILING = replace(COUNT, name="ceiling", kind="most", low=None, high=200.0)
SPEC = Spec(
    "APP-01", "registered", "any", "KAZ", "2003", "registered_at_crossings", Only(countries=("KAZ",)), {}, (date(2003, 1, 1), date(2003, 12, 31)), (7.0, 7.0),
    2.0, None, "persons",
)  # fmt: skip


def days(first: int, last: int) -> tuple[date, date]:
    return date(first, 1, 1), date(last, 12, 31)


# Quantities
def test_a_table_is_one_quantity_however_it_is_cut() -> None:
    bins = [replace(SPEC, indicator="outlay_share", arguments={"low": low, "high": low + 500.0, "mix": ("b", "a", "b")}) for low in (0.0, 500.0)]
    assert [quantity_of(one) for one in bins] == ["outlay_share countries=KAZ mix=a;b*2"] * 2
    ends = {quantity_of(replace(SPEC, indicator="applicant_share", arguments={"end": end})) for end in ("assisted", "deported")}
    assert len(ends) == 1
    turned = [replace(SPEC, only=Only(communities=names)) for names in (("iran", "iraq"), ("iraq", "iran"))]
    assert len(set(quantities(turned))) == 1, "the order of a list is no part of what is counted"
    assert quantity_of(replace(SPEC, only=Only(countries=("KGZ",)))) != quantity_of(SPEC)


def test_a_series_is_one_quantity_and_the_same_number_years_later_another() -> None:
    specs = [replace(SPEC, days=days(*years)) for years in ((2003, 2003), (2004, 2004), (2010, 2010), (2004, 2005))]
    name = "registered_at_crossings countries=KAZ"
    assert quantities(specs) == (f"{name} 2003-2005", f"{name} 2003-2005", f"{name} 2010", f"{name} 2003-2005")
    assert quantities(specs[:2]) == (name, name)
    assert quantities([specs[0], replace(SPEC, days=days(2005, 2005))]) == (name, name), "a year may be missing"
    until = replace(SPEC, days=(date.min, date(2005, 4, 30)))
    assert quantities([until, specs[0]]) == (name, name), "a period with an unknown start meets whatever comes before its end"


def test_a_ranking_says_how_many_are_named_among_how_many() -> None:
    assert ranked(replace(SPEC, indicator="worst_rank", arguments={"named": ("iran", "iraq"), "among": ("iran", "iraq", "china")})) == (2, 3)
    assert ranked(replace(SPEC, indicator="worst_rank", arguments={"named": "iran"})) == (1, None)
    assert ranked(SPEC) is None


# The score of one document
def test_the_score_of_a_forecast_by_hand() -> None:
    assert crps(np.array([3.0]), 5.0) == pytest.approx(2.0)  # a sure forecast: its distance
    # Draws 1 and 4, document 2: mean distance (1 + 2) / 2; |X - X'| is 3 in two of four pairs, half of 1.5.
    assert crps(np.array([4.0, 1.0]), 2.0) == pytest.approx(1.5 - 0.75)
    # Draws 0, 1, 5, document 1: (1 + 0 + 4) / 3; pairs: (1 + 5 + 4) x 2 / 9, half of it.
    assert crps(np.array([5.0, 0.0, 1.0]), 1.0) == pytest.approx(5 / 3 - 10 / 9)
    # A normal curve of width 2 at its middle: 2 (sqrt(2) - 1) / sqrt(pi), a known formula.
    normal = 2.0 * np.random.default_rng(1).standard_normal(200_000)
    assert crps(normal, 0.0) == pytest.approx(2 * (math.sqrt(2) - 1) / math.sqrt(math.pi), rel=0.01)


@pytest.mark.parametrize("name", studies())
def test_every_study_that_ships_can_be_scored(name: str) -> None:
    found = read_targets(read_study((name,)), wanted=(FITTED, HELD_OUT, "input"))
    assert found
    assert len({target.name for target in found}) == len(found)


def test_two_comparisons_of_one_row_and_period_are_refused(tmp_path: Path) -> None:
    # Runs are read by row and period: one of them would be scored by what is simulated for the other.
    folder = Path(shutil.copytree(STUDIES / "eastern-europe-2006", tmp_path / "mine"))
    text = (folder / "comparisons.csv").read_text(encoding="utf-8")
    (folder / "comparisons.csv").write_text(text.replace("2006-H1 to 2008-H1", "2006-01 to 2008-06"), encoding="utf-8")
    ships = read_study(("eastern-europe-2006",))
    with pytest.raises(BadInput, match=r"FLW-131.* 2 times"):
        read_targets(replace(ships, folders=(folder,)), read_uses(ships))


def test_every_kind_of_document_has_one_number_or_is_a_ceiling() -> None:
    assert number_of(FEE) == pytest.approx(6928.2032)  # the root of 6,000 x 8,000
    assert [number_of(one) for one in (COUNT, PART, RANK, OVER)] == [7.0, 0.48, 2.0, 7000.0]
    assert number_of(CEILING) is None
    assert number_of(replace(FEE, low=0.0)) is None, "from nothing to 8,000 is a ceiling"
    over_zero = replace(OVER, low=0.0)
    assert number_of(over_zero) is None
    assert score_row(over_zero, np.zeros(3)).agrees is None, "more than zero is nothing to be scored by"


def test_a_range_is_written_down_with_its_width_and_more_than_with_its_soft_top() -> None:
    sure, chance = replace(FEE, low=1000.0, high=4000.0, spread=1e-9), chance_of("x", 1)
    logs = np.log(as_written(sure, np.full(40_000, 2000.0), chance) / 2000.0)
    # Even from -log 2 to log 2, with shoulders of a tenth that hold 0.1 sqrt(2 pi) / (2 log 2 + 0.1 sqrt(2 pi)) of all draws.
    outside = 0.1 * math.sqrt(2 * math.pi)
    assert (np.abs(logs) > math.log(2)).mean() == pytest.approx(outside / (2 * math.log(2) + outside), abs=0.01)
    assert logs.mean() == pytest.approx(0.0, abs=0.01)
    named = np.log(as_written(replace(OVER, spread=1e-9), np.full(40_000, 10_000.0), chance) / 10_000.0)
    inside = ((named > -math.log(2)) & (named < 0)).mean()
    assert inside == pytest.approx(math.log(2) / (math.log(2) + (0.1 + math.log(2)) * math.sqrt(math.pi / 2)), abs=0.01)
    assert as_written(replace(FEE, scale="share", low=0.5, high=0.9, spread=0.1), np.full(99, 1.0), chance).max() <= 1.0


def test_a_score_is_in_units_of_the_discrepancy() -> None:
    known = scored(replace(COUNT, spread=0.25), np.array([31.0]))
    assert known.score == pytest.approx(math.log(32 / 8) / 0.25)  # log(1 + y) of 31 and of 7
    assert scored(replace(COUNT, spread=0.0), np.array([31.0])).score == pytest.approx(math.log(4) / 0.1), "without a discrepancy in tenths"
    assert (known.pit, known.probability, known.agrees) == (1.0 - 1.0, 0.0, False)
    spread = scored(COUNT, np.array([3.0, 7.0, 7.0, 15.0]))
    # A quarter below, three quarters up to it; three quarters are at least as large.
    assert (spread.pit, spread.probability, spread.agrees) == (0.5, 1.0, True)


@given(st.floats(-2.5, 2.5), st.floats(0.4, 2.5))
def test_nobody_expects_a_better_score_from_saying_what_he_does_not_believe(shift: float, factor: float) -> None:
    # He believes in counts of 50 or so, known to a factor, and looks at documents as they would be written down if he is right.
    chance = np.random.default_rng(3)
    believed = 50.0 * np.exp(0.6 * chance.standard_normal(400))
    documents = as_written(COUNT, believed, chance_of("documents", 2))

    def expected(values: np.ndarray) -> float:
        drawn = np.log1p(as_written(COUNT, np.resize(values, 4000), chance_of("forecast", 1)))
        return float(np.mean([crps(drawn, math.log1p(document)) for document in documents[:100]]))

    other = 50.0 * np.exp(shift + factor * 0.6 * chance.standard_normal(400))
    assert expected(believed) <= expected(other) + 0.02


def test_a_ceiling_has_no_vote_and_says_how_likely_it_is_kept() -> None:
    nobody = score_row(CEILING, np.zeros(3))
    assert (nobody.score, nobody.pit, nobody.number) == (None, None, None)
    assert nobody.probability == 1.0
    assert nobody.agrees
    assert score_row(CEILING, np.full(3, 20_000.0)).agrees is False
    assert score_row(CEILING, np.full(3, 190.0)).agrees, "just below is no contradiction"


def test_zero_beside_a_small_count_scores_as_the_observation_model_says_and_worse_than_the_count() -> None:
    zero, seven = score_row(COUNT, np.zeros(5)), score_row(COUNT, np.full(5, 7.0))
    assert zero.score is not None
    assert seven.score is not None
    assert zero.score > 5 * seven.score
    assert zero.agrees is False, "zero is no agreement with seven, whatever the root of seven is"
    assert score_row(replace(COUNT, low=0.0, high=0.0), np.zeros(5)).agrees


def test_silence_earns_what_anybody_could_say() -> None:
    others = np.array([10.0, 20.0])
    anybody = scored(COUNT, np.resize(others, 4000))
    silent = score_row(COUNT, np.full(3, np.nan), others)
    assert (silent.score, silent.says, silent.median) == (anybody.score, 0.0, None)
    assert score_row(COUNT, np.full(3, np.nan)).score is None
    half = score_row(COUNT, np.array([7.0, np.nan]), others)
    assert half.says == 0.5
    assert silent.score is not None
    assert half.score is not None
    assert half.score < silent.score


# Forecasters that know no model
def test_climatology_knows_other_quantities_and_never_its_own() -> None:
    numbers = (7.0, 40.0, 50.0, 60.0, 7.0)
    targets = [replace(COUNT, name=f"c{k}", low=number, high=number) for k, number in enumerate(numbers)]
    names = ("own", "b", "c", "d", "own")
    drawn = climatology(targets, names, [SPEC] * 5)
    assert np.median(drawn["c0"]) == pytest.approx(50, rel=0.1)
    # Of b it knows 7 twice, 50 and 60: three quantities with one vote each, so that a third lies about 7.
    assert (drawn["c1"] < 20).mean() == pytest.approx(1 / 3, abs=0.06)
    assert climatology(targets[:3], names[:3], [SPEC] * 3) == {}, "two other quantities are no climatology"
    prices = [*targets[:4], replace(COUNT, name="fee", family="FEE", unit="USD/person", low=5000.0, high=5000.0)]
    assert np.median(climatology(prices, (*names[:4], "fee"), [SPEC] * 5)["fee"]) < 100, "where few prices are known, any number of the scale"


def test_a_ranking_without_a_model_is_drawn_by_lot() -> None:
    spec = replace(SPEC, indicator="worst_rank", arguments={"named": ("a", "b"), "among": ("a", "b", "c", "d")})
    drawn = climatology([RANK], ["rank"], [spec])["rank"]
    # Two of four: the worst is second in one of six orders, third in two, last in three.
    assert [(drawn == rank).mean() for rank in (2, 3, 4)] == pytest.approx([1 / 6, 2 / 6, 3 / 6], abs=0.001)
    everybody = replace(spec, arguments={"named": ("a",)})
    assert climatology([RANK], ["rank"], [everybody], 5)["rank"].max() == 5
    assert climatology([RANK], ["rank"], [everybody]) == {}


def test_an_empty_world_counts_zero_and_knows_no_share() -> None:
    specs = [SPEC, replace(SPEC, indicator="outlay_share"), replace(SPEC, indicator="median_outlay"), replace(SPEC, indicator="group_size")]
    assert empty(specs)[0, 0] == 0.0
    assert np.isnan(empty(specs)[0, 1:]).all()


# Skill
def rows_of(values: list[float], targets: list[Target]) -> list[object]:
    return [scored(target, np.array([value])) for target, value in zip(targets, values, strict=True)]


def test_a_quantity_has_one_vote_and_skill_is_one_less_the_ratio() -> None:
    targets = [replace(COUNT, name=name, use=use) for name, use in (("a", "fitted"), ("b", "fitted"), ("c", "held-out"), ("d", "input"))]
    level = math.log(8)
    model, other = ([math.exp(level + 0.5 * miss) - 1 for miss in misses] for misses in ((1, 3, 1, 1), (4, 4, 2, 4)))
    found = by_quantity(rows_of(model, targets), ["table", "table", "held", "known"], {CLIMATOLOGY: rows_of(other, targets)})  # type: ignore[arg-type]
    assert [(one.name, one.use) for one in found] == [("table", "fitted"), ("held", "held-out"), ("known", REPRODUCED)]
    assert [one.score for one in found] == pytest.approx([2.0, 1.0, 1.0])  # means of 1 and 3, of 1, of 1: in discrepancies of a half
    assert [one.skill(CLIMATOLOGY) for one in found] == pytest.approx([0.5, 0.5, 0.75])
    assert found[0].skill(PRIOR) is None
    together = skill(CLIMATOLOGY, found)
    assert together is not None
    assert (together.score, together.reference, together.quantities) == (pytest.approx(4 / 3), pytest.approx(10 / 3), 3)
    assert together.skill == pytest.approx(1 - 4 / 10)
    assert together.low is None, "three quantities are too few for an interval"
    many = skill(CLIMATOLOGY, found * 4)
    assert many is not None
    assert many.low is not None
    assert many.high is not None
    assert 0.5 <= many.low < many.skill < many.high <= 0.75
    assert skill(PRIOR, found) is None
    assert total("fitted", found).votes == 1


def test_held_out_months_of_a_series_are_a_vote_of_their_own_and_one_input_makes_all_reproduced() -> None:
    targets = [replace(COUNT, name=name, use=use) for name, use in (("a", "fitted"), ("b", "held-out"), ("c", "held-out"), ("d", "input"), ("e", "fitted"))]
    found = by_quantity(rows_of([7.0] * 5, targets), ["series", "series", "series", "known", "known"], {})  # type: ignore[arg-type]
    assert [(one.name, one.use, len(one.rows)) for one in found] == [("series", "fitted", 1), ("series", "held-out", 2), ("known", REPRODUCED, 2)]


def test_no_held_out_document_is_of_the_time_and_quantity_of_a_fitted_one() -> None:
    uses, specs = read_uses(CENTRAL_ASIA), read_specs(CENTRAL_ASIA)
    pairs = [(quantity_of(spec), spec, uses[spec.id.partition(";")[0]].use) for spec in specs]
    fitted = [(name, spec.days) for name, spec, use in pairs if use == FITTED]
    held = [(name, spec.days, spec.id) for name, spec, use in pairs if use == HELD_OUT]
    assert len(held) == 33
    assert [name for name, (first, last), name in held for other, (start, end) in fitted if name == other and start <= last and first <= end] == []


def test_a_reference_counts_where_it_says_something() -> None:
    targets = [replace(COUNT, name=name) for name in "ab"]
    silent = score_row(targets[1], np.array([np.nan]))
    prior = [scored(targets[0], np.array([31.0])), silent]
    found = by_quantity(rows_of([15.0, 63.0], targets), ["one", "one"], {PRIOR: prior})  # type: ignore[arg-type]
    # In halves: the model misses by log 2 and log 8, the prior by log 4 and by nothing that it says.
    assert found[0].score == pytest.approx((math.log(2) + math.log(8)) / 2 / 0.5)
    assert found[0].skill(PRIOR) == pytest.approx(0.5)


def test_places_in_the_forecast_are_uniform_or_not() -> None:
    even, probability = pit_histogram([[0.1], [0.3], [0.5], [0.7], [0.9]])
    assert even == pytest.approx([0.2] * 5)
    assert probability == 1.0
    shares, probability = pit_histogram([[0.1, 0.95], [0.99]])
    assert shares == pytest.approx([0.25, 0, 0, 0, 0.75])
    assert probability is not None
    assert probability == pytest.approx(0.2, abs=0.03), "two votes, no further apart than two fifths: alike in one of five"
    assert pit_histogram([])[1] is None
    above = [[0.97]] * 9 + [[0.5]]
    targets = [replace(COUNT, name=str(k), use="held-out") for k in range(10)]
    rows = [replace(scored(target, np.array([7.0])), pit=pits[0]) for target, pits in zip(targets, above, strict=True)]
    assert says_of_pit(total("held-out", by_quantity(rows, [str(k) for k in range(10)], {}))).endswith(
        "not uniform (p < 0.001); documents lie above the forecasts"
    )


def test_rows_are_scored_in_their_order() -> None:
    found = score_rows([COUNT, PART], np.array([[7.0, 0.4], [9.0, np.nan]]), {"part": np.array([0.9])})
    assert [row.target.name for row in found] == ["count", "part"]
    assert [row.says for row in found] == [1.0, 0.5]


# One run, and mechanisms
def test_one_run_is_judged_as_the_observation_model_says() -> None:
    documents = Documents({one.name: one for one in (FEE, COUNT, CEILING)}, {"fee": "prices", "count": "counts", "ceiling": "arrivals"})
    names = {"fee": (6000.0, 8000.0, "USD/person"), "count": (7.0, 7.0, "people"), "ceiling": (None, 200.0, "people")}

    def judged(**values: float | None) -> list[tuple[str, str]]:
        rows = [Comparison(name, name, "", "", "", *names[name][:2], value, names[name][2], None) for name, value in values.items()]
        found = judge(rows, Documents({f"{name}|||": documents.targets[name] for name in values}, documents.quantities))
        return [(one.comparison.id, one.verdict) for one in found]

    assert judged(fee=7000.0, count=0.0, ceiling=0.0) == [("fee", "inside"), ("count", "below"), ("ceiling", "inside")]
    assert judged(fee=50_000.0, count=90.0, ceiling=9_000.0) == [("fee", "above"), ("count", "above"), ("ceiling", "above")]
    assert judged(fee=None) == [("fee", "not judged")]


def test_what_a_run_contradicts_is_shown_once_a_quantity_and_ceilings_have_no_vote() -> None:
    row = Comparison("a", "", "", "", "", 1.0, 1.0, 9.0, "people", None)
    rows = [
        Judged(row, "one", reproduced=False, verdict="above", probability=0.01, score=3.0),
        Judged(replace(row, id="worse"), "one", reproduced=False, verdict="above", probability=0.0, score=5.0),
        Judged(replace(row, id="same"), "two", reproduced=False, verdict="inside", probability=0.5, score=0.2),
        Judged(replace(row, id="input"), "three", reproduced=True, verdict="below", probability=0.0, score=9.0),
        Judged(replace(row, id="ceiling", documented_low=None), "four", reproduced=False, verdict="above", probability=0.0),
    ]
    assert [one.comparison.id for one in contradicted(rows)] == ["worse", "ceiling", "input"]
    assert votes(rows, reproduced=False) == (1, 2)
    assert votes(rows, reproduced=True) == (0, 1)


def test_a_mechanism_is_off_for_every_parameter_that_its_pattern_matches(tmp_path: Path) -> None:
    path = tmp_path / "mechanisms.csv"
    path.write_text("name,settings,reason,needed\nbribes,country.*.corrupt_share=0;guard.redeploy_rate=0,none is taken,a lever\n", encoding="utf-8")
    (bribes,) = read_mechanisms(path)
    table = {key: Parameter(0.3, "share", Status.ASSUMED, "r", 0.1, 0.8) for key in ("country.*.corrupt_share", "country.AAA.corrupt_share", "market.margin")}
    assert bribes.off(Parameters(table)) == {"country.*.corrupt_share": 0.0, "country.AAA.corrupt_share": 0.0}
    wrong = ("a,country.*.bribery=0,r,n", "a,market.margin=much,r,n", "b,,r,n", "c,market.margin=1,,n", "d,market.margin=1,r,")
    path.write_text("\n".join(("name,settings,reason,needed", *wrong)), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_mechanisms(path)
    assert [finding.found for finding in caught.value.findings] == [
        'key "country.*.bribery"', 'setting "market.margin=much"', "an empty settings", "an empty reason", "an empty needed"
    ]  # fmt: skip


def test_every_mechanism_that_ships_is_in_the_model_and_can_be_taken_out() -> None:
    world = load("central-asia-2004", posterior="none")
    for one in read_mechanisms():
        settings = one.off(world.parameters)
        assert settings, one.name
        changed = load("central-asia-2004", posterior="none", settings=settings).parameters
        assert {key: changed.table[key].value for key in settings} == dict(settings), one.name
        assert any(world.parameters.table[key].value != value for key, value in settings.items()), f"{one.name} is off as it is"
