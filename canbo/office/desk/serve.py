"""`canbo serve`: what an installation runs. Loads no room itself, so that the web process is the only large one."""

from __future__ import annotations

import argparse
import os
import sys

from django.conf import settings

from canbo.office.desk import serving


def main(args: list[str]) -> int:
    """Serve until asked to end; the exit status. On SQLite this process becomes the web server."""
    parser = argparse.ArgumentParser(prog="canbo serve", description="Serve pages, background jobs and clock.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    options = parser.parse_args(args)
    try:
        held = serving.claim()
        serving.check_port(options.host, options.port)
    except serving.Busy as busy:
        print(busy, file=sys.stderr)
        return 1
    if refused := refusal():
        print(refused, file=sys.stderr)
        return 1
    os.environ.setdefault("CANBO_LOG", "json")
    with held:
        if serving.in_one():
            os.set_inheritable(held.fileno(), True)  # the claim lasts as long as the last process that has it open
            command = serving.whole(options.host, options.port)
            os.execv(command[0], command)
        return serving.keep(serving.family(options.host, options.port, settings.WEB_WORKERS))


def refusal() -> str:
    """Why this database is not one to serve, or "": asked by a process of its own, since what reaches a database would
    stay in ours."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        try:
            from canbo.office.base.moved import refusal as asked

            os.write(writing, asked().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answer:
        found = answer.read()
    os.waitpid(child, 0)
    return found
