"""Drop the visa: people of a nationality with a passport may enter a country freely."""

from sim.basis.words import Entry
from sim.levers.reach import communities, country
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {"country": "the country that drops the visa", "nationality": "whose people may enter; * for all"}
CHANGES = ("visas.entry",)
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Let those enter freely who needed a visa or could not enter lawfully."""
    column = conditions.visas["entry"][:, country(scope, settings)]
    column[communities(scope, settings) & (column != Entry.OWN)] = Entry.FREE
