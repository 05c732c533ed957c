"""A readmission agreement: of those who would be sent home, a share is put back over the border they came by."""

import numpy as np

from sim.levers.reach import country, own_posts
from sim.levers.scope import Scope, Settings
from sim.world.conditions import NONE, Conditions

SETTINGS = {"country": "the country that sends people back", "share": "of those it would deport: share put back across the border instead"}
CHANGES = ("countries.push_back_share", "posts.push_back_share")
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Move a share of a country's deportations to its push-backs."""
    row = country(scope, settings)
    people = conditions.countries
    back, released = conditions.posts.push_back_share, people.release_share[row]
    mine = own_posts(scope, settings) & (back > NONE)
    back[mine] += float(settings["share"]) * np.maximum(0.0, 1.0 - released - back[mine])
    people.push_back_share[row] += float(settings["share"]) * max(0.0, 1.0 - people.release_share[row] - people.push_back_share[row])
