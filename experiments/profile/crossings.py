"""The crossings of a country: how many pass, interceptions and harm."""

from dataclasses import replace
from typing import TYPE_CHECKING

from experiments.plots.titles import country as title_of
from experiments.profile.rows import CrossingRow
from experiments.store.tables import reported
from sim.basis.words import Channel
from sim.outcomes import Only, apprehensions, deaths, injuries
from sim.outcomes import crossings as crossed

if TYPE_CHECKING:
    from experiments.profile.profile import Subject

MOST = 12
"""Crossings that are listed."""


def rows(s: "Subject") -> tuple[CrossingRow, ...]:
    """The crossings that most people pass in the reported days, most first; by air the airport of arrival."""
    world, results = s.run.world, s.run.results
    codes = sorted({place.country for place in world.places} - {s.country})
    inward, outward = tuple(f"{code}-{s.country}" for code in codes), tuple(f"{s.country}-{code}" for code in codes)
    found = []
    for crossing in world.crossings:
        both = Only(period=reported(world), crossings=(crossing.name,), borders=(*inward, *outward))
        into, out = (int(crossed(results, world, replace(both, borders=borders))) for borders in (inward, outward))
        guided = int(crossed(results, world, replace(both, channels=(Channel.GUIDED.word,))))
        tried = int(apprehensions(results, world, both))
        if into + out + tried:
            others = " and ".join(title_of(code, world) for code in crossing.countries if code != s.country)
            found.append(
                CrossingRow(
                    crossing.title, crossing.kind.word, others, into, out, guided / (into + out) if into + out else None, tried,
                    int(injuries(results, world, both)), int(deaths(results, world, both)),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda row: (-row.inward - row.outward, row.title))[:MOST])
