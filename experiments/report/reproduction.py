"""The command that reproduces the numbers of a report; it is checked before it is printed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.plots.result_folder import COMPARED, ResultFolder
from experiments.store import Run
from experiments.store.scenario_text import scenario_text
from scenarios import load
from scenarios.posteriors import BEST, NONE, shipped
from scenarios.reading.problems import BadInput
from scenarios.territories.parameter_rows import SET_SOURCE
from sim.world.world import UNCALIBRATED, World


def reproduction_command(results: ResultFolder) -> str:
    """The command that reproduces the numbers."""
    if results.run is not None:
        return _of_run(results.run, results.path)
    design = results.design
    if results.kind == COMPARED:
        policies = "".join(f" --policy {name}" for name in design["policies"][1:])
        base = f" --baseline {design['policies'][0]}" if results.policies[0] != "none" else ""
        drawn = "" if not design["uncertainties"] else " (at the draws in results/runs.parquet)"
        seeds = f"--seed {min(design['seeds'])} --replicates {len(design['seeds'])}"
        return f"routesim compare {design['scenarios'][0]}{base}{policies} {seeds}{_common(design)}{drawn}"
    if results.is_replicates:
        policy = f" --policy {design['policies'][0]}" if design["policies"][0] else ""
        return f"routesim run {design['scenarios'][0]}{policy} --seed {min(design['seeds'])} --replicates {results.runs}{_common(design)}"
    return f"routesim sweep, with the design in {results.path.name}/sweep.json: " + json.dumps(design, ensure_ascii=False)


def _common(design: Mapping[str, Any]) -> str:
    """The options that comparisons and replicates share; parameters of the posterior that ships are the default and need no option."""
    text = "" if design["posterior"] == BEST else f" --posterior {design['posterior']}"
    text += "".join(f" --set '{key}={value}'" for key, value in design["settings"].items())
    text += f" --days {design['days']}" if design["days"] else ""
    text += f" --scale {design['scale']!r}" if design["scale"] != 1 else ""
    return text + "".join(f" --follow {name}" for name in design["follow"])


def _of_run(run: Run, folder: Path) -> str:
    """The command where it gives exactly the scenario of the run; otherwise how to run the resolved scenario in Python."""
    about, world = run.about, run.world
    changes = {key: parameter.value for key, parameter in world.parameters.table.items() if parameter.source == SET_SOURCE}
    fitted = world.calibration != UNCALIBRATED
    scenario, policy = str(about["scenario"]), str(about.get("policy") or "")
    if _gives(world, scenario, policy, changes, BEST if fitted else NONE):
        text = f"routesim run {scenario} --seed {about['seed']} --days {about['days']}" + (f" --scale {about['scale']!r}" if about["scale"] != 1 else "")
        text += f" --policy {policy}" if policy else ""
        text += "" if fitted or shipped(scenario) is None else f" --posterior {NONE}"
        return text + "".join(f" --set '{key}={value!r}'" for key, value in changes.items())
    return (
        f"in Python, from the resolved scenario in {folder.name}/scenario.toml:\n"
        f'import experiments, sim\nsim.run(experiments.open_run("{folder.name}").world, seed={about["seed"]})'
    )


def _gives(world: World, scenario: str, policy: str, changes: Mapping[str, float], posterior: str) -> bool:
    try:
        found = load(scenario, scale=world.scale, days=world.days, settings=changes, policy=policy or None, posterior=posterior)
    except BadInput:
        return False
    return scenario_text(found) == scenario_text(world)
