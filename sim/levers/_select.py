"""Which moves and posts a lever's settings speak of."""

import numpy as np
from numpy.typing import NDArray

from sim.levers import Scope, Settings

PLACES_OF_ACTION = {
    "crossing": "name of one crossing",
    "border": "directed border such as AAA-BBB (from, to); for a service, the border that AAA watches towards BBB",
    "country": "every crossing of one country",
}


def moves(scope: Scope, settings: Settings) -> NDArray[np.bool_]:
    """The moves over a crossing, over a directed border, or into or out of a country; shape (moves,).

    Raises
    ------
    KeyError
        If the settings name none of the three, or a name that the world does not hold.
    """
    country = {place.name: place.country for place in scope.world.places}
    chosen = np.zeros(len(scope.atlas.moves), np.bool_)
    for m, move in enumerate(scope.atlas.moves):
        if move.leg.entry is None:
            continue
        sides = (country[move.leg.origin], country[move.leg.target])
        if "crossing" in settings:
            chosen[m] = settings["crossing"] in (move.leg.entry, move.leg.exit)
        elif "border" in settings:
            chosen[m] = settings["border"] == "-".join(sides)
        else:
            chosen[m] = settings["country"] in sides
    if not chosen.any():
        msg = f"no move meets {dict(settings)}"
        raise KeyError(msg)
    return chosen


def posts(scope: Scope, settings: Settings) -> NDArray[np.bool_]:
    """The posts at a crossing, of the first-named country at its border with the second, or of a country; shape (posts,).

    Raises
    ------
    KeyError
        If the settings name none of the three, or a name that the world does not hold.
    """
    sides = {crossing.name: crossing.countries for crossing in scope.world.crossings}
    chosen = np.zeros(len(scope.atlas.posts), np.bool_)
    for p, (crossing, country) in enumerate(scope.atlas.posts):
        if "crossing" in settings:
            chosen[p] = settings["crossing"] == crossing
        elif "border" in settings:
            own, _, other = str(settings["border"]).partition("-")
            chosen[p] = country == own and other in sides[crossing]
        else:
            chosen[p] = settings["country"] == country
    if not chosen.any():
        msg = f"no post meets {dict(settings)}"
        raise KeyError(msg)
    return chosen
