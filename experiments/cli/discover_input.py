"""The options of ``routesim discover``, checked as a whole: one message lists every error."""

from pathlib import Path

from experiments.cli.outcome_input import read_better
from experiments.runs.discovery import Varied, varied
from experiments.runs.outcomes import OUTCOMES
from experiments.store.compact import load
from scenarios.reading.problems import Problems, listed, nearest


def checked(folder: Path, outcome: str, policy: str, against: str) -> tuple[str, str, str, Varied]:
    """The outcome, which way it is better, the policy, and the runs.

    Raises
    ------
    scenarios.BadInput
        With every finding about the options.
    """
    problems = Problems()
    name, better = read_better("--outcome", outcome, [known for known, one in OUTCOMES.items() if not one.own_cost], problems)
    try:
        names = sorted({row["policy"] for row in load(folder, "runs").to_pylist() if not row["error"]})
    except (FileNotFoundError, NotADirectoryError):
        problems.add("DIR", f"{folder}, which holds no finished sweep", "the folder of routesim sweep, or of routesim compare --prior")
        names = []
    for option, given in (("--policy", policy), ("--against", against)):
        if given and names and given not in names:
            problems.add(option, f'"{given}"', listed(names), nearest(given, names))
    if names and not policy:
        others = [known for known in names if known != against]
        if len(others) == 1:
            policy = others[0]
        else:
            problems.add("--policy", "nothing", f"one of {listed(others)}")
    if policy and policy == against:
        problems.add("--against", f'"{against}"', "another policy than --policy")
    problems.stop()
    return name, better, policy, varied(folder, policy, against, name)
