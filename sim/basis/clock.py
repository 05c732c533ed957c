"""Hours, days, weeks and months of a run. Time is whole hours since the first day."""

from datetime import date, timedelta

DAY = 24
"""Hours in a day."""
WEEK = 168
"""Hours in a week."""
HOURS_A_MONTH = 30 * DAY
"""Hours in a month of wages, news and costs."""
MONTHS_A_YEAR = 12
WEEKS_A_YEAR = 365.25 / 7


def month_of(start: date, day: int) -> int:
    """Calendar month (1-12) of a day of the run."""
    return (start + timedelta(days=day)).month


def day_of(start: date, when: date) -> int:
    """Day of the run on which a date falls; negative before the start."""
    return (when - start).days


def begins_month(start: date, day: int) -> bool:
    """Whether a day of the run is the first of a calendar month."""
    return (start + timedelta(days=day)).day == 1


FOR_EVER = 1 << 30
"""An hour that never comes."""
