"""How far fees follow enforcement: the elasticity of the smugglers' fee to effort on a whole border.

``python -m experiments.studies.elasticity two-valleys BRE-CYR`` prints it beside the 0.14-0.24 that Gathmann (2008, "Effects of enforcement on illegal
markets: evidence from migrant smuggling along the southwestern border", Journal of Public Economics 92) found on the border of Mexico and the United States.

A fee settles at unit cost plus margin, and of unit cost only the part that pays for being caught moves with effort. If the chance of being caught is
proportional to effort, the elasticity that costs give is the share ``s`` of risk in unit cost: 0.14-0.24 arises when 13-24 per cent of unit cost is risk (the
margin multiplies all of it and drops out). Detection that saturates gives less than ``s``, and a change that is not small something between the ``s`` before
and the ``s`` after: so the share of risk after the change bounds what costs can give. The market moves the fee as well: empty seats lower it where people stay
at home, and scarce ones raise it where guides are in prison and people try again. What was measured holds both, what is computed only costs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, stdev
from typing import Annotated

import numpy as np
import typer

import sim
from experiments.cli.exit_codes import handle_errors
from experiments.store.versions import provenance, seeds_in_words
from scenarios import load
from scenarios.reading.problems import Problems
from sim.basis.words import Channel
from sim.books.results import Results
from sim.outcomes.reading import is_word, moves_by_name, weeks_of
from sim.smugglers.fee import tries_led
from sim.world.world import DatedLever, World

DOCUMENTED = (0.14, 0.24)
"""Elasticity found by Gathmann (2008)."""
WEEKS = 52
"""Weeks at the end of a run over which fees are averaged."""
FACTOR = 3.0
"""Effort on the border relative to before."""


@dataclass(frozen=True, slots=True)
class Elasticity:
    """What was measured on a border.

    ``measured`` and ``spread`` are mean and standard deviation over seeds of ``d ln fee / d ln effort``; ``from_costs`` what unit costs alone would give;
    ``fee_usd``, ``caught`` (chance that somebody led is stopped) and ``risk_share`` (of risk in unit cost) are pairs: effort as it is, and multiplied by
    ``factor``.
    """

    border: str
    factor: float
    measured: float
    spread: float
    from_costs: float
    fee_usd: tuple[float, float]
    caught: tuple[float, float]
    risk_share: tuple[float, float]

    def __str__(self) -> str:
        """Several lines for a reader."""
        fee, caught, risk = (f"{a:.{n}f} -> {b:.{n}f}" for (a, b), n in ((self.fee_usd, 2), (self.caught, 3), (self.risk_share, 3)))
        low, high = DOCUMENTED
        return "\n".join(
            (
                f"border {self.border}, effort of every post x {self.factor:g}, last {WEEKS} weeks",
                f"  fee per person (dollars)          {fee}",
                f"  stopped per person led            {caught}",
                f"  share of risk in unit cost        {risk}   (the latter bounds what costs give)",
                f"  elasticity computed from costs    {self.from_costs:.3f}",
                f"  elasticity of the fee, measured   {self.measured:.3f}   (standard deviation over seeds {self.spread:.3f})",
                f"  documented (Gathmann 2008)        {low}-{high}, as when {low:.0%}-{high:.0%} of unit cost is risk",
            )
        )


def fee_elasticity(world: World, border: str, seeds: Sequence[int], factor: float = FACTOR) -> Elasticity:
    """Run a world with effort as it is and with all effort on a border multiplied from the first day on, and compare fees.

    Parameters
    ----------
    world
        At least two years long, so that fees have settled before the last one.
    border
        Directed border such as ``AAA-BBB``; the services of both sides are strengthened at all its crossings.
    seeds
        Keys of the runs; each is run twice.
    factor
        Effort relative to before.

    Raises
    ------
    ValueError
        If nobody can be led over that border.
    """
    moves = guided_moves(world, border)
    if not moves:
        msg = f"nobody is led over {border} in {world.name}"
        raise ValueError(msg)
    crossings = sorted({move.leg.entry for move in moves_by_name(world).values() if move.name in moves and move.leg.entry is not None})
    levers = tuple(DatedLever("enforcement", world.start, None, {"crossing": crossing, "factor": factor}) for crossing in crossings)
    stronger = replace(world, events=(*levers, *world.events))
    before = [fee_and_risk(sim.run(world, seed), moves) for seed in seeds]
    after = [fee_and_risk(sim.run(stronger, seed), moves) for seed in seeds]
    slopes = [math.log(b[0] / a[0]) / math.log(factor) for a, b in zip(before, after, strict=True)]
    caught = (fmean(risk for _, risk in before), fmean(risk for _, risk in after))
    running, loss = (world.parameters.number(f"smuggler.{border}.{name}") for name in ("running_usd", "loss_usd"))
    size = max(1, round(world.parameters.number(f"smuggler.{border}.group_size")))
    back, covered = world.parameters.number(f"country.{border[4:]}.push_back_share"), round(world.parameters.number("market.tries_covered"))
    costs = [(running + p * loss / size) * tries_led(p, back, covered) for p in caught]
    return Elasticity(
        border=border,
        factor=factor,
        measured=fmean(slopes),
        spread=stdev(slopes) if len(slopes) > 1 else 0.0,
        from_costs=math.log(costs[1] / costs[0]) / math.log(factor),
        fee_usd=(fmean(fee for fee, _ in before), fmean(fee for fee, _ in after)),
        caught=caught,
        risk_share=(1.0 - running / costs[0], 1.0 - running / costs[1]),
    )


def guided_moves(world: World, border: str) -> set[str]:
    """Names of the moves by which guides lead over a directed border."""
    country = {place.name: place.country for place in world.places}
    led = {name: move.leg for name, move in moves_by_name(world).items() if move.channel is Channel.GUIDED}
    return {name for name, leg in led.items() if f"{country[leg.origin]}-{country[leg.target]}" == border}


def led_borders(world: World) -> tuple[str, ...]:
    """The directed borders over which somebody can be led, by name."""
    country = {place.name: place.country for place in world.places}
    borders = {f"{country[leg.origin]}-{country[leg.target]}" for leg in world.legs}
    return tuple(sorted(border for border in borders if guided_moves(world, border)))


def busiest_border(world: World) -> str:
    """The directed border with most smugglers, the first by name among equals."""
    return max(led_borders(world), key=lambda border: world.parameters.number(f"smuggler.{border}.number"))


def fee_and_risk(results: Results, moves: set[str]) -> tuple[float, float]:
    """Fee (dollars a client) and apprehensions a person led by some moves, over the last :data:`WEEKS` weeks of a run.

    Raises
    ------
    ValueError
        If nobody was led.
    """
    flows = results.tables["flows"]
    chosen = is_word(flows, "move", *moves) & (weeks_of(flows) >= results.days // 7 - WEEKS)
    led, covered, fees, stopped = (int(np.asarray(flows[name])[chosen].sum()) for name in ("attempts", "covered", "fee_cents", "apprehended"))
    if led == 0:
        msg = f"nobody was led in the last {WEEKS} weeks of {results.scenario}"
        raise ValueError(msg)
    return fees / (led - covered) / 100, stopped / led


def main(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario that ships, or the path of a scenario file.")] = "two-valleys",
    border: Annotated[str, typer.Argument(metavar="AAA-BBB", help="Directed border; without it the one with most smugglers.")] = "",
    seeds: Annotated[int, typer.Argument(min=1, help="Seeds; each is run twice.")] = 4,
) -> None:
    """Measure how far fees follow enforcement on a border, and print it beside what is documented."""
    with handle_errors():
        world = load(scenario, days=2 * 7 * WEEKS)
        led = led_borders(world)
        problems = Problems()
        if border and border not in led:
            problems.unknown("AAA-BBB", "border", border, led)
        if not led:
            problems.add("SCENARIO", f"{scenario}, in which nobody is led over a border", "a scenario with guides")
        problems.stop()
        typer.echo(fee_elasticity(world, border or busiest_border(world), range(1, 1 + seeds)))
        typer.echo(provenance(world.calibration, seeds_in_words(tuple(range(1, 1 + seeds)))))


if __name__ == "__main__":
    typer.run(main)
