"""Traits: what the people of each community are like at the start."""


from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.rows import Rows
from sim.basis.rule import rule
from sim.world.geography import Atlas
from sim.world.parties import parties_of_agent
from sim.world.world import World

TRAIT_PARAMETERS = ("abroad_share", "women", "age_low", "age_high", "guided", "advance", "escrow", "employer_pays", "permit")

SENT_OUT = "departures"
"""What a series is of that says how many people of a community depart."""

TRAITS = np.dtype(
    [("key", "u8")]
    + [(name, "f8") for name in TRAIT_PARAMETERS]
    + [("people", "i8"), ("party", "i4"), ("parties", "i4"), ("nationality", "i2"), ("followed", "?"), ("sent_out", "?")],
    align=True,
)
"""What a community's people are like at the start: shares (of permit holders too) and ages, nationality (a country) and whether their journeys are
written down, and whether they depart when a series says so (``sent_out``) and not of themselves; how many ``people`` there are in a world of this scale, the
mean of a ``party``, and the ``parties`` that an agent stands for."""


class Traits(NamedTuple):
    """Who the people are.

    ``communities`` are records :data:`TRAITS`; ``origins`` has shape (communities, homes): shares, summed up; ``home_place`` shape
    (homes,) and ``destination_place`` shape (destinations,): places.
    """

    communities: Rows
    origins: NDArray[np.float64]
    home_place: NDArray[np.int16]
    destination_place: NDArray[np.int16]


def traits_of(world: World, atlas: Atlas) -> Traits:
    """The traits of a world's communities."""
    parameters, communities = world.parameters, world.communities
    country = {name: i for i, name in enumerate(atlas.countries)}
    place = {name: i for i, name in enumerate(atlas.places)}
    sent_out = {one.who for one in world.series if one.what == SENT_OUT}
    rows = np.zeros(len(communities), TRAITS).view(np.recarray)
    for row, community in zip(rows, communities, strict=True):
        row.key = draws.name_key(f"community {community.name}")
        row.nationality = country[community.nationality]
        row.followed = community.followed
        row.sent_out = community.name in sent_out
        row.people = round(parameters.number(f"community.{community.name}.people") * world.scale)
        row.party = round(parameters.number(f"community.{community.name}.party"))
        row.parties = parties_of_agent(parameters.number(f"community.{community.name}.weight"), world.scale)
        for name in TRAIT_PARAMETERS:
            row[name] = parameters.number(f"community.{community.name}.{name}")
    shares = [[parameters.number(f"community.{c.name}.origin.{h}") if h in c.origins else 0.0 for h in atlas.homes] for c in communities]
    return Traits(
        communities=rows,
        origins=np.cumsum(np.array(shares, np.float64).reshape(len(communities), len(atlas.homes)), axis=1),
        home_place=np.array([place[h] for h in atlas.homes], np.int16),
        destination_place=np.array([place[d] for d in atlas.destinations], np.int16),
    )


@rule
def come_from(origins: NDArray[np.float64], home: int) -> bool:
    """Whether any of a community can come from a home, by its shares summed up; :func:`enrol` takes the last for who is left over by rounding."""
    before = origins[home - 1] if home > 0 else 0.0
    return home == len(origins) - 1 or origins[home] > before
