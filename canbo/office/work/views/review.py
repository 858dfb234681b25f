"""A head reviews the month of everybody in one grid: a row for each delivery, keyboard first, sent in one go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.people.access import Viewer, viewer
from canbo.office.work import actions
from canbo.office.work.actions import Report, Review
from canbo.office.work.models import Act
from canbo.office.work.queries.board import units_led
from canbo.office.work.queries.grid import Delivery, deliveries
from canbo.office.work.views.common import leads, month_of
from canbo.paperwork.dates import short_date
from canbo.rulebook.amounts import natural

MOST = 600
_HELD = re.compile(r"d([0-9]{1,18})-of")


@dataclass(frozen=True)
class Typed:
    """What was typed about a delivery, and what is wrong with it."""

    ok: str = ""
    bad: str = ""
    why: str = ""
    objective: bool = False
    late_excused: bool = False
    handed: bool = False
    error: str = ""
    reviews: tuple[Review, ...] = field(default=())


EMPTY = Typed()


@dataclass(frozen=True)
class Group:
    """The deliveries of one person."""

    person: int
    name: str
    rows: SafeString
    count: int


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """The grid. POST `do`: send (rows filled in), pass (the rows left empty pass whole, too)."""
    found = viewer(request)
    command = leads(found)
    units = units_led(command.tops, found.day)
    asked = request.GET.get("don_vi", "")
    chosen = next((unit for unit in units if str(unit.pk) == asked), None)
    if asked and chosen is None:
        raise Http404("no such unit")
    month = month_of(request) if request.GET.get("thang") else None
    typed: dict[int, Typed] = {}
    if request.method == "POST":
        typed = _act(request, found)
        if not any(one.error for one in typed.values()):
            return redirect(request.get_full_path())
    waiting, total = deliveries(found, [chosen.path] if chosen else [], month, MOST)
    shown = {
        "groups": _groups(waiting, typed), "count": len(waiting), "total": total, "units": units, "chosen": chosen,
        "month": month, "now": month_of(request), "left": max(0, total - MOST),
        "wrong": len(typed),
    }  # fmt: skip
    return render(request, "work/review.html", shown, status=422 if typed else 200)


def _act(request: HttpRequest, found: Viewer) -> dict[int, Typed]:
    """Review what was filled in; what was typed where something could not be done."""
    fill = request.POST.get("do") == "pass"
    sent = _sent(request.POST)
    handed = _handed(request.POST, sent)
    typed = {pk: _read(request.POST, pk, fill, handed.get(pk)) for pk in sent}
    given = [one for row in typed.values() if not row.error for one in row.reviews]
    report = Report()
    if given:
        try:
            report = actions.review_many(actor=found.account, given=given)
        except NotTheirs as error:
            raise Http404("not theirs") from error
        except ActionError as error:
            messages.error(request, str(error))
    if done := len(set(report.done) - set(report.refused)):
        messages.success(request, f"Đã nghiệm thu {done} lần nộp.")
    elif not given and not any(row.error for row in typed.values()):
        messages.error(request, "Chưa nhập dòng nào. Hãy ghi số đạt hoặc số không đạt.")
    wrong = {pk: replace(row, error=report.refused[pk]) for pk, row in typed.items() if pk in report.refused}
    left = {pk: row for pk, row in typed.items() if row.error} | wrong
    if left:
        messages.error(request, f"Còn {len(left)} dòng chưa ghi được, lý do ở cuối mỗi dòng. Hãy sửa rồi ghi lại.")
    return left


def _handed(data: Mapping[str, str], sent: Sequence[int]) -> dict[int, date]:
    """When the deliveries were handed in that are to count as finished then, not when their people say."""
    ticked = [pk for pk in sent if f"d{pk}-handed" in data]
    rows = Act.objects.filter(pk__in=ticked, kind="deliver").values_list("id", "at") if ticked else ()
    return {pk: timezone.localdate(at) for pk, at in rows}


def _sent(data: Mapping[str, str]) -> list[int]:
    """The deliveries the screen held."""
    names = (name[1:].removesuffix("-of") for name in data if name.startswith("d") and name.endswith("-of"))
    return [pk for name in names if (pk := natural(name)) is not None][:MOST]


def _read(data: Mapping[str, str], pk: int, fill: bool, handed: date | None) -> Typed:
    ok, bad, why = (data.get(f"d{pk}-{name}", "").strip()[:500] for name in ("ok", "bad", "why"))
    if fill and not ok and not bad:
        ok = data.get(f"d{pk}-of", "")
    late = f"d{pk}-late" in data
    typed = Typed(ok, bad, why, f"d{pk}-obj" in data, late, handed is not None)
    counts = []
    for text in (ok, bad):
        if (count := natural(text or "0", 6)) is None:
            return replace(typed, error=f"“{text[:20]}” không phải số nguyên. Hãy nhập số sản phẩm.")
        counts.append(count)
    for wanted, of_what in (
        (counts[1], "không đạt"),
        (late, "khách quan của việc chậm"),
        (handed, "tính theo ngày nộp"),
    ):
        if wanted and not why:
            return replace(typed, error=f"Hãy nhập lý do {of_what}.")
    reviews = []
    if counts[1]:
        reviews.append(Review(pk, "fail", counts[1], why, typed.objective, late, finished=handed))
    if counts[0]:
        first = not counts[1]
        reviews.append(Review(pk, "pass", counts[0], why, False, late and first, finished=handed if first else None))
    return replace(typed, reviews=tuple(reviews))


def _groups(waiting: Sequence[Delivery], typed: Mapping[int, Typed]) -> list[Group]:
    found = []
    before, _, after = reverse("work:assignment", args=[0]).rpartition("0")  # found once, not for hundreds of rows
    for _, mine in groupby(waiting, key=lambda one: one.person):
        rows = list(mine)
        written = "".join(
            _row(one, typed.get(one.act, EMPTY), f"{before}{one.assignment}{after}", bool(typed)) for one in rows
        )
        found.append(Group(rows[0].person, rows[0].person_name, mark_safe(written), len(rows)))
    return found


_ROW = (
    '<tr{8}><th class="name" scope="row" id="n{0}"><a href="{1}">{2}</a>{3}</th>'
    '<td class="full" data-label="Nội dung">{4}</td>'
    '<td class="nowrap{5}" data-label="Hạn">{6}</td>'
    '<td class="nowrap full{5}" data-label="Xong, nộp"><span>{7}</span></td>'
    '<td class="num" data-label="Chờ">{9}<input type="hidden" name="d{0}-of" value="{9}"></td>'
    '<td class="cell" data-label="Đạt"><input class="mark" inputmode="numeric" data-index="0" data-max="{9}" '
    'data-step="1" name="d{0}-ok" value="{10}" aria-labelledby="cot-dat n{0}"></td>'
    '<td class="cell" data-label="Không đạt"><input class="mark" inputmode="numeric" data-index="1" data-max="{9}" '
    'data-step="1" name="d{0}-bad" value="{11}" aria-labelledby="cot-loi n{0}"></td>'
    '<td class="full" data-label="Lý do"><input class="form-control" data-stop name="d{0}-why" value="{12}" '
    'maxlength="500" aria-labelledby="cot-ly-do n{0}"></td><td class="nowrap full" data-label="Khách quan">'
    '<label><input type="checkbox" name="d{0}-obj"{13}> lỗi</label>{14}</td>{15}</tr>'
)
_day = lru_cache(maxsize=1000)(short_date)  # a grid has hundreds of the same few days
_LATE = ' <label><input type="checkbox" name="d{}-late"{}> chậm</label>'
_HANDED = '<br><label><input type="checkbox" name="d{}-handed"{}> tính theo ngày nộp</label>'
_TOLD = '<br><strong class="late">khai xong trước hạn,<br>nộp sau hạn</strong>'


def _row(one: Delivery, typed: Typed, where: str, told: bool) -> SafeString:
    """One delivery; `told` leaves room for what is wrong with others.

    Written here since a grid has hundreds, for each of which a template takes far longer.
    """
    pk = one.act
    late = _LATE.format(pk, " checked" if typed.late_excused else "") if one.is_late else ""
    if one.is_told_late:
        late += _HANDED.format(pk, " checked" if typed.handed else "")
    days = f'{_day(one.day)}<br><span class="muted">nộp {_day(one.handed)}</span>'
    proofs = f' <span class="muted">{one.proofs} minh chứng</span>' if one.proofs else ""
    wrong = (
        f'<td class="full late" data-label="Cần sửa">{escape(typed.error)}</td>' if typed.error else "<td></td>" * told
    )
    written = _ROW.format(
        pk,
        where,
        escape(one.product),
        proofs,
        escape(one.words),
        " late" if one.is_late else "",
        _day(one.due),
        days + (_TOLD if one.is_told_late else ""),
        ' data-row-state="failed"' if typed.error else "",
        one.pieces,
        escape(typed.ok),
        escape(typed.bad),
        escape(typed.why),
        " checked" if typed.objective else "",
        late,
        wrong,
    )
    return mark_safe(written)  # every text that somebody typed was escaped above
