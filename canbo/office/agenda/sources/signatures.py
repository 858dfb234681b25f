"""Signatures: certificates whose holder somebody is to confirm. One query a crowd."""

from __future__ import annotations

from django.urls import reverse

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry
from canbo.office.signatures import queries


def waiting(crowd: Crowd) -> Waits:
    """How many certificates wait for an officer or a head; never one's own. Without a deadline: not in letters."""
    if crowd.pressing:
        return
    led = {viewer.account.pk: (*viewer.paths("officer"), *viewer.headed) for viewer in crowd.viewers}
    tops = tuple(dict.fromkeys(path for paths in led.values() for path in paths))
    rows = queries.unruled(tops, crowd.day) if tops else []
    for viewer in crowd.viewers:
        mine = {
            pk
            for pk, person, path in rows
            if person not in viewer.principals and path.startswith(led[viewer.account.pk])
        }
        if mine:
            yield viewer.account.pk, Entry(
                "certificates", None, "Xác nhận chứng thư", f"{len(mine)} chứng thư chờ xác nhận là của ai",
                reverse("signatures:waiting"), "signature", "Xác nhận",
            )  # fmt: skip
