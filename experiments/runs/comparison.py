"""Policies, and other alternatives, compared on the engine of sweeps: what is asked, and everything that is read from the runs once they are there."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from experiments.runs.design import Alternative, Design, policy_name, scenario_name
from experiments.runs.differences import Cost, Difference, between, costs, differences
from experiments.runs.displacement_accounts import Account, Question, account, busiest_border, hour_of
from experiments.runs.exposure import Exposure, exposure
from experiments.runs.harm import WEIGHTS, Weight
from experiments.runs.points import NOTHING, Points
from experiments.runs.policy_costs import OwnCost, own_cost, own_costs_by_draw, without_ranges
from experiments.runs.policy_outcomes import TOGETHER, PolicyOutcomes, read_policy_outcomes
from experiments.runs.ranking import Ranking, ranking
from experiments.runs.reach import Reach, reach, touched
from experiments.store.sweep_folder import SweepFolder
from experiments.store.tables import reported
from scenarios import load
from scenarios.policies.lever_keys import Setting, policy_of
from scenarios.posteriors import BEST
from sim.outcomes.destiny import NEVER
from sim.world.world import World


@dataclass(frozen=True)
class Request:
    """What is compared: the first of ``policies`` (names or paths) is what the others, and the ``alternatives``, are compared with.

    ``border`` is empty for the one that each policy touches with most traffic, ``horizon`` empty for the last reported day; ``rank`` is the outcome by
    which they are ranked (or the composite of harm, with ``weights``) and ``better`` which way. ``posterior`` says where calibrated parameters come from,
    as in :func:`scenarios.load`.
    """

    scenario: str
    policies: tuple[str, ...]
    seeds: tuple[int, ...]
    days: int | None = None
    scale: float = 1.0
    settings: Mapping[str, Setting] | None = None
    follow: tuple[str, ...] = ()
    uncertainties: Points = NOTHING
    border: str = ""
    horizon: date | None = None
    rank: str = "deaths"
    better: str = "less"
    posterior: str = BEST
    alternatives: tuple[Alternative, ...] = ()
    weights: Mapping[str, Weight] = field(default_factory=lambda: WEIGHTS)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the policies and of the alternatives."""
        return (*(policy_name(policy) for policy in self.policies), *(one.name for one in self.alternatives))

    @property
    def compared(self) -> tuple[Alternative, ...]:
        """Everything that is compared, the baseline first; policies set nothing of their own."""
        return (*(Alternative(policy_name(policy), policy, {}) for policy in self.policies), *self.alternatives)

    @property
    def name(self) -> str:
        """A name for the folder: what is compared, or the beginning of it and a number for the whole."""
        name = f"{scenario_name(self.scenario)}-{'-or-'.join(self.names[1:])}".replace(" ", "-")
        return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"

    def design(self) -> Design:
        """The sweep that answers it: every policy under the same draws and seeds."""
        return Design(
            name=self.name,
            scenarios=(self.scenario,),
            policies=self.policies,
            uncertainties=self.uncertainties,
            settings=self.settings or {},
            seeds=self.seeds,
            days=self.days,
            scale=self.scale,
            keep=("indicators", "journeys", "fees"),
            follow=self.follow,
            posterior=self.posterior,
            alternatives=self.alternatives,
        )

    def world(self, policy: str | None, own: Mapping[str, Setting] | None = None) -> World:
        """The world under a policy, at the values that are set and not at any draw; ``None`` for the scenario alone. ``own`` is what an alternative sets.

        Raises
        ------
        scenarios.BadInput
            If anything is wrong.
        """
        settings = self.settings_under(policy, own)
        return load(self.scenario, scale=self.scale, days=self.days, settings=settings, policy=policy, follow=self.follow, posterior=self.posterior)

    def settings_under(self, policy: str | None, own: Mapping[str, Setting] | None = None) -> dict[str, Setting]:
        """What is set under a policy: all but the sizes and dates of other policies."""
        named = "" if policy is None else policy_name(policy)
        return {key: value for key, value in {**(self.settings or {}), **(own or {})}.items() if policy_of(key) in ("", named)}


LONGEST_NAME = 120
"""Characters of the name of a comparison, so that its folder can be made anywhere."""


@dataclass(frozen=True)
class Comparison:
    """The answer.

    ``differences`` are against the baseline, ``between`` those of the others among each other. ``accounts`` are by policy, empty where nobody is followed;
    ``no_accounts`` says why one is not there. ``ranking`` is ``None`` for a single run; ``own_costs`` and ``reaches`` are by policy.
    """

    request: Request
    world: World
    by_policy: PolicyOutcomes
    differences: tuple[Difference, ...]
    between: tuple[Difference, ...]
    costs: tuple[Cost, ...]
    accounts: Mapping[str, Account]
    no_accounts: Mapping[str, str]
    ranking: Ranking | None
    own_costs: Mapping[str, OwnCost]
    reaches: Mapping[str, Reach]


def reaches(request: Request) -> Iterator[tuple[str, Reach]]:
    """What everything but the baseline can touch, found from conditions before anything runs."""
    base = request.world(request.policies[0])
    for one in request.compared[1:]:
        world = request.world(one.policy, one.settings)
        yield one.name, reach(base, world, exposure(base, world), one.settings)


def read_comparison(request: Request, folder: Path) -> Comparison:
    """Everything that a finished sweep says of a request."""
    compared = request.compared
    worlds = [request.world(one.policy, one.settings) for one in compared]
    base = worlds[0] = replace(worlds[0], calibration=SweepFolder(folder).calibrations().get(worlds[0].name, worlds[0].calibration))
    order = sorted(base.communities, key=lambda c: (not c.followed, c.name))
    own_costs, by_draw = {}, {}
    for one, world in zip(compared, worlds, strict=True):
        plain = request.world(None, one.settings)
        own_costs[one.name] = own_cost(one.policy, plain, without_ranges(world, request.uncertainties.columns))
        by_draw[one.name] = own_costs_by_draw(one.policy, plain, world, request.uncertainties)
    by_policy = read_policy_outcomes(folder, request.names, by_draw, [c.name for c in order])
    accounts, no_accounts, found_reaches = {}, {}, {}
    for one, world in zip(compared[1:], worlds[1:], strict=True):
        exposed = exposure(base, world)
        found_reaches[one.name] = touched(reach(base, world, exposed, one.settings), folder, request.names[0], exposed, base)
        if any(c.followed for c in order):
            question = _question(request, one.name, folder, base, exposed)
            try:
                accounts[one.name] = account(folder, request.names[0], question, base, exposed)
            except ValueError as error:
                if not one.settings:
                    raise
                no_accounts[one.name] = str(error)
    several = by_policy.values[0, 0, 0].size > 1
    ranked = ranking(by_policy, TOGETHER, request.rank, request.better, request.weights) if several else None
    ranges = {name: (cost.low - cost.usd, cost.high - cost.usd) for name, cost in own_costs.items()}
    return Comparison(
        request, base, by_policy, tuple(differences(by_policy)), tuple(between(by_policy)), tuple(costs(by_policy, ranges)), accounts, no_accounts, ranked,
        own_costs, found_reaches,
    )  # fmt: skip


def _question(request: Request, name: str, folder: Path, base: World, exposed: Exposure) -> Question:
    first, last = reported(base)
    border = request.border or busiest_border(folder, request.names[0], base, exposed)
    since = hour_of(base, first) if exposed.first == NEVER else exposed.first - 1
    horizon = hour_of(base, min(request.horizon or last, base.start + timedelta(days=base.days - 1)) + timedelta(days=1))
    # A policy that begins after the horizon changes nothing before it: people are then looked at over the reported days.
    return Question(name, border, since if since < horizon else hour_of(base, first), horizon)
