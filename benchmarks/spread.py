"""Several measurements of one thing: the median, and how far they lie apart."""

import math
from collections.abc import Sequence
from statistics import median


def middle(numbers: Sequence[float]) -> float:
    """The median."""
    return float(median(numbers))


def told(numbers: Sequence[float], unit: str = "") -> str:
    """The median with the smallest and the largest: ``2.9 (2.7 to 3.4) s``."""
    unit = f" {unit}" if unit else ""
    if len(numbers) == 1:
        return f"{short(numbers[0])}{unit} (once)"
    return f"{short(middle(numbers))} ({short(min(numbers))} to {short(max(numbers))}){unit}"


def short(number: float) -> str:
    """Three digits that mean something."""
    if number == 0 or not math.isfinite(number):
        return f"{number:g}"
    digits = max(0, 2 - math.floor(math.log10(abs(number))))
    return f"{number:,.{digits}f}"


def exponent(events: Sequence[float], seconds: Sequence[float]) -> float:
    """Slope of log seconds over log events by least squares: 1 where cost grows as events do."""
    x, y = [math.log(e) for e in events], [math.log(s) for s in seconds]
    at, height = math.fsum(x) / len(x), math.fsum(y) / len(y)
    return math.fsum((a - at) * (b - height) for a, b in zip(x, y, strict=True)) / math.fsum((a - at) ** 2 for a in x)
