"""The parts of a world, and the names in them that parameters and levers may speak of."""

from dataclasses import dataclass

from sim.basis.words import Channel, Kind, Mode
from sim.levers import catalogue
from sim.world.network import CHANNELS, ON_PAPERS, Crossing, Leg, Place
from sim.world.stay import Stay
from sim.world.world import Community, Regime

MONTHS = tuple(str(month) for month in range(1, 13))
"""Months of the calendar as keys of parameters name them."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a world that parameters speak of."""

    places: tuple[Place, ...]
    crossings: tuple[Crossing, ...]
    legs: tuple[Leg, ...]
    communities: tuple[Community, ...]
    regimes: tuple[Regime, ...]
    stays: tuple[Stay, ...] = ()

    def groups(self) -> dict[str, str]:
        """The kind of each crossing, whose parameters serve the crossing when it has none of its own."""
        return {crossing.name: crossing.kind.word for crossing in self.crossings}

    def countries(self) -> tuple[str, ...]:
        """Countries that hold a place or that somebody can be sent home to."""
        homes = (community.nationality for community in self.communities)
        return tuple(dict.fromkeys([*(place.country for place in self.places), *homes]))

    def borders(self) -> tuple[str, ...]:
        """Directed borders that can be passed with a guide, such as ``KGZ-KAZ``."""
        country = {place.name: place.country for place in self.places}
        guided = {crossing.name for crossing in self.crossings if Channel.GUIDED in CHANNELS[crossing.kind]}
        return tuple(dict.fromkeys(f"{country[leg.origin]}-{country[leg.target]}" for leg in self.legs if leg.entry in guided and leg.transport is None))

    def known(self) -> dict[str, tuple[str, ...]]:
        """The names that may stand in a parameter's key, by what they name."""
        places = tuple(place.name for place in self.places)
        countries = self.countries()
        pairs = {pair for crossing in self.crossings if len(crossing.countries) == 2 for pair in (crossing.countries, crossing.countries[::-1])}
        return {
            "place": places,
            "origin": places,
            "target": places,
            "hub": places,
            "country": countries,
            "nationality": countries,
            "crossing": (*(crossing.name for crossing in self.crossings), *(kind.word for kind in Kind)),
            "border": tuple(sorted(f"{a}-{b}" for a, b in pairs)),
            "mode": tuple(mode.word for mode in Mode),
            "channel": tuple(channel.word for channel in ON_PAPERS),
            "community": tuple(community.name for community in self.communities),
            "month": MONTHS,
            "leg": tuple(dict.fromkeys(f"{leg.origin}>{leg.target}" for leg in self.legs)),
            "transport": tuple(leg.transport.name for leg in self.legs if leg.transport is not None),
            "lever": catalogue.names(),
        }

    def met(self) -> dict[str, tuple[str, ...]]:
        """Where a lever can act: crossings that legs meet, directed borders that they pass, countries that they leave or enter, and legs."""
        country = {place.name: place.country for place in self.places}
        abroad = [(leg, country[leg.origin], country[leg.target]) for leg in self.legs if leg.entry is not None and {leg.origin, leg.target} <= country.keys()]
        return {
            "crossing": tuple(dict.fromkeys(name for leg, *_ in abroad for name in (leg.entry, leg.exit) if name)),
            "border": tuple(dict.fromkeys(f"{origin}-{target}" for _, origin, target in abroad)),
            "country": tuple(dict.fromkeys(name for _, *sides in abroad for name in sides)),
            "leg": self.known()["leg"],
        }
