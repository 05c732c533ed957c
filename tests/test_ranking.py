"""Rankings, by hand: over draws and over seeds, by an outcome and by the composite of harm, and when the first place is not supported."""

import numpy as np
import pytest

from experiments.runs.harm import HARM, WEIGHTS, harm, weights_with
from experiments.runs.policy_outcomes import TOGETHER, PolicyOutcomes
from experiments.runs.ranking import Ranking, rank_probabilities, ranking


def by_policy(*values: list[list[float]]) -> PolicyOutcomes:
    """One outcome, deaths, of policies, each by draw and seed."""
    found = np.array(values, float)[:, None, None]
    return PolicyOutcomes(tuple("none more other".split()[: len(values)]), (TOGETHER,), ("deaths",), found)


def ranked(outcomes: PolicyOutcomes, outcome: str, better: str) -> Ranking:
    found = ranking(outcomes, TOGETHER, outcome, better)
    assert found is not None
    return found


def test_regret_and_the_chance_of_being_best_by_hand() -> None:
    found = ranked(by_policy([[4, 6], [1, 1], [9, 9]], [[2, 2], [1, 1], [10, 10]]), "deaths", "less")
    more, none = found.ranks
    assert (more.policy, none.policy) == ("more", "none")
    assert (more.mean, none.mean) == (pytest.approx(13 / 3), 5)
    assert (more.best, none.best) == (0.5, 0.5), "best in one draw, equal in one, behind in one"
    assert (none.regret, more.regret) == (1, pytest.approx(1 / 3))
    assert any("3 draws are too few" in warning for warning in found.warnings)
    assert any("33% of the draws" in warning for warning in found.warnings)
    assert ranked(by_policy([[4, 6], [1, 1], [9, 9]], [[2, 2], [1, 1], [10, 10]]), "deaths", "more").ranks[0].policy == "none"


def test_three_policies_ranked_by_hand() -> None:
    """Two seeds a draw: means are 2, 8, 5 without a policy, 4, 4, 4 under the second and 3, 9, 4 under the third."""
    found = ranked(by_policy([[1, 3], [8, 8], [4, 6]], [[4, 4], [3, 5], [4, 4]], [[2, 4], [9, 9], [4, 4]]), "deaths", "less")
    assert [(r.policy, r.mean) for r in found.ranks] == [("more", pytest.approx(4)), ("none", pytest.approx(5)), ("other", pytest.approx(16 / 3))]
    assert {r.policy: r.best for r in found.ranks} == pytest.approx({"none": 1 / 3, "more": 1 / 3 + 1 / 6, "other": 1 / 6}), "the last draw is shared by two"
    assert {r.policy: r.regret for r in found.ranks} == pytest.approx({"none": (0 + 4 + 1) / 3, "more": 2 / 3, "other": (1 + 5 + 0) / 3})
    # Regrets of "none" in order are 0, 1, 4: 95 in 100 of the way from the first to the last is 0.9 of the way from 1 to 4.
    assert {r.policy: r.high_regret for r in found.ranks} == pytest.approx({"none": 3.7, "more": 1.8, "other": 4.6})
    assert "more is ahead of none in 67% of the draws only" in found.warnings[1]


def test_a_clear_lead_over_many_draws_is_supported_and_one_by_chance_is_not() -> None:
    draws = [[10.0 + k, 11.0 + k] for k in range(40)]
    ahead = [[a - 3, b - 3] for a, b in draws]
    assert ranked(by_policy(draws, ahead), "deaths", "less").warnings == ()
    by_chance = [[a - 100, b + 99] for a, b in draws]
    assert "smaller than the error" in ranked(by_policy(draws, by_chance), "deaths", "less").warnings[0]
    assert "one seed a draw" in ranked(by_policy([[a] for a, _ in draws], [[a - 3] for a, _ in draws]), "deaths", "less").warnings[0]


# Over seeds.


def test_ranks_share_out_ties() -> None:
    """Losses 1, 1, 2 and 3, 2, 1: the first two share the first two ranks of the first unit."""
    assert rank_probabilities(np.array([[1.0, 3.0], [1.0, 2.0], [2.0, 1.0]])).tolist() == [[0.25, 0.25, 0.5], [0.25, 0.75, 0.0], [0.5, 0.0, 0.5]]


def test_with_one_draw_seeds_are_ranked() -> None:
    base = [10.0, 11, 12, 13, 14, 15]
    found = ranked(by_policy([base], [[b - 3 - 0.1 * k for k, b in enumerate(base)]]), "deaths", "less")
    assert (found.over, found.draws, found.seeds) == ("seeds", 1, 6)
    assert (found.ranks[0].policy, found.ranks[0].best, found.ranks[0].probabilities) == ("more", 1.0, (1.0, 0.0))
    assert found.warnings == ()
    assert "5 seeds are too few" in ranked(by_policy([base[:5]], [[b - 3 for b in base[:5]]]), "deaths", "less").warnings[0]
    noisy = ranked(by_policy([base], [[b + (5 if k % 2 else -6) for k, b in enumerate(base)]]), "deaths", "less")
    assert noisy.warnings == ("more is not significantly ahead of none",)
    assert 0.5 < noisy.ranks[0].probabilities[0] < 0.9


# Harm.


def harmed() -> PolicyOutcomes:
    """Under the first: a death among 100 who depart; under the second: none, and 20,000 days of detention."""
    names = (*WEIGHTS, "departures")
    found = np.zeros((2, 1, len(names), 1, 6))
    found[:, 0, names.index("departures")] = 100
    found[0, 0, names.index("deaths")] = 1
    found[1, 0, names.index("days detained")] = 20_000
    return PolicyOutcomes(("none", "more"), (TOGETHER,), names, found)


def test_harm_is_days_lost_per_thousand_departures() -> None:
    days = {name: weight.days for name, weight in WEIGHTS.items()}
    assert harm(harmed(), "none", TOGETHER, days).tolist() == [[150_000] * 6]
    assert harm(harmed(), "more", TOGETHER, days).tolist() == [[200_000] * 6]
    nobody = harmed()
    nobody.values[:, :, -1] = 0
    assert np.isnan(harm(nobody, "none", TOGETHER, days)).all()


def test_a_ranking_by_harm_says_when_it_hangs_on_a_weight() -> None:
    found = ranked(harmed(), HARM, "less")
    assert (found.ranks[0].policy, found.unit) == ("none", "days lost per 1000 departures")
    assert "more is first if one of days detained counts for 0.5 days" in found.warnings, "10,000 days against 15,000"
    assert not any("deaths" in warning for warning in found.warnings), "at 20,000 days they are level"
    other = ranking(harmed(), TOGETHER, HARM, "less", weights_with({"deaths": 30_000}))
    assert other is not None
    assert other.ranks[0].policy == "more"


def test_every_weight_has_a_range_and_a_reason() -> None:
    for name, weight in WEIGHTS.items():
        assert weight.low <= weight.days <= weight.high, name
        assert len(weight.reason) > 20
