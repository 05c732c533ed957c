"""The page: a form on one side, the answer on the other. Everything that it knows stands in a draft and in jobs; here it is only shown."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from experiments.explore.answer_view import AnswerView
from experiments.explore.desk import Desk
from experiments.explore.draft import Draft
from experiments.explore.form_view import FormView
from experiments.explore.job import Job
from scenarios.reading.problems import BadInput, Finding

SECONDS_APART = 0.25
"""Between two looks at what has changed: a page that follows without haste."""
BLUE = "#005a8c"
"""Of links in reports; white on it can be read."""
TO_THE_ANSWER = "if (innerWidth < 900) document.querySelector('.main').scrollIntoView()"
"""On a phone the answer stands below the form."""
CLEAN_ADDRESS = "<script>history.replaceState(null, '', location.pathname)</script>"
"""The token is in a cookie once the page is there: an address that is copied from the browser does not hand it on."""


def make_page(desk: Desk, scenario: str, policies: Sequence[str]) -> None:
    """Make the page and the address of its maps; ``scenario`` and ``policies`` are those with which a tab begins."""
    from fastapi.responses import HTMLResponse
    from nicegui import app, ui

    def map_of(number: int) -> HTMLResponse:
        job = desk.job(number)
        found = job.map_page if job is not None else ""
        return HTMLResponse(found or "There is no such map.", 200 if found else 404, {"cache-control": "no-store"})

    def page() -> None:
        ui.colors(primary=BLUE)
        ui.add_head_html(f"<style>{(files('experiments.explore') / 'style.css').read_text(encoding='utf-8')}</style>{CLEAN_ADDRESS}")
        Page(desk, scenario, policies).show()

    app.get("/map/{number}")(map_of)
    ui.page("/")(page)


class Page:
    """One tab."""

    def __init__(self, desk: Desk, scenario: str, policies: Sequence[str]) -> None:
        """Begin with what the command named."""
        self.desk, self.draft = desk, Draft(scenario, policies, policies)
        self.job: Job | None = None
        self._seen: object = None
        self._kept: object = None

    def show(self) -> None:
        """Build the page."""
        from nicegui import ui

        with ui.element("header").classes("top"):
            ui.html("<h1>routesim explorer</h1>", sanitize=False)
            ui.html("<p>Simulated people, not observations. Harm to migrants stands beside interceptions.</p>", sanitize=False)
        with ui.element("main").classes("room"):
            with ui.element("div").classes("side"):
                with ui.element("section").classes("box"):
                    self.form = FormView(self.desk, self.draft, self.ask, self.stop)
                with ui.element("section").classes("box"):
                    ui.html("<h2>Earlier answers</h2>", sanitize=False)
                    self.kept: Any = ui.element("div").classes("earlier").mark("earlier")
            with ui.element("div").classes("main"):
                self.answer = AnswerView(self.desk, self.ask_again)
        ui.timer(SECONDS_APART, self.look)
        ui.timer(0, self.form.fill, once=True)  # the page is there before the scenario is read

    def ask(self) -> None:
        """Ask what the form says; what is wrong with it is shown, and nothing is run."""
        from nicegui import ui

        try:
            question = self.draft.question()
        except BadInput as error:
            self.form.refuse(error.findings)
            return
        self.form.refuse(())
        self._turn_to(self.desk.ask(question))
        ui.run_javascript(TO_THE_ANSWER)

    def ask_again(self) -> None:
        """Ask the question that is shown again, and remove runs of another version."""
        if self.job is not None:
            self._turn_to(self.desk.ask(self.job.question, redo=True))

    def stop(self) -> None:
        """Stop the question that is shown."""
        if self.job is not None:
            self.desk.stop(self.job)

    async def go_back(self, job: Job) -> None:
        """Show an earlier answer, and set the form as it was."""
        self._turn_to(job)
        self.draft.take(job.question)
        await self.form.fill()

    def look(self) -> None:
        """Show what has changed since the last look."""
        job, kept = self.job, [(job.number, job.version) for job in self.desk.earlier]
        if kept != self._kept:
            self._kept = kept
            self._show_earlier()
        if job is None:
            return
        seen = (job.number, job.version, job.state)
        if seen != self._seen:
            self._seen = seen
            self.answer.show(job)
            findings: Sequence[Finding] = job.findings
            if findings:
                self.form.refuse(findings)
        elif not job.is_ended:
            self.answer.tick(job)
        self.form.busy(not job.is_ended and not job.stop.is_set())

    def _turn_to(self, job: Job) -> None:
        self.job, self._seen = job, None
        self.answer.turn_to(job)
        self.look()

    def _show_earlier(self) -> None:
        from nicegui import ui

        self.kept.clear()
        titles = self.draft.offered
        with self.kept:
            if not self.desk.earlier:
                ui.html('<p class="note">None yet. Every answer stays here, and opens at once.</p>', sanitize=False)
            for job in self.desk.earlier:
                title = "" if job.world is None or job.question.scenario == self.draft.scenario else f"{job.world.title}: "
                ui.button(f"{title}{job.question.in_words(titles)}", on_click=lambda job=job: self.go_back(job)).props("flat dense no-caps align=left")
