"""The box with a clock the tests set, and a note of what reached it: `tests.box.puppet:application` for granian,
`python -m tests.box.puppet` for `canbo box`. Nothing else of it is changed."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Any

from canbo.box import clock
from canbo.box.cli import main
from canbo.box.wsgi import application as real


def today() -> dt.date:
    return dt.date.fromisoformat(Path(os.environ["BOX_TEST_CLOCK"]).read_text())


clock.today = today


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """The box; the path and the names of the headers of every request are kept for the test."""
    names = sorted(name.removeprefix("HTTP_").lower() for name in environ if name.startswith("HTTP_"))
    with open(os.environ["BOX_TEST_SEEN"], "a") as seen:
        seen.write(f"{environ['PATH_INFO']} {' '.join(names)}\n")
    return real(environ, start_response)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
