"""Hold employers of people without papers to account: work in the country is harder to find and paid less."""

import math

import numpy as np

from sim.levers.changes import scale
from sim.levers.reach import country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country that does so",
    "factor": "odds that a destination there is chosen, relative to before",
    "wage_factor": "wage of an irregular worker, relative to before",
}
CHANGES = ("pull", "countries.wage_cents")
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Lower the pull of the country's destinations, its own people apart, and the wage."""
    odds = float(settings["factor"])
    row = country(scope, settings)
    places = {place.name: place.country for place in scope.world.places}
    there = [places[name] == settings["country"] for name in scope.atlas.destinations]
    foreign = [community.nationality != settings["country"] for community in scope.world.communities]
    conditions.pull[np.ix_(foreign, there)] += math.log(odds) if odds > 0.0 else -math.inf
    scale(conditions.countries, "wage_cents", row, float(settings["wage_factor"]))
