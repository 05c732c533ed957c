"""The form: scenario, policies, sizes and dates of levers, numbers of runs."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

from experiments.explore.controls import DateSlider, LeverControls, PolicyControls, Slider
from experiments.explore.desk import Desk
from experiments.explore.draft import Draft
from scenarios import load
from scenarios.reading.problems import BadInput, Finding

FIELDS = (
    ("replicates", "Pairs of runs", "Seeds under every policy; a verdict needs six."),
    ("scale", "Scale", "1 simulates everybody; 0.1 a tenth, which is a quick look."),
    ("seed", "First seed", "Another seed, other random draws."),
    ("days", "Days", "Nothing for all days of the scenario."),
)
"""Name in the draft, label, and what it says when pointed at."""


class FormView:
    """Shows a draft and changes it."""

    def __init__(self, desk: Desk, draft: Draft, ask: Callable[[], None], stop: Callable[[], None]) -> None:
        """Lay out the form; :meth:`fill` fills it."""
        from nicegui import ui

        self.desk, self.draft = desk, draft
        self._filling = False
        self._inputs: dict[str, Any] = {}
        ui.html("<h2>The question</h2>", sanitize=False)
        self.scenario: Any = ui.select({}, label="Scenario", on_change=self._pick_scenario).props("outlined dense options-dense")
        self.policies: Any = ui.select({}, label="Policies to compare with no policy", multiple=True, on_change=self._pick_policies)
        self.policies.props("outlined dense options-dense use-chips")
        self.levers: Any = ui.element("div").classes("side")
        with ui.element("div").classes("fields"):
            for name, label, hint in FIELDS:
                self._inputs[name] = ui.input(label, on_change=lambda event, name=name: self._type(name, event.value)).props("outlined dense")
                self._inputs[name].tooltip(hint).mark(name)
        self.wrong: Any = ui.html("", sanitize=False).props('role="alert"').classes("w-full")
        with ui.element("div").classes("buttons"):
            self.run: Any = ui.button("Run", on_click=ask).props("unelevated no-caps").mark("run")
            self.halt: Any = ui.button("Stop", on_click=stop).props("outline no-caps disable").mark("stop")

    async def fill(self) -> None:
        """Show what stands in the draft."""
        self._filling = True
        try:
            self.scenario.set_options(self.draft.scenarios, value=self.draft.scenario)
            self.policies.set_options(self.draft.offered, value=list(self.draft.policies))
            self._fill_fields()
            await self._fill_levers()
        finally:
            self._filling = False

    def refuse(self, findings: Sequence[Finding]) -> None:
        """Show what is wrong with the question; nothing where there is none."""
        rows = "".join(f"<li>{_in_words(one)}</li>" for one in findings)
        self.wrong.set_content(f'<div class="wrong"><strong>Not run.</strong> Please correct:<ul>{rows}</ul></div>' if rows else "")

    def busy(self, is_busy: bool) -> None:
        """Whether a question that can be stopped is shown."""
        self.halt.props(remove="disable") if is_busy else self.halt.props("disable")

    async def _pick_scenario(self, event: Any) -> None:
        if not self._filling and event.value != self.draft.scenario:
            self.draft.pick_scenario(event.value)
            await self.fill()

    async def _pick_policies(self, event: Any) -> None:
        if not self._filling:
            self.draft.pick_policies(event.value)
            await self._fill_levers()

    def _type(self, name: str, value: str | None) -> None:
        if not self._filling:
            self.draft.fields[name] = (value or "").strip() or None

    async def _fill_levers(self) -> None:
        """Show what can be moved, and have workers get ready for it."""
        from nicegui import run, ui

        self.refuse(())
        self.levers.clear()
        with self.levers:
            ui.html('<p class="note">Reading the scenario …</p>', sanitize=False)
        try:
            world = await run.io_bound(load, self.draft.scenario)
            if world is None:
                return  # the explorer is being ended
            shown = self.draft.controls(world)
            self.draft.settle(world)
            self._fill_fields()
            if self.draft.policies:
                self.desk.prepare(self.draft.question())
        except BadInput as error:
            self.levers.clear()
            self.refuse(error.findings)
            return
        self.levers.clear()
        with self.levers:
            for policy in shown:
                self._policy(policy)
            if not shown:
                ui.html('<p class="note">Pick a policy: then its sizes and dates can be moved.</p>', sanitize=False)

    def _fill_fields(self) -> None:
        for name, field in self._inputs.items():
            value = self.draft.fields[name]
            field.set_value("" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value))

    def _policy(self, policy: PolicyControls) -> None:
        from nicegui import ui

        with ui.element("div").classes("policy"):
            about = f"<details><summary>About this policy</summary><p class='note'>{escape(policy.about)}</p></details>"
            ui.html(f"<h3>{escape(policy.title)}</h3>{about}", sanitize=False)
            for lever in policy.levers:
                self._lever(lever)

    def _lever(self, lever: LeverControls) -> None:
        from nicegui import ui

        with ui.element("div").classes("lever"):
            where = f" <span class='note'>({escape(lever.where)})</span>" if lever.where else ""
            ui.html(f"<div class='what' title='{escape(lever.source)}'>{escape(lever.title)}{where}</div>", sanitize=False)
            for slider in lever.sliders:
                self._size(slider)
            for day in lever.dates:
                self._date(day)

    def _size(self, slider: Slider) -> None:
        value = self.draft.value(slider)
        assert isinstance(value, float)  # noqa: S101 - a size is a number
        ends = slider.shown(slider.low), slider.shown(slider.high)

        def moved(number: float) -> str:
            self.draft.move(slider, float(f"{number:.10g}"))
            return slider.shown(float(f"{number:.10g}"))

        _slider(slider.key, slider.text, (slider.low, slider.high, slider.step), value, slider.value, moved, ends)

    def _date(self, day: DateSlider) -> None:
        value = self.draft.value(day)
        assert isinstance(value, date)  # noqa: S101 - and a date is one
        last = (day.last - day.first).days
        first, at, usual = min(0, (day.value - day.first).days), (value - day.first).days, (day.value - day.first).days

        def moved(number: float) -> str:
            found = day.first + timedelta(days=round(number))
            self.draft.move(day, found)
            return _day(found)

        _slider(day.key, day.text, (first, last, 1), at, usual, moved, (_day(day.first + timedelta(days=first)), _day(day.last)))


def _slider(
    key: str, text: str, ends: tuple[float, float, float], value: float, usual: float, moved: Callable[[float], str], shown: tuple[str, str]
) -> None:
    """A slider with what it says, where it stands and its ends; marked as moved where it stands elsewhere than in the policy's file."""
    from nicegui import ui

    with ui.element("div").classes("size").mark(f"size-{key}") as whole:
        with ui.element("div").classes("line"):
            ui.label(text)
            standing = ui.label(moved(value)).classes("value")

        def change(event: Any) -> None:
            standing.set_text(moved(event.value))
            whole.classes("moved") if event.value != usual else whole.classes(remove="moved")

        slider = ui.slider(min=ends[0], max=ends[1], step=ends[2], value=value, on_change=change)
        slider.props(f'aria-label="{escape(text)}" data-key="{escape(key)}"')
        with ui.element("div").classes("ends"):
            ui.label(shown[0])
            ui.label(shown[1])
        if value != usual:
            whole.classes("moved")


def _day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


def _in_words(finding: Finding) -> str:
    nearest = f" Did you mean {escape(finding.nearest)}?" if finding.nearest else ""
    return f"<b>{escape(finding.where)}</b>: {escape(finding.found)}. Allowed: {escape(finding.allowed)}.{nearest}"
