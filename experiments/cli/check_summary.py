"""The summary that ``routesim check`` prints of a valid scenario, policy, territory or run."""

from collections.abc import Mapping
from typing import Any


def summary(valid: Mapping[str, Any]) -> str:
    """What was checked and what it contains, in two or three lines."""
    return {"run": _run, "policy": _policy}.get(valid["what"], _input)(valid)


def _policy(policy: Mapping[str, Any]) -> str:
    levers = f"{policy['levers']} {'lever' if policy['levers'] == 1 else 'levers'}"
    costs, evidence = (", ".join(policy[key]) or "none" for key in ("costs", "evidence"))
    territory = policy["territory"] or "any territory"
    return f"{policy['where']}: a valid policy, {policy['title']}\n  for {territory}; {levers}; costs: {costs}; evidence: {evidence}"


def _run(run: Mapping[str, Any]) -> str:
    return (
        f"{run['where']}: a complete run of {run['scenario']}, seed {run['seed']}\n"
        f"  {run['days']:,} days from {run['start']}, scale {run['scale']:g}; {run['tables']} tables with {run['rows']:,} rows, unaltered"
    )


def _input(valid: Mapping[str, Any]) -> str:
    days = ""
    if valid["first_day"]:
        first, last = valid["reported"]
        events = valid["events"]
        days = f"  {valid['first_day']} to {valid['last_day']}, reported {first} to {last}, {events} dated {'lever' if events == 1 else 'levers'}\n"
    crossings = ", ".join(f"{number} {kind}" for kind, number in valid["crossings"].items())
    all_crossings, all_parameters = sum(valid["crossings"].values()), sum(valid["parameters"].values())
    communities = f"{valid['communities']} {'community' if valid['communities'] == 1 else 'communities'}"
    parameters = ", ".join(f"{number:,} {status}" for status, number in valid["parameters"].items() if number)
    return (
        f"{valid['where']}: a valid {valid['what']}, {valid['title']}\n{days}"
        f"  {valid['places']} places in {valid['countries']} countries, {all_crossings} crossings ({crossings}), {valid['legs']:,} directed legs\n"
        f"  {communities} with {valid['people']:,.0f} people; {all_parameters:,} parameters ({parameters})"
        f"{''.join(f'{chr(10)}  series: {one}' for one in valid['series'])}{_study(valid)}"
    )


def _study(valid: Mapping[str, Any]) -> str:
    """What the study of a scenario holds, and what it lacks."""
    if "study" not in valid:
        return ""
    held = valid["study"]
    series = f" in {held['series']} series" if held["series"] else ""
    line = f"\n  study: {held['comparisons']} comparisons, {held['observations']} observations{series}, {held['free parameters']} free parameters"
    return line + "".join(f"\n  it lacks {one}" for one in valid["lacks"])
