"""What a prepared commitment begins with: nothing, last year's words, or what the post's competency framework asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from canbo.office.commitments.models import Commitment, CommitmentText
from canbo.office.commitments.preparing import Place
from canbo.office.commitments.queries.frameworks import Frameworks
from canbo.office.commitments.standing import items_of, words_of
from canbo.paperwork.names import search_key

BLANK, LAST_YEAR, FRAMEWORK = "blank", "last_year", "framework"
SOURCES = [
    (BLANK, "Để trống, mỗi người tự viết"),
    (LAST_YEAR, "Lấy lại lời cam kết năm trước của từng người"),
    (FRAMEWORK, "Lấy mô tả trong khung năng lực của vị trí, ở mục cùng tên"),
]
Items = list[dict[str, str]]


def items(places: Sequence[Place], source: str, year: int, day: date) -> list[Items]:
    """The items of each place's first text, in the order of the places. At most two queries."""
    if source == LAST_YEAR:
        return _last_year(places, year - 1)
    if source == FRAMEWORK:
        return _framework(places, day)
    return [[] for _ in places]


def _last_year(places: Sequence[Place], year: int) -> list[Items]:
    """Words by the key of the item; what the new form no longer has is left behind."""
    people = [place.posting.person_id for place in places]
    stood = Commitment.objects.filter(person__in=people, year=year, withdrawals=None)
    rows = CommitmentText.objects.filter(commitment__in=stood).order_by("id")
    newest = dict(rows.values_list("commitment__person_id", "items"))
    return [items_of(place.form, words_of(newest.get(place.posting.person_id, []))) for place in places]


def _framework(places: Sequence[Place], day: date) -> list[Items]:
    """What the framework describes under the name of the item."""
    held = Frameworks.of({place.posting.post.unit.path for place in places}, day)
    found = []
    for place in places:
        row = held.find(place.posting.post.unit.path, place.posting.post.title)
        told = {search_key(one["name"]): one["description"] or one["level"] for one in (row.items if row else ())}
        found.append(
            items_of(place.form, {item.key: told.get(search_key(item.label), "") for item in place.form.items})
        )
    return found
