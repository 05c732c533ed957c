"""Changes of flows and of apprehensions between two policies, each with its interval, p-value and verdict over pairs of runs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.plots.flows import Border, Flow, borders_of, flows_of
from experiments.plots.weekly_flows import View, WeeklyFlows
from experiments.runs.intervals import FALSE_DISCOVERY_RATE, LEAST_PAIRS, SIGNIFICANT, Estimate, estimate, judged, no_verdicts
from sim.world.network import Crossing
from sim.world.world import World

TRANSIT, LABOUR = "transit", "labour"
STRATA = {TRANSIT: True, LABOUR: False}
"""Strata of communities, and whether they are followed person by person."""
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """The change of people on a move, ``key`` its origin, target and mode, or of apprehensions at a border, ``key`` its title.

    ``before`` and ``after`` are means over pairs; ``found`` has the mean difference with its interval; ``p`` is adjusted for the false discovery rate.
    ``at`` is the crossing of a border with most apprehensions.
    """

    stratum: str
    key: Key
    before: float
    after: float
    found: Estimate
    p: float | None
    significance: str
    at: Crossing | None = None

    @property
    def people(self) -> float:
        """Mean difference over pairs."""
        return self.found.difference

    @property
    def is_significant(self) -> bool:
        """Whether chance does not explain it."""
        return self.significance in SIGNIFICANT

    def interval(self) -> str:
        """Its interval as text; empty where there is none."""
        low, high = self.found.low, self.found.high
        return "" if low is None or high is None else f"{signed(low)} to {signed(high)}"


@dataclass(frozen=True, slots=True)
class Changes:
    """Every change between two policies, moves and borders of all strata, the largest first: one family of tests. ``why`` says why there are no verdicts."""

    moves: tuple[Change, ...]
    borders: tuple[Change, ...]
    pairs: int
    why: str = ""

    def flows(self, stratum: str) -> list[Flow]:
        """The significant changes of moves as flows, the largest first."""
        sure = [change for change in self.moves if change.stratum == stratum and change.is_significant]
        return [Flow(change.key[0], change.key[1], change.key[2], change.people) for change in sure]

    def marked(self) -> list[Border]:
        """Borders where apprehensions change significantly, the largest first: what is not significant of a stratum counts as zero."""
        sums: dict[str, dict[str, float]] = defaultdict(dict)
        at: dict[str, Crossing] = {}
        for change in self.borders:
            if change.is_significant and change.at is not None:
                sums[change.key[0]][change.stratum] = change.people
                at.setdefault(change.key[0], change.at)
        found = [Border(title, by.get(TRANSIT, 0.0), by.get(LABOUR, 0.0), at[title]) for title, by in sums.items()]
        return sorted(found, key=lambda border: (-abs(border.followed), -abs(border.others), border.title))

    @property
    def tests(self) -> int:
        """How many changes were tested."""
        return sum(change.p is not None for change in (*self.moves, *self.borders))

    def nothing(self) -> str:
        """Why a map of changes shows none, as a sentence; empty where it shows some."""
        if self.why:
            return f"{self.why[:1].upper()}{self.why[1:]}. No change is drawn."
        if any(change.is_significant for change in (*self.moves, *self.borders)):
            return ""
        if not any(change.people for change in self.moves):
            return "Nothing differs between the two: every move has the same people in every pair of runs."
        return f"No change is statistically significant ({self.method()})."

    def method(self) -> str:
        """How changes were judged."""
        return f"{self.pairs} pairs of runs, {self.tests} tests, false discovery rate {FALSE_DISCOVERY_RATE:.0%}"


def changes_between(world: World, before: Sequence[WeeklyFlows], after: Sequence[WeeklyFlows], view: View, draws: Sequence[int] = ()) -> Changes:
    """Judge every change between pairs of runs; ``draws`` is the parameter draw of each pair, all the same where empty."""
    pairs = min(len(before), len(after))
    of = np.array(draws[:pairs] if draws else [0] * pairs, np.int64)
    values: dict[tuple[bool, str, Key], NDArray[np.float64]] = defaultdict(lambda: np.zeros((2, pairs)))
    at: dict[Key, Crossing] = {}
    for side, runs in enumerate((before, after)):
        for pair, weekly in enumerate(runs[:pairs]):
            for stratum, followed in STRATA.items():
                for flow in flows_of(weekly, world, view, followed=followed):
                    values[True, stratum, (flow.origin, flow.target, flow.mode)][side, pair] += flow.people
            for border in borders_of(weekly, world, view):
                at.setdefault((border.title,), border.at)
                for stratum, people in ((TRANSIT, border.followed), (LABOUR, border.others)):
                    if people:
                        values[False, stratum, (border.title,)][side, pair] += people
    keys = sorted(values)
    estimates = [estimate(by_draw_and_seed(values[key][1] - values[key][0], of), seen=bool(values[key].any())) for key in keys]
    verdicts = judged(estimates)
    found = [
        (key[0], Change(key[1], key[2], float(values[key][0].mean()), float(values[key][1].mean()), one, p, verdict, None if key[0] else at[key[2]]))
        for key, one, (verdict, p) in zip(keys, estimates, verdicts, strict=True)
    ]
    moves, borders = (tuple(sorted((c for kind, c in found if kind is is_move), key=_rank)) for is_move in (True, False))
    several = len(set(of.tolist()))
    return Changes(moves, borders, pairs, no_verdicts((several, pairs)) if several > 1 or pairs < LEAST_PAIRS else "")


def by_draw_and_seed(values: NDArray[np.float64], draws: NDArray[np.int64]) -> NDArray[np.float64]:
    """Values of pairs by parameter draw, shape (draws, seeds); not a number where a draw has fewer seeds than another."""
    names, row = np.unique(draws, return_inverse=True)
    most = int(np.bincount(row, minlength=1).max(initial=0))
    found = np.full((max(1, len(names)), max(1, most)), np.nan)
    for k in range(len(names)):
        mine = values[row == k]
        found[k, : len(mine)] = mine
    return found


def data_rows(found: Changes, titles: Mapping[str, tuple[str, str]]) -> list[dict[str, object]]:
    """Every change as a row, significant or not, with its interval; ``titles`` are title and country of each place."""
    rows = []
    for change in (*found.moves, *found.borders):
        (a, b), kind = (change.key[:2], change.key[2]) if len(change.key) == 3 else ((change.key[0], ""), "border")
        ends = {"from": a, "from_country": "", "to": "", "to_country": ""}
        if kind != "border":
            ends = dict(zip(ends, (*titles[a], *titles[b]), strict=True))
        rows.append(
            {"what": "apprehensions" if kind == "border" else "flow", "stratum": change.stratum, **ends, "kind": kind, "before": round(change.before, 3),
             "after": round(change.after, 3), "people": round(change.people, 3), "low": _plain(change.found.low), "high": _plain(change.found.high),
             "pairs": change.found.pairs, "adjusted_p": "" if change.p is None else float(f"{change.p:.4g}"), "significance": change.significance}
        )  # fmt: skip
    return rows


def signed(people: float) -> str:
    """A change as text: whole people from ten on, with its sign."""
    text = f"{abs(people):,.0f}" if abs(people) >= 10 or float(people).is_integer() else f"{abs(people):.1f}"
    return text if text in ("0", "0.0") else f"{'+' if people > 0 else '−'}{text}"


def _rank(change: Change) -> tuple[object, ...]:
    return -abs(change.people), change.stratum, change.key


def _plain(value: float | None) -> object:
    return "" if value is None else round(value, 3)
