"""The engine on one size: ``ask("benchmarks.sizes", size=10_000, days=365, scenario=...)`` runs this file in a process of its own."""

import gc
from typing import Any

import numpy as np

from benchmarks.child import Watch, answer, task
from benchmarks.people import world_of
from sim.world.world import World

WARM_SIZE = 100


def main() -> None:
    """Simulate once, and tell seconds by part, people, events and phases."""
    asked = task()
    from benchmarks.same import told_by

    size, days, scenario = asked["size"], asked["days"], asked["scenario"]
    watch = Watch()
    from sim.engine.model import RouteModel

    import_seconds = watch.read()
    simulate(RouteModel, WARM_SIZE, 8, scenario)  # loads every compiled loop
    gc.collect()
    told = simulate(RouteModel, size, days, scenario)
    model = told.pop("model")
    results = told.pop("results")
    people = len(model.people)
    events = int(results.tables["counts"]["people"].sum())
    answer(
        **told,
        imports=import_seconds,
        days=days,
        people=people,
        departed=int(np.count_nonzero(model.people["trip"])),
        followed=len(results.tables["people"]["person"]),
        smugglers=len(model.smugglers),
        posts=len(model.atlas.posts),
        classes=len(model.routes.classes),
        moves=len(model.atlas.moves),
        events=events,
        logged=len(results.tables["events"]["hour"]),
        record_bytes=model.people.dtype.itemsize,
        places=len(model.atlas.places),
        same=told_by(results),
    )


def simulate(kind: Any, size: int, days: int, scenario: str) -> dict[str, Any]:
    """Seconds to load, and what :func:`live` tells."""
    watch = Watch()
    world = world_of(size, days, scenario)
    return {"load": watch.read(), **live(kind, world)}


def live(kind: Any, world: World) -> dict[str, Any]:
    """Seconds to set up, tick and make tables, the phases of the ticks, and the model and its results."""
    with np.errstate(over="ignore"):
        watch = Watch()
        model = kind(world, 1)
        set_up, before = watch.read(), dict(model.phases)
        watch = Watch()
        while model.day < world.days:
            model.step()
        loop = watch.read()
        phases = {name: seconds - before.get(name, 0.0) for name, seconds in model.phases.items()}
        watch = Watch()
        results = model.results()
        tables = watch.read()
    return {"set_up": set_up, "loop": loop, "tables": tables, "phases": phases, "model": model, "results": results}


if __name__ == "__main__":
    main()
