"""The plain Mesa twin on the same world: ``ask("benchmarks.on_twin", ...)``. Route tables are timed apart: in plain Python they take nearly all of its time."""

from importlib.metadata import version

import numpy as np

from benchmarks.child import Watch, answer, task
from benchmarks.people import world_of
from benchmarks.same import told_by_twin
from examples.plain_mesa.model import PlainModel
from examples.plain_mesa.routes import Routes


def main() -> None:
    """Simulate once in plain Python."""
    asked = task()
    world = world_of(asked["size"], asked["days"], asked["scenario"])
    tables = {"wall": 0.0}
    solve = Routes.solve

    def timed(routes: Routes) -> None:
        watch = Watch()
        solve(routes)
        tables["wall"] += watch.read()["wall"]

    Routes.solve = timed  # type: ignore[method-assign]
    with np.errstate(over="ignore"):
        watch = Watch()
        model = PlainModel(world, 1)
        set_up = watch.read()
        tables["wall"] = 0.0
        watch = Watch()
        while model.day < world.days:
            model.step()
        loop = watch.read()
    answer(set_up=set_up, loop=loop, routes=tables["wall"], people=len(model.migrants), same=told_by_twin(model), version=version("mesa"))


if __name__ == "__main__":
    main()
