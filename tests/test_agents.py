"""What a Mesa user expects of the model and its agents: attributes that mean something, a readable repr, data that are collected week by week."""

import math
from collections.abc import Iterator

import mesa
import pytest

from hand import LED, world
from scenarios import load
from sim import RouteModel
from sim.basis.words import Kind
from sim.guards.agent import BorderGuard
from sim.smugglers.agent import Smuggler
from sim.smugglers.organiser_agent import Organiser

LED_OVER_THE_RIDGE = world(kind=Kind.GREEN, days=14, numbers={**LED, "post.*.*.effort": 3, "community.*.people": 2, "smuggler.AAA-BBB.number": 2})
"""Two people, two guides who lead one person a day for 150 dollars, three patrols on either side that see nobody."""


@pytest.fixture
def model() -> Iterator[RouteModel]:
    made = RouteModel(LED_OVER_THE_RIDGE, 1)
    yield made
    mesa.Agent._ids.pop(made, None)  # Mesa keeps every model alive otherwise


def test_agents_say_who_they_are(model: RouteModel) -> None:
    assert [repr(agent) for agent in model.agents_by_type[Smuggler]] == [
        "<Smuggler AAA-BBB 1: 1.0 guides, asks 150 USD>",
        "<Smuggler AAA-BBB 2: 1.0 guides, asks 150 USD>",
    ]
    assert [repr(agent) for agent in model.agents_by_type[BorderGuard]] == [
        "<BorderGuard ridge/AAA: effort 3.00, 0 apprehended this month>",
        "<BorderGuard ridge/BBB: effort 3.00, 0 apprehended this month>",
    ]
    assert [repr(agent) for agent in model.agents_by_type[Organiser]] == ["<Organiser people by direct 1: asks 1.2 times the cost, 0 wait>"]
    first = next(iter(model.agents_by_type[Smuggler]))
    assert (first.border, first.move, first.purse_usd) == ("AAA-BBB", "home>goal by road over ridge, guided", 0.0)


def test_the_model_ends_by_itself_and_agents_are_collected_week_by_week(model: RouteModel) -> None:
    model.run_model()
    assert (model.day, model.running) == (14, False)
    totals = model.datacollector.get_model_vars_dataframe()
    # each pays a guide 150 dollars in the first week, and nobody is caught, hurt or led in the second
    assert totals[["day", "attempts", "apprehensions", "arrivals", "fees_usd", "deaths"]].values.tolist() == [[7, 2, 0, 2, 300.0, 0], [14, 0, 0, 0, 0.0, 0]]
    agents = model.datacollector.get_agent_vars_dataframe()
    assert agents.groupby("role").size().to_dict() == {"smuggler": 4, "organiser": 2, "border guard": 4}
    guides = model.datacollector.get_agenttype_vars_dataframe(Smuggler)
    # 150 less the running cost of 100 a person; a week's counts are set back when it ends
    assert guides.groupby("Step")["purse_usd"].sum().tolist() == [100.0, 100.0]
    # two of the 2,333 whom the organiser could send off in the week came, where two thirds are wanted, and the week moves the price by .08 of what is missing
    price = 1.25 * math.exp(0.08 * (2 / (1e4 * 7 / 30) - 2 / 3))
    organisers = model.datacollector.get_agenttype_vars_dataframe(Organiser)
    assert organisers[["community", "way", "price_ratio", "waiting"]].values.tolist()[0] == ["people", "direct", pytest.approx(price), 0]
    guards = model.datacollector.get_agenttype_vars_dataframe(BorderGuard)
    assert guards["effort"].tolist() == [3.0] * 4


def test_a_model_that_a_user_steps_by_hand_warns_of_nothing() -> None:
    """Warnings are errors in tests: keys of draws wrap round without a word."""
    model = RouteModel(load("two-valleys", days=2), 1)
    model.step()
    assert model.day == 1
    mesa.Agent._ids.pop(model, None)
