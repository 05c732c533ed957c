"""A year in ticks of 24 hours and a year in ticks of 6 hours agree within noise; so do 1-hour ticks over a season."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from arena import BORDER, arena
from scenarios import load
from sim import run
from sim.books.results import Labelled, Results
from sim.outcomes.reading import over_borders
from sim.world.world import World

SEEDS = range(1, 7)
LIMIT = 3.5
"""Standard errors that two means may lie apart."""
CLOSE = 0.06
"""What ratios, which vary less than totals, may lie apart: guides are asked cheapest first in each tick, and that alone makes one per cent or two; the
chance of six seeds makes another three (of thirty-six seeds of `two-valleys` the ratios lie two and one per cent apart)."""


def totals(results: Results, world: World) -> dict[str, float]:
    """Totals of a run, by what happened."""
    flows, counts = results.tables["flows"], results.tables["counts"]
    border = over_borders(flows, world)
    event = counts["event"]
    assert isinstance(event, Labelled)
    people, words = np.asarray(counts["people"]), event.words()
    move = flows["move"]
    assert isinstance(move, Labelled)
    led = np.array([name.endswith(", guided") for name in move.words()], np.bool_)
    found = {name: float(np.asarray(flows[name])[border].sum()) for name in ("attempts", "apprehended", "fee_cents")}
    found["led"] = float(np.asarray(flows["attempts"])[led].sum())
    found |= {name: float(people[words == name].sum()) for name in ("arrived", "departed", "detained", "home_again")}
    return found | {"mean fee": found["fee_cents"] / found["led"], "caught": found["apprehended"] / found["attempts"]}


def apart(world: World, hours: tuple[int, int], seeds: range = SEEDS) -> tuple[dict[str, float], dict[str, float]]:
    """Difference of mean totals between two lengths of a tick, in pooled standard errors; and by how much ratios of totals differ, relative."""
    samples = [[totals(run(replace(world, tick_hours=h), seed), world) for seed in seeds] for h in hours]
    found = {}
    for name in samples[0][0]:
        a, b = (np.array([sample[name] for sample in runs]) for runs in samples)
        pooled = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / len(seeds))
        found[name] = float((b.mean() - a.mean()) / max(pooled, 1e-9))
    sums = [{name: sum(sample[name] for sample in runs) for name in runs[0]} for runs in samples]
    ratios = [{"mean fee": total["fee_cents"] / total["led"], "caught": total["apprehended"] / total["attempts"]} for total in sums]
    off = {name: ratios[1][name] / ratios[0][name] - 1 for name in ratios[0]}
    print(f"\n{world.name}, ticks of {hours}:", {name: round(z, 2) for name, z in found.items()}, {name: round(x, 4) for name, x in off.items()})  # noqa: T201
    return found, off


def busy() -> World:
    return arena(people=2000, days=364, parameters={f"smuggler.{BORDER}.number": 24})


@pytest.mark.parametrize("make", [lambda: load("two-valleys"), busy], ids=["two-valleys", "arena"])
def test_a_year_of_short_ticks_is_a_year_of_long_ones(make: Callable[[], World]) -> None:
    found, off = apart(make(), (24, 6))
    assert all(abs(z) < LIMIT for z in found.values()), found
    assert all(abs(share) < CLOSE for share in off.values()), off


def test_ticks_of_one_hour_too() -> None:
    found, _ = apart(replace(busy(), days=84), (24, 1))
    assert all(abs(z) < LIMIT for z in found.values()), found


def test_the_comparison_would_see_more_effort() -> None:
    """Effort raised by a half shows."""
    world = busy()
    harder = replace(world, parameters=world.parameters.replace({"post.*.*.effort": replace(world.parameters.get("post.*.*.effort"), value=2.25, high=2.25)}))
    a, b = ([totals(run(w, seed), world)["apprehended"] for seed in SEEDS] for w in (world, harder))
    assert abs(np.mean(b) - np.mean(a)) / np.sqrt((np.var(a, ddof=1) + np.var(b, ddof=1)) / len(SEEDS)) > LIMIT
