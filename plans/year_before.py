"""The same period of the year before: found by the day on which its data end, because plans number and name their
periods as they like."""

import datetime as dt

WITHIN = dt.timedelta(days=31)


def a_year_before(day: dt.date) -> dt.date:
    """The same day of the year before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def around(day: dt.date) -> tuple[dt.date, dt.date]:
    """The days between which the data of the same period end, both included; of several the nearest is meant."""
    return day - WITHIN, day + WITHIN
