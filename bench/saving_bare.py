"""The floor of a save: bare WSGI and psycopg. The same request, the same rows read, held and written, and nothing else:
no middleware, no ORM, no rules, nobody refused but strangers to the session."""

from __future__ import annotations

import json
import os
import re
import struct
import threading
from collections.abc import Callable, Iterable

import psycopg

HERE = threading.local()
SHEET = re.compile(r"/(\d+)/")
SESSION = re.compile(r"sessionid=(\w+)")
WHO = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"
HELD = (
    "SELECT state.stage, sheet.person_id FROM sheet_state state JOIN sheet ON sheet.id = state.sheet_id"
    " WHERE state.sheet_id = %s FOR UPDATE OF state"
)
DRAFT = "SELECT id, marks, version FROM draft WHERE sheet_id = %s AND step = 'self' AND author_id = %s"
SAVE = "UPDATE draft SET marks = %s, words = %s, version = version + 1, updated_at = now() WHERE id = %s"


def application(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
    """Save, as `office.evaluations.draft` does; also the number of the version now kept."""
    if not hasattr(HERE, "line"):
        HERE.line = psycopg.connect(os.environ["DATABASE_URL"])
    body = environ["wsgi.input"].read(int(str(environ["CONTENT_LENGTH"])))  # type: ignore[attr-defined]
    form = json.loads(body)
    sheet, key = SHEET.search(str(environ["PATH_INFO"])), SESSION.search(str(environ["HTTP_COOKIE"]))
    marks = [round(100 * float(form[name].replace(",", "."))) for name in form if name[0] == "m"]
    words = {name[1:]: text for name, text in form.items() if name[0] == "w" and text}
    with HERE.line.cursor() as cursor:
        assert sheet is not None
        assert key is not None
        assert cursor.execute(WHO, [key[1]]).fetchone()
        stage, person = cursor.execute(HELD, [sheet[1]]).fetchone()
        draft, _, version = cursor.execute(DRAFT, [sheet[1], person]).fetchone()
        assert (stage, version) == ("self", int(form["version"]))
        cursor.execute(SAVE, [struct.pack(f">x{len(marks)}h", *marks), json.dumps(words), draft])
    HERE.line.commit()
    answer = json.dumps({"ok": True, "version": version + 1, "total": "", "errors": {}}).encode()
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]
