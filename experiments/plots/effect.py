"""Where the effect of a policy is: the places that a map of it must show."""

from collections.abc import Callable, Sequence

from experiments.plots.flow_changes import LABOUR, TRANSIT, Changes
from experiments.plots.map_extent import core_places
from sim.world.network import Leg
from sim.world.world import World


def effect_places(world: World, found: Changes, borders: Sequence[str] = ()) -> tuple[str, ...]:
    """The places where most of the significant change is; without one, those at both ends of the legs over the borders that a policy acts on.

    ``borders`` are directed, as ``KGZ-KAZ``. Empty where neither is known: then the whole territory is shown.
    """
    places = {place.name: place for place in world.places}
    for stratum in (TRANSIT, LABOUR):
        if flows := found.flows(stratum):
            return tuple(place.name for place in core_places(flows, places))
    marked = {border.title for border in found.marked()}
    if marked:
        crossings = {change.at.name for change in found.borders if change.at is not None and change.key[0] in marked}
        return _ends(world, lambda leg: bool({leg.exit, leg.entry} & crossings))
    pairs = {frozenset(border.split("-")) for border in borders}
    country = {place.name: place.country for place in world.places}
    return _ends(world, lambda leg: frozenset((country[leg.origin], country[leg.target])) in pairs)


def _ends(world: World, chosen: Callable[[Leg], bool]) -> tuple[str, ...]:
    """Both ends of the legs that are chosen, those over land or sea where there are any."""
    over = [leg for leg in world.legs if leg.entry is not None and chosen(leg)]
    near = [leg for leg in over if leg.exit == leg.entry]
    return tuple(dict.fromkeys(name for leg in near or over for name in (leg.origin, leg.target)))
