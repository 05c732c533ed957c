"""The engine, the plain Mesa twin and FLEE in turn: same network, same people, same days; ratios within a round, so that all three saw the same machine."""

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.child import ask
from benchmarks.on_flee import is_there

Round = dict[str, dict[str, Any]]
"""What each program told in one round, by its name: ``engine``, ``twin`` and, if it is installed, ``flee``."""


def rounds(number: int, scenario: str, size: int, days: int, tell: Callable[[str], None]) -> list[Round]:
    """Run all three some times, and see that engine and twin told the same history.

    Raises
    ------
    RuntimeError
        If they did not.
    """
    done: list[Round] = []
    for i in range(number):
        this: Round = {}
        for name, module in (("engine", "sizes"), ("twin", "on_twin"), ("flee", "on_flee")):
            if name == "flee" and not is_there():
                continue
            tell(f"side by side, round {i + 1} of {number}: {name}")
            this[name] = ask(f"benchmarks.{module}", scenario=scenario, size=size, days=days)
        if this["engine"]["same"] != this["twin"]["same"]:
            msg = f"the engine and the twin counted different events or payments on {scenario}: see docs/twin.md"
            raise RuntimeError(msg)
        done.append(this)
    return done


def twin_ratios(done: Sequence[Round]) -> list[float]:
    """How many times more processor seconds the twin's loop took, by round."""
    return [this["twin"]["loop"]["cpu"] / this["engine"]["loop"]["cpu"] for this in done]


def twin_ratios_without_tables(done: Sequence[Round]) -> list[float]:
    """The same by the wall, with the route tables left out on both sides."""
    twin = [this["twin"]["loop"]["wall"] - this["twin"]["routes"] for this in done]
    engine = [this["engine"]["loop"]["wall"] - this["engine"]["phases"].get("routes", 0.0) for this in done]
    return [slow / fast for slow, fast in zip(twin, engine, strict=True)]


def flee_ratios(done: Sequence[Round]) -> list[float]:
    """How many times more agent-days a processor second the engine lived through than FLEE, by round; empty without FLEE."""
    return [this["flee"]["loop"]["cpu"] / this["engine"]["loop"]["cpu"] for this in done if "flee" in this]
