"""What the architecture page is made of: the rooms of the model, and the agenda of a tick as it stands in the code."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import sim
from experiments.documents.markdown import code, table

ROLE = re.compile(r":\w+:`~?([^`]+)`")
"""A cross-reference of a docstring."""

ROOMS = ("engine", "migrants", "routes", "smugglers", "guards", "levers", "outcomes", "world", "books", "basis")
"""The rooms of ``sim`` from the top floor down."""

WHEN: Mapping[str, str] = {
    "": "every tick",
    "self.hour % DAY == 0 and self.day > 0": "a day begins",
    "begins_month(self.world.start, self.day)": "the first of a month",
    "calendar.changes_on(self.world, self.day)": "a lever, series or season changes",
    "shut.any() or self._see_change(earlier, waits, announced)": "of what changes, tables see some",
    "self.sent_out.given and self.hour % DAY == 0": "series send people out, every day",
    "waiting > 0": "while somebody waits",
    "self.hour % DAY == 0": "a day has ended",
    "len(self.sites) > 0": "in the evening, where people stay",
    "self.hour % WEEK == 0": "a week has ended",
}
"""The conditions in :meth:`sim.RouteModel.step` in words; one that is not here is an error, so that the picture cannot fall behind the code."""

ROOM_OF_PHASE: Mapping[str, str] = {
    "levers and seasons": "levers",
    "assisted return": "migrants",
    "guards": "guards",
    "smugglers": "smugglers",
    "migrants": "migrants",
    "groups": "smugglers",
    "books and tables": "books",
    "beliefs": "routes",
    "routes": "routes",
}
"""The room whose rules are applied in each phase that the model times."""

COLOURS: Mapping[str, str] = {
    "levers": "#CC79A7", "migrants": "#0072B2", "guards": "#D55E00", "smugglers": "#E69F00", "books": "#666666", "routes": "#009E73",
}  # fmt: skip
IGNORED = (
    "self._timed", "self._present", "self.stage", "np.", "math.", "float", "len", "guides_believe", "noticed", "with_room", "zip",
    "self.gates.posted_wait.copy",
)  # fmt: skip
"""Calls that prepare what others work on."""


class Action(NamedTuple):
    """One thing that a tick does: when, in which phase, and the calls that do it."""

    when: str
    phase: str
    calls: tuple[str, ...]


def rooms() -> str:
    """The rooms of ``sim`` from the top floor down, and what each says of itself."""
    return table(["room", "who lives there, and what they may touch"], [[code(f"sim/{room}/"), _says(room)] for room in ROOMS])


def _says(room: str) -> str:
    face = Path(sim.__file__).parent / room / "__init__.py"
    text = ast.get_docstring(ast.parse(face.read_text(encoding="utf-8"))) or ""
    return " ".join(ROLE.sub(r"`\1`", text).replace("``", "`").split("\n\n")[:2])


def agenda() -> list[Action]:
    """The agenda of a tick, from the source of the model: actions in their order, those that share a time and a phase as one.

    Raises
    ------
    KeyError
        If the code asks for something that :data:`WHEN` has no words for.
    """
    source = ast.parse(inspect.getsource(inspect.getmodule(sim.RouteModel)))  # type: ignore[arg-type]
    model = next(node for node in source.body if isinstance(node, ast.ClassDef) and node.name == "RouteModel")
    methods = {node.name: node for node in model.body if isinstance(node, ast.FunctionDef)}
    joined: list[Action] = []
    for action in _of(methods["step"].body, methods, "", ""):
        if joined and joined[-1][:2] == action[:2]:
            joined[-1] = Action(*action[:2], (*joined[-1].calls, *(call for call in action.calls if call not in joined[-1].calls)))
        else:
            joined.append(action)
    return joined


def _of(body: Sequence[ast.stmt], methods: Mapping[str, ast.FunctionDef], when: str, phase: str) -> Iterator[Action]:
    for statement in body:
        if isinstance(statement, ast.If | ast.While):
            test = ast.unparse(statement.test)
            if test == "len(rows) == 0":
                continue
            WHEN[test]  # an unknown one is an error
            yield from _of(statement.body, methods, test, phase)
        elif isinstance(statement, ast.With):
            timed = statement.items[0].context_expr
            yield from _of(statement.body, methods, when, ast.literal_eval(timed.args[0]) if isinstance(timed, ast.Call) else phase)
        else:
            for call in (node for node in ast.walk(statement) if isinstance(node, ast.Call)):
                name = ast.unparse(call.func)
                own = name.removeprefix("self.")
                if own in methods and own.startswith("_") and not name.startswith(IGNORED):
                    yield from _of(methods[own].body, methods, when, phase)
                elif phase and not name.startswith(IGNORED) and "." in name:
                    yield Action(WHEN[when], phase, (_short(name, call),))


def _short(name: str, call: ast.Call) -> str:
    """A call as a reader looks for it: without ``self``, and by what an agent is asked to do."""
    if name.endswith(".do"):
        return str(ast.literal_eval(call.args[0]))
    return name.removeprefix("self.").removeprefix("compiled.").removeprefix("business.")


def tick() -> str:
    """The agenda of a tick as a table."""
    rows = [[action.when, action.phase, ROOM_OF_PHASE[action.phase], ", ".join(code(call) for call in action.calls)] for action in agenda()]
    return table(["when", "phase", "rules of", "calls"], rows)


WIDTH, TOP, ROW, LEFT, BOX = 900, 64, 46, 250, 330
"""Of the picture, in its own units: its width, the room above, the height of a line, where boxes begin and how wide they are."""


def tick_picture() -> str:
    """The agenda of a tick as an SVG picture."""
    actions = agenda()
    height = TOP + ROW * len(actions) + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" role="img" aria-label="The agenda of a tick">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        '<text x="20" y="28" font-size="18" font-weight="bold">One tick, from the code of RouteModel.step</text>',
        '<text x="20" y="48" font-size="12" fill="#555">When, what happens, and which room\'s rules are applied</text>',
    ]
    before = ""
    for number, action in enumerate(actions):
        y = TOP + ROW * number
        colour = COLOURS[ROOM_OF_PHASE[action.phase]]
        if action.when != before:
            parts.append(f'<line x1="20" y1="{y}" x2="{WIDTH - 20}" y2="{y}" stroke="#ddd"/>')
            parts.append(f'<text x="20" y="{y + 27}" font-size="13" fill="#333">{escape(action.when)}</text>')
        before = action.when
        parts.append(f'<rect x="{LEFT}" y="{y + 6}" width="{BOX}" height="{ROW - 12}" rx="5" fill="{colour}" fill-opacity="0.16" stroke="{colour}"/>')
        parts.append(f'<text x="{LEFT + 12}" y="{y + 27}" font-size="13" font-weight="bold">{escape(action.phase)}</text>')
        room = ROOM_OF_PHASE[action.phase]
        parts.append(f'<text x="{LEFT + BOX - 12}" y="{y + 27}" font-size="12" text-anchor="end" fill="#333">sim/{room}</text>')
        for line, names in enumerate(_lines(action.calls)):
            parts.append(f'<text x="{LEFT + BOX + 16}" y="{y + (20 if line == 0 else 36)}" font-size="11" fill="#555">{escape(names)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _lines(calls: Sequence[str], most: int = 44) -> list[str]:
    """Calls on at most two lines, with the number of those that find no room."""
    lines, rest = [""], list(calls)
    while rest:
        longer = f"{lines[-1]}, {rest[0]}" if lines[-1] else rest[0]
        if len(longer) <= most or not lines[-1]:
            lines[-1] = longer
            rest.pop(0)
        elif len(lines) == 1:
            lines.append("")
        else:
            lines[-1] += f" +{len(rest)}"
            break
    return lines


TABLES: Mapping[str, Callable[[], str]] = {"rooms-of-sim": rooms, "tick": tick}
PICTURES: Mapping[str, Callable[[], str]] = {"images/tick.svg": tick_picture}
"""Pictures that are made from the code, by their place in ``docs/``."""
