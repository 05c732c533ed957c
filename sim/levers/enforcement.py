"""More or fewer patrols and inspectors at a crossing, of a service at one border, or of a country."""

from sim.conditions import Conditions
from sim.levers import Scope, Settings
from sim.levers._select import PLACES_OF_ACTION, posts

SETTINGS = {**PLACES_OF_ACTION, "factor": "effort relative to before (0 withdraws the service)"}


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Multiply the effort at the posts that the settings name."""
    conditions.posts.effort[posts(scope, settings)] *= float(settings["factor"])
