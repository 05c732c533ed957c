"""The levers that are in force in a scenario: its own, and those of a policy beside them, with what is set of them for a run."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from scenarios.policies.events import read_events
from scenarios.policies.lever_keys import Setting, changed_events, is_lever_key
from scenarios.policies.policy import Policy
from scenarios.reading.problems import Problems
from scenarios.reading.toml_files import Document
from sim.world.world import DatedLever

Placed = tuple[tuple[DatedLever, str], ...]
"""Levers, each with the place where it stands."""


def levers_in_force(
    document: Document,
    entries: list[dict[str, Any]],
    policy: Policy | None,
    reported: date,
    settings: Mapping[str, Setting],
    window: tuple[date, date],
    known: Mapping[str, Collection[str]],
    met: Mapping[str, Collection[str]],
    problems: Problems,
) -> Placed:
    """The levers of a scenario and of a policy, in this order.

    Parameters
    ----------
    document, entries
        The scenario and its ``[[event]]`` tables.
    reported
        The first reported day, on which levers of the policy begin that have no date.
    settings
        What is set for the run; keys of parameters are passed over.
    window
        First and last simulated day.
    known, met
        Names that settings may hold, by what they name, and those of places where somebody can pass.
    """
    document, changed = changed_events(document, entries, "event", settings, problems)
    levers = read_events(document, changed, window, known, met, problems)
    heads = ["event"]
    if policy is not None:
        heads.append(f"policy.{policy.name}")
        document, changed = changed_events(policy.document, policy.entries(reported), heads[-1], settings, problems)
        levers += read_events(document, changed, window, known, met, problems)
    for key in settings:
        if is_lever_key(key) and not any(key.startswith(f"{head}.") for head in heads):
            chosen = "no policy is chosen" if policy is None else f"the policy chosen, {policy.name}"
            problems.add(f"--set {key}", "a lever of a policy that is not in force", chosen, "" if policy is None else heads[-1])
    return levers
