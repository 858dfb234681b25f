"""Logs as lines of JSON that hold nothing of people: what happened where, never with what.

A line has time, level, logger, and the number of the request it belongs to. Our own messages (loggers `canbo.*`) are
written so that they name no person; of everybody else's only the place is kept, since a library's message may hold an
address with numbers in it or what was typed. Of an exception the types and places are kept, not its text: a database
quotes the row it refuses.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType

from canbo.office.base import observing

FRAMES = 8  # innermost ones: where it happened, and how one came there


class JsonFormatter(logging.Formatter):
    """One line of JSON for a record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if (request := observing.current()) is not None:
            line["request"] = request.id
        if record.name == observing.LOGGER:
            line |= record.__dict__["seen"]
        elif record.name.partition(".")[0] == "canbo":
            line["message"] = record.getMessage()
        else:
            line["at"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = types(record.exc_info[1])
            line["places"] = places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def types(error: BaseException) -> list[str]:
    """The type of an exception and of those it came from, last one first."""
    found: list[str] = []
    each: BaseException | None = error
    while each is not None and len(found) < FRAMES:
        found.append(type(each).__name__)
        each = each.__cause__ or each.__context__
    return found


def places(trace: TracebackType | None) -> list[str]:
    """File, line and function of the innermost frames, outer ones first."""
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
