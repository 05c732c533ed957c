"""The options of ``routesim compare``, checked as a whole: one message lists every error."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from experiments.cli.alternative_input import read_alternatives
from experiments.cli.outcome_input import read_better
from experiments.cli.run_input import check_numbers, read_changes
from experiments.cli.vary_input import range_of
from experiments.runs.comparison import Request
from experiments.runs.design import Alternative, policy_name
from experiments.runs.draws_file import draws
from experiments.runs.harm import HARM, WEIGHTS, Weight, weights_with
from experiments.runs.outcomes import LESS, OUTCOMES
from experiments.runs.points import NOTHING, Points, latin_hypercube, thinned
from scenarios import variants
from scenarios.policies.lever_keys import is_lever_key
from scenarios.posteriors import BEST, NONE, shipped
from scenarios.reading.problems import BadInput, Problems, nearest
from sim.outcomes.reading import passages
from sim.world.parameters import Parameters
from sim.world.world import World


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """The options of ``routesim compare`` as they were given; ``policies`` begin with the baseline."""

    scenario: str
    policies: tuple[str, ...]
    seed: int
    replicates: int
    days: int | None
    scale: float
    settings: Sequence[str]
    border: str
    horizon: str
    follow: Sequence[str]
    over_posterior: Path | None
    prior: int | None
    vary: Sequence[str]
    rank: str
    draws: int | None = None
    posterior: str = BEST
    without: Sequence[str] = field(default_factory=list)
    alternatives: Sequence[str] = field(default_factory=list)
    weights: Sequence[str] = field(default_factory=list)


def checked(options: CompareOptions) -> Request:
    """The request that these options make.

    Raises
    ------
    scenarios.BadInput
        With every finding about the options.
    """
    problems = Problems()
    check_numbers(options.seed, options.replicates, options.days, options.scale, problems)
    policies = tuple(dict.fromkeys(options.policies))
    names = [policy_name(policy) for policy in policies]
    alternatives = read_alternatives(options.scenario, policies[0], options.without, options.alternatives, problems)
    if len(policies) < 2 and not options.without and not options.alternatives:
        wanted = "a policy beside the baseline (--baseline says what that is), --without EVENT or --alternative"
        problems.add("--policy", f'"{names[0]}", which is the baseline', wanted)
    names += [one.name for one in alternatives]
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.add("--policy", f'"{name}" more than once', "each name once, also in other folders")
    changes = read_changes(options.settings, problems)
    problems.stop()
    rank, better = _rank(options.rank, problems)
    weights = _weights(options.weights, problems)
    request = Request(
        options.scenario, policies, tuple(range(options.seed, options.seed + options.replicates)), options.days, options.scale, changes,
        tuple(dict.fromkeys(options.follow)), rank=rank, better=better, posterior=options.posterior, alternatives=alternatives, weights=weights,
    )  # fmt: skip
    worlds = []
    for policy in policies:
        try:
            worlds.append(request.world(policy))
        except BadInput as error:
            problems.findings.extend(finding for finding in error.findings if finding not in problems.findings)
    for one in alternatives:
        _check(one, request, problems)
    # What a parameter may be worth a priori is what the files say, and not what a fit has left of it.
    prior = replace(request, posterior=NONE).world(policies[0]).parameters if worlds and options.prior is not None else None
    points = _points(options, prior, problems)
    last = _horizon(options.horizon, worlds[0] if worlds else None, problems)
    if worlds and options.border:
        borders = {f"{p.origin_country}-{p.target_country}" for p in passages(worlds[0]).values()}
        if options.border not in borders:
            problems.add("--border", f'"{options.border}"', "a directed border of the scenario, such as AAA-BBB", nearest(options.border, borders))
    problems.stop()
    return replace(request, uncertainties=points, border=options.border, horizon=last)


def _check(one: Alternative, request: Request, problems: Problems) -> None:
    """Add what is wrong with an alternative alone."""
    try:
        request.world(one.policy, one.settings)
    except BadInput as error:
        for finding in error.findings:
            if finding not in problems.findings:
                where = f'--alternative "{one.name}": {finding.where}'.replace(": --set ", ": ")
                problems.add(where, finding.found, finding.allowed, finding.nearest)


def _rank(text: str, problems: Problems) -> tuple[str, str]:
    """The outcome, or the composite of harm, that ranks, and which way is better."""
    name = text.partition("=")[0].strip()
    if name == HARM:
        if text.strip() not in (HARM, f"{HARM}={LESS}"):
            problems.add("--rank", f'"{text}"', f"{HARM}, of which less is better")
        return HARM, LESS
    return read_better("--rank", text, (*OUTCOMES, HARM), problems)


def _weights(texts: Sequence[str], problems: Problems) -> Mapping[str, Weight]:
    """The weights of the composite of harm with those that are set."""
    changes = {}
    for text in texts:
        name, _, value = (part.strip() for part in text.partition("="))
        try:
            days = float(value)
        except ValueError:
            days = math.nan
        if name not in WEIGHTS:
            problems.add("--harm-weight", f'"{name}"', ", ".join(WEIGHTS), nearest(name, WEIGHTS))
        elif not (math.isfinite(days) and days >= 0):
            problems.add("--harm-weight", f'"{text}"', f"{name}=DAYS, a finite number from 0 up")
        else:
            changes[name] = days
    return weights_with(changes)


def _points(options: CompareOptions, prior: Parameters | None, problems: Problems) -> Points:
    """The draws over which everything is repeated."""
    if options.over_posterior is not None and (options.prior is not None or options.vary):
        problems.add("--over-posterior", "with --prior or --vary", "either a table of draws, or ranges")
    elif options.over_posterior is not None:
        own = shipped(options.scenario) if str(options.over_posterior) == BEST else None
        try:
            found = draws(own or options.over_posterior, where="--over-posterior")
        except BadInput as error:
            problems.findings.extend(error.findings)
            return NOTHING
        return _fitting(found if options.draws is None else thinned(found, options.draws), options, problems)
    elif options.draws is not None:
        problems.add("--draws", "alone", "together with --over-posterior FILE; --prior says how many draws of ranges")
    elif (options.prior is None) != (not options.vary):
        given, wanted = ("--vary", "--prior N") if options.prior is None else ("--prior", "--vary KEY, once or more")
        problems.add(given, "alone", f"together with {wanted}")
    elif options.prior is not None and prior is not None:
        ranges = {key: low_high for key in dict.fromkeys(options.vary) if (low_high := range_of(key, prior, problems)) is not None}
        if ranges:
            return _fitting(latin_hypercube(ranges, options.prior), options, problems)
    return NOTHING


def _fitting(points: Points, options: CompareOptions, problems: Problems) -> Points:
    """Points, after a check that they speak of parameters, that the first can be loaded, and that it can with each value at its lowest and highest.

    A draw that does not fit as a whole is a run that fails, as in every sweep.
    """
    levers = [key for key in points.columns if is_lever_key(key)]
    for key in levers:
        problems.add(f"--over-posterior {options.over_posterior}", f"the column {key}", "uncertain parameters; sizes of levers are decided, not drawn")
    if levers or problems.findings:
        return points
    option = "--over-posterior" if options.over_posterior else "--vary"
    reading, first = variants(options.scenario, scale=options.scale, days=options.days, posterior=options.posterior), points.row(0)
    for settings in (first, *({**first, key: value} for key, column in points.columns.items() for value in dict.fromkeys((min(column), max(column))))):
        try:
            reading.world(settings)
        except BadInput as error:
            for finding in error.findings:
                problems.add(finding.where.replace("--set", option), finding.found, finding.allowed, finding.nearest)
    return points


def _horizon(text: str, world: World | None, problems: Problems) -> date | None:
    if not text:
        return None
    allowed = "a date such as 2004-05-31"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        problems.add("--horizon", f'"{text}"', allowed)
        return None
    if world is not None:
        end = world.start + timedelta(days=world.days - 1)
        if not world.start < day <= end:
            problems.add("--horizon", text, f"a simulated day after the first: {world.start} to {end}")
    return day
