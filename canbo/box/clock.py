"""What day it is in Vietnam: the only time the box knows."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def today() -> dt.date:
    """Today by this machine's clock."""
    return dt.datetime.now(HERE).date()
