"""One run as ``routesim calibrate`` makes it: ``ask("benchmarks.calibration_run", draw=0)`` runs this file in a process of its own.

The whole window of the scenario at its full size, parties and agents as large as it makes them, at a point of the fit's first wave; then what
the run says of every documented value. Indicators and the file of the run are part of a sweep, and are timed by ``benchmarks/sweep_speed.py``.
"""

import gc
from typing import Any

from benchmarks.child import Watch, answer, task
from benchmarks.people import TERRITORY


def main() -> None:
    """Simulate once and hold the run against the documents; tell seconds by part, people and phases."""
    asked = task()
    from benchmarks.sizes import live
    from calibration.evidence.compare import compare
    from experiments.runs.run_executor import RunExecutor
    from sim.engine.model import RouteModel

    executor = RunExecutor(None, 1.0, ("indicators", "comparisons"), posterior="none")
    watch = Watch()
    executor.variants(TERRITORY, "").world({})
    read = watch.read()
    recipe = recipe_of(asked["draw"])
    executor.warm(recipe)  # loads every compiled loop
    watch = Watch()
    world = executor.world(recipe)
    made = watch.read()
    gc.collect()
    told = live(RouteModel, world)
    model, results = told.pop("model"), told.pop("results")
    watch = Watch()
    compared = compare(results, world)
    documents = watch.read()
    number = world.parameters.number
    each = {c.name: number(f"community.{c.name}.party") * number(f"community.{c.name}.weight") for c in world.communities}
    answer(
        **told,
        read=read,
        made=made,
        documents=documents,
        days=world.days,
        agents=len(model.people),
        people=round(sum(world.parameters.number(f"community.{c.name}.people") for c in world.communities)),
        weights={name: people for name, people in each.items() if people != 1},
        compared=len(compared),
        events=int(results.tables["counts"]["people"].sum()),
    )


def recipe_of(draw: int) -> Any:
    """The recipe of a run of the first wave of the fit that ``routesim calibrate`` makes without options."""
    from calibration.fit.free import read_free, settings
    from calibration.fit.procedure import SEED, Plan
    from calibration.fit.surrogate import running
    from calibration.fit.waves import first_points
    from experiments.runs.design import Design
    from experiments.runs.points import Points
    from scenarios import load
    from scenarios.studies import read_study

    world = load(TERRITORY, days=1, posterior="none")
    frees = read_free(world.parameters, read_study(world.study))
    kept = running(frees)
    shares = first_points(Plan().first, len(frees), Plan().seed)[:, kept]
    values = settings([frees[place] for place in kept], shares)
    points = Points({key: column.tolist() for key, column in values.items()}, "draws")
    design = Design("draws", (TERRITORY,), uncertainties=points, seeds=(SEED,), common_seeds=False)
    return next(recipe for recipe in design if recipe.number == draw)


if __name__ == "__main__":
    main()
