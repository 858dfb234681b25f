"""Postings: a person put on a post, moved to other terms, taken off it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer, current, need
from canbo.office.people.actions.closing import settle_accounts
from canbo.office.people.actions.succeeding import lasting
from canbo.office.people.models import Person, Post, Posting, Unit
from canbo.paperwork.dates import short_date
from canbo.paperwork.names import tidy


@dataclass(frozen=True)
class Terms:
    """On what terms a person holds a post. `evaluated_by` None: the unit's own agency evaluates."""

    kind: str
    task_group: str = ""
    primary: bool = True
    acting: bool = False
    evaluated_by: Unit | None = None


@transaction.atomic
def post_person(
    *, actor: Account, person: Person, unit: Unit, title: str, rank: str, terms: Terms, day: date, key: bool = False,
    replace: bool = False,
) -> Posting:  # fmt: skip
    """Put a person on a post of a unit from a day; the post is made if the unit has none of that title and rank.

    A person has one primary posting: with `replace` the present one ends that day, without it a second is refused.
    """
    viewer = Viewer(actor)
    need(viewer.holds("officer", path=unit.path))
    Person.objects.select_for_update().get(pk=person.pk)
    if day < unit.valid_from or (unit.valid_to and day >= unit.valid_to):
        raise ActionError(f"{unit.name} không có hiệu lực vào ngày {short_date(day)}. Hãy chọn đơn vị hoặc ngày khác.")
    if terms.primary:
        _make_room(viewer, person, day, replace)
    post = open_post(unit=unit, title=tidy(title), rank=rank, key=key, day=day)
    if Posting.objects.filter(lasting(day), person=person, post=post).exists():
        raise ActionError(f"{person.full_name} đang giữ chức vụ này ở {unit.name} rồi.")
    posting = Posting.objects.create(
        person=person, post=post, kind=terms.kind, task_group=tidy(terms.task_group), primary=terms.primary,
        acting=terms.acting, evaluated_by=terms.evaluated_by, valid_from=day,
    )  # fmt: skip
    settle_accounts([person.pk])
    _log(actor, "people.posted", posting, unit, day)
    return posting


@transaction.atomic
def end_posting(*, actor: Account, posting: Posting, day: date) -> Posting:
    """Take a person off a post: `day` is the first day without it. The account closes when nothing is left."""
    posting = _open(actor, posting, day)
    posting.valid_to = day
    posting.save(update_fields=["valid_to"])
    settle_accounts([posting.person_id])
    _log(actor, "people.posting_ended", posting, posting.post.unit, day)
    return posting


@transaction.atomic
def change_posting(*, actor: Account, posting: Posting, terms: Terms, day: date) -> Posting:
    """Other terms for the same post from a day: the posting ends, a new one begins. The new posting."""
    posting = _open(actor, posting, day)
    if terms.primary and not posting.primary:
        _make_room(Viewer(actor), posting.person, day, replace=False)
    before = Terms(posting.kind, posting.task_group, posting.primary, posting.acting, posting.evaluated_by)
    if terms == before:
        raise ActionError("Chưa có gì thay đổi so với vị trí hiện tại.")
    posting.valid_to = day
    posting.save(update_fields=["valid_to"])
    new = Posting.objects.create(
        person=posting.person, post=posting.post, kind=terms.kind, task_group=tidy(terms.task_group),
        primary=terms.primary, acting=terms.acting, evaluated_by=terms.evaluated_by, valid_from=day,
    )  # fmt: skip
    _log(actor, "people.posting_changed", new, posting.post.unit, day)
    return new


def open_post(*, unit: Unit, title: str, rank: str, day: date, key: bool = False) -> Post:
    """The unit's post of that title and rank that lasts beyond a day, or a new one from the day."""
    if not title:
        raise ActionError("Hãy nhập chức vụ, chức danh.")
    post = Post.objects.filter(current(day), unit=unit, title=title, rank=rank, valid_to=None).first()
    return post or Post.objects.create(unit=unit, title=title, rank=rank, key=key, valid_from=day)


def _open(actor: Account, posting: Posting, day: date) -> Posting:
    """The posting locked, when it may be ended on the day by this actor."""
    rows = Posting.objects.select_for_update(of=("self",)).select_related("post__unit", "person", "evaluated_by")
    posting = rows.get(pk=posting.pk)
    need(Viewer(actor).holds("officer", path=posting.post.unit.path))
    if posting.valid_to is not None:
        raise ActionError(f"Vị trí này đã kết thúc từ ngày {short_date(posting.valid_to)}.")
    if day <= posting.valid_from:
        raise ActionError(f"Vị trí này bắt đầu ngày {short_date(posting.valid_from)}. Hãy chọn ngày sau ngày đó.")
    return posting


def _make_room(viewer: Viewer, person: Person, day: date, replace: bool) -> None:
    """End the present primary posting, if that was asked for and is the actor's to end."""
    rows = Posting.objects.filter(lasting(day), person=person, primary=True).select_related("post__unit")
    for held in rows:
        where = held.post.unit.name
        if not viewer.holds("officer", path=held.post.unit.path):
            raise ActionError(
                f"{person.full_name} còn vị trí chính ở đơn vị khác, ngoài phạm vi của tài khoản này. "
                "Hãy nhờ đơn vị đó kết thúc vị trí trước, hoặc chọn “không phải vị trí chính”."
            )
        if not replace:
            raise ActionError(
                f"{person.full_name} đang có vị trí chính: {held.post.title}, {where}. "
                "Hãy đánh dấu “Thôi vị trí chính hiện tại” hoặc bỏ dấu “Vị trí chính”."
            )
        if held.valid_from >= day:
            began = short_date(held.valid_from)
            raise ActionError(f"Vị trí ở {where} bắt đầu ngày {began}. Hãy chọn ngày sau ngày đó.")
        held.valid_to = day
        held.save(update_fields=["valid_to"])


def _log(actor: Account, verb: str, posting: Posting, unit: Unit, day: date) -> None:
    journal.record(
        agency_id=unit.agency_id, actor=actor, verb=verb, subject=posting,
        data={"person": posting.person_id, "unit": unit.pk, "day": day.isoformat()},
    )  # fmt: skip
