"""Reading of TOML files: every key knows the line on which it stands."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from scenarios.reading.excess import MOST_TOML_BYTES, excess_of
from scenarios.reading.files import read_text
from scenarios.reading.locate import Keys, key_lines
from scenarios.reading.paths import NOT_READ, shown
from scenarios.reading.problems import Problems, listed, nearest

Filled = TypeVar("Filled", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed TOML file: its data, and ``file:line`` of its keys by the path that leads to them.

    ``inherited`` holds the keys of parameters that were taken over from another file: see :mod:`scenarios.reading.inheritance`.
    ``folders`` are those of the file and of the files that it takes over from.
    """

    file: str
    data: dict[str, Any]
    places: Mapping[Keys, str]
    inherited: frozenset[str] = frozenset()
    folders: tuple[Path, ...] = ()

    def where(self, path: Iterable[str | int] = ()) -> str:
        """``file:line`` of what a path of keys leads to, or of the nearest thing around it that has a line; else line 1."""
        steps = tuple(path)
        for length in range(len(steps), 0, -1):
            if steps[:length] in self.places:
                return self.places[steps[:length]]
        return f"{self.file}:1"


def read_toml(path: Path, problems: Problems) -> Document | None:
    """A TOML file, or ``None`` after a finding."""
    text, name = read_text(path, problems, MOST_TOML_BYTES), shown(path)
    if text is None:
        return None
    if (excess := excess_of(text)) is not None:
        problems.add(f"{name}:{excess.line}", excess.found, excess.allowed)
        return None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).partition(" (at ")
        digits = place.removeprefix("line ").split(",")[0]
        line = int(digits) if digits.isdecimal() else text.count("\n") + 1
        problems.add(f"{name}:{line}", f"a line that is not TOML ({message})", 'lines such as key = value, text in "quotes", dates without quotes')
        return None
    except NOT_READ as error:
        problems.add(f"{name}:1", f"a file that cannot be read as TOML ({error})", "lines such as key = value")
        return None
    return Document(name, data, {keys: f"{name}:{line}" for keys, line in key_lines(text).items()}, folders=(path.parent,))


def read_form(form: type[Filled], path: Path, problems: Problems) -> tuple[Document, Filled] | None:
    """A TOML file and the form that it fills, or ``None`` after a finding."""
    document = read_toml(path, problems)
    filled = None if document is None else fill(form, document.data, document, (), problems)
    return None if document is None or filled is None else (document, filled)


_ALLOWED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "string_type": lambda _: 'text in "quotes"',
    "int_type": lambda _: "a whole number",
    "int_from_float": lambda _: "a whole number",
    "float_type": lambda _: "a number",
    "finite_number": lambda _: "a finite number",
    "bool_type": lambda _: "true or false",
    "list_type": lambda _: 'a list such as ["a", "b"]',
    "dict_type": lambda _: "a table",
    "date_type": lambda _: "a date such as 2004-05-31, without quotes",
    "too_short": lambda ctx: f"at least {ctx['min_length']} entries",
    "too_long": lambda ctx: f"at most {ctx['max_length']} entries",
    "string_too_short": lambda _: "text that is not empty",
    "greater_than_equal": lambda ctx: f"a number from {ctx['ge']:g} up",
    "less_than_equal": lambda ctx: f"a number up to {ctx['le']:g}",
}
"""What is allowed, in the words of messages, by the kind of error that pydantic reports."""


def _written(value: object) -> str:
    """A value as a message shows it: no more than the message has room for is made of it."""
    if isinstance(value, list | dict):
        return f"a {'list' if isinstance(value, list) else 'table'} of {len(value)}" if len(value) > _MOST_ITEMS else repr(value)
    return repr(value)


_MOST_ITEMS = 20


def fill(form: type[Filled], data: object, document: Document, path: Sequence[str | int], problems: Problems) -> Filled | None:
    """Validate part of a document: the form, or ``None`` after findings with their lines."""
    try:
        return form.model_validate(data)
    except ValidationError as error:
        fields = [field.alias or name for name, field in form.model_fields.items()]
        given = data if isinstance(data, dict) else {}
        for item in error.errors():
            loc = list(item["loc"])
            where = document.where([*path, *loc])
            if item["type"] == "missing":
                spare = [key for key in given if key not in fields]
                problems.add(document.where(path), f'no key "{loc[-1]}"', f"the keys {listed(fields, 20)}", nearest(str(loc[-1]), spare))
            elif item["type"] == "extra_forbidden" and (today := getattr(form, "RENAMED", {}).get(loc[-1])):
                found, now = (f"the table [{name}]" if isinstance(item["input"], dict) else f'the key "{name}"' for name in (loc[-1], today))
                problems.add(where, f"{found}, a name of earlier versions", f"{now}, as it is called now", today)
            elif item["type"] == "extra_forbidden":
                free = [name for name in fields if name not in given]
                problems.add(where, f'unknown key "{loc[-1]}"', f"the keys {listed(fields, 20)}", nearest(str(loc[-1]), free or fields))
            else:
                allowed = _ALLOWED.get(item["type"])
                key = ".".join(str(part) for part in loc) or "entry"
                problems.add(where, f"{key} = {_written(item['input'])}", allowed(item.get("ctx", {})) if allowed else item["msg"])
        return None
