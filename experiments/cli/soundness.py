"""What ``routesim check`` says about a sound scenario, policy, territory or run."""

from collections.abc import Mapping
from typing import Any


def told(sound: Mapping[str, Any]) -> str:
    """A few lines about what is sound."""
    return {"run": _run, "policy": _policy}.get(sound["what"], _input)(sound)


def _policy(policy: Mapping[str, Any]) -> str:
    levers = f"{policy['levers']} {'lever' if policy['levers'] == 1 else 'levers'}"
    costs, evidence = (", ".join(policy[key]) or "none" for key in ("costs", "evidence"))
    territory = policy["territory"] or "any territory"
    return f"{policy['where']}: a sound policy, {policy['title']}\n  for {territory}; {levers}; costs: {costs}; evidence: {evidence}"


def _run(run: Mapping[str, Any]) -> str:
    return (
        f"{run['where']}: a whole run of {run['scenario']}, seed {run['seed']}\n"
        f"  {run['days']:,} days from {run['start']}, scale {run['scale']:g}; {run['tables']} tables with {run['rows']:,} rows, as they were written"
    )


def _input(sound: Mapping[str, Any]) -> str:
    days = ""
    if sound["first_day"]:
        first, last = sound["reported"]
        events = sound["events"]
        days = f"  {sound['first_day']} to {sound['last_day']}, reported {first} to {last}, {events} dated {'lever' if events == 1 else 'levers'}\n"
    crossings = ", ".join(f"{number} {kind}" for kind, number in sound["crossings"].items())
    all_crossings, all_parameters = sum(sound["crossings"].values()), sum(sound["parameters"].values())
    communities = f"{sound['communities']} {'community' if sound['communities'] == 1 else 'communities'}"
    parameters = ", ".join(f"{number:,} {status}" for status, number in sound["parameters"].items() if number)
    return (
        f"{sound['where']}: a sound {sound['what']}, {sound['title']}\n{days}"
        f"  {sound['places']} places in {sound['countries']} countries, {all_crossings} crossings ({crossings}), {sound['legs']:,} directed legs\n"
        f"  {communities} with {sound['people']:,.0f} people; {all_parameters:,} parameters ({parameters})"
    )
