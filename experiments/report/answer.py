"""The answer first: a few sentences and three numbers with their intervals, harm beside interceptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.plots.opened import COMPARED, RUN, Opened
from experiments.plots.style import days
from experiments.runs.accounts import ALL_FOLLOWED
from experiments.runs.arms import TOGETHER
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
    """A number with its interval as words, and whether it is told apart from nought where that is the question."""

    group: str
    what: str
    value: str
    interval: str
    told: str = ""


def sentences(opened: Opened) -> list[str]:
    """The answer in words."""
    span = days(*reported(opened.world))
    if opened.kind == COMPARED:
        return [text for name in opened.policies[1:] for text in _of_policy(opened, name)] + _labour(opened)
    values, runs = opened.indicators("", ("departed", "arrived", "apprehended", "extorted", "stranded", "injured", "disappeared", "died"))
    under = f"Under “{opened.policies[0]}”, " if len(opened.policies) > 1 else ""
    found = []
    for followed, who in ((True, "followed person by person"), (False, "of labour communities")):
        names = [c.name for c in opened.world.communities if c.followed is followed]
        if not names:
            continue
        total = {what: sum(values[name, what] for name in names) for what in ("departed", "arrived", "apprehended", "extorted", "stranded", "injured", "died")}
        lost = sum(values[name, "disappeared"] for name in names)
        found.append(
            f"{under}{span}: {number(total['departed'])} people {who} set out and {number(total['arrived'])} arrived. "
            f"They were apprehended {number(total['apprehended'])} times. "
            f"Meanwhile {number(total['extorted'])} were extorted, {number(total['stranded'])} stranded, "
            f"{number(total['injured'])} injured, {number(lost)} lost from sight, and {number(total['died'])} died."
        )
    one = "This is one run, one draw of luck: it has no interval. Run replicates before you quote a number."
    mean = f"These are means of {runs} runs." if runs > 1 else one
    return [*found, mean]


def numbers_of(opened: Opened) -> list[tuple[str, list[Number]]]:
    """Three numbers for each policy that is compared, or for the run or sweep."""
    if opened.kind == COMPARED:
        return [(f"{name} against {opened.policies[0]}", [_change(opened, name, what) for what in THREE]) for name in opened.policies[1:]]
    return [(name if len(opened.policies) > 1 else "", [_level(opened, name, what) for what in THREE]) for name in opened.policies]


def _of_policy(opened: Opened, name: str) -> list[str]:
    rows = {row["outcome"]: row for row in opened.compared["differences"] if row["policy"] == name and row["community"] == TOGETHER}
    sure = [row for outcome, row in rows.items() if row["told"] in ("more", "less") and row["unit"] == "people"]
    base = opened.policies[0]
    if sure:
        changed = "; ".join(f"{row['outcome']} {signed(row['difference'])} ({signed(row['low'])} to {signed(row['high'])})" for row in sure)
        first = f"Under “{name}” against “{base}”, all communities together, these changes in people are told apart from luck: {changed}."
    else:
        first = f"Under “{name}” against “{base}”, all communities together, no change in people is told apart from luck."
    if rows and all(row["told"] == "same" for row in rows.values()):
        return [f"Under “{name}” against “{base}” every outcome is the same in every pair of runs."]
    harm = [rows[what] for what in ("deaths", "injuries", "lost from sight", "extortions", "stranded") if what in rows]
    calm = [row["outcome"] for row in harm if row["told"] not in ("more", "less")]
    found = [first]
    if calm:
        found.append(f"Of harm to migrants, not told apart: {', '.join(calm)}.")
    elif harm:
        found.append("Every kind of harm to migrants changes.")
    account = opened.compared["displacement"].get(name)
    if account:
        movers = account["movers"][ALL_FOLLOWED]["moved"]
        people = account["people"][ALL_FOLLOWED]
        between = f"{movers['low']:,.0f} to {movers['high']:,.0f}"
        net = account["movers"][ALL_FOLLOWED]["net of exchanges"]["mean"]
        told = f"{number(movers['mean'])} ({between}) end otherwise at the border {account['border']}, {number(net)} net of exchanges between people"
        found.append(f"Of {people:,} followed people, {told}.")
    return found


def _labour(opened: Opened) -> list[str]:
    labour = [c.name for c in opened.world.communities if not c.followed]
    rows = [r for r in opened.compared["differences"] if r["outcome"] == "attempts" and r["policy"] == opened.policies[1]]
    total = next((r["baseline"] for r in rows if r["community"] == TOGETHER), 0)
    share = sum(r["baseline"] for r in rows if r["community"] in labour) / total if total else 0
    return [f"{share:.0%} of all attempts are those of labour communities: look at the table by community before you conclude."] if labour and share else []


def _change(opened: Opened, name: str, what: str) -> Number:
    row = next((r for r in opened.compared["differences"] if r["policy"] == name and r["community"] == TOGETHER and r["outcome"] == what), None)
    group = THREE[what][1]
    if row is None:
        return Number(group, what, "–", "not counted")
    bounds = "no interval: one pair" if row["low"] is None else f"{signed(row['low'])} to {signed(row['high'])}"
    return Number(group, f"{what}, change", signed(row["difference"]), f"{bounds}; from {number(row['baseline'])}", row["told"])


def _level(opened: Opened, name: str, what: str) -> Number:
    indicator, group = THREE[what]
    if opened.kind == RUN:
        values, _ = opened.indicators(name, (indicator,))
        return Number(group, what, number(sum(values.values())), "one run, no interval")
    table = load(opened.folder, "indicators", place_or_crossing=EVERYWHERE, indicator=(indicator,), policy=name)
    runs = load(opened.folder, "runs", policy=name if name in load(opened.folder, "runs")["policy"].to_pylist() else "")
    sums = {run: 0.0 for run, error in zip(runs["run"].to_pylist(), runs["error"].to_pylist(), strict=True) if not error}
    for run, value in zip(table["run"].to_pylist(), table["value"].to_pylist(), strict=True):
        sums[run] = sums.get(run, 0.0) + value
    found = np.array(list(sums.values()) or [0.0])
    low, high = np.quantile(found, WITHIN)
    return Number(group, what, number(float(found.mean())), f"nine runs in ten: {number(float(low))} to {number(float(high))}")


def asked(opened: Opened) -> list[str]:
    """What was asked, in words."""
    world = opened.world
    who = f"{len(world.communities)} communities"
    what = f"“{world.title}” ({world.name}): {who}, {len(world.places)} places, {len(world.crossings)} crossings; {days(*reported(world))} are reported."
    if opened.kind == RUN:
        under = f" under the policy “{opened.policies[0]}”" if opened.policies[0] != "none" else ""
        return [f"One run of the scenario {what[:-1]}{under}."]
    text = [f"The scenario {what}"]
    if opened.kind == COMPARED:
        text.append(f"What changes if, instead of “{opened.policies[0]}”, there is {' or '.join(f'“{name}”' for name in opened.policies[1:])}?")
        text += [about for name in opened.policies if (about := _about(opened, name))]
    draws = opened.compared.get("interval", "")
    seeds = f"{opened.runs} runs, {len(opened.seeds)} seeds" + (f" ({draws})" if draws else "")
    varied = [*opened.design["levers"].get("keys", ()), *opened.design["uncertainties"].get("keys", ())]
    if varied and not draws:
        seeds = f"{opened.runs} runs, which differ in luck and in {len(varied)} parameters: {listed(varied, MOST_PARAMETERS)}"
    return [*text, f"The same people with the same luck were simulated under each: {seeds}." if len(opened.policies) > 1 else f"{seeds}."]


def _about(opened: Opened, name: str) -> str:
    from scenarios import load_policy
    from scenarios.reading.problems import BadInput

    given = next((p for p in opened.design.get("policies", ()) if p and p.replace("\\", "/").rpartition("/")[2].removesuffix(".toml") == name), "")
    try:
        policy = load_policy(given) if given else None
    except BadInput:  # its file is gone; the runs are what they were
        return ""
    return f"“{name}”: {policy.title}. {policy.about}" if policy is not None and name != "none" else ""


def number(value: float) -> str:
    """A number for a reader."""
    return f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:,.1f}"


def signed(value: float) -> str:
    """A difference for a reader."""
    text = number(abs(value))
    return text if text in ("0", "0.0") else f"{'+' if value > 0 else '−'}{text}"


def statuses(parameters: Mapping[str, Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """How parameters are known, by the first word of their keys."""
    rows: dict[str, dict[str, Any]] = {}
    for key, parameter in parameters.items():
        row = rows.setdefault(key.split(".")[0], {"kind of parameter": key.split(".")[0]} | dict.fromkeys(STATUSES, 0))
        row[parameter["status"]] += 1
    return [rows[name] for name in sorted(rows)]
