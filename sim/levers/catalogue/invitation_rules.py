"""Stricter rules for firms and agencies that invite: a visa with invitation costs more, and fewer are granted."""

from sim.levers.changes import scale, scale_rest
from sim.levers.reach import country, need_visa
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "country": "the country that gives the visas",
    "nationality": "whose visas; * for all",
    "factor": "share of applications granted, relative to before",
    "price_factor": "price of a visa with invitation, relative to before",
}
CHANGES = ("visas.refusal", "visas.price_cents")
COST_UNIT = "country"


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Grant fewer visas, at a higher price, to those who need one."""
    needy, column = need_visa(conditions, scope, settings), conditions.visas[:, country(scope, settings)]
    scale_rest(column, "refusal", needy, float(settings["factor"]))
    scale(column, "price_cents", needy, float(settings["price_factor"]))
