"""Let in so many people a day by one channel, at a checkpoint, those of one border, or of a country; who comes beyond that stands in a queue."""

from sim.basis.words import Channel
from sim.levers.reach import CHECKPOINTS, PLACES_OF_ACTION, posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    **PLACES_OF_ACTION,
    "channel": "legal, visa or forged",
    "people_per_day": "people let in at each post, whatever was let in before (0: nobody, and all wait)",
}
CHANGES = ("throughput",)
COST_UNIT = ""  # costs nothing of its own: how many inspectors are there is another lever


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Bound what the posts that the settings name let in."""
    channel = Channel[str(settings["channel"]).upper()]
    conditions.throughput[posts(scope, settings, CHECKPOINTS), channel] = float(settings["people_per_day"])
