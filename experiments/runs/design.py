"""What a sweep simulates: scenarios x policies x levers x uncertainties x seeds, in a fixed order."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from experiments.runs.points import NOTHING, Points
from scenarios.policies.lever_keys import Setting, is_date_key, policy_of
from scenarios.posteriors import BEST

REPLICATES = "-replicates"
"""Ends the name of a design that puts one question to several seeds."""
KEEPS = ("indicators", "comparisons", "tables", "journeys", "weeks", "fees")
"""What can be kept of a run: indicators always; what stands beside documents; all result tables; what happened to each followed person; who passed where and
what happened, by week; what guides ask and are paid, by week and border."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What is compared beside policies: a policy (empty for none) with values that are set under this alternative alone; ``name`` is its own."""

    name: str
    policy: str
    settings: Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class Recipe:
    """One run of a design: ``number`` is its place in it, ``lever_point`` and ``point`` the rows of its levers and uncertainties.

    ``alternative`` is the name of the :class:`Alternative` that it belongs to, empty for a policy; it decides nothing in the run.
    """

    number: int
    scenario: str
    policy: str
    lever_point: int
    point: int
    seed: int
    settings: Mapping[str, Setting]
    alternative: str = ""

    @property
    def under(self) -> str:
        """What the tables of a sweep call the policy or the alternative."""
        return self.alternative or policy_name(self.policy)

    def plain(self) -> str:
        """What decides the results, as JSON with sorted keys; dates as text."""
        return json.dumps([self.seed, sorted((key, _plain(value)) for key, value in self.settings.items())], ensure_ascii=False)


@dataclass(frozen=True)
class Design:
    """A design; a policy that is empty stands for none.

    ``levers`` are what somebody could decide, ``uncertainties`` the uncertain parameters; ``settings`` are set in every run. A key of a policy
    (``policy.NAME...``) plays no part in runs without that policy, so that points which differ in it alone are run once there. With ``common_seeds`` every
    point sees the same people with the same random draws; without, every point has seeds of its own, as if ``first`` others came before it, so that no two
    designs of one study share a seed. ``follow`` names communities that are recorded person
    by person though their territory only counts them. ``posterior`` says where calibrated parameters come from, as in :func:`scenarios.load`; what is varied
    or set comes first. ``alternatives`` come after the policies, at no lever point; what they set comes before everything else.
    """

    name: str
    scenarios: tuple[str, ...]
    policies: tuple[str, ...] = ("",)
    levers: Points = NOTHING
    uncertainties: Points = NOTHING
    settings: Mapping[str, Setting] = field(default_factory=dict)
    seeds: tuple[int, ...] = (1,)
    common_seeds: bool = True
    days: int | None = None
    scale: float = 1.0
    keep: tuple[str, ...] = ("indicators",)
    follow: tuple[str, ...] = ()
    posterior: str = BEST
    title: str = ""
    lines: Mapping[str, str] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()
    first: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that varies: those of levers, of uncertainties, of alternatives."""
        return tuple(dict.fromkeys((*self.levers.columns, *self.uncertainties.columns, *(key for one in self.alternatives for key in one.settings))))

    @cached_property
    def _blocks(self) -> tuple[tuple[str, Alternative, tuple[int, ...], tuple[int, ...]], ...]:
        """Scenario, policy or alternative, and the points of levers and of uncertainties that differ under it."""
        policies = {policy: (_distinct(self.levers, policy), _distinct(self.uncertainties, policy)) for policy in self.policies}
        found: list[tuple[str, Alternative, tuple[int, ...], tuple[int, ...]]] = []
        for scenario in self.scenarios:
            found += [(scenario, Alternative("", policy, {}), *policies[policy]) for policy in self.policies]
            found += [(scenario, one, (0,), _distinct(self.uncertainties, one.policy)) for one in self.alternatives]
        return tuple(found)

    def __len__(self) -> int:
        """Number of runs."""
        return sum(len(levers) * len(points) for _, _, levers, points in self._blocks) * len(self.seeds)

    def __iter__(self) -> Iterator[Recipe]:
        """Every run in the order of the design; made as they are asked for."""
        number = combination = 0
        apart = max(self.seeds) + 1
        for scenario, one, levers, points in self._blocks:
            for lever_point in levers:
                for point in points:
                    settings = {**self.settings, **self.levers.row(lever_point), **self.uncertainties.row(point), **one.settings}
                    settings = {key: value for key, value in settings.items() if policy_of(key) in ("", policy_name(one.policy))}
                    for seed in self.seeds:
                        own = seed if self.common_seeds else seed + (self.first + combination) * apart
                        yield Recipe(number, scenario, one.policy, lever_point, point, own, settings, one.name)
                        number += 1
                    combination += 1

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every scenario with every policy."""
        return tuple(dict.fromkeys((scenario, one.policy) for scenario, one, _, _ in self._blocks))

    def about(self) -> dict[str, Any]:
        """The design for a reader and for programs."""
        return {
            "name": self.name,
            "title": self.title,
            "scenarios": list(self.scenarios),
            "policies": [*self.policies, *(one.name for one in self.alternatives)],
            "alternatives": [
                {"name": one.name, "policy": one.policy, "settings": {key: _plain(value) for key, value in one.settings.items()}} for one in self.alternatives
            ],
            "levers": _about(self.levers),
            "uncertainties": _about(self.uncertainties),
            "settings": {key: _plain(value) for key, value in self.settings.items()},
            "seeds": list(self.seeds),
            "common_seeds": self.common_seeds,
            "days": self.days,
            "scale": self.scale,
            "keep": list(self.keep),
            "follow": list(self.follow),
            "posterior": self.posterior,
        }


def policy_name(policy: str) -> str:
    """The name of a policy that is given by name or by path."""
    return policy.replace("\\", "/").rpartition("/")[2].removesuffix(".toml")


def scenario_name(scenario: str) -> str:
    """The name of a scenario that is given by name or by path."""
    return policy_name(scenario)


def read_setting(key: str, value: Any) -> Setting:
    """A value as a run file or a plan keeps it."""
    return date.fromisoformat(value) if is_date_key(key) else value if isinstance(value, str) else float(value)


def _plain(value: Setting) -> str | float:
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else float(value)


def _about(points: Points) -> dict[str, Any]:
    return {"method": points.method, "points": len(points), "keys": list(points.columns)} if points.columns else {}


def _distinct(points: Points, policy: str) -> tuple[int, ...]:
    """The points that differ under a policy: the first of those that are the same without the keys of other policies."""
    kept = [key for key in points.columns if policy_of(key) in ("", policy_name(policy))]
    if len(kept) == len(points.columns):
        return tuple(range(len(points)))
    first: dict[tuple[Setting, ...], int] = {}
    columns: Sequence[Sequence[Setting]] = [points.columns[key] for key in kept]
    for number in range(len(points)):
        first.setdefault(tuple(column[number] for column in columns), number)
    return tuple(first.values())
