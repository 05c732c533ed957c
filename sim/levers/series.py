"""Series: what each kind of series changes, and how it comes into the conditions of a day, before any lever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.basis.words import Channel, Entry, Mode
from sim.levers.changes import scale
from sim.levers.reach import CHECKPOINTS
from sim.levers.scope import Scope
from sim.world.conditions import Conditions
from sim.world.meanings import UNITS
from sim.world.network import ON_PAPERS
from sim.world.series import Series
from sim.world.traits import SENT_OUT
from sim.world.world import World

EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of series: its ``unit`` and ``text``, what ``where`` and ``who`` name, and the ``part`` and ``field`` of conditions that it changes.

    A name that :attr:`needs` lists cannot be left empty.
    """

    unit: str
    text: str
    where: str
    who: str
    part: str
    field: str = ""
    needs: tuple[str, ...] = ()

    @property
    def most(self) -> float:
        """Largest value that the unit allows."""
        return UNITS[self.unit][1]


READINESS = "readiness"

KINDS: Mapping[str, Kind] = {
    SENT_OUT: Kind(
        "persons/day", "people of a community who depart, whatever the way costs; on days without a row nobody does", "origin", "community", "departures",
        needs=("who",),
    ),
    READINESS: Kind("ratio", "readiness to leave, a ratio", "", "community", "season", needs=("who",)),
    "effort": Kind("patrols", "patrols or inspectors of a service at a crossing", "crossing", "country", "posts", "effort", ("where",)),
    "capacity_per_day": Kind("persons/day", "detections that the guards there can process", "crossing", "country", "posts", "capacity_per_day", ("where",)),
    **{
        f"throughput.{channel.word}": Kind(
            "persons/day", f"people let in by the channel {channel.word}", "crossing", "country", "throughput", needs=("where",)
        )
        for channel in ON_PAPERS
    },
    "fare_usd": Kind("USD/person", "fare of a leg", "leg", "mode", "moves", "fare_cents", ("where",)),
    "price_usd": Kind("USD/person", "price of a visa for a country", "country", "nationality", "visas", "price_cents", ("where",)),
    "forged_usd": Kind("USD/person", "price of a forged or bought document for a country", "country", "", "countries", "forged_cents", ("where",)),
    "wage_usd": Kind("USD/month", "wage of an irregular worker", "country", "", "countries", "wage_cents", ("where",)),
    "work_usd": Kind("USD/day", "informal earnings while waiting", "country", "", "countries", "work_cents", ("where",)),
    "living_usd": Kind("USD/day", "cost of living while waiting", "country", "", "countries", "living_cents", ("where",)),
    "avr_per_month": Kind("persons/month", "places for assisted voluntary return", "country", "", "countries", "avr_per_month", ("where",)),
    "funds_usd": Kind("USD", "median funds at departure", "", "community", "communities", "funds_cents", ("who",)),
}
"""The kinds of series by the word that a row names: the last part of the parameter's key, or what it does."""


def changes_on(world: World, day: int) -> bool:
    """Whether a series of the world begins, ends or changes on a day of the run."""
    today = world.start + timedelta(days=day)
    before = today - timedelta(days=1)
    return any(one.value_on(today) != one.value_on(before) for one in world.series)


def apply_all(now: Conditions, scope: Scope, today: date) -> None:
    """Bring the values of a day into conditions that hold what parameters and the season say."""
    for number, one in enumerate(scope.world.series):
        value = one.value_on(today)
        if value is not None:
            apply(now, scope, one, value, scope.once(("series", number), lambda one=one: reached(now, scope, one)))  # type: ignore[misc]


def apply(now: Conditions, scope: Scope, series: Series, value: float, chosen: NDArray[np.bool_]) -> None:
    """Put a value in place of what stands where a series reaches (:func:`reached`), or multiply that by it."""
    kind = KINDS[series.what]
    table = getattr(now, kind.part)
    if series.ratio:
        if kind.field:
            scale(table, kind.field, chosen, value)
        else:
            table[chosen] *= value
        return
    column = table[kind.field] if kind.field else table
    if kind.field.endswith("_cents"):
        column[chosen] = round(value * 100)
    else:  # the guards' capacity is that of this world, as people and seats are; throughput and departures are multiplied when they are used
        column[chosen] = value * scope.world.scale if kind.field == "capacity_per_day" else value


def reached(now: Conditions, scope: Scope, series: Series) -> NDArray[np.bool_]:
    """Where in its table of conditions a series acts, in the shape of that table; nowhere if what it names is not in the world."""
    kind, atlas, world = KINDS[series.what], scope.atlas, scope.world
    where, who = series.where, series.who
    whole: Any = getattr(now, kind.part)
    chosen = np.zeros(whole.shape, np.bool_)
    people = [c for c, one in enumerate(world.communities) if who in ("", EVERYBODY, one.name, one.nationality)]
    if kind.part in {"posts", "throughput"}:
        kinds = {crossing.name: crossing.kind for crossing in world.crossings}
        rows = [crossing == where and who in ("", country) for crossing, country in atlas.posts]
        if kind.part == "posts":
            return np.array(rows, np.bool_)
        if kinds.get(where) in CHECKPOINTS:
            chosen[rows, Channel[series.what.rpartition(".")[2].upper()]] = True
    elif kind.part == "moves":
        modes = {mode.word: mode for mode in Mode}
        legs = (move.leg for move in atlas.moves)
        return np.array([f"{leg.origin}>{leg.target}" == where and (not who or leg.mode is modes.get(who)) for leg in legs], np.bool_)
    elif kind.part == "visas":
        if where in atlas.countries:
            column = atlas.countries.index(where)
            chosen[people, column] = whole["entry"][people, column] == Entry.VISA
    elif kind.part == "countries":
        return np.array([country == where for country in atlas.countries], np.bool_)
    elif kind.part == "departures":
        if not where or where in atlas.homes:
            chosen[people, atlas.homes.index(where) if where else -1] = True
    else:
        chosen[people] = True
    return chosen
