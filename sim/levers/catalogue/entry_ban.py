"""Let people of a nationality in no more by lawful ways, but for holders of a permit."""

from sim.basis.words import Entry
from sim.levers.reach import communities, country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {"country": "the country that closes itself", "nationality": "whose people; * for all"}
CHANGES = ("visas.entry",)
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Close the country to those who could enter freely or with a visa."""
    column = conditions.visas["entry"][:, country(scope, settings)]
    column[communities(scope, settings) & (column != Entry.OWN)] = Entry.CLOSED
