"""``python -m examples.plain_mesa.app``: the plain model on a page of its own, week by week. Needs ``pip install '.[explore]'``; the page asks no network."""

import argparse
from collections import Counter

import numpy as np

from examples.plain_mesa.model import PlainModel
from scenarios import load
from sim.basis.clock import WEEK
from sim.basis.words import Event

SHOWN = {Event.DEPARTED: "#505962", Event.ARRIVED: "#00795a", Event.APPREHENDED: "#0072b2", Event.STRANDED: "#c04f00", Event.DIED: "#1d2329"}
"""What is drawn, harm beside interceptions, and in which colour."""
WIDE, HIGH = 640, 90
POLICY = "two-valleys-path-patrols"
SIZE = f"policy.{POLICY}.patrols.factor"


class Show:
    """A model that can be stepped week by week and begun again, and how many people met each event in every week."""

    def __init__(self, days: int, scale: float, seed: int) -> None:
        """Begin without more patrols."""
        self.days, self.scale, self.seed = days, scale, seed
        self.begin(1.0)

    def begin(self, patrols: float) -> None:
        """Begin again, with so many times the patrols on the path from the first reported day on."""
        world = load("two-valleys", days=self.days, scale=self.scale, policy=POLICY, settings={SIZE: patrols})
        with np.errstate(over="ignore"):
            self.model = PlainModel(world, self.seed)
        self.weeks: dict[Event, list[int]] = {event: [] for event in SHOWN}
        self._before: Counter[Event] = Counter()

    @property
    def is_over(self) -> bool:
        """Whether the last whole week has ended."""
        return self.model.hour + WEEK > self.days * 24

    def step_week(self) -> None:
        """Step to the end of the week, as any Mesa model is stepped."""
        with np.errstate(over="ignore"):
            for _ in range(WEEK // self.model.world.tick_hours):
                self.model.step()
        now: Counter[Event] = Counter()
        for (_, _, _, event), people in self.model.ledger.counts.items():
            now[event] += people
        for event, counts in self.weeks.items():
            counts.append(now[event] - self._before[event])
        self._before = now

    def svg(self) -> str:
        """The counts by week: a row of bars for each event."""
        weeks, rows = max(1, self.days // 7), []
        for k, (event, counts) in enumerate(self.weeks.items()):
            high, base = max([1, *counts]), (k + 1) * HIGH - 8
            for week, people in enumerate(counts):
                tall, wide = people / high * (HIGH - 34), WIDE / weeks
                rows.append(f'<rect x="{week * wide:.1f}" y="{base - tall:.1f}" width="{wide - 1:.1f}" height="{tall:.1f}" fill="{SHOWN[event]}"/>')
            rows.append(f'<text x="0" y="{k * HIGH + 14}" font-size="14">{event.word}: {sum(counts)}</text>')
        return f'<svg viewBox="0 0 {WIDE} {HIGH * len(SHOWN)}" style="width:100%">{"".join(rows)}</svg>'


def main() -> None:
    """Serve the page on this machine until Ctrl-C."""
    from nicegui import ui

    parser = argparse.ArgumentParser(prog="python -m examples.plain_mesa.app", description=__doc__)
    parser.add_argument("--port", type=int, default=8766, help="port of the page (8766)")
    given = parser.parse_args()

    def page() -> None:
        show = Show(days=180, scale=0.2, seed=1)
        ui.label("Two Valleys, one agent a migrant").style("font-size:22px;font-weight:bold")
        ui.label("Simulated people, not observations. One run: begin again with other patrols, and the same people have the same random numbers.")
        with ui.row().style("align-items:center"):
            ui.label("Patrols on the Goat Path, times those before")
            patrols = ui.slider(min=0, max=4, step=0.5, value=1).props("label-always").style("width:220px;margin-top:24px")
        counts = ui.html(show.svg(), sanitize=False).style(f"width:100%;max-width:{WIDE}px")
        week = ui.label("Week 0")

        def draw() -> None:
            counts.set_content(show.svg())
            week.set_text(f"Week {len(show.weeks[Event.DIED])}{', the last' if show.is_over else ''}")

        def step() -> None:
            if not show.is_over:
                show.step_week()
                draw()

        def begin() -> None:
            show.begin(float(patrols.value))
            draw()

        timer = ui.timer(0.5, step, active=False)
        with ui.row():
            ui.button("Step a week", on_click=step)
            ui.switch("Play").bind_value(timer, "active")
            ui.button("Begin again", on_click=begin)

    ui.page("/")(page)
    ui.run(host="127.0.0.1", port=given.port, reload=False, show=False, title="The model in plain Mesa")


if __name__ == "__main__":
    main()
