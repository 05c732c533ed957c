"""What has been read stays read: scenarios under policies, until a file of theirs changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import scenarios
from experiments.explore.question import Question
from experiments.runs.comparison import Request
from experiments.runs.design import Design
from experiments.runs.run_executor import RunExecutor
from experiments.store.compact import NO_POLICY
from scenarios.policies.lever_keys import Setting
from scenarios.reading.problems import Problems
from sim.world.world import World

READ = (".toml", ".csv")
"""Ends the names of files that decide what a scenario is."""
State = tuple[tuple[str, int, int], ...]


class Reader:
    """Executors by what the runs of a design share; the latest is kept, which is that of the question before."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._executor: RunExecutor | None = None
        self._of: object = None

    def executor(self, design: Design) -> RunExecutor:
        """Who makes the worlds of a design: the same object as before while nothing that it has read has changed."""
        shared = (design.days, design.scale, design.keep, design.follow, design.posterior, design.scenarios)
        of = (shared, state_of((*design.scenarios, *design.policies)))
        if self._executor is None or of != self._of:
            self._executor, self._of = RunExecutor.of(design), of
        return self._executor

    def request(self, question: Question) -> "ReadRequest":
        """The request of a question, checked.

        Raises
        ------
        scenarios.BadInput
            With every finding about the question and about the files of scenario and policies.
        """
        problems = Problems()
        question.check(problems)
        problems.stop()
        policies = (NO_POLICY, *question.policies)
        plain = Request(question.scenario, policies, question.seeds, question.days, question.scale, dict(question.settings))
        executor = self.executor(plain.design())
        request = ReadRequest(plain.scenario, plain.policies, plain.seeds, plain.days, plain.scale, plain.settings, executor=executor)
        for policy in policies:
            try:
                request.world(policy)
            except scenarios.BadInput as error:
                problems.findings.extend(finding for finding in error.findings if finding not in problems.findings)
        problems.stop()
        return request


@dataclass(frozen=True)
class ReadRequest(Request):
    """A request whose worlds come from an executor that has read the scenario."""

    executor: RunExecutor | None = None

    def world(self, policy: str | None, own: Mapping[str, Setting] | None = None) -> World:
        """The same world as that of :meth:`Request.world`."""
        assert self.executor is not None  # noqa: S101 - the reader gives it
        return self.executor.variants(self.scenario, policy or "").world(self.settings_under(policy, own))


def state_of(given: tuple[str, ...]) -> State:
    """Every file that may stand behind what ships and behind scenarios and policies given by path, with size and time of change."""
    folders = {Path(scenarios.__file__).parent, *(Path(one).resolve().parent for one in given if one.endswith(".toml"))}
    found = []
    for folder in sorted(folders):
        for path in sorted(folder.rglob("*")):
            if path.suffix in READ:
                about = path.stat()
                found.append((str(path), about.st_size, about.st_mtime_ns))
    return tuple(found)
