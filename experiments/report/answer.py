"""The answer first: a few sentences and three numbers with their intervals, harm beside interceptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.plots.result_folder import COMPARED, RUN, ResultFolder
from experiments.plots.style import days
from experiments.plots.titles import border_title, parameter_title
from experiments.runs.displacement_accounts import ALL_FOLLOWED
from experiments.runs.intervals import TOO_FEW_DRAWS, TOO_FEW_PAIRS
from experiments.runs.policy_outcomes import TOGETHER
from experiments.store.compact import load
from experiments.store.indicators import EVERYWHERE
from experiments.store.tables import reported
from scenarios.reading.problems import listed
from sim.world.parameters import Status

THREE: Mapping[str, tuple[str, str]] = {"apprehensions": ("apprehended", "interceptions"), "deaths": ("died", "harm"), "stranded": ("stranded", "harm")}
"""The three numbers: outcome of a comparison, indicator of a run, and what it is."""
STATUSES = tuple(status.value for status in Status)
"""How a parameter may be known, from best to worst known."""
MOST_PARAMETERS = 6
"""Parameters that vary between runs and are named; the others are counted."""
WITHIN = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its interval as text; ``verdict`` says whether a change is statistically significant."""

    group: str
    what: str
    value: str
    interval: str
    verdict: str = ""


def sentences(results: ResultFolder) -> list[str]:
    """The answer in words."""
    span = days(*reported(results.world))
    if results.kind == COMPARED:
        return [text for name in results.policies[1:] for text in _of_policy(results, name)] + _labour(results)
    values, runs = results.indicators("", ("departed", "arrived", "apprehended", "extorted", "stranded", "injured", "disappeared", "died"))
    under = f"Under “{results.titles[results.policies[0]]}”, " if len(results.policies) > 1 else ""
    found = []
    for followed, who in ((True, "followed person by person"), (False, "of labour communities")):
        names = [c.name for c in results.world.communities if c.followed is followed]
        if not names:
            continue
        total = {what: sum(values[name, what] for name in names) for what in ("departed", "arrived", "apprehended", "extorted", "stranded", "injured", "died")}
        missing = sum(values[name, "disappeared"] for name in names)
        found.append(
            f"{under}{span}: {number(total['departed'])} people {who} departed and {number(total['arrived'])} arrived. "
            f"They were apprehended {number(total['apprehended'])} times. "
            f"In the same period {number(total['extorted'])} were extorted, {number(total['stranded'])} stranded, "
            f"{number(total['injured'])} injured, {number(missing)} went missing, and {number(total['died'])} died."
        )
    one = "This is one run with one random seed; it has no interval. Run replicates before quoting a number."
    mean = f"These are means of {runs} runs." if runs > 1 else one
    return [*found, mean]


def numbers_of(results: ResultFolder) -> list[tuple[str, list[Number]]]:
    """Three numbers for each policy that is compared, or for the run or sweep."""
    if results.kind == COMPARED:
        base = results.titles[results.policies[0]]
        return [(f"{results.titles[name]} against {base}", [_change(results, name, what) for what in THREE]) for name in results.policies[1:]]
    return [(results.titles[name] if len(results.policies) > 1 else "", [_level(results, name, what) for what in THREE]) for name in results.policies]


def _of_policy(results: ResultFolder, name: str) -> list[str]:
    rows = {row["outcome"]: row for row in results.compared["differences"] if row["policy"] == name and row["community"] == TOGETHER}
    sure = [row for outcome, row in rows.items() if row["significance"] in ("more", "less") and row["unit"] == "people"]
    called, base = (results.titles[one] for one in (name, results.policies[0]))
    if sure:
        changed = "; ".join(f"{row['outcome']} {signed(row['difference'])} ({signed(row['low'])} to {signed(row['high'])})" for row in sure)
        first = f"Under “{called}” against “{base}”, all communities together, these changes in people are statistically significant: {changed}."
    else:
        first = f"Under “{called}” against “{base}”, all communities together, no change in people is statistically significant."
    if rows and all(row["difference"] == 0 and row["low"] is None for row in rows.values()):
        return [f"Under “{called}” against “{base}” every outcome is the same in every pair of runs."]
    if rows and (few := {row["significance"] for row in rows.values()} & {TOO_FEW_PAIRS, TOO_FEW_DRAWS}):
        return [f"Under “{called}” against “{base}” there are {few.pop()} for a verdict on any change."]
    harm = [rows[what] for what in ("deaths", "injuries", "missing", "extortions", "stranded") if what in rows]
    calm = [row["outcome"] for row in harm if row["significance"] not in ("more", "less")]
    found = [first]
    if calm:
        found.append(f"Harm to migrants without a significant change: {', '.join(calm)}.")
    elif harm:
        found.append("Every kind of harm to migrants changes significantly.")
    account = results.compared["displacement"].get(name)
    if account:
        movers = account["movers"][ALL_FOLLOWED]["moved"]
        people = account["people"][ALL_FOLLOWED]
        between = f"{movers['low']:,.0f} to {movers['high']:,.0f}"
        net = account["movers"][ALL_FOLLOWED]["net reallocation"]["mean"]
        moved = f"{number(movers['mean'])} ({between}) have another outcome at the border {border_title(account['border'], results.world)}"
        found.append(f"Of {people:,} followed people, {moved}; the net reallocation is {number(net)}.")
    return found


def _labour(results: ResultFolder) -> list[str]:
    labour = [c.name for c in results.world.communities if not c.followed]
    rows = [r for r in results.compared["differences"] if r["outcome"] == "attempts" and r["policy"] == results.policies[1]]
    total = next((r["baseline"] for r in rows if r["community"] == TOGETHER), 0)
    share = sum(r["baseline"] for r in rows if r["community"] in labour) / total if total else 0
    return [f"{share:.0%} of all attempts are those of labour communities: see the table by community before drawing conclusions."] if labour and share else []


def _change(results: ResultFolder, name: str, what: str) -> Number:
    row = next((r for r in results.compared["differences"] if r["policy"] == name and r["community"] == TOGETHER and r["outcome"] == what), None)
    group = THREE[what][1]
    if row is None:
        return Number(group, what, "–", "not counted")
    bounds = "no interval" if row["low"] is None else f"{signed(row['low'])} to {signed(row['high'])}"
    return Number(group, f"{what}, change", signed(row["difference"]), f"{bounds}; from {number(row['baseline'])}", row["significance"])


def _level(results: ResultFolder, name: str, what: str) -> Number:
    indicator, group = THREE[what]
    if results.kind == RUN:
        values, _ = results.indicators(name, (indicator,))
        return Number(group, what, number(sum(values.values())), "one run, no interval")
    table = load(results.path, "indicators", place_or_crossing=EVERYWHERE, indicator=(indicator,), policy=name)
    runs = load(results.path, "runs", policy=name if name in load(results.path, "runs")["policy"].to_pylist() else "")
    sums = {run: 0.0 for run, error in zip(runs["run"].to_pylist(), runs["error"].to_pylist(), strict=True) if not error}
    for run, value in zip(table["run"].to_pylist(), table["value"].to_pylist(), strict=True):
        sums[run] = sums.get(run, 0.0) + value
    found = np.array(list(sums.values()) or [0.0])
    low, high = np.quantile(found, WITHIN)
    return Number(group, what, number(float(found.mean())), f"90 per cent range over runs: {number(float(low))} to {number(float(high))}")


def asked(results: ResultFolder) -> list[str]:
    """The question, in words."""
    world = results.world
    who = f"{len(world.communities)} communities"
    what = f"“{world.title}” ({world.name}): {who}, {len(world.places)} places, {len(world.crossings)} crossings; {days(*reported(world))} are reported."
    if results.kind == RUN:
        under = f" under the policy “{results.titles[results.policies[0]]}”" if results.policies[0] != "none" else ""
        return [f"One run of the scenario {what[:-1]}{under}."]
    text = [f"The scenario {what}"]
    if results.kind == COMPARED:
        others = " or ".join(f"“{results.titles[name]}”" for name in results.policies[1:])
        text.append(f"What changes if, instead of “{results.titles[results.policies[0]]}”, there is {others}?")
        text += [about for name in results.policies if (about := _about(results, name))]
    draws = results.compared.get("interval", "")
    seeds = f"{results.runs} runs, {len(results.seeds)} seeds" + (f" ({draws})" if draws else "")
    varied = [*results.design["levers"].get("keys", ()), *results.design["uncertainties"].get("keys", ())]
    if varied and not draws:
        named = listed([parameter_title(key, results.world) for key in varied], MOST_PARAMETERS)
        seeds = f"{results.runs} runs, which differ in seed and in {len(varied)} parameters: {named}"
    return [*text, f"The same people with the same random draws were simulated under each policy: {seeds}." if len(results.policies) > 1 else f"{seeds}."]


def _about(results: ResultFolder, name: str) -> str:
    from scenarios import load_policy
    from scenarios.reading.problems import BadInput

    given = next((p for p in results.design.get("policies", ()) if p and p.replace("\\", "/").rpartition("/")[2].removesuffix(".toml") == name), "")
    try:
        policy = load_policy(given) if given else None
    except BadInput:  # its file is gone; the runs are still valid
        return ""
    return f"“{policy.title}” ({name}): {policy.about}" if policy is not None and name != "none" else ""


def number(value: float) -> str:
    """A number as text."""
    return f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:,.1f}"


def signed(value: float) -> str:
    """A difference as text, with its sign."""
    text = number(abs(value))
    return text if text in ("0", "0.0") else f"{'+' if value > 0 else '−'}{text}"


def statuses(parameters: Mapping[str, Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Parameters by status and by the first word of their keys."""
    rows: dict[str, dict[str, Any]] = {}
    for key, parameter in parameters.items():
        row = rows.setdefault(key.split(".")[0], {"kind of parameter": key.split(".")[0]} | dict.fromkeys(STATUSES, 0))
        row[parameter["status"]] += 1
    return [rows[name] for name in sorted(rows)]
