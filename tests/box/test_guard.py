"""T6: what the box must not have, asked of its own settings and tables."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.box.place import Place

ASK = """
import json, logging, django
django.setup()
from django.apps import apps
from django.conf import settings
from django.db import models
fields = [
    (model.__name__, field.name, type(field).__name__, bool(field.remote_field), getattr(field.default, "__name__", ""))
    for model in apps.get_models() for field in model._meta.get_fields()
]
handlers = [type(one).__name__ for one in logging.getLogger().handlers]
handlers += [type(one).__name__ for name in list(logging.root.manager.loggerDict)
             for one in logging.getLogger(name).handlers]
print(json.dumps({"fields": fields, "apps": settings.INSTALLED_APPS, "middleware": settings.MIDDLEWARE,
                  "loaded": [app.name for app in apps.get_app_configs()], "handlers": sorted(set(handlers))}))
"""


def asked(place: Place) -> dict[str, list[object]]:
    env = place.env | {"DJANGO_SETTINGS_MODULE": "canbo.box.settings"}
    done = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True)
    found: dict[str, list[object]] = json.loads(done.stdout)
    return found


def test_no_field_of_the_box_tells_time_order_or_person(place: Place) -> None:
    """The whole list, so that whoever adds a field has to come by here: no date, no growing number, no link."""
    fields = {(one[0], one[1]): (one[2], one[3], one[4]) for one in asked(place)["fields"]}  # type: ignore[index]
    text, number = ("CharField", False, "NOT_PROVIDED"), ("PositiveSmallIntegerField", False, "NOT_PROVIDED")
    body, key = ("TextField", False, "NOT_PROVIDED"), ("UUIDField", False, "uuid4")
    sealed = {"leaf": text, "survey": text, "signer": text, "counter": number, "body": body}
    wanted = {("Arrival", name): kind for name, kind in sealed.items()}
    wanted |= {("Ballot", name): kind for name, kind in (sealed | {"head": number}).items()}
    wanted |= {("Paper", "id"): key, ("Paper", "survey"): text, ("Paper", "kind"): text, ("Paper", "text"): body}
    wanted |= {("Head", "id"): key, ("Head", "survey"): text, ("Head", "number"): number, ("Head", "root"): text}
    wanted |= {("Head", "signature"): text, ("Head", "key"): text}
    wanted |= {("Head", "size"): ("PositiveIntegerField", False, "NOT_PROVIDED")}
    assert fields == wanted


def test_the_tables_are_those_of_the_models_and_django_s_list_of_migrations(place: Place) -> None:
    if place.url:
        names = place.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
    else:
        names = place.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    assert {name for (name,) in names} - {"sqlite_sequence"} == {
        "box_arrival", "box_ballot", "box_head", "box_paper", "django_migrations",
    }  # fmt: skip


def test_the_box_has_no_sessions_accounts_messages_admin_or_logs(place: Place) -> None:
    """T5, T6: nothing that remembers is installed, and nothing that writes is attached."""
    found = asked(place)
    assert found["apps"] == found["loaded"] == ["canbo.box"]
    assert found["middleware"] == ["canbo.box.middleware.quiet"]
    assert found["handlers"] == ["NullHandler"]


def test_the_server_writes_nothing_about_anybody(place: Place) -> None:
    """T5: whatever is asked, well or badly, no line comes out and no file appears."""
    manifest = place.campaign()
    before = sorted(path.name for path in place.folder.rglob("*") if "box-inbox" not in path.parts)
    for path in ("/", "/nowhere", f"/api/{manifest.hash}/slips/none", "/api/%ff", "/modules.js"):
        assert place.get(path).status in (200, 400, 404)
    assert place.cast(manifest, b"no ballot").status == 400
    assert place.ask("DELETE", "/", None).status in (200, 405)
    assert (place.folder / "server.log").read_bytes() == b""
    assert sorted(path.name for path in place.folder.rglob("*") if "box-inbox" not in path.parts) == before
