"""Policies: each ``.toml`` file holds one, the modules here read policies and the dated levers of scenarios.

They may read names of territories and ids of the evidence; they know no scenario, and change no parameter.
"""

from scenarios.policies.policy import COST_UNITS, Policy, load_policy, names

__all__ = ["COST_UNITS", "Policy", "load_policy", "names"]
