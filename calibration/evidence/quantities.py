"""Quantities: what documented values measure. One quantity has one vote, however its documents are cut.

A quantity is an indicator with what it counts: whom, where, how. How a table is cut is no part of it: the edges of its bins (``low``, ``high``) and the ends
that split the closed files of one office (``end``). Periods of one quantity that overlap, or follow each other as years of a series do, belong together; the
same number asked again years later is another quantity.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date

from calibration.evidence.comparisons import Argument, Spec
from sim.outcomes import Only

CUTS = frozenset({"low", "high", "end"})
"""Arguments that say which part of a table a row is, and not what the table measures."""
COUNTED = frozenset({"mix"})
"""Arguments whose repetitions count: how many people of each community were asked."""
GAP_DAYS = 367
"""Days between two periods that are still one series: a series by year may lack a year."""


def quantity_of(spec: Spec) -> str:
    """What a comparison measures, whatever its period: the indicator and its arguments in the order of their names, those of :data:`CUTS` left out."""
    filters = {field.name: getattr(spec.only, field.name) for field in fields(Only) if field.name != "period" and getattr(spec.only, field.name)}
    arguments: dict[str, Argument] = {**filters, **{name: value for name, value in spec.arguments.items() if name not in CUTS}}
    return " ".join([spec.indicator, *(f"{name}={_text(name, value)}" for name, value in sorted(arguments.items()))])


def _text(name: str, value: Argument) -> str:
    if isinstance(value, tuple):
        counts = sorted(Counter(value).items())
        return ";".join(f"{word}*{count}" if name in COUNTED and count > 1 else word for word, count in counts)
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, int | float) else value


def quantities(specs: Sequence[Spec]) -> tuple[str, ...]:
    """The quantity of each comparison, in their order.

    It is that of :func:`quantity_of`. Where a quantity has periods that lie more than :data:`GAP_DAYS` apart, the years of each series stand behind it.
    """
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, spec in enumerate(specs):
        by_name[quantity_of(spec)].append(number)
    found: dict[int, str] = {}
    for name, numbers in by_name.items():
        series = _series({number: specs[number].days for number in numbers})
        for one in series:
            years = sorted(day.year for number in one for day in specs[number].days if day != date.min)
            found |= dict.fromkeys(one, name if len(series) == 1 else f"{name} {_years(years[0], years[-1])}")
    return tuple(found[number] for number in range(len(specs)))


def _years(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}-{last}"


def _series(days: Mapping[int, tuple[date, date]]) -> list[list[int]]:
    """Numbers of comparisons whose periods overlap or follow each other, one list a series."""
    series: list[list[int]] = []
    end = date.min
    for number in sorted(days, key=lambda number: days[number]):
        first, last = days[number]
        if not series or (first > end and (first - end).days > GAP_DAYS):
            series.append([])
            end = last
        series[-1].append(number)
        end = max(end, last)
    return series


def ranked(spec: Spec) -> tuple[int, int | None] | None:
    """Of a ranking: how many are named, and among how many (``None``: among all communities); nothing of another indicator."""
    if spec.indicator != "worst_rank":
        return None
    named, among = spec.arguments.get("named", ()), spec.arguments.get("among", ())
    count = [1 if isinstance(words, str) else len(words) if isinstance(words, tuple) else 0 for words in (named, among)]
    return count[0], count[1] or None
