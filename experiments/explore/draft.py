"""What stands in the form: a scenario, policies, what was moved, and how many runs; from it comes a question."""

from collections.abc import Mapping, Sequence
from datetime import date

from experiments.explore.controls import DateSlider, PolicyControls, Slider, controls_of, policy_titles_for, scenario_titles
from experiments.explore.question import Question
from experiments.runs.intervals import LEAST_PAIRS
from scenarios.policies.lever_keys import Setting
from scenarios.policies.policy import load_policy
from scenarios.reading.problems import Problems, nearest
from sim.world.world import World

MOST_POLICIES = 4
"""Policies compared at a time: each takes as many runs as the baseline, and a page of its own."""
MANY, SMALL = 100_000, 0.1
"""People of a scenario from which the form begins with a tenth of them, so that a first answer takes seconds and not minutes."""
Field = str | float | None


class Draft:
    """The form of one tab. ``fields`` are ``replicates``, ``seed``, ``days`` and ``scale`` as they were typed: they are checked when a question is made."""

    def __init__(self, scenario: str, policies: Sequence[str] = (), more: Sequence[str] = ()) -> None:
        """Begin with a scenario and policies; ``more`` are scenarios and policies given by path, which are offered beside those that ship."""
        self.more = tuple(more)
        self.fields: dict[str, Field] = {"replicates": LEAST_PAIRS, "seed": 1, "days": None, "scale": 1.0}
        self.scenario = scenario
        self._is_new = True
        self.policies: tuple[str, ...] = tuple(policies)
        self._moved: dict[str, Setting] = {}

    @property
    def scenarios(self) -> dict[str, str]:
        """Titles of the scenarios that can be picked, by name or path."""
        return scenario_titles((self.scenario,) if self.scenario.endswith(".toml") else ())

    @property
    def offered(self) -> dict[str, str]:
        """Titles of the policies that fit the scenario, by name or path."""
        return policy_titles_for(self.scenario, [one for one in self.more if one.endswith(".toml")])

    def pick_scenario(self, scenario: str) -> None:
        """Take another scenario; policies that do not fit it are put away, with what was moved of them."""
        self.scenario = scenario
        self._is_new = True
        self.pick_policies([policy for policy in self.policies if policy in self.offered])

    def pick_policies(self, policies: Sequence[str]) -> None:
        """Take other policies; what was moved of those that stay remains."""
        self.policies = tuple(dict.fromkeys(policies))
        names = {load_policy(policy).name for policy in self.policies}
        self._moved = {key: value for key, value in self._moved.items() if key.split(".")[1] in names}

    def controls(self, world: World) -> list[PolicyControls]:
        """What can be moved of the policies that are picked."""
        return [controls_of(policy, world) for policy in self.policies]

    def value(self, control: Slider | DateSlider) -> float | date:
        """Where a slider stands."""
        found = self._moved.get(control.key, control.value)
        assert not isinstance(found, str)  # noqa: S101 - only numbers and dates are moved
        return found

    def move(self, control: Slider | DateSlider, value: float | date) -> None:
        """Move a slider; where the policy's file has it, it counts as not moved."""
        if value == control.value:
            self._moved.pop(control.key, None)
        else:
            self._moved[control.key] = value

    @property
    def moved(self) -> Mapping[str, Setting]:
        """What stands elsewhere than in the files of the policies, by key."""
        return dict(self._moved)

    def take(self, question: Question) -> None:
        """Set the form as it was for a question."""
        self._is_new = False
        self.scenario, self.policies, self._moved = question.scenario, question.policies, dict(question.settings)
        self.fields = {"replicates": question.replicates, "seed": question.seed, "days": question.days, "scale": question.scale}

    def settle(self, world: World) -> None:
        """After another scenario was picked: begin with all its days, and with as many of its people, loaded at scale 1, as give a first answer soon."""
        if self._is_new:
            people = sum(world.parameters.number(f"community.{community.name}.people") for community in world.communities)
            self.fields |= {"days": None, "scale": SMALL if people >= MANY else 1.0}
            self._is_new = False

    def question(self) -> Question:
        """The question that the form asks.

        Raises
        ------
        scenarios.BadInput
            With every finding about what was typed.
        """
        problems = Problems()
        if self.scenario not in self.scenarios:
            problems.add("Scenario", f'"{self.scenario}"', "one of those that are offered", nearest(self.scenario, self.scenarios))
        if len(self.policies) > MOST_POLICIES:
            problems.add("Policies", f"{len(self.policies)} of them", f"at most {MOST_POLICIES} at a time")
        replicates = self._whole("replicates", "Pairs of runs", LEAST_PAIRS, problems)
        seed = self._whole("seed", "First seed", 1, problems)
        days = None if self.fields["days"] in (None, "") else self._whole("days", "Days", 1, problems)
        scale = self._number("scale", "Scale", 1.0, problems)
        question = Question(self.scenario, self.policies, tuple(sorted(self._moved.items())), replicates, seed, days, scale)
        question.check(problems)
        problems.stop()
        return question

    def _number(self, field: str, name: str, otherwise: float, problems: Problems) -> float:
        typed = self.fields[field]
        try:
            return float("" if typed is None else typed)
        except ValueError:
            problems.add(name, f'"{"" if typed is None else typed}"', "a number")
            return otherwise

    def _whole(self, field: str, name: str, otherwise: int, problems: Problems) -> int:
        found = self._number(field, name, float(otherwise), problems)
        if not found.is_integer():
            problems.add(name, f"{found:g}", "a whole number")
            return otherwise
        return int(found)
