"""Pages where a draft's own texts are written: the items of a form, on the screen or from Excel; the items a frame is
split into, as a table or as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.errors import ActionError
from canbo.office.people.views.common import spreadsheet
from canbo.office.regulations import actions, drafting, filling, sheets, splitting
from canbo.office.regulations.forms import ItemsFileForm, RefinementForm
from canbo.office.regulations.models import AdoptionDraft
from canbo.office.regulations.views.drafts import crumbs_of, held
from canbo.rulebook import Pack, Rules, Setting

MOST_PARTS = 40


def _setting(row: AdoptionDraft, key: str) -> tuple[Pack, Setting]:
    found = drafting.source(row)
    setting = next((one for one in found.settings if one.key == key and one.type == "items"), None) if found else None
    if found is None or setting is None:
        raise Http404("no such setting")
    return found, setting


@require_http_methods(["GET", "HEAD", "POST"])
def items(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The texts of a form as a table; saving keeps what is filled in so far."""
    who, row = held(request, pk)
    found, setting = _setting(row, key)
    if request.method == "POST":
        posted = request.POST
        texts = {
            blank.key: (posted.get(f"{blank.key}.heading", ""), posted.get(f"{blank.key}.text", ""))
            for blank in filling.blanks(found, setting)
        }
        value = filling.items_value(found, setting, texts)
        actions.save_draft(actor=who.account, draft=row, settings={key: value})
        messages.success(request, "Đã lưu nội dung.")
        return redirect("regulations:draft_items", pk, key)
    return render(request, "regulations/items.html", _items_page(row, found, setting))


def _items_page(
    row: AdoptionDraft, found: Pack, setting: Setting, upload: ItemsFileForm | None = None
) -> dict[str, object]:
    rows = filling.items(found, setting, row.settings.get(setting.key))
    return {
        "row": row, "setting": setting, "rows": rows, "filled": sum(bool(one.text.strip()) for one in rows),
        "upload": upload or ItemsFileForm(), "crumbs": crumbs_of(row), "longest": sheets.LONGEST,
    }  # fmt: skip


@require_POST
def items_file(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The texts of a form from an uploaded file: all of it, or nothing."""
    who, row = held(request, pk)
    found, setting = _setting(row, key)
    form = ItemsFileForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            value = sheets.read_items(found, setting, upload.read(), upload.name)
            actions.save_draft(actor=who.account, draft=row, settings={key: value})
            messages.success(request, f"Đã nạp {len(value or {})} nội dung từ tệp.")
            return redirect("regulations:draft_items", pk, key)
        except ActionError as error:
            form.add_error("file", str(error))
    return render(request, "regulations/items.html", _items_page(row, found, setting, form), status=422)


@require_safe
def items_template(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The Excel file to fill in, with what is already written."""
    _, row = held(request, pk)
    found, setting = _setting(row, key)
    return spreadsheet(sheets.template(found, setting, row.settings.get(key)), f"noi-dung-{found.key}-{key}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def refinement(request: HttpRequest, pk: int) -> HttpResponse:
    """The items the frame is split into, as a table; deeper ones are edited as a file."""
    who, row = held(request, pk)
    frame = drafting.frame(row)
    if frame is None:
        raise Http404("nothing to refine")
    if request.method == "POST":
        text = splitting.written(frame, request.POST, MOST_PARTS)
        actions.save_draft(actor=who.account, draft=row, refinement=text)
        messages.success(request, "Đã lưu bảng chia mục.")
        return redirect("regulations:draft_refinement", pk)
    return render(request, "regulations/refinement.html", _refinement_page(row, frame, None))


@require_POST
def refinement_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The refinement as a file, uploaded or edited: kept as it is, its fault named with the line."""
    who, row = held(request, pk)
    frame = drafting.frame(row)
    if frame is None:
        raise Http404("nothing to refine")
    form = RefinementForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            text = form.cleaned_data["text"] if upload is None else _decoded(upload.read(4 * splitting.LONGEST_TEXT))
            if reason := splitting.unsafe(text):
                raise ActionError(reason)
            actions.save_draft(actor=who.account, draft=row, refinement=text.replace("\r\n", "\n"))
            return redirect("regulations:draft_refinement", pk)
        except ActionError as error:
            form.add_error("file", str(error))
    return render(request, "regulations/refinement.html", _refinement_page(row, frame, form), status=422)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ActionError("Tệp không phải văn bản UTF-8. Hãy lưu lại tệp dạng UTF-8 (.yaml) rồi tải lên.") from error


def _refinement_page(row: AdoptionDraft, frame: Rules, form: RefinementForm | None) -> dict[str, object]:
    made = drafting.outcome(row)
    faults = [problem for problem in made.problems if problem.where == "refinement" and row.refinement.strip()]
    return {
        "row": row, "frame": frame, "splits": splitting.table(frame, row.refinement), "faults": faults,
        "blank": range(splitting.BLANK_ROWS), "form": form or RefinementForm(initial={"text": row.refinement}),
        "good": bool(row.refinement.strip()) and not faults, "crumbs": crumbs_of(row),
    }  # fmt: skip
