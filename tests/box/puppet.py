"""The box with a clock the tests set: `tests.box.puppet:application` for granian, `python -m tests.box.puppet` for
`canbo box`. Nothing else of it is changed."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from canbo.box import clock
from canbo.box.cli import main
from canbo.box.wsgi import application


def today() -> dt.date:
    return dt.date.fromisoformat(Path(os.environ["BOX_TEST_CLOCK"]).read_text())


clock.today = today

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

__all__ = ["application"]
