"""How much memory a run will need, compared with what there can be before it starts."""

from collections.abc import Iterable

from scenarios.reading.problems import Problems
from sim.world.parameters import Parameters
from sim.world.world import Community

BYTES_A_PERSON = 200
BYTES_A_FOLLOWED, BYTES_A_FOLLOWED_YEAR = 2_300, 1_700
"""Memory that the log takes for each followed agent, once and for every simulated year: measured with 14 events an agent and year, tables included."""
MOST_BYTES = 16 * 2**30


def check_memory(parameters: Parameters, communities: Iterable[Community], days: int, scale: float, problems: Problems) -> None:
    """Note a scale at which the agents of some communities would need more than :data:`MOST_BYTES` in so many days."""
    people, asked = 0.0, 0.0
    bytes_followed = BYTES_A_FOLLOWED + BYTES_A_FOLLOWED_YEAR * days / 365
    for community in communities:
        head = f"community.{community.name}."
        agents = parameters.number(f"{head}people") / parameters.number(f"{head}weight")
        people += agents
        asked += agents * BYTES_A_PERSON + (agents * bytes_followed if community.followed else 0.0)
    if asked * scale > MOST_BYTES:
        found = f"{scale:g}, which makes {people * scale:,.0f} agents and needs about {asked * scale / 2**30:,.1f} GiB of memory"
        problems.add("--scale", found, f"at most {MOST_BYTES / 2**30:.0f} GiB: a scale up to {MOST_BYTES / asked:,.4g}")
