"""Lives: runs that are watched tick by tick, for the checks of what holds in every world."""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import mesa
import numpy as np

from arena import arena
from scenarios import load
from sim import RouteModel
from sim.basis.words import Contract, State
from sim.books.results import Results, Table
from sim.world.meanings import MEANINGS, pattern_of
from sim.world.parameters import Parameter
from sim.world.parameters import Status as Kind
from sim.world.world import World

KNOWN = ("two-valleys", "harsh", "parties", "arena")
"""Lives that every check is asked of: the teaching scenario, the same under :data:`HARSH` parameters, these for :data:`PARTIES`, and the arena."""
WITHOUT_PACKAGE = (State.HOME, State.SETTLED, State.RETURNING, State.DISAPPEARED, State.DEAD)
"""States in which no organiser leads anybody."""


@dataclass
class Life:
    """A run, and what was seen of it while it went on.

    ``purses``, ``debts`` (by week: community -> cents), ``escrow``, ``facilitators`` (by week: cents) are sums over people; what the dead owe is in ``debts``;
    ``wrong`` is what was found amiss in a tick.
    """

    world: World
    results: Results
    stopped_since: int
    purses: list[dict[str, int]] = field(default_factory=list)
    debts: list[dict[str, int]] = field(default_factory=list)
    escrow: list[int] = field(default_factory=list)
    facilitators: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def followed(self) -> list[str]:
        return [c.name for c in self.world.communities if c.followed]

    def table(self, name: str) -> Table:
        return self.results.tables[name]


def live(world: World, seed: int) -> Life:
    """Run a world, looking at everybody after every tick and adding up purses every week."""
    with np.errstate(over="ignore"):
        model = RouteModel(world, seed)
        life = Life(world, model.results(), 0)
        left_debts = np.zeros(len(world.communities), np.int64)
        before = model.people["people"].copy()
        gone_for_good = np.zeros(len(model.people), np.bool_)
        while model.day < world.days:
            model.step()
            p = model.people
            life.wrong += [
                f"hour {model.hour}: {what}"
                for what, found in (
                    ("purse below zero", p["funds"] < 0),
                    ("prepaid below zero or above the package", (p["prepaid"] < 0) | (p["prepaid"] > p["package"])),
                    ("debt below zero", p["debt"] < 0),
                    ("no such state", (p["state"] < 0) | (p["state"] >= len(State))),
                    ("a package for nobody under way", (p["package"] != 0) & np.isin(p["state"], WITHOUT_PACKAGE)),
                    ("back from the dead", gone_for_good & ~np.isin(p["state"], (State.DEAD, State.DISAPPEARED))),
                    ("a purse left with the dead", np.isin(p["state"], (State.DEAD, State.DISAPPEARED)) & (p["funds"] != 0)),
                    ("due in the past", model.due < model.hour),
                    ("under way to nowhere", np.isin(p["state"], (State.HUB, State.MOVING, State.STRANDED)) & (p["klass"] < 0)),
                    ("waiting for help and not abroad", (p["state"] == State.ASSISTED) & (p["klass"] < 0) & (p["until"] <= 0)),
                )
                if found.any()
            ]
            np.add.at(left_debts, p["community"], (before - p["people"]) * p["debt"])
            before = p["people"].copy()
            gone_for_good |= np.isin(p["state"], (State.DEAD, State.DISAPPEARED))
            if model.hour % 168 == 0 or model.day == world.days:
                now = model.smugglers
                life.purses.append(_sums(world, p["community"], p["funds"] * p["people"]))
                owed = _sums(world, p["community"], p["debt"] * p["people"])
                life.debts.append({c.name: owed[c.name] + int(left_debts[i]) for i, c in enumerate(world.communities)})
                life.escrow.append(int((p["package"] * p["people"])[p["contract"] == Contract.ESCROW].sum()))
                life.facilitators.append(int(now["purse"].sum()))
        life.results = model.results()
        life.stopped_since = int(model.tally.stopped.sum())
    mesa.Agent._ids.pop(model, None)
    return life


def _sums(world: World, community: Any, cents: Any) -> dict[str, int]:
    return {c.name: int(cents[community == i].sum()) for i, c in enumerate(world.communities)}


HARSH = {
    "organiser.denounce_share": 0.6, "country.*.disappearance": 0.01, "country.*.living_usd": 12, "country.*.avr_known": 1, "country.*.avr_referral": 0.5,
    "country.*.forged_usd": 20, "country.*.fined_share": 0.5, "community.aldmark-transit.stranger": 1,
    "mode.air.fare_base_usd": 5, "country.*.document_equipment": 0.1, "country.CYR.document_equipment": 0.1,
    "community.aldmark-transit.funds_usd": 350, "community.aldmark-transit.guided": 0.7, "community.*.sent": 0.005,
}  # fmt: skip
"""Parameters under which many wait for a way on, are stranded, denounced, fined at once, helped home or go missing."""

PARTIES = {
    "community.*.party": 4, "community.bremark-workers.weight": 3, "crossing.green.death_hazard": 0.02, "crossing.high-saddle.death_hazard": 0.03,
    "crossing.green.injury_hazard": 0.1, "country.*.disappearance": 0.02,
}  # fmt: skip
"""Parameters under which parties of one to seven lose members on the way, workers three parties at a time."""


@cache
def known(name: str) -> Life:
    if name == "arena":
        return live(arena(people=1500, days=364, communities=2), 3)
    world = load("two-valleys")
    if name in ("harsh", "parties"):
        values = HARSH | (PARTIES if name == "parties" else {})
        meanings = {key: MEANINGS[str(pattern_of(key))] for key in values}
        changes = {key: Parameter(value, meanings[key].unit, Kind.CALIBRATED, "a test") for key, value in values.items()}
        world = replace(world, parameters=world.parameters.replace(changes))
    return live(world, 3)
