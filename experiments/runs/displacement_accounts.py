"""Displacement accounts of a comparison: read from the journeys that its runs kept, for one policy against the baseline at one border.

A pair is one draw and one seed. Every number of people is of all followed communities and of each of them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.runs.displacement import Bounds, Numbers, Waterfall, bounds, diversion, least_moved, matrix, net_moved, waterfall
from experiments.runs.exposure import Exposure, first_exposure
from experiments.runs.intervals import LESS, MORE, estimate, judged
from experiments.store.arrow import table_of
from experiments.store.compact import load
from experiments.store.run_file import SUFFIX, read_run_file
from experiments.store.sweep_folder import RUNS
from sim.basis.clock import DAY, WEEK
from sim.basis.words import Event
from sim.outcomes.destiny import Destinies, Lives, corridors, read_lives, taken_apart
from sim.outcomes.reading import passages
from sim.world.world import World

ALL_FOLLOWED = "all followed"
"""Stands for all followed communities together."""
OTHER_CORRIDOR = "another corridor"
NOT_ARRIVED = "no journey completed"
MOST_CORRIDORS = 10
"""Corridors that are listed one by one."""
WITHIN = (0.05, 0.95)
"""Shares of pairs below the two bounds of a range."""


@dataclass(frozen=True, slots=True)
class Question:
    """What an account is asked: a directed border, hours of the run from which and up to which people are looked at."""

    policy: str
    border: str
    since: int
    horizon: int

    def days(self, world: World) -> tuple[date, date]:
        """First and last day."""
        return world.start + timedelta(hours=self.since + 1), world.start + timedelta(hours=self.horizon)


@dataclass(frozen=True, slots=True)
class NetTest:
    """People who go from one outcome to another less those who go the other way: mean, p-values, verdict (``more`` go this way, ``less``, or why none)."""

    net: float | None
    p: float | None
    adjusted_p: float | None
    significance: str

    def plain(self) -> dict[str, Any]:
        """The test for programs."""
        return asdict(self)


NO_TEST = NetTest(None, None, None, "")
"""Of the diagonal: those who stay."""


@dataclass(frozen=True)
class Account:
    """Who moved where.

    ``moved`` and ``direct`` have shape (pairs, communities, outcomes, outcomes): people by outcome under the baseline (rows) and under the policy; those
    in ``direct`` used what is exposed to the policy under the baseline. ``weekly`` has shape (pairs, communities, weeks, 2): people whose outcome differs
    at the end of each week, direct and spillover. ``corridor`` has shape (pairs, communities, corridors, corridors). The first community is all together.
    ``draw`` says which draw each pair belongs to, shape (pairs,).
    """

    question: Question
    communities: tuple[str, ...]
    outcomes: tuple[str, ...]
    corridors: tuple[str, ...]
    moved: Numbers
    direct: Numbers
    weekly: Numbers
    corridor: Numbers
    draw: Numbers

    @property
    def people(self) -> int:
        """Everybody of the roster."""
        return int(self.moved[0, 0].sum())

    def mean(self, community: int = 0) -> NDArray[np.float64]:
        """The matrix, mean over pairs; rows and columns of means still add up."""
        return np.asarray(self.moved[:, community].mean(axis=0))

    def spread(self, community: int = 0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """90 per cent range over pairs of each cell; these need not add up."""
        low, high = np.quantile(self.moved[:, community], WITHIN, axis=0)
        return low, high

    def coupling_bounds(self, community: int = 0) -> Bounds:
        """Mean over pairs of what the margins of each alone say."""
        each = [bounds(pair.sum(axis=1), pair.sum(axis=0)) for pair in self.moved[:, community]]
        return Bounds(np.mean([b.low for b in each], axis=0), np.mean([b.high for b in each], axis=0))

    def diversion(self, community: int = 0) -> NDArray[np.float64]:
        """Diversion ratios of all pairs together: movers of all pairs to each outcome over movers of all pairs."""
        return diversion(self.moved[:, community].sum(axis=0))

    def waterfall(self, community: int = 0) -> Waterfall:
        """Steps from baseline to policy by outcome, means over pairs."""
        each = [waterfall(pair) for pair in self.moved[:, community]]
        return Waterfall(*(np.mean([getattr(one, name) for one in each], axis=0) for name in Waterfall._fields))

    def net_tests(self) -> dict[tuple[int, int, int], NetTest]:
        """By community, outcome and outcome: whether more people go one way than the other; one family of tests.

        A cell cannot be below zero, and people who exchange outcomes by chance fill two opposite cells alike. So what is tested is the difference of the two.
        Communities are tested one by one where there are several, and all together.
        """
        places = [(c, j, k) for c in range(len(self.communities)) for j, k in np.argwhere(np.triu(self._differs(c), 1)).tolist()]
        estimates = [estimate(self._by_draw(self.moved[:, c, j, k] - self.moved[:, c, k, j])) for c, j, k in places]
        found = {}
        for (c, j, k), one, (verdict, adjusted) in zip(places, estimates, judged(estimates), strict=True):
            found[c, j, k] = NetTest(one.difference, one.p, adjusted, verdict)
            found[c, k, j] = NetTest(-one.difference, one.p, adjusted, {MORE: LESS, LESS: MORE}.get(verdict, verdict))
        return found

    def change_tests(self, community: int = 0) -> list[NetTest]:
        """For every outcome: whether more people have it under the policy than under the baseline; one family of tests."""
        before, after = self.moved[:, community].sum(axis=2), self.moved[:, community].sum(axis=1)
        estimates = [estimate(self._by_draw(after[:, k] - before[:, k]), seen=bool(before[:, k].any() or after[:, k].any())) for k in range(len(self.outcomes))]
        return [NetTest(one.difference, one.p, adjusted, verdict) for one, (verdict, adjusted) in zip(estimates, judged(estimates), strict=True)]

    def _differs(self, community: int) -> NDArray[np.bool_]:
        """Cells in which anybody is, or in the opposite one, in any pair."""
        there = self.moved[:, community].any(axis=0)
        return np.asarray(there | there.T)

    def _by_draw(self, pairs: Numbers) -> NDArray[np.float64]:
        """A number a pair in rows of draws, shape (draws, most seeds of a draw); not a number where a pair is missing."""
        draws = np.unique(self.draw)
        found = np.full((len(draws), max(int((self.draw == d).sum()) for d in draws)), np.nan)
        for row, d in enumerate(draws):
            own = pairs[self.draw == d]
            found[row, : len(own)] = own
        return found

    def movers(self, community: int = 0) -> dict[str, Any]:
        """People whose outcome differs, mean and 90 per cent range over pairs: all, direct, spillover, net reallocation, fewest by the margins."""
        off = ~np.eye(len(self.outcomes), dtype=bool)
        total, direct = (part[:, community][:, off].sum(axis=1) for part in (self.moved, self.direct))
        least = np.array([least_moved(pair.sum(axis=1), pair.sum(axis=0)) for pair in self.moved[:, community]])
        net = np.array([net_moved(pair) for pair in self.moved[:, community]])
        rows = {"moved": total, "direct": direct, "spillover": total - direct, "net reallocation": net, "least by the margins": least}
        return {name: dict(zip(("mean", "low", "high"), (float(n.mean()), *map(float, np.quantile(n, WITHIN))), strict=True)) for name, n in rows.items()}


def account(folder: Path, baseline: str, question: Question, world: World, exposed: Exposure) -> Account:
    """The account of one policy, over every pair of runs that are there under both.

    Raises
    ------
    ValueError
        If the people of a pair are not the same: the policy, or a draw, changed who there is.
    """
    moved, direct, weekly, ways, draws = [], [], [], [], []
    communities: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    for draw, lives in _pairs(folder, (baseline, question.policy)):
        first, second = lives
        draws.append(draw)
        same = first.communities == second.communities and np.array_equal(first.community, second.community)
        if not (same and all(np.array_equal(getattr(first, name), getattr(second, name)) for name in ("ordinal", "member", "people"))):
            msg = "two runs of a pair do not have the same people"
            raise ValueError(msg)
        communities = first.communities
        weight = first.people
        groups = [np.ones(len(weight), bool), *(first.community == c for c in range(len(communities)))]
        one, two = (Destinies(each, world, question.border, question.since) for each in lives)
        labels = one.labels
        used = first_exposure(first, exposed)
        before, after = one.at(question.horizon), two.at(question.horizon)
        direct_use = used <= question.horizon
        moved.append([matrix(before[g], after[g], weight[g], len(labels)) for g in groups])
        direct.append([matrix(before[g & direct_use], after[g & direct_use], weight[g & direct_use], len(labels)) for g in groups])
        weekly.append(_weekly(one, two, used, weight, groups, question))
        named = [corridors(each, world, question.since, question.horizon) for each in lives]
        ways.append([Counter(_weighted(named, first.community, weight, c)) for c in range(len(communities))])
    names, corridor = _corridor_matrices(ways)
    return Account(question, (ALL_FOLLOWED, *communities), labels, names, np.array(moved), np.array(direct), np.array(weekly), corridor, np.array(draws))


def busiest_border(folder: Path, baseline: str, world: World, exposed: Exposure) -> str:
    """The directed border exposed to a policy with most crossings by followed people under the baseline; of all borders if no crossing is exposed."""
    lives = next(_pairs(folder, (baseline,)))[1][0]
    known = passages(world)
    exposed_names = {name for name, row in zip(exposed.move_names, exposed.moves, strict=True) if (row < np.iinfo(np.int64).max).any()}
    crossed = Counter(lives.moves[move] for move in lives.move[lives.event == Event.CROSSED].tolist())
    borders: Counter[str] = Counter()
    for pool in (exposed_names & set(known), set(known)):
        for name in sorted(pool):
            borders[f"{known[name].origin_country}-{known[name].target_country}"] += crossed[name]
        if borders:
            break
    return max(sorted(borders), key=lambda border: borders[border])


def _pairs(folder: Path, policies: Sequence[str]) -> Iterator[tuple[int, tuple[Lives, ...]]]:
    """The number of a draw, and the lives of one seed of it under each policy, for those that are there under all."""
    keys: dict[tuple[int, int], dict[str, str]] = {}
    runs = load(folder, "runs")
    for point, seed, policy, key, error in zip(*(runs[name].to_pylist() for name in ("point", "seed", "policy", "key", "error")), strict=True):
        if not error:
            keys.setdefault((point, seed), {})[policy] = key
    for (draw, _), found in keys.items():
        if all(policy in found for policy in policies):
            yield draw, _lives([folder / RUNS / f"{found[policy]}{SUFFIX}" for policy in policies])


def _lives(paths: Sequence[Path]) -> tuple[Lives, ...]:
    """The lives of the same people in several runs; a party that loses members in any of them and goes on is taken apart in all."""
    runs = [[table_of(tables[name]) for name in ("log", "roster")] for tables in (read_run_file(path, ("log", "roster"))[1] for path in paths)]
    apart = np.unique(np.concatenate([taken_apart(log) for log, _ in runs]))
    return tuple(read_lives(log, roster, apart) for log, roster in runs)


def _weekly(one: Destinies, two: Destinies, used: Numbers, weight: Numbers, groups: Sequence[NDArray[np.bool_]], question: Question) -> list[list[list[int]]]:
    found: list[list[list[int]]] = [[] for _ in groups]
    for hour in range(question.since + WEEK, question.horizon + WEEK, WEEK):
        end = min(hour, question.horizon)
        changed = one.at(end) != two.at(end)
        by_use = used <= end
        for rows, group in zip(found, groups, strict=True):
            rows.append([int(weight[group & changed & by_use].sum()), int(weight[group & changed & ~by_use].sum())])
    return found


def _weighted(named: Sequence[Sequence[str]], community: Numbers, weight: Numbers, c: int) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for row in np.flatnonzero(community == c).tolist():
        found[named[0][row], named[1][row]] += int(weight[row])
    return found


def _corridor_matrices(ways: Sequence[Sequence[Counter[tuple[str, str]]]]) -> tuple[tuple[str, ...], Numbers]:
    """The corridors most used under either policy, the others together, and a matrix for every pair and community."""
    uses: Counter[str] = Counter()
    for pair in ways:
        for community in pair:
            for sides, people in community.items():
                for name in sides:
                    uses[name] += people
    del uses[""]
    names = sorted(uses, key=lambda name: (-uses[name], name))[:MOST_CORRIDORS]
    labels = (*names, OTHER_CORRIDOR, NOT_ARRIVED)
    place = {name: k for k, name in enumerate(names)} | {"": len(names) + 1}
    found = np.zeros((len(ways), len(ways[0]) + 1, len(labels), len(labels)), np.int64)
    for p, pair in enumerate(ways):
        for c, community in enumerate(pair):
            for (one, two), people in community.items():
                j, k = place.get(one, len(names)), place.get(two, len(names))
                found[p, [0, c + 1], j, k] += people
    return labels, found


def hour_of(world: World, day: date) -> int:
    """The last hour before a day begins; -1 for the first day."""
    return (day - world.start).days * DAY - 1
