"""A question on its way to an answer: in which phase it is, how far its runs are, and what they say so far."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from experiments.explore.question import Question
from experiments.plots.titles import policy_titles
from experiments.runs.community_groups import GROUPS, grouped
from experiments.runs.comparison import Comparison, Request
from experiments.runs.differences import Difference, differences
from experiments.runs.intervals import LEAST_PAIRS
from experiments.runs.policy_outcomes import TOGETHER, PolicyOutcomes
from experiments.runs.tasks import Reached
from scenarios.reading.problems import Finding
from sim.world.world import World


class State(StrEnum):
    """How a question stands."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    STOPPED = "stopped"
    REFUSED = "refused"
    FAILED = "failed"


ENDED = frozenset({State.DONE, State.STOPPED, State.REFUSED, State.FAILED})


class Stopped(BaseException):
    """Somebody pressed stop; no :class:`Exception`, so that it is not taken for a run that failed."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Paired differences of some pairs: every outcome of every community, of transit and labour communities, and of all together."""

    pairs: int
    rows: tuple[Difference, ...]

    def of(self, policy: str, community: str) -> dict[str, Difference]:
        """The rows of a policy and a community, or group of communities, by outcome."""
        return {row.outcome: row for row in self.rows if (row.policy, row.community) == (policy, community)}


@dataclass
class Job:
    """One question. A thread answers it and others look on: whoever looks compares ``version``, which grows with every change."""

    question: Question
    number: int = 0
    redo: bool = False
    state: State = State.WAITING
    phase: str = "waiting for the question before"
    said: str = ""
    runs: int = 0
    done: int = 0
    days: tuple[tuple[str, int, Reached], ...] = ()
    found: Rows | None = None
    findings: tuple[Finding, ...] = ()
    error: str = ""
    sentences: tuple[str, ...] = ()
    map_page: str = ""
    request: Request | None = None
    world: World | None = None
    comparison: Comparison | None = None
    folder: Path | None = None
    version: int = 0
    begun: float = field(default_factory=time.monotonic)
    ended: float | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ENDED

    @property
    def seconds(self) -> float:
        """How long it has taken, or took."""
        return (self.ended or time.monotonic()) - self.begun

    @property
    def policies(self) -> tuple[str, ...]:
        """The names of the policies that are compared with the baseline."""
        return self.request.names[1:] if self.request is not None else ()

    @property
    def titles(self) -> dict[str, str]:
        """The titles of what is compared, by name."""
        return policy_titles(self.request.policies) if self.request is not None else {}

    @property
    def who(self) -> dict[str, str]:
        """Whose outcomes can be looked at, with titles: transit and labour communities apart, all together, each community."""
        if self.world is None:
            return {}
        followed = {c.followed for c in self.world.communities}
        groups = GROUPS if len(followed) > 1 else ()
        return {**{name: name for name in groups}, TOGETHER: TOGETHER, **{c.name: c.title for c in self.world.communities}}

    def change(self, **values: object) -> None:
        """Set what has changed, and let those who look on know."""
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1

    def end(self, state: State, **values: object) -> None:
        """End it."""
        self.change(state=state, ended=time.monotonic(), days=(), **values)

    def check_stop(self) -> None:
        """Give way to whoever pressed stop.

        Raises
        ------
        Stopped
            If somebody did.
        """
        if self.stop.is_set():
            raise Stopped

    def in_words(self) -> str:
        """How far it is, in a line."""
        if self.state is State.WORKING:
            return self.phase
        pairs = self.found.pairs if self.found is not None else 0
        few = "" if pairs >= LEAST_PAIRS else f"; a verdict needs {LEAST_PAIRS}"
        if self.state is State.DONE:
            return f"answered from {pairs} pair{'s' * (pairs != 1)} of runs{few}"
        if self.state is State.STOPPED:
            return f"stopped after {pairs} of {self.question.replicates} pairs{few}" if pairs else "stopped before the first pair of runs was there"
        return {State.REFUSED: "not run: see what to correct", State.FAILED: "failed"}.get(self.state, self.phase)


def rows_of(by_policy: PolicyOutcomes, world: World, pairs: int) -> Rows:
    """Every paired difference: of communities and of all together as ``differences.csv`` has them, and of the two groups, which are a family of tests."""
    found = differences(by_policy)
    both = grouped(by_policy, world)
    chosen = [name for name in GROUPS if name in both.communities]
    if len(chosen) > 1:
        places = [both.communities.index(name) for name in chosen]
        groups = PolicyOutcomes(both.policies, tuple(chosen), both.outcomes, both.values[:, places], both.missing)
        found += differences(groups)
    return Rows(pairs, tuple(found))


def first_of(seeds: Sequence[int], whole: Sequence[int]) -> tuple[int, ...]:
    """The seeds from the first on that are whole without a gap, so that a command can name them."""
    found: list[int] = []
    for seed in seeds:
        if seed not in whole:
            break
        found.append(seed)
    return tuple(found)
