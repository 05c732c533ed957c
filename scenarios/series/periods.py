"""Periods of series: from the text of a cell to first and last day."""

import calendar
import re
from datetime import date

OPEN = "from "


def days_of(text: str) -> tuple[date, date | None] | None:
    """First and last day of a period, the last ``None`` where it has no end of its own; ``None`` for a text that is no period.

    Periods are written ``2015``, ``2015-H1``, ``2015-10``, ``2015-10-08``, ``X to Y`` with any two of these, or ``from X``.
    """
    if text.startswith(OPEN):
        begun = _span(text.removeprefix(OPEN).strip())
        return None if begun is None else (begun[0], None)
    first, to, last = text.partition(" to ")
    start, end = _span(first.strip()), _span(last.strip() if to else first.strip())
    return None if start is None or end is None or start[0] > end[1] else (start[0], end[1])


def _span(text: str) -> tuple[date, date] | None:
    found = re.fullmatch(r"(\d{4})(?:-(?:H([12])|(\d\d)(?:-(\d\d))?))?", text, re.ASCII)
    if found is None:
        return None
    year, half, month, day = (0 if part is None else int(part) for part in found.groups())
    if found[4] is not None:
        first = last = (year, month, day)
    elif found[3] is not None:
        first, last = (year, month, 1), (year, month, calendar.monthrange(year, month)[1] if 1 <= month <= 12 and year else 0)
    else:
        first, last = (year, 7 if half == 2 else 1, 1), (year, 6, 30) if half == 1 else (year, 12, 31)
    try:
        return date(*first), date(*last)
    except ValueError:
        return None
