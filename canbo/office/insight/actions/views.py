"""Keeping a dashboard under a name, and letting go of it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.insight.models import SavedView
from canbo.office.people.models import Unit

KEPT = ("ky", "doi-tuong")  # of the question of a dashboard's address
MOST = 30


def keep_view(*, actor: Account, unit: Unit, name: str, query: str) -> SavedView:
    """Keep a dashboard under a name; one of the same name is replaced. ActionError without a name, or where there are
    too many. Not a legal act: nothing goes into the journal."""
    name = " ".join(name.split())[:80]
    if not name:
        raise ActionError("Hãy đặt tên cho cách xem, ví dụ “Phường mình, theo tháng”.")
    rows = SavedView.objects.filter(account=actor)
    if rows.count() >= MOST and not rows.filter(name=name).exists():
        raise ActionError(f"Đã lưu {MOST} cách xem. Hãy xóa bớt trước khi lưu thêm.")
    asked = parse_qs(query)
    kept = urlencode([(key, asked[key][-1][:40]) for key in KEPT if key in asked])
    return SavedView.objects.update_or_create(account=actor, name=name, defaults={"unit": unit, "query": kept})[0]


def drop_view(*, actor: Account, view: SavedView) -> None:
    """Let go of a kept dashboard of one's own."""
    SavedView.objects.filter(account=actor, pk=view.pk).delete()
