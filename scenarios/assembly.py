"""From what stands in the files of a scenario to a world: parameters set, levers dated, everything checked against everything else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from scenarios.policies.events import check_acts, open_borders
from scenarios.policies.idle import warn_of_closures, warn_of_levers, warn_of_regimes
from scenarios.policies.idle_rules import warn_of_entry_rules
from scenarios.policies.in_force import Placed, levers_in_force
from scenarios.policies.lever_keys import Setting, check_labels, is_lever_key
from scenarios.policies.policy import Policy, check_territory
from scenarios.posteriors.draws import Posterior, in_words
from scenarios.provenance import check_provenance
from scenarios.reading.paths import shown
from scenarios.reading.problems import Finding, Problems
from scenarios.scenario import Scenario, ScenarioForm, last_day, reported
from scenarios.series.acting import check_series, warn_of_series
from scenarios.series.of_scenario import names_of, series_of
from scenarios.series.rows import Placed as PlacedSeries
from scenarios.territories.coverage import check_agreement, check_complete, check_pairs, check_used
from scenarios.territories.entry_rules import PlacedRules, check_papers, scenario_rules
from scenarios.territories.memory import check_memory
from scenarios.territories.parameter_rows import ParameterRows, check_names, is_inside, read_calibrated, read_overrides, read_settings
from scenarios.territories.parts import Parts
from scenarios.territories.shares import normalised
from scenarios.territories.stays import warn_of_dates
from scenarios.territories.territory import Territory, check_reachable, chosen_parts, known_names, names_inside, rule_names, warn_of_territory
from scenarios.territories.transports import warn_of_transports
from sim.world.parameters import Parameters
from sim.world.world import World


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in the files of a scenario, before anything is set for a run.

    ``window`` holds the first and the last day of the scenario as written, ``days`` how many are simulated; ``follow`` names communities that are
    followed beside those that the territory says; ``posterior`` is what parameters are taken from before anything is set; ``study`` names the folders of
    what it is validated against.
    """

    scenario: Scenario
    territory: Territory
    days: int
    window: tuple[date, date]
    scale: float
    policy: Policy | None
    follow: tuple[str, ...] = ()
    posterior: Posterior | None = None
    study: tuple[str, ...] = ()

    @property
    def form(self) -> ScenarioForm:
        """What the file of the scenario says."""
        return self.scenario.form


@dataclass(frozen=True, slots=True)
class _Common:
    """What does not depend on values that are set for a run."""

    table: ParameterRows
    entered: tuple[str, ...]
    parts: Parts
    inside: Mapping[str, tuple[str, ...]]
    met: Mapping[str, tuple[str, ...]]
    parameters: Parameters
    rules: PlacedRules
    series: tuple[PlacedSeries, ...] = ()


def assemble(reading: Reading, settings: Mapping[str, Setting], problems: Problems) -> World | None:
    """The world of a reading with some values set; ``None`` after findings."""
    return _world(reading, _common(reading, problems), settings, problems, thorough=True)


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
        keys = frozenset(settings)
        with problems.before_others():
            if self._parts is None:
                self._parts = _common(self.reading, problems)
            # Whether keys are known, used and complete depends on the keys alone.
            world = _world(self.reading, self._parts, settings, problems, thorough=keys not in self._checked)
        problems.stop()
        self._checked.add(keys)
        assert world is not None  # noqa: S101 - a world or a finding
        return world


def _common(reading: Reading, problems: Problems) -> _Common:
    territory, scenario = reading.territory, reading.scenario
    table, entered = _table(scenario, territory.parameters, reading.posterior, problems)
    check_labels(scenario.form.event, scenario.document, problems)
    check_provenance(table, territory.parts(), (*scenario.document.folders, territory.folder), problems)
    parts = _followed(_parts(scenario, territory, problems), reading.follow, problems)
    inside = names_inside(territory, parts)
    kept = {key: parameter for key, parameter in table.parameters.items() if is_inside(key, inside)}
    # A leg that could not be read would make crossings look as if none led there.
    met = inside if problems.findings else parts.met()
    whole = territory.parts()
    names = names_of(known_names(territory), whole.known() | whole.met()), names_of(inside, whole.met() if problems.findings else met)
    series = series_of(scenario, territory.folder, *names, reading.window, problems)
    own = scenario_rules(scenario.document, scenario.form.entry_rule, rule_names(territory.geography, territory.communities), problems)
    rules = (*own, *territory.entry_rules)
    check_papers(rules, parts.countries(), problems)
    return _Common(table, entered, parts, inside, met, Parameters(kept, parts.groups()), rules, series)


def _table(scenario: Scenario, rows: ParameterRows, posterior: Posterior | None, problems: Problems) -> tuple[ParameterRows, tuple[str, ...]]:
    """The parameters of a territory, of a scenario and of a posterior, the later in place of the earlier; and the keys that this scenario and it set."""
    table = rows.copied()
    # What is taken over may speak of parts that this scenario leaves out; what it sets itself may not.
    entered = [key for key in read_overrides(scenario.document, scenario.form.parameters, table, problems) if key not in scenario.document.inherited]
    if posterior is not None:
        entered += read_calibrated(posterior.ranges, posterior.name, shown(posterior.path), table, problems)
    return table, tuple(entered)


def _parts(scenario: Scenario, territory: Territory, problems: Problems) -> Parts:
    """The parts of a territory that a scenario takes, with its own rules of entry."""
    form, document = scenario.form, scenario.document
    for key, chosen, there in (
        ("countries", form.countries, territory.geography.countries),
        ("communities", form.communities, territory.communities.names),
    ):
        for name in chosen or ():
            if name not in there:
                problems.unknown(document.where((key,)), key, name, there)
    everywhere = tuple(dict.fromkeys([*territory.geography.countries, *territory.communities.nationalities]))
    rules = territory.regimes.changed(document, form.regime, everywhere, problems)
    return chosen_parts(territory, form.countries, form.communities, form.start, rules, problems)


def _followed(parts: Parts, follow: tuple[str, ...], problems: Problems) -> Parts:
    """The parts with some more communities followed."""
    names = [community.name for community in parts.communities]
    for name in follow:
        if name not in names:
            problems.unknown("--follow", "community", name, names)
    return replace(parts, communities=tuple(replace(c, followed=c.followed or c.name in follow) for c in parts.communities))


def _world(reading: Reading, common: _Common, settings: Mapping[str, Setting], problems: Problems, *, thorough: bool) -> World | None:
    territory, form, parts = reading.territory, reading.form, common.parts
    table = common.table.copied()
    set_now = read_settings({key: value for key, value in settings.items() if not is_lever_key(key)}, table, problems)
    if thorough:
        check_names(table, known_names(territory), problems)
        check_pairs(table, territory.parts(), problems)
    levers = _levers(reading, common, settings, problems)
    parameters = common.parameters.replace({key: table.parameters[key] for key in set_now if is_inside(key, common.inside)})
    if thorough:
        check_complete(parameters, parts, territory.parameters_file, problems)
        check_used([*common.entered, *set_now], table, parameters, parts, problems)
    if thorough or set_now:
        check_agreement(table, parameters, parts, problems)
    if not problems.findings:
        if thorough:
            check_reachable(territory, parts, problems)  # a leg that could not be read would make places look cut off
        check_memory(parameters, parts, reading.days, reading.scale, problems)
    if problems.findings:
        return None
    parameters = normalised(parameters, parts)
    world = World(
        name=reading.scenario.name,
        title=form.title,
        start=form.start,
        days=reading.days,
        report=reported(form, reading.days),
        places=parts.places,
        crossings=parts.crossings,
        legs=parts.legs,
        communities=parts.communities,
        regimes=parts.regimes,
        parameters=parameters,
        events=tuple(event for event, _ in levers),
        tick_hours=form.tick_hours,
        scale=reading.scale,
        calibration=in_words(reading.posterior, (settings,)),
        study=reading.study,
        countries=dict(sorted(territory.about.countries.items())),
        series=tuple(one.series for one in common.series),
        stays=parts.stays,
        entry_rules=tuple(one for one, _ in common.rules),
    )
    if levers and (thorough or any(is_lever_key(key) and isinstance(value, str) for key, value in settings.items())):
        check_acts(world, levers, problems)
    if thorough or set_now:
        check_series(world, common.series, problems)
    if thorough:
        _warn(reading, common, world, levers, problems)
    return None if problems.findings else world


def _warn(reading: Reading, common: _Common, world: World, levers: Placed, problems: Problems) -> None:
    """Warn of what is unlikely or without effect in a world that can be simulated."""
    form, document = reading.form, reading.scenario.document
    last = last_day(form.start, reading.days)
    warn_of_territory(reading.territory, common.parts, problems)
    warn_of_transports(world, last, reading.territory.geography.where, problems)
    warn_of_dates(reading.territory.stays, world, last, problems)
    nationalities = tuple(dict.fromkeys(community.nationality for community in world.communities))
    warn_of_levers(levers, (form.start, last), problems)
    warn_of_closures(levers, world, problems)
    warn_of_series(world, common.series, problems)
    warn_of_regimes(document, form.regime, nationalities, tuple(dict.fromkeys(place.country for place in world.places)), problems)
    warn_of_entry_rules(common.rules, world, problems)
    if form.report[0] > last:
        found = f"{reading.days} days end before the first reported day, {form.report[0]}: all are reported"
        problems.warn("--days", found, "days that reach into those of report")


def _levers(reading: Reading, common: _Common, settings: Mapping[str, Setting], problems: Problems) -> Placed:
    """The levers of the scenario, of the policy, and of checks that end on a date, by their first day; each with its place."""
    scenario, form, policy = reading.scenario, reading.form, reading.policy
    if policy is not None:
        check_territory(policy, scenario.name, form.territory, problems)
    levers = levers_in_force(scenario.document, form.event, policy, form.report[0], settings, reading.window, common.inside, common.met, problems)
    crossings = [crossing.name for crossing in common.parts.crossings]
    opened = open_borders(reading.territory.geography.ends, crossings, form.start, last_day(form.start, reading.days))
    return tuple(sorted([*levers, *((event, "crossings.csv") for event in opened)], key=lambda lever: lever[0].start))
