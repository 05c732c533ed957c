"""What every ready policy does: one table a group of communities, with the numbers that a comparison of the same runs gives."""

from dataclasses import replace
from pathlib import Path

import pytest

from experiments.runs.community_groups import LABOUR, TRANSIT
from experiments.runs.comparison import read_comparison
from experiments.runs.policy_outcomes import TOGETHER
from experiments.runs.sweep import sweep
from experiments.studies.effects import BASELINE, Effects, ask, effects, put, written
from scenarios import BadInput, load_policy, policies

PATROLS = "two-valleys-path-patrols"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Effects:
    return effects(replace(ask("two-valleys", 2, 0.3), days=120), tmp_path_factory.mktemp("effects"), quiet=True)


def test_every_ready_policy_of_the_territory_is_asked_about() -> None:
    request = ask("two-valleys", 3, 1.0)
    assert (request.scenario, request.seeds, request.days) == ("two-valleys", (1, 2, 3), 365)
    assert request.policies == (BASELINE, *(name for name in policies.names() if load_policy(name).territory == "two-valleys"))
    assert ask("eurasia", 2, 1.0).scenario == "central-asia-2004", "the scenario that is meant where none is named"
    assert ask("eurasia", 2, 1.0).days == 915, "to the end of the reported year"
    with pytest.raises(BadInput, match="nearest: two-valleys"):
        ask("two-valley", 2, 1.0)


def test_effects_are_those_of_a_comparison(found: Effects, tmp_path: Path) -> None:
    request = replace(found.request, policies=(BASELINE, PATROLS))
    sweep(request.design(), tmp_path, workers=1)
    compared = read_comparison(request, tmp_path)
    for row in compared.differences:
        if row.policy == PATROLS and row.community in ("aldmark-transit", "bremark-workers", TOGETHER):
            group = {"aldmark-transit": TRANSIT, "bremark-workers": LABOUR}.get(row.community, TOGETHER)
            mine = found.rows.get((PATROLS, group, row.outcome))
            assert mine is not None
            assert (mine.difference, mine.low, mine.high) == (row.difference, row.low, row.high), (group, row.outcome)
    assert found.own[PATROLS] == compared.own_costs[PATROLS]
    assert [found.ratios[cost.policy, cost.name] for cost in compared.costs] == list(compared.costs)


def test_what_is_written_has_harm_beside_interceptions_and_a_cost_for_every_policy(found: Effects) -> None:
    text = written(found)
    heads = [line for line in text.splitlines() if line.startswith("| policy")]
    assert len(heads) == 5, "two groups by two tables, and costs"
    assert all(word in heads[0] for word in ("apprehensions", "deaths", "days detained", "extortions", "stranded", "arrivals", "smugglers' income"))
    for name in found.request.names[1:]:
        assert text.count(f"`{name}`") == 5
    assert "Every policy changes something in some run." in text


def test_a_document_shows_them_where_it_asks_for_them() -> None:
    page = "# Page\n\n<!-- simulated: effects somewhere -->\nold\n<!-- end -->\n\nAfter.\n"
    once = put("new\n", "somewhere", page)
    assert once == "# Page\n\n<!-- simulated: effects somewhere -->\n\nnew\n\n<!-- end -->\n\nAfter.\n"
    assert put("new", "somewhere", once) == once
    with pytest.raises(ValueError, match="no place of the document asks"):
        put("new", "elsewhere", page)


def test_the_page_of_policies_speaks_of_every_one(root: Path) -> None:
    page = (root / "docs" / "policies.md").read_text(encoding="utf-8")
    assert [name for name in policies.names() if name != BASELINE and f"`{name}`" not in page] == []
