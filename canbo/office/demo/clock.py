"""A clock set back: the demo plays the past through the actions of today.

Only the demo's own process may do this; the actions read the time from `django.utils.timezone` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def on(day: date, at: time = time(9, 0)) -> Iterator[None]:
    """Within the block it is `day` in Hà Nội, from nine in the morning, a second later at each look."""
    start = datetime.combine(day, at, tzinfo=timezone.get_default_timezone())
    looks = iter(range(10**9))
    with patch.object(timezone, "now", lambda: start + timedelta(milliseconds=20 * next(looks))):
        yield
