"""Texts of a form and splits of a frame: on the screen, from Excel, as a file; faults name the row or the line."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from canbo.office.base.errors import ActionError
from canbo.office.regulations import actions, drafting, entries, queries, sheets, splitting
from canbo.office.regulations.models import AdoptionDraft
from canbo.rulebook import library, pack
from tests.office.regulations import adopted
from tests.town import Town

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def long_bien(town: Town) -> AdoptionDraft:
    return adopted.draft(town, pack="lb_2023", settings={}, valid_from=date(2023, 3, 1), issued=date(2023, 3, 1))


def filled_in(data: bytes, change: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_template_comes_back_filled_in(town: Town) -> None:
    draft = long_bien(town)
    client = town.client("trang")
    url = reverse("regulations:draft_items_template", args=[draft.pk, "items_staff"])

    def fill(sheet: Any) -> None:
        header = next(row[0].row for row in sheet.iter_rows() if row[0].value == "TT")
        for number in range(1, 31):
            sheet.cell(header + number, 2, f"Ví dụ: Tiêu chí {(number + 4) // 5}")
            sheet.cell(header + number, 3, f"Ví dụ: nội dung {number}")

    data = filled_in(client.get(url).content, fill)
    target = reverse("regulations:draft_items_file", args=[draft.pk, "items_staff"])
    answer = client.post(target, {"file": SimpleUploadedFile("noi-dung.xlsx", data, XLSX)})
    assert answer.status_code == 302
    draft.refresh_from_db()
    value = draft.settings["items_staff"]
    assert len(value) == 30
    assert value["n30"] == {"path": ["Ví dụ: Tiêu chí 6"], "label": "Ví dụ: nội dung 30"}
    assert {problem.where for problem in drafting.outcome(draft).problems} == {"items_leader", "bands"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("Tiêu chí 1", f"Nội dung {n}") for n in range(31)], "biểu chỉ có 30"),
        ([("Tiêu chí 1", "Nội dung 1"), ("Tiêu chí 1", "")], "Hàng 3: có tiêu chí nhưng chưa có nội dung"),
        ([("", "x" * 501)], "dài hơn 500 ký tự"),
    ],
)
def test_a_faulty_file_names_the_row_and_takes_nothing(rows: list[tuple[str, str]], message: str) -> None:
    found = pack("lb_2023")
    setting = next(setting for setting in found.settings if setting.key == "items_staff")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [("Tiêu chí", "Nội dung"), *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(ActionError, match=message):
        sheets.read_items(found, setting, out.getvalue(), "noi-dung.xlsx")


def test_a_file_that_is_no_spreadsheet_is_refused_and_said(town: Town) -> None:
    draft = long_bien(town)
    target = reverse("regulations:draft_items_file", args=[draft.pk, "items_staff"])
    answer = town.client("trang").post(target, {"file": SimpleUploadedFile("a.xlsx", b"<html>", XLSX)})
    assert answer.status_code == 422
    assert "không phải Excel" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.settings == {}


def test_texts_on_the_screen_are_kept_half_way(town: Town) -> None:
    draft = long_bien(town)
    url = reverse("regulations:draft_items", args=[draft.pk, "items_staff"])
    client = town.client("trang")
    client.post(url, {"n01.heading": "Ví dụ: Kỷ luật", "n01.text": "Ví dụ: Đúng giờ", "n03.text": "Ví dụ: Đồng phục"})
    draft.refresh_from_db()
    assert draft.settings["items_staff"] == {
        "n01": {"path": ["Ví dụ: Kỷ luật"], "label": "Ví dụ: Đúng giờ"},
        "n03": {"path": [], "label": "Ví dụ: Đồng phục"},
    }  # fmt: skip
    assert "Đã điền 2/30" in client.get(url).content.decode()
    client.post(url, {})
    draft.refresh_from_db()
    assert draft.settings == {}


def test_a_frame_is_split_in_a_table(town: Town) -> None:
    frame = adopted.adopt_frame(town)
    draft = adopted.draft(town, refines=frame, settings={}, refinement="", number="05-KH/ĐU")
    client, url = town.client("trang"), reverse("regulations:draft_refinement", args=[draft.pk])
    rows = {
        "staff.task_all.heading": "Ví dụ: Nhiệm vụ", "staff.task_all.0.label": "Ví dụ: Khối lượng",
        "staff.task_all.0.max": "40,5", "staff.task_all.0.step": "0,5", "staff.task_all.1.label": "Ví dụ: Chất lượng",
        "staff.task_all.1.max": "ba mươi",
    }  # fmt: skip
    client.post(url, rows)
    page = client.get(url).content.decode()
    assert 'value="ba mươi"' in page
    assert "Dòng" in page
    client.post(url, rows | {"staff.task_all.1.max": "29,5"})
    assert "Bản chia mục hợp lệ" in client.get(url).content.decode()
    draft.refresh_from_db()
    made = actions.adopt(actor=town.accounts["trang"], draft=draft)
    rules = queries.rules(made.rules_id)
    assert [(item.label, item.scale.max, item.path) for item in rules.form("staff").groups[1].items] == [
        ("Ví dụ: Khối lượng", 4050, ("Ví dụ: Nhiệm vụ",)), ("Ví dụ: Chất lượng", 2950, ("Ví dụ: Nhiệm vụ",)),
    ]  # fmt: skip
    assert [(frame.issuer, frame.number) for frame in rules.lineage] == [("Phường An Bình", "05-KH/ĐU")]
    assert yaml.safe_load(made.refinement)["refines"] == "hn_3814_2018"


def test_a_refinement_file_with_a_fault_is_kept_and_its_line_named(town: Town) -> None:
    frame = adopted.adopt_frame(town)
    draft = adopted.draft(town, refines=frame, settings={}, refinement="")
    client = town.client("trang")
    wrong = adopted.REFINEMENT.replace("max: 8,", "max: 9,")
    target = reverse("regulations:draft_refinement_file", args=[draft.pk])
    client.post(target, {"file": SimpleUploadedFile("cu-the-hoa.yaml", wrong.encode()), "text": ""})
    page = client.get(reverse("regulations:draft_refinement", args=[draft.pk])).content.decode()
    assert "Dòng 8" in page
    assert "Chấp hành giờ giấc" in page
    refused = client.post(target, {"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00"), "text": ""})
    assert (refused.status_code, "UTF-8" in refused.content.decode()) == (422, True)


def test_the_shipped_examples_show_as_tables_until_they_go_deeper() -> None:
    frame = pack("hn_3814_2018").rules({})
    assert len(splitting.table(frame, adopted.REFINEMENT) or []) == 3
    deeper = adopted.REFINEMENT.replace(
        "scale: {kind: points, max: 8, step: 0.5}", "items: {a: {label: A, scale: {kind: points, max: 8}}}"
    )
    assert splitting.table(frame, deeper) is None
    assert splitting.table(frame, "forms: [1, 2") is None


def test_every_default_of_every_pack_reads_back_as_typed() -> None:
    """What a page shows for a value is what it understands when it is sent back."""
    checked = 0
    for found in library():
        for setting in found.settings:
            if setting.default is not None and setting.type != "items":
                assert entries.read(setting, entries.shown(setting, setting.default)) == setting.default, setting.key
                checked += 1
    assert checked > 20


def test_bands_take_names_and_bounds() -> None:
    setting = next(setting for setting in pack("lb_2023").settings if setting.key == "bands")
    typed = entries.default_of(setting)
    assert entries.read(setting, typed) is None
    lows = {"excellent": "90", "good": "70%", "completed": "50", "not_completed": "0"}
    value: Any = entries.read(setting, typed | {f"bands.{key}.min": low for key, low in lows.items()})
    assert [(band["key"], band["min"]) for band in value] == [
        ("excellent", 9000), ("good", 7000), ("completed", 5000), ("not_completed", 0),
    ]  # fmt: skip
    with pytest.raises(entries.EntryError, match="giảm dần"):
        entries.read(setting, typed | {f"bands.{key}.min": "50" for key in lows})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &a [1]\nb: *a\n", "Dòng 2: không dùng được bí danh"),
        ("a: &a [*a]\n", "bí danh"),
        ("[" * 5000, "quá nhiều bậc"),
        ("a: \x00", "ký tự không đọc được"),
        ("x" * 140_000, "dài hơn 128 KB"),
    ],
)
def test_a_file_that_would_keep_the_server_busy_is_not_kept(town: Town, text: str, message: str) -> None:
    draft = adopted.draft(town, refines=adopted.adopt_frame(town), settings={}, refinement="")
    target = reverse("regulations:draft_refinement_file", args=[draft.pk])
    answer = town.client("trang").post(target, {"file": SimpleUploadedFile("x.yaml", text.encode()), "text": ""})
    assert (answer.status_code, message in answer.content.decode()) == (422, True)
    draft.refresh_from_db()
    assert draft.refinement == ""


def test_a_character_no_database_keeps_is_left_out(town: Town) -> None:
    draft = long_bien(town)
    client = town.client("trang")
    client.post(reverse("regulations:draft_items", args=[draft.pk, "items_staff"]), {"n01.text": "Ví dụ\x00: Đúng giờ"})
    client.post(reverse("regulations:draft_setting", args=[draft.pk, "mark_min"]), {"mark_min": "một\x00"})
    draft.refresh_from_db()
    assert draft.settings["items_staff"]["n01"]["label"] == "Ví dụ: Đúng giờ"
    assert draft.typed["mark_min"] == {"mark_min": "một"}
