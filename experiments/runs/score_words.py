"""Documents and numbers as tables and pictures of scores write them."""

from calibration.evidence.uses import FITTED, HELD_OUT
from calibration.fit.skill import REPRODUCED
from calibration.fit.targets import ORDER, Target

THOUSAND, MILLION = 1e4, 1e6
"""From which on a number is written in thousands and in millions."""


def use_in_words(use: str, *, fitted: bool) -> str:
    """The use of documents as a heading: what may be fitted is no more than that where nothing was."""
    return {FITTED: "fitted" if fitted else "open to fitting, not fitted here", HELD_OUT: "held out", REPRODUCED: "inputs of the model, reproduced"}[use]


def documented(target: Target) -> str:
    """A document as text."""
    low, high = target.low, target.high
    if target.kind == ORDER or low is None:
        return f"up to {compact(high or 0.0)}"
    if high is None:
        return f"over {compact(low)}"
    return compact(low) if low == high else f"{compact(low)}–{compact(high)}"


def compact(number: float) -> str:
    """A number in three digits or so: thousands as k, millions as m."""
    size = abs(number)
    if size >= THOUSAND:
        text = f"{number / MILLION:.3g}m" if size >= MILLION else f"{number / 1000:.3g}k"
    else:
        text = f"{float(f'{number:.3g}'):,.0f}" if size >= 100 or number == round(number) else f"{number:.2g}"
    return text.replace("-", "−")
