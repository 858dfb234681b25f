"""What people hold comes along when their unit gives way to another: posts, postings, roles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from canbo.office.base.models import Account
from canbo.office.people.models import Grant, Post, Posting, Unit

AWAITING = "Chờ bố trí chức vụ"
Key = tuple[int, int, bool]  # old post, new unit, whether the person goes on awaiting a post


def carry(*, day: date, targets: Mapping[int, Unit], vacant: Mapping[int, Unit], head: Posting | None = None) -> None:
    """Send postings (by id) to their new units from a day on, on copies of their posts.

    `vacant` sends the posts nobody holds (by old unit id). With `head`, only that posting stays at the head of its
    new unit; others who headed go on as staff awaiting a post.
    """
    postings = list(Posting.objects.filter(pk__in=list(targets)).select_related("post").order_by("id"))
    keys = {
        posting.pk: (
            posting.post_id,
            targets[posting.pk].pk,
            head is not None and posting.post.rank == "head" and posting.post_id != head.post_id,
        )
        for posting in postings
    }
    posts = {posting.post_id: posting.post for posting in postings}
    empty = Post.objects.filter(_lasting(day), unit_id__in=list(vacant)).exclude(pk__in=list(posts))
    copies = _copy_posts(day, keys.values(), posts, {unit.pk: unit for unit in targets.values()}, empty, vacant)
    begun = [posting for posting in postings if posting.valid_from < day]
    ends = {posting.pk: posting.valid_to for posting in begun}
    Posting.objects.filter(pk__in=list(ends)).update(valid_to=day)
    Posting.objects.bulk_create((_next(posting, copies[keys[posting.pk]], day) for posting in begun), batch_size=1000)
    coming = [posting for posting in postings if posting.valid_from >= day]
    for posting in coming:
        posting.post = copies[keys[posting.pk]]
    Posting.objects.bulk_update(coming, ["post"], batch_size=500)
    old = Post.objects.filter(_lasting(day), Q(pk__in=list(posts)) | Q(unit_id__in=list(vacant)))
    old.filter(valid_from__lt=day).update(valid_to=day)
    old.filter(valid_from__gte=day, postings=None).delete()


def reevaluate(*, day: date, mapping: Mapping[int, Unit]) -> None:
    """People whom an old unit evaluates are evaluated by its successor from the day on."""
    rows = list(Posting.objects.filter(_lasting(day), evaluated_by__in=list(mapping)))
    begun = [posting for posting in rows if posting.valid_from < day]
    nexts = [_next(posting, posting.post, day) for posting in begun]
    for posting in nexts:
        posting.evaluated_by = mapping[posting.evaluated_by_id]  # type: ignore[index]
    Posting.objects.filter(pk__in=[posting.pk for posting in begun]).update(valid_to=day)
    Posting.objects.bulk_create(nexts, batch_size=1000)
    coming = [posting for posting in rows if posting.valid_from >= day]
    for posting in coming:
        posting.evaluated_by = mapping[posting.evaluated_by_id]  # type: ignore[index]
    Posting.objects.bulk_update(coming, ["evaluated_by"], batch_size=500)


def regrant(*, actor: Account, day: date, mapping: Mapping[int, Unit]) -> None:
    """Roles over a unit that goes on under another name or place hold over its successor too.

    The old grant stays: it still opens the past, which remains with the old unit.
    """
    rows = Grant.objects.filter(_lasting(day), unit_id__in=list(mapping))
    Grant.objects.bulk_create(
        Grant(
            account_id=row.account_id, role=row.role, unit=mapping[row.unit_id], by=actor,
            valid_from=max(day, row.valid_from), valid_to=row.valid_to,
        )
        for row in rows
    )  # fmt: skip


def _copy_posts(
    day: date, keys: object, posts: Mapping[int, Post], units: Mapping[int, Unit], empty: object,
    vacant: Mapping[int, Unit],
) -> dict[Key, Post]:  # fmt: skip
    """One new post per old post and new unit, begun on the day or when the old one would have begun."""
    copies: dict[Key, Post] = {}
    for key in dict.fromkeys(keys):  # type: ignore[call-overload]
        old, awaiting = posts[key[0]], key[2]
        copies[key] = _post(old, units[key[1]], day)
        if awaiting:
            copies[key].title, copies[key].rank, copies[key].key = AWAITING, "staff", False
    spare = [_post(old, vacant[old.unit_id], day) for old in empty]  # type: ignore[attr-defined]
    Post.objects.bulk_create([*copies.values(), *spare], batch_size=1000)
    return copies


def _post(old: Post, unit: Unit, day: date) -> Post:
    return Post(
        unit=unit, title=old.title, rank=old.rank, key=old.key, valid_from=max(day, old.valid_from),
        valid_to=old.valid_to,
    )  # fmt: skip


def _next(posting: Posting, post: Post, day: date) -> Posting:
    return Posting(
        person_id=posting.person_id, post=post, kind=posting.kind, task_group=posting.task_group,
        primary=posting.primary, evaluated_by_id=posting.evaluated_by_id, acting=posting.acting, valid_from=day,
        valid_to=posting.valid_to,
    )  # fmt: skip


def _lasting(day: date) -> Q:
    return Q(valid_to=None) | Q(valid_to__gt=day)
