"""The worlds that are measured: a shipped scenario, one agent a person, scaled until a wanted number of people depart within the year."""

from scenarios import load
from sim.world.world import World

TERRITORY = "central-asia-2004"
YEAR = 365
SCALE_OF_A_MILLION = {TERRITORY: 0.7, "two-valleys": 526.0}
"""Scale at which about a million people depart at least once within the first year, found by running; each measurement reports how many did."""


def world_of(size: int, days: int = YEAR, scenario: str = TERRITORY) -> World:
    """A scenario in which about ``size`` people depart within a year, everybody an agent who travels alone."""
    plain = load(scenario, days=1, posterior="none")
    keys = [f"community.{c.name}.{what}" for c in plain.communities for what in ("party", "weight")]
    single = {key: 1.0 for key in keys if plain.parameters.number(key) != 1}
    return load(scenario, days=days, scale=SCALE_OF_A_MILLION[scenario] * size / 1_000_000, settings=single, posterior="none")
