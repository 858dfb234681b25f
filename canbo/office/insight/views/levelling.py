"""Pages against levelling: where evaluation may have become a formality, what speaks for it, and the sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import crumb, export_url, given, page_of, saved
from canbo.office.insight.actions import examining
from canbo.office.insight.forms.levelling import ExaminationForm, first_values
from canbo.office.insight.levelling import drawing
from canbo.office.insight.levelling.drill import drill
from canbo.office.insight.levelling.words import Told, shown, told
from canbo.office.insight.models import Examination, Examined
from canbo.office.insight.queries import levelling as queries
from canbo.office.insight.views.levelling_tables import evidence_table, lines_table
from canbo.office.people.access import Viewer, need, viewer
from canbo.rulebook.levelling import Settings
from canbo.rulebook.levelling.severity import ALONE
from canbo.rulebook.levelling.words import SEVERITY, WORDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEAR = timedelta(days=365)


def _run(request: HttpRequest) -> tuple[Viewer, list[Examination], Examination | None, Examination | None]:
    """The viewer, the examinations they may see, the one asked for and the one it is compared with."""
    found = viewer(request)
    need(bool(found.readable))
    rows = queries.standing(found)
    row = queries.chosen(rows, request.GET.get("lan", ""))
    before = queries.earlier(rows, row, request.GET.get("so-voi", "")) if row else None
    return found, rows, row, before


def _around(
    found: Viewer, rows: list[Examination], row: Examination | None, before: Examination | None
) -> dict[str, Any]:
    return {
        "runs": rows, "run": row, "compared": before, "may_examine": bool(found.begins),
        "query": f"?lan={row.pk}" + (f"&so-voi={before.pk}" if before else "") if row else "",
    }  # fmt: skip


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The units of an examination, page by page: those with signals first, in the order of evidence."""
    found, rows, row, before = _run(request)
    shown: dict[str, Any] = _around(found, rows, row, before)
    if row is not None:
        board = queries.board(found, row)
        if request.GET.get("xuat") == "xlsx":
            every = [one.pk for one in (*board.found, *board.quiet, *board.silent)]
            return saved(
                lines_table(row, queries.lines(found, row, before, every), "Đơn vị"), "Dấu hiệu cào bằng.xlsx", XLSX
            )
        page = page_of(request, [*board.found, *board.quiet])
        lines = queries.lines(found, row, before, [one.pk for one in page])
        _draw(lines, board.totals)
        low, high = drawing.bounds(board.totals)
        shown |= {
            "board": board, "page": page, "low": low, "high": high, "rate": Settings(**row.settings).rate // 100,
            "hits": [line for line in lines if line.row.found], "quiet": [line for line in lines if not line.row.found],
            "after": max(0, page.start_index() - 1 - len(board.found)),
            "reasons": _reasons(board.silent), "alone": not (board.found or board.quiet),
            "words": [WORDS[key] for key in WORDS if key != SEVERITY],
            "exports": [{"label": "Excel", "url": export_url(request)}],
        }  # fmt: skip
    return render(request, "insight/levelling.html", shown)


@require_safe
def evaluators(request: HttpRequest) -> HttpResponse:
    """Those who marked, by name; of whom something was found, and of whom not or nothing can be told."""
    found, rows, row, before = _run(request)
    need(row is not None)
    assert row is not None
    people = queries.evaluators(found, row)
    if request.GET.get("xuat") == "xlsx":
        lines = queries.lines(found, row, before, [one.pk for one in people])
        return saved(lines_table(row, lines, "Người chấm"), "Dấu hiệu theo người chấm.xlsx", XLSX)
    told = [one for one in people if not one.silence]
    hits, every = [one for one in told if one.hit], request.GET.get("het") == "1"
    page = page_of(request, told if every else hits)
    page.object_list = queries.lines(found, row, before, [one.pk for one in page])
    shown = {
        "page": page, "silent": len(people) - len(told), "found": len(hits),
        "told": len(told), "quiet": 0 if every else len(told) - len(hits),
        "exports": [{"label": "Excel", "url": export_url(request)}],
        "crumbs": [crumb("Dấu hiệu cào bằng", "insight:levelling")], **_around(found, rows, row, before),
    }  # fmt: skip
    return render(request, "insight/evaluators.html", shown)


def _reasons(silent: Iterable[queries.Place]) -> list[tuple[str, list[str]]]:
    """Why nothing is told, with the units it is so of, the commonest reason first."""
    found: dict[str, list[str]] = {}
    for one in silent:
        found.setdefault(one.silence, []).append(one.unit)
    return sorted(found.items(), key=lambda one: -len(one[1]))


def _draw(lines: Iterable[queries.Line], every: Mapping[str, int]) -> None:
    behind = drawing.Behind(every)
    for line in lines:
        line.drawn = behind.distribution(line.row.totals, f"Phân bố điểm của {line.row.unit}")


@require_safe
def examined(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit or evaluator: what was found and does not mean, period by period, and what was not found."""
    found, row = _one(request, pk)
    drilled = drill(row)
    every = [told(one) for one in row.signals.all()]
    hits = [one for one in every if one.row.found and one.row.signal != SEVERITY]
    strips = {period.label: dict(held) for period, held in drilled.totals().items()}
    shown = {
        "row": row, "name": row.evaluator or row.unit, "run": row.examination, "mine": _mine(found, row),
        "hits": [(one, _periods(drilled.periods(one.row.signal), one)) for one in hits],
        "others": [one for one in every if not one.row.found and one.row.signal != SEVERITY],
        "severity": next((one for one in every if one.row.signal == SEVERITY), None), "alone": ALONE,
        "strips": drawing.strips(strips, "Phân bố điểm từng kỳ") if strips and row.totals else "",
        "table": [(name, sum(one.values()), min(one), max(one), max(one.values())) for name, one in strips.items()],
        "crumbs": _crumbs(found, row), "rules": _rules(row.examination),
    }  # fmt: skip
    return render(request, "insight/examined.html", shown)


def _periods(values: dict[Any, int], one: Told) -> list[tuple[str, str]]:
    return [(period.label, shown(one.row.signal, value)) for period, value in values.items()]


@require_safe
def evidence(request: HttpRequest, pk: int, signal: str) -> HttpResponse:
    """The sheets a signal rests on."""
    found, row = _one(request, pk)
    need(signal in WORDS and signal != SEVERITY and not row.silence)
    ids = queries.shown(found, drill(row).sheets(signal))
    if request.GET.get("xuat") == "xlsx":
        return saved(evidence_table(row, WORDS[signal].label, queries.sheets(ids)), "Phiếu của dấu hiệu.xlsx", XLSX)
    page = page_of(request, ids)
    page.object_list = queries.sheets(list(page.object_list))
    shown = {
        "row": row, "name": row.evaluator or row.unit, "words": WORDS[signal], "page": page,
        "exports": [{"label": "Excel", "url": export_url(request)}],
        "crumbs": [*_crumbs(found, row), crumb(str(row.evaluator or row.unit), "insight:examined", row.pk)],
    }  # fmt: skip
    return render(request, "insight/evidence.html", shown)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What the viewer's own marking looks like beside that of others, in kind words, for themselves alone."""
    found = viewer(request)
    need(found.person is not None)
    rows = [(row, [told(one) for one in row.signals.all() if one.found]) for row in queries.own(found)]
    return render(request, "insight/own_marking.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def examine(request: HttpRequest) -> HttpResponse:
    """Begin an examination, in the background; the numbers begin as the last one had them."""
    found = viewer(request)
    need(bool(found.begins))
    last = next(iter(queries.standing(found)), None)
    settings = Settings(**last.settings) if last else Settings()
    home = found.begins[0]
    start = first_values(settings, (found.day - YEAR).replace(day=1), found.day, queries.unit_at(home))
    form = ExaminationForm(found, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        job = given(
            request,
            lambda: examining.start(
                actor=found.account, unit=asked["unit"], starts=asked["starts"], ends=asked["ends"],
                settings=form.settings(), next_url=reverse("insight:levelling"),
            ),
            form,
        )  # fmt: skip
        if job is not None:
            return redirect("base:job", job.pk)
    context = {"form": form, "crumbs": [crumb("Dấu hiệu cào bằng", "insight:levelling")]}
    return render(request, "insight/examine.html", context, status=422 if form.errors else 200)


def _one(request: HttpRequest, pk: int) -> tuple[Viewer, Examined]:
    found = viewer(request)
    row = queries.one_for(found, pk)
    need(row is not None)
    assert row is not None
    return found, row


def _mine(found: Viewer, row: Examined) -> bool:
    return found.person is not None and row.evaluator_id == found.person.pk


def _crumbs(found: Viewer, row: Examined) -> list[dict[str, str]]:
    if _mine(found, row):
        return [crumb("Cách chấm của tôi", "insight:own_marking")]
    first = crumb("Dấu hiệu cào bằng", "insight:levelling")
    if row.evaluator_id is None:
        return [first]
    return [first, crumb("Theo người chấm", "insight:evaluators")]


def _rules(run: Examination) -> list[tuple[str, str]]:
    """By which numbers it was examined, in words."""
    held = Settings(**run.settings)
    found = [
        ("Nhóm nhỏ", f"dưới {held.people} người thì không nói"),
        ("So sánh", f"với ít nhất {held.others} nơi khác"),
        ("Sát nhau", f"độ chênh dưới {held.share // 100}% mức thường thấy"),
        ("Báo nhầm", f"nhiều nhất {held.rate // 100}% số dấu hiệu nêu ra"),
    ]
    if held.honest:
        found.append(("Độ chênh hợp lý", shown("spread", held.honest)))
    return found
