"""Posts of a unit: made ahead of whoever is to hold them, ended when nobody does."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer, need
from canbo.office.people.actions.units import refuse_outside
from canbo.office.people.models import Post, Posting, Unit
from canbo.paperwork.dates import short_date
from canbo.paperwork.names import tidy


@transaction.atomic
def create_post(*, actor: Account, unit: Unit, title: str, rank: str, day: date, key: bool = False) -> Post:
    """A post nobody holds yet, from a day."""
    need(Viewer(actor).holds("officer", path=unit.path))
    refuse_outside(unit, day)
    title = tidy(title)
    if not title:
        raise ActionError("Hãy nhập chức vụ, chức danh.")
    if Post.objects.filter(unit=unit, title=title, rank=rank, valid_to=None).exists():
        raise ActionError(
            f"{unit.name} đã có chức vụ “{title}”. Nhiều người cùng giữ một chức vụ được, không cần thêm."
        )
    post = Post.objects.create(unit=unit, title=title, rank=rank, key=key, valid_from=day)
    _log(actor, "people.post_created", post, day)
    return post


@transaction.atomic
def end_post(*, actor: Account, post: Post, day: date) -> None:
    """End a post that nobody holds from a day; one that had not begun by then is withdrawn."""
    post = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post.pk)
    need(Viewer(actor).holds("officer", path=post.unit.path))
    holders = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), post=post).count()
    if holders:
        raise ActionError(
            f"Còn {holders} người giữ “{post.title}” từ ngày {short_date(day)}. Hãy kết thúc vị trí trước."
        )
    if post.valid_to is not None:
        raise ActionError(f"“{post.title}” đã kết thúc từ ngày {short_date(post.valid_to)}.")
    _log(actor, "people.post_ended", post, day)
    if day > post.valid_from:
        Post.objects.filter(pk=post.pk).update(valid_to=day)
    else:
        post.delete()  # never in force: no posting can be older than its post


def _log(actor: Account, verb: str, post: Post, day: date) -> None:
    journal.record(
        agency_id=post.unit.agency_id, actor=actor, verb=verb, subject=post,
        data={"unit": post.unit_id, "rank": post.rank, "day": day.isoformat()},
    )  # fmt: skip
