"""The parts of a scenario put together: parameters set, levers dated, everything checked against everything else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from scenarios.coverage import check_agreement, check_complete, check_pairs, check_used
from scenarios.events import check_acts, open_borders, read_events
from scenarios.forms import ScenarioForm
from scenarios.lever_keys import Setting, changed_events, check_labels, is_lever_key
from scenarios.memory import check_memory
from scenarios.parameter_rows import ParameterRows, check_names, names_in, read_overrides, read_posterior_parameters, read_settings
from scenarios.parts import Parts
from scenarios.policies import Policy
from scenarios.posteriors import Posterior
from scenarios.problems import Finding, Problems
from scenarios.territory import Territory, check_reachable, chosen_parts, known_names
from scenarios.toml_files import Document
from sim.world.parameters import Parameters
from sim.world.world import DatedLever, World


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in the files of a scenario, before anything is set for a run.

    ``window`` holds the first and the last day of the scenario as written, ``days`` how many are simulated; ``follow`` names communities that are
    followed beside those that the territory says; ``posterior`` is what parameters are taken from before anything is set.
    """

    name: str
    document: Document
    form: ScenarioForm
    territory: Territory
    days: int
    window: tuple[date, date]
    scale: float
    policy: Policy | None
    follow: tuple[str, ...] = ()
    posterior: Posterior | None = None


@dataclass(frozen=True, slots=True)
class _Common:
    """What does not depend on values that are set for a run."""

    table: ParameterRows
    entered: tuple[str, ...]
    parts: Parts
    inside: Mapping[str, tuple[str, ...]]
    met: Mapping[str, tuple[str, ...]]
    parameters: Parameters


def assemble(reading: Reading, settings: Mapping[str, Setting], problems: Problems) -> World | None:
    """The world of a reading with some values set; ``None`` after findings."""
    common = _common(reading, problems)
    return _world(reading, common, settings, problems, thorough=True)


@dataclass(slots=True)
class Variants:
    """Worlds that differ from one scenario in values that are set: what does not depend on them is read and checked once."""

    reading: Reading
    findings: tuple[Finding, ...] = ()
    _parts: _Common | None = None
    _checked: set[frozenset[str]] = field(default_factory=set)

    def world(self, settings: Mapping[str, Setting]) -> World:
        """The same world as :func:`scenarios.load` makes with these settings.

        Raises
        ------
        BadInput
            If anything is wrong; it lists every finding.
        """
        problems = Problems(list(self.findings))
        if self._parts is None:
            self._parts = _common(self.reading, problems)
        keys = frozenset(settings)
        # Whether keys are known, used and complete depends on the keys alone.
        world = _world(self.reading, self._parts, settings, problems, thorough=keys not in self._checked)
        problems.stop()
        self._checked.add(keys)
        assert world is not None  # noqa: S101 - a world or a finding
        return world


def check_window(document: Document, form: ScenarioForm, simulated: int, problems: Problems) -> tuple[date, date]:
    """First and last simulated day of the scenario as written, after checks of its dates."""
    last = _last(form.start, form.days)
    if form.start.toordinal() + max(form.days, simulated) > date.max.toordinal():
        problems.add(document.where(("start",)), f"start = {form.start}", "a date after which the simulated days still fit the calendar")
    lower, upper = form.report
    if lower > upper:
        problems.add(document.where(("report",)), f"report from {lower} to {upper}", "the first reported day, then the last")
    elif lower < form.start or upper > last:
        problems.add(document.where(("report",)), f"report from {lower} to {upper}", f"dates within the simulated days, {form.start} to {last}")
    if form.tick_hours < 1 or 24 % form.tick_hours:
        problems.add(document.where(("tick_hours",)), f"tick_hours = {form.tick_hours}", "a divisor of 24: 1, 2, 3, 4, 6, 8, 12 or 24")
    return form.start, last


def _common(reading: Reading, problems: Problems) -> _Common:
    territory, form, document = reading.territory, reading.form, reading.document
    table = _copied(territory.parameters)
    # What is taken over may speak of parts that this scenario leaves out; what it sets itself may not.
    entered = [key for key in read_overrides(document, form.parameters, table, problems) if document.sets(key)]
    if reading.posterior is not None:
        entered += read_posterior_parameters(reading.posterior, table, problems)
    check_labels(form.event, document, problems)
    for key, chosen, there in (
        ("countries", form.countries, territory.geography.countries),
        ("communities", form.communities, territory.communities.names),
    ):
        for name in chosen or ():
            if name not in there:
                problems.unknown(document.where((key,)), key, name, there)
    everywhere = dict.fromkeys([*territory.geography.countries, *territory.communities.nationalities])
    rules = territory.regimes.changed(document, form.regime, tuple(everywhere), problems)
    parts = chosen_parts(territory, form.countries, form.communities, form.start, rules, problems)
    for name in reading.follow:
        if name not in (chosen := [community.name for community in parts.communities]):
            problems.unknown("--follow", "community", name, chosen)
    parts = replace(parts, communities=tuple(replace(c, followed=c.followed or c.name in reading.follow) for c in parts.communities))
    inside = _inside(territory, parts)
    kept = {key: parameter for key, parameter in table.parameters.items() if _is_inside(key, inside)}
    # A leg that could not be read would make crossings look as if none led there.
    met = inside if problems.findings else parts.met()
    return _Common(table, tuple(entered), parts, inside, met, Parameters(kept, parts.groups()))


def _world(reading: Reading, common: _Common, settings: Mapping[str, Setting], problems: Problems, *, thorough: bool) -> World | None:
    territory, form, parts = reading.territory, reading.form, common.parts
    table = _copied(common.table)
    set_now = read_settings({key: value for key, value in settings.items() if not is_lever_key(key)}, table, problems)
    entered = [*common.entered, *set_now]
    if thorough:
        check_names(table, known_names(territory), problems)
        check_pairs(table, territory.parts(), problems)
    levers = _levers(reading, common, settings, problems)
    parameters = common.parameters.replace({key: table.parameters[key] for key in set_now if _is_inside(key, common.inside)})
    if thorough:
        check_complete(parameters, parts, territory.parameters_file, problems)
        check_used(entered, table, parameters, parts, problems)
    if thorough or set_now:
        check_agreement(table, parameters, parts, problems)
    if not problems.findings:
        if thorough:
            check_reachable(territory, parts, problems)  # a leg that could not be read would make places look cut off
        check_memory(parameters, parts.communities, reading.days, reading.scale, problems)
    if problems.findings:
        return None
    world = World(
        name=reading.name,
        title=form.title,
        start=form.start,
        days=reading.days,
        report=_cut(form, reading.days),
        places=parts.places,
        crossings=parts.crossings,
        legs=parts.legs,
        communities=parts.communities,
        regimes=parts.regimes,
        parameters=parameters,
        events=tuple(event for event, _ in levers),
        tick_hours=form.tick_hours,
        scale=reading.scale,
    )
    if levers and (thorough or any(is_lever_key(key) and isinstance(value, str) for key, value in settings.items())):
        check_acts(world, levers, problems)
    return None if problems.findings else world


def _levers(reading: Reading, common: _Common, settings: Mapping[str, Setting], problems: Problems) -> tuple[tuple[DatedLever, str], ...]:
    """The levers of the scenario, of the policy, and of checks that end on a date, by their first day; each with its place."""
    territory, form, policy = reading.territory, reading.form, reading.policy
    document, entries = changed_events(reading.document, form.event, "event", settings, problems)
    levers = read_events(document, entries, reading.window, common.inside, common.met, problems)
    heads = {"event"}
    if policy is not None:
        if policy.territory and policy.territory != form.territory:
            allowed = f'a policy for the territory of {reading.name}, "{form.territory}", or one without a territory'
            problems.add(policy.document.where(("territory",)), f'territory "{policy.territory}" of the policy {policy.name}', allowed)
        heads.add(f"policy.{policy.name}")
        document, entries = changed_events(policy.document, policy.entries(form.report[0]), f"policy.{policy.name}", settings, problems)
        levers += read_events(document, entries, reading.window, common.inside, common.met, problems)
    for key in settings:
        if is_lever_key(key) and not any(key.startswith(f"{head}.") for head in heads):
            chosen = "no policy is chosen" if policy is None else f"the policy chosen, {policy.name}"
            problems.add(f"--set {key}", "a lever of a policy that is not in force", chosen, "" if policy is None else f"policy.{policy.name}")
    crossings = [crossing.name for crossing in common.parts.crossings]
    levers += tuple((event, "crossings.csv") for event in open_borders(territory.geography.ends, crossings, form.start, _last(form.start, reading.days)))
    return tuple(sorted(levers, key=lambda lever: lever[0].start))


def _copied(table: ParameterRows) -> ParameterRows:
    return ParameterRows(dict(table.parameters), dict(table.where), set(table.broken))


def _last(start: date, days: int) -> date:
    """The last of some days, or the last that there is."""
    return date.fromordinal(min(start.toordinal() + days - 1, date.max.toordinal()))


def _cut(form: ScenarioForm, days: int) -> tuple[date, date]:
    """The reported days that are simulated; all simulated days if none of them is."""
    last = _last(form.start, days)
    first = form.report[0]
    return (first, min(form.report[1], last)) if first <= last else (form.start, last)


def _inside(territory: Territory, parts: Parts) -> dict[str, tuple[str, ...]]:
    """The names in the chosen parts, by what they name, and those that a finding has kept out of them."""
    known, whole, chosen = known_names(territory), territory.parts().known(), parts.known()
    return {noun: tuple(name for name in names if name in chosen[noun] or name not in whole[noun]) for noun, names in known.items()}


def _is_inside(key: str, inside: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a parameter speaks of the chosen parts: one that names something outside them is left out."""
    return all(name in inside[noun] for noun, name in names_in(key))
