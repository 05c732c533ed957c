"""Policies compared on the engine of sweeps: what is asked, and everything that is read from the runs once they are there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from experiments.runs.design import Design, policy_name, scenario_name
from experiments.runs.differences import Cost, Difference, costs, differences
from experiments.runs.displacement_accounts import Account, Question, account, busiest_border, hour_of
from experiments.runs.exposure import Exposure, exposure
from experiments.runs.points import NOTHING, Points
from experiments.runs.policy_costs import OwnCost, own_cost, own_costs_by_draw, without_ranges
from experiments.runs.policy_outcomes import TOGETHER, PolicyOutcomes, read_policy_outcomes
from experiments.runs.ranking import Ranking, ranking
from experiments.store.compact import load as load_table
from experiments.store.sweep_folder import SweepFolder
from experiments.store.tables import reported
from scenarios import load
from scenarios.policies.lever_keys import Setting, policy_of
from scenarios.posteriors import BEST
from sim.outcomes.destiny import NEVER
from sim.world.world import World


@dataclass(frozen=True)
class Request:
    """What is compared: the first of ``policies`` (names or paths) is what the others are compared with.

    ``border`` is empty for the one that each policy touches with most traffic, ``horizon`` empty for the last reported day; ``rank`` is the outcome by
    which policies are ranked over draws and ``better`` which way. ``posterior`` says where calibrated parameters come from, as in
    :func:`scenarios.load`.
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

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the policies."""
        return tuple(policy_name(policy) for policy in self.policies)

    def design(self) -> Design:
        """The sweep that answers it: every policy under the same draws and seeds."""
        return Design(
            name=f"{scenario_name(self.scenario)}-{'-or-'.join(self.names[1:])}",
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
        )

    def world(self, policy: str | None) -> World:
        """The world under a policy, at the values that are set and not at any draw; ``None`` for the scenario alone.

        Raises
        ------
        scenarios.BadInput
            If anything is wrong.
        """
        named = "" if policy is None else policy_name(policy)
        settings = {key: value for key, value in (self.settings or {}).items() if policy_of(key) in ("", named)}
        return load(self.scenario, scale=self.scale, days=self.days, settings=settings, policy=policy, follow=self.follow, posterior=self.posterior)


@dataclass(frozen=True)
class Comparison:
    """The answer: ``accounts`` by policy, empty where nobody is followed; ``ranking`` only over several draws; ``own_costs`` by policy."""

    request: Request
    world: World
    by_policy: PolicyOutcomes
    differences: tuple[Difference, ...]
    costs: tuple[Cost, ...]
    accounts: Mapping[str, Account]
    ranking: Ranking | None
    own_costs: Mapping[str, OwnCost]


def read_comparison(request: Request, folder: Path) -> Comparison:
    """Everything that a finished sweep says of a request."""
    base, *others = (request.world(policy) for policy in request.policies)
    base = replace(base, calibration=SweepFolder(folder).calibrations().get(base.name, base.calibration))
    order = sorted(base.communities, key=lambda c: (not c.followed, c.name))
    plain = request.world(None)
    under = list(zip(request.names, request.policies, (base, *others), strict=True))
    own_costs = {name: own_cost(policy, plain, without_ranges(world, request.uncertainties.columns)) for name, policy, world in under}
    by_draw = {name: own_costs_by_draw(policy, plain, world, request.uncertainties) for name, policy, world in under}
    by_policy = read_policy_outcomes(folder, request.names, by_draw, [c.name for c in order])
    accounts = {}
    if any(c.followed for c in order):
        for name, world in zip(request.names[1:], others, strict=True):
            exposed = exposure(base, world)
            question = _question(request, name, folder, base, exposed)
            accounts[name] = account(folder, request.names[0], question, base, exposed)
    draws = len(set(load_table(folder, "runs")["point"].to_pylist()))
    ranked = ranking(by_policy, TOGETHER, request.rank, request.better) if draws > 1 else None
    ranges = {name: (cost.low - cost.usd, cost.high - cost.usd) for name, cost in own_costs.items()}
    return Comparison(request, base, by_policy, tuple(differences(by_policy)), tuple(costs(by_policy, ranges)), accounts, ranked, own_costs)


def _question(request: Request, name: str, folder: Path, base: World, exposed: Exposure) -> Question:
    first, last = reported(base)
    border = request.border or busiest_border(folder, request.names[0], base, exposed)
    since = hour_of(base, first) if exposed.first == NEVER else exposed.first - 1
    horizon = hour_of(base, min(request.horizon or last, base.start + timedelta(days=base.days - 1)) + timedelta(days=1))
    # A policy that begins after the horizon changes nothing before it: people are then looked at over the reported days.
    return Question(name, border, since if since < horizon else hour_of(base, first), horizon)
