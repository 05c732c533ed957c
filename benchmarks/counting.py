"""How much chance an event takes: draws, Gumbel variates and looks at a person, counted inside the compiled loops of one year.

``ask("benchmarks.counting", size=10_000, days=365, scenario=...)`` compiles the model again in a folder that is thrown away (about a minute), with two of the
functions of :mod:`sim.basis.draws` replaced by ones that also add one to a number in memory. What is counted is thus what the engine does, not what we
think it does.
"""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic, overload

from benchmarks.child import answer, ask, task

KEPT = Path(__file__).with_name("counted.json")
"""What was counted last, with the digest of the source that it was counted on: counting compiles the model again, too long for a quick look."""
UNIFORM, GUMBEL = 0, 1
WORD = ir.IntType(64)


def counted(scenario: str, size: int, days: int, *, again: bool) -> dict[str, Any]:
    """Looks, uniform draws and Gumbel variates an event; ``again`` counts them and keeps them, else those kept serve, if there are any."""
    if again or not KEPT.is_file():
        fresh = ask("benchmarks.counting", scenario=scenario, size=size, days=days)
        del fresh["peak_bytes"]
        KEPT.write_text(json.dumps(fresh, indent=1) + "\n", encoding="utf-8")
    told: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return told


def main() -> None:
    """Count through one run."""
    asked = task()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ROUTESIM_CACHE"] = folder  # addresses of this process stand in the compiled code: nobody else may load it
        counter = np.zeros(2, np.int64)
        count_in(counter)
        from benchmarks.people import world_of
        from sim.engine.cache import source_digest
        from sim.engine.model import RouteModel

        with np.errstate(over="ignore"):
            model = RouteModel(world_of(asked["size"], asked["days"], asked["scenario"]), 1)
            counter[:] = 0
            looks = 0
            while model.day < model.world.days:
                looks += int(np.count_nonzero(model.due < model.hour + model.world.tick_hours))
                model.step()
            events = int(model.results().tables["counts"]["people"].sum())
        answer(
            source=source_digest()[:16],
            size=asked["size"],
            events=events,
            looks_an_event=looks / events,
            uniforms_an_event=int(counter[UNIFORM]) / events,
            gumbels_an_event=int(counter[GUMBEL]) / events,
        )


def count_in(counter: np.ndarray) -> None:
    """Let every uniform draw and every Gumbel variate of compiled code add one to its number in ``counter``."""
    from sim.basis import draws
    from sim.basis.rule import rule

    add_one = _add_one(counter.ctypes.data)
    uniform, gumbel = draws.uniform, draws.gumbel

    def count(what: int) -> None:
        counter[what] += 1

    @overload(count, inline="always")
    def _count(what: int) -> Callable[[int], None]:
        def compiled(what: int) -> None:
            add_one(what)

        return compiled

    def counted_uniform(seed: np.uint64, purpose: np.uint64, who: np.uint64, occasion: np.uint64) -> float:
        count(0)
        return uniform(seed, purpose, who, occasion)

    def counted_gumbel(u: float) -> float:
        count(1)
        return gumbel(u)

    draws.uniform, draws.gumbel = rule(counted_uniform), rule(counted_gumbel)


def _add_one(address: int) -> Any:
    """For compiled code: add one to the 64-bit integer at an address, or to one so many places behind it."""

    @intrinsic
    def add_one(typing: Any, place: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            place_as_word = context.cast(builder, arguments[0], signature.args[0], types.int64)
            where = builder.add(ir.Constant(WORD, address), builder.mul(place_as_word, ir.Constant(WORD, 8)))
            pointer = builder.inttoptr(where, WORD.as_pointer())
            builder.store(builder.add(builder.load(pointer), ir.Constant(WORD, 1)), pointer)
            return context.get_dummy_value()

        return types.none(place), generate

    return add_one


if __name__ == "__main__":
    main()
