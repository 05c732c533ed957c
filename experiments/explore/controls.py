"""What can be picked and moved: scenarios, the policies that fit one, and the sizes and dates of a policy's levers with their ranges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from experiments.plots.titles import border_title, country
from experiments.store.compact import NO_POLICY
from experiments.store.tables import reported
from scenarios import Policy, about, load_policy, names
from scenarios.policies import names as policy_names
from scenarios.policies.events import lever_settings, lever_text
from scenarios.policies.lever_keys import labels
from scenarios.reading.problems import BadInput
from sim.levers.scope import size_of
from sim.world.world import World

STEPS = 40
"""Steps of a slider over its range, at least: a fortieth of the range is as fine as a thumb can set it."""
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Steps that read well, times a power of ten."""
RATIO, SHARE = "ratio", "share"


@dataclass(frozen=True, slots=True)
class Slider:
    """A size of a lever: its key, what it says, the value in the policy's file and the range there; ``unit`` is that of :mod:`sim.levers.scope`."""

    key: str
    text: str
    value: float
    low: float
    high: float
    unit: str

    @property
    def step(self) -> float:
        """By how much it moves: a round number, one where people are counted, of which the range has forty or a few more; and its ends are on it."""
        rough = (self.high - self.low) / STEPS
        if rough <= 0:
            return 1.0
        power = 10.0 ** _power(rough)
        fine = max(step * power for step in NICE if step * power <= rough * (1 + 1e-9))
        return fine if self.unit in (RATIO, SHARE) else max(1.0, fine)

    def shown(self, value: float) -> str:
        """A value with its unit."""
        return f"{value:.10g} ×" if self.unit == RATIO else f"{value:.0%}" if self.unit == SHARE else f"{value:,.10g} {self.unit}"


@dataclass(frozen=True, slots=True)
class DateSlider:
    """A date of a lever: its key, what it says, the date in the policy's file, and the first and last that are simulated."""

    key: str
    text: str
    value: date
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class LeverControls:
    """A lever of a policy: what it does and where, and what of it can be moved; ``source`` is what its size rests on."""

    title: str
    where: str
    source: str
    sliders: tuple[Slider, ...]
    dates: tuple[DateSlider, ...]


@dataclass(frozen=True, slots=True)
class PolicyControls:
    """A policy with its levers; ``given`` is its name or path."""

    given: str
    title: str
    about: str
    levers: tuple[LeverControls, ...]


def scenario_titles(more: Sequence[str] = ()) -> dict[str, str]:
    """Titles of what ships, after those of scenarios given by path."""
    return {given: about(given).title for given in dict.fromkeys((*more, *names()))}


def policy_titles_for(scenario: str, more: Sequence[str] = ()) -> dict[str, str]:
    """Titles of the policies that fit the territory of a scenario, after those given by path."""
    territory = about(scenario).territory
    found = {}
    for given in dict.fromkeys((*more, *policy_names())):
        try:
            policy = load_policy(given)
        except BadInput:
            if given in more:
                raise
            continue  # of what ships, a test says that it can be read
        if policy.name != NO_POLICY and policy.territory in ("", territory):
            found[given] = policy.title
    return found


def controls_of(given: str, world: World) -> PolicyControls:
    """What of a policy can be moved in a scenario; a lever without a date begins on the first reported day."""
    policy = load_policy(given)
    sizes = policy.sizes()
    levers = []
    for label, event in zip(labels(policy.events), policy.events, strict=True):
        head = f"policy.{policy.name}.{label}"
        sliders, dates = [], [_date(f"{head}.start", "first day in force", event.get("start", reported(world)[0]), world)]
        if isinstance(event.get("end"), date):
            dates.append(_date(f"{head}.end", "first day no longer in force", event["end"], world))
        meanings = lever_settings(event["lever"])
        for field, size in ((field, found) for field in event if (found := size_of(field)) is not None):
            value, low_high = sizes[f"{head}.{field}"]
            low, high = low_high or (value, value)
            sliders.append(Slider(f"{head}.{field}", _sentence(meanings.get(field, field)), float(value), low, high, size.unit))
        title = lever_text(event["lever"]).partition(":")[0].rstrip(".")
        levers.append(LeverControls(title, _where(event, policy, world), str(event.get("source", "")), tuple(sliders), tuple(dates)))
    return PolicyControls(given, policy.title, " ".join(policy.about.split()), tuple(levers))


def _date(key: str, text: str, value: date, world: World) -> DateSlider:
    return DateSlider(key, _sentence(text), value, world.start, world.start + timedelta(days=world.days - 1))


def _where(event: Mapping[str, object], policy: Policy, world: World) -> str:
    """Where, or on whom, a lever acts, in words."""
    crossings = {crossing.name: crossing.title for crossing in world.crossings}
    communities = {community.name: community.title for community in world.communities}
    titled = []
    for key in ("crossing", "border", "country", "leg", "community", "nationality"):
        name = event.get(key)
        if isinstance(name, str):
            words = {"crossing": crossings.get(name), "border": border_title(name, world), "community": communities.get(name)}
            words |= {one: country(name, world) for one in ("country", "nationality")}
            titled.append("all communities" if name == "*" and key == "community" else "all nationalities" if name == "*" else words.get(key) or name)
    return ", ".join(titled)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _power(value: float) -> int:
    power = 0
    while 10.0 ** (power + 1) <= value * (1 + 1e-9):
        power += 1
    while 10.0**power > value * (1 + 1e-9):
        power -= 1
    return power
