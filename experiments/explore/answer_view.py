"""The answer: how far it is, what it says, the map, and what can be taken along."""

from collections.abc import Callable
from html import escape
from typing import Any

from experiments.explore import exports
from experiments.explore.answer_html import numbers_html
from experiments.explore.desk import Desk
from experiments.explore.job import Job, State
from experiments.runs.community_groups import TRANSIT
from experiments.runs.policy_outcomes import TOGETHER
from scenarios.reading.problems import BadInput

EMPTY = (
    "<h2>The answer</h2><p class='words'>Pick a policy, move what you want to ask about, and press Run. Every policy is simulated with the same people and "
    "the same random seeds as no policy; differences appear as pairs of runs come in.</p>"
)
FITS = """(event) => {
  const frame = event.target, body = frame.contentDocument.body;
  new ResizeObserver(() => { frame.style.height = body.offsetHeight + "px"; }).observe(body);
}"""
"""Keeps the frame of the map as high as what is in it."""
NOTE = (
    "Difference to no policy over pairs of runs with the same random seed; in brackets the 95 per cent interval of the mean. Bold: statistically significant "
    "with a controlled false discovery rate. Intervals over seeds show chance alone; parameter uncertainty is larger."
)


class AnswerView:
    """Shows one job; which policy and whose outcomes are looked at is the tab's own choice."""

    def __init__(self, desk: Desk, redo: Callable[[], None]) -> None:
        """Lay out the answer; it is empty before something is asked."""
        from nicegui import ui

        self.desk = desk
        self.job: Job | None = None
        self._map = ""
        self._choices: object = None
        with ui.element("section").classes("box").props('aria-live="polite"'):
            with ui.element("div").classes("state"):
                self.standing: Any = ui.html(EMPTY, sanitize=False).mark("standing")
                self.clock: Any = ui.html("", sanitize=False)
            self.bar: Any = ui.linear_progress(0, show_value=False).props("instant-feedback rounded size=8px")
            self.far: Any = ui.html("", sanitize=False).classes("note").mark("far")
            self.again: Any = ui.button("Remove those runs and run again", on_click=redo).props("outline no-caps")
            self.words: Any = ui.html("", sanitize=False).classes("words").mark("words")
        with ui.element("section").classes("box") as self.numbers:
            with ui.element("div").classes("choices"):
                self.policy: Any = ui.toggle([], on_change=self._show_numbers).props("no-caps dense unelevated")
                self.who: Any = ui.select({}, label="Whose outcomes", on_change=self._show_numbers).props("outlined dense options-dense").style("width:280px")
            self.table: Any = ui.html("", sanitize=False).classes("w-full").mark("numbers")
            ui.html(f'<p class="note">{NOTE}</p>', sanitize=False)
        with ui.element("section").classes("box") as self.map_box:
            ui.html("<h2>Flows of people, week by week</h2>", sanitize=False)
            self.map: Any = ui.element("div").classes("w-full").mark("map")
        with ui.element("section").classes("box") as self.taking:
            ui.html("<h2>Take it along</h2>", sanitize=False)
            with ui.element("div").classes("choices"):
                self.buttons: list[Any] = [
                    ui.button(text, on_click=lambda kind=kind: self._take(kind)).props("outline no-caps").mark(f"take-{kind}")
                    for kind, text in (("table", "Table (CSV)"), ("picture", "Picture (PNG)"), ("report", "Report (one page, HTML)"))
                ]
            ui.html('<p class="note">The command that makes this comparison again, in the folder in which the explorer was started:</p>', sanitize=False)
            self.command: Any = ui.html("", sanitize=False).classes("w-full").mark("command")
            ui.button("Copy the command", on_click=self._copy).props("flat dense no-caps").style("align-self:start")
        for part in (self.bar, self.again, self.numbers, self.map_box, self.taking):
            part.set_visibility(False)

    def turn_to(self, job: Job) -> None:
        """Look at another job."""
        self.job, self._map, self._choices = job, "", None
        self.map.clear()

    def show(self, job: Job) -> None:
        """Show what has changed."""
        self.tick(job)
        self.words.set_content("".join(f"<p>{escape(text)}</p>" for text in job.sentences))
        stale = job.state is State.REFUSED and any("--redo" in one.allowed for one in job.findings)
        self.again.set_visibility(stale)
        self.numbers.set_visibility(job.found is not None)
        self.taking.set_visibility(job.found is not None)
        for button in self.buttons[1:]:
            button.set_enabled(job.is_ended)
        self.command.set_content(f'<pre class="command">{escape(job.question.command)}</pre>')
        if job.found is not None:
            self._offer(job)
            self._show_numbers()
        self._show_map(job)

    def tick(self, job: Job) -> None:
        """Show how far it is."""
        self.standing.set_content(f"<strong>{escape(_sentence(job.in_words()))}</strong>")
        self.clock.set_content(f'<span class="note">{job.seconds:.1f} s</span>')
        self.bar.set_visibility(not job.is_ended)
        self.bar.set_value(_share(job))
        self.far.set_content(escape(_far(job)) if job.state is not State.REFUSED else "")

    def _offer(self, job: Job) -> None:
        """Offer policies and communities to look at, once they are known."""
        if self._choices == job.number:
            return
        self._choices = job.number
        who, policies = {name: _sentence(title) for name, title in job.who.items()}, job.policies
        self.who.set_options(who, value=self.who.value if self.who.value in who else TRANSIT if TRANSIT in who else TOGETHER)
        self.policy.set_options({name: job.titles[name] for name in policies}, value=self.policy.value if self.policy.value in policies else policies[0])
        self.policy.set_visibility(len(policies) > 1)

    def _show_numbers(self) -> None:
        found = self.job.found if self.job is not None else None
        if found is not None and self.policy.value and self.who.value:
            self.table.set_content(numbers_html(found.of(self.policy.value, self.who.value)))

    def _show_map(self, job: Job) -> None:
        """Frame the map that is there; another one only when it has changed."""
        from nicegui import ui

        self.map_box.set_visibility(bool(job.map_page))
        if job.map_page and job.map_page is not self._map:
            self._map = job.map_page
            self.map.clear()
            with self.map:
                frame = ui.element("iframe").classes("map").props(f'src="/map/{job.number}?at={job.version}" title="Map of flows, week by week"')
                frame.on("load", js_handler=FITS)

    def _copy(self) -> None:
        from nicegui import ui

        if self.job is not None:
            ui.clipboard.write(self.job.question.command)
            ui.notify("Copied.")

    async def _take(self, kind: str) -> None:
        """Make a file and have the browser save it."""
        from nicegui import run, ui

        if self.job is None:
            return
        try:
            if kind == "table":
                taken = exports.table(self.job)
            else:
                note = ui.notification("Making it; this takes some seconds.", spinner=True, timeout=None)
                try:
                    taken = await run.io_bound(getattr(exports, kind), self.job, self.desk.folder, _silent)
                finally:
                    note.dismiss()
        except BadInput as error:
            ui.notify(str(error), type="negative", multi_line=True)
            return
        if taken is not None:  # nothing is made where the explorer is being ended
            ui.download(taken.content, taken.name)


def _share(job: Job) -> float:
    """Share of all days of all runs that is done."""
    begun = sum(reached.day / max(1, reached.days) for _, _, reached in job.days)
    return min(1.0, (job.done + begun) / job.runs) if job.runs else 0.0


def _far(job: Job) -> str:
    """Runs that are done, days of those at hand, and what the program said."""
    if job.state is State.FAILED:
        return f"{job.error}. This is an internal error; the terminal in which the explorer runs shows more."
    parts = [f"{job.done} of {job.runs} runs"] if job.runs else []
    if job.found is not None and not job.is_ended:
        parts.append(f"{job.found.pairs} of {job.question.replicates} pairs compared")
    parts += [f"{policy}, seed {seed}: day {reached.day:,} of {reached.days:,}" for policy, seed, reached in job.days]
    return "; ".join([*parts, *([job.said] if job.said else [])])


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _silent(_: str) -> None:
    """Progress that nobody hears."""
