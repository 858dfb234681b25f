"""Text and numbers no form offers: control characters, emoji, other digits, ids beyond any, formulas."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from canbo.office.evaluations.models import Draft, Marking, Meeting
from canbo.office.results.models import Decision
from canbo.paperwork.documents.glyphs import printable
from canbo.rulebook.cli import main
from tests.office.evaluations import month
from tests.office.results import decided
from tests.town import Town

HUGE = "1" + "0" * 30
UNWRITABLE = "x\x00\x01\x0b\x7f\x9f\ufffe\uffffy"


@pytest.fixture
def july(town: Town) -> Any:
    return month.opened(town, due=month.FAR)


def test_unwritable_characters_never_reach_a_record(town: Town, july: Any) -> None:
    typed = {f"m{index}": "8" for index in range(6)} | {"w0": UNWRITABLE, "comment": UNWRITABLE, "version": "0"}
    where = month.url("sheet", month.sheet(town, "anh").pk)
    assert town.client("anh").post(where, typed | {"do": "save"}).status_code == 302
    assert Draft.objects.get().words == {"0": "xy", "comment": "xy"}
    assert town.client("anh").post(where, typed | {"do": "submit", "version": "1"}).status_code == 302
    assert Marking.objects.get().comment == "xy"
    for page in ("people:persons", "people:accounts", "results:grounds", "regulations:announcements"):
        assert town.client("trang").get(reverse(page) + "?q=%00").status_code == 200


def test_what_a_script_sends_is_read_as_strictly_as_a_form(town: Town, july: Any) -> None:
    where, anh = month.url("draft", month.sheet(town, "anh").pk, "self"), town.client("anh")
    typed = {f"m{index}": "8" for index in range(6)} | {"w0": UNWRITABLE, "comment": UNWRITABLE, "version": "0"}
    assert anh.post(where, typed, content_type="application/json").status_code == 200
    assert Draft.objects.get().words == {"0": "xy", "comment": "xy"}
    halves = json.dumps(typed | {"w0": "x\ud800\udfffy\udc00", "version": "1"})
    assert anh.post(where, halves, content_type="application/json").status_code == 200
    assert Draft.objects.get().words["0"] == json.loads('"x\\ud800\\udfffy"')
    for body in ("{", "[1]", "8", '{"m0": 8}', '{"m0": ["8"]}', b"\xff", "[" * 100_000):
        assert anh.post(where, body, content_type="application/json").status_code == 400, body[:20]
    stranger = Client(enforce_csrf_checks=True, headers={"cookie": f"sessionid={anh.cookies['sessionid'].value}"})
    assert stranger.post(where, typed, content_type="application/json").status_code == 403
    assert Draft.objects.get().version == 2


def test_whatever_a_head_writes_can_be_printed(town: Town, july: Any) -> None:
    """A record is for good: one emoji in a reason may not keep the papers from ever being made."""
    decided.ready(town, "nam")
    decided.decide(town, "nam", level="excellent", reason="Tốt 👍 中文 \x01\ufffe =1+1")
    for kind in ("thong-bao", "phieu", "giai-trinh"):
        for ending in ("pdf", "docx"):
            where = reverse("results:paper", args=[month.sheet(town, "nam").pk, kind, ending])
            assert town.client("lan").get(where).status_code == 200, (kind, ending)


def test_only_what_the_font_lacks_is_replaced() -> None:
    assert printable("Đặng “Ước” – Ẵ ₫ ≥\n\t") == "Đặng “Ước” – Ẵ ₫ ≥\n\t"
    assert printable({"a": ["Tốt 👍!", ("中文",), 8, None]}) == {"a": ["Tốt □!", ["□"], 8, None]}


@pytest.mark.parametrize(
    "mark", ["999", "-1", "NaN", "inf", "1e3", "８", "٨", "8,5,5", "0x8", "=8", "8" * 400, "8\x005"]
)
def test_a_mark_that_is_none_is_told_and_kept_as_typed(town: Town, july: Any, mark: str) -> None:
    typed = {f"m{index}": "8" for index in range(6)} | {"m0": mark, "version": "0", "do": "submit"}
    answer = town.client("anh").post(month.url("sheet", month.sheet(town, "anh").pk), typed)
    assert (answer.status_code, Marking.objects.count()) == (422, 0)
    assert mark.replace("\x00", "") in answer.content.decode()


def test_ids_beyond_any_are_nobodys(town: Town, july: Any) -> None:
    lan, mai, trang = (town.client(key) for key in ("lan", "mai", "trang"))
    assert mai.post(month.url("reviews"), {"do": "approve", "sheet": [HUGE]}).status_code == 302
    assert trang.post(month.url("people", july.pk), {"do": "remind", "sheet": [HUGE]}).status_code == 302
    assert lan.post(reverse("results:cycle", args=[july.pk]), {"sheet": [HUGE]}).status_code == 302
    for account in (HUGE, "²", "٣", "-1", "1 "):
        assert trang.post(reverse("people:accounts_reissue"), {"account": [account]}).status_code == 404
    assert not Decision.objects.exists()


@pytest.mark.parametrize("count", [HUGE, "5000000000", "-1", "²"])
def test_a_meeting_of_more_than_there_are_is_refused(town: Town, july: Any, count: str) -> None:
    anh = month.sheet(town, "anh").pk
    given = {"held_on": "01/07/2026", "invited": count, "present": "1", "chair": "A", "secretary": "B"}
    given |= {f"v{anh}agree": "1", f"v{anh}level": "good"}
    where = month.url("meet", july.pk) + f"?unit={town.units['economy'].pk}"
    assert (town.client("dung").post(where, given).status_code, Meeting.objects.count()) == (422, 0)


def test_a_split_by_strange_digits_is_refused(town: Town) -> None:
    where = reverse("people:unit_change", args=[town.units["office"].pk]) + "?viec=chia-tach"
    given = {"names": "A\nB", "day": "01/01/2027", "document": "1/QĐ", "rest": "²", "assign": "1"}
    assert town.client("trang").post(where, given).status_code == 422


def test_formulas_stay_text_in_spreadsheets_and_markup_on_pages(town: Town) -> None:
    title = '=HYPERLINK("http://evil","x")<script>alert(1)</script>'
    given = {
        "full_name": "=cmd Ánh", "unit": town.units["office"].pk, "title": title, "rank": "staff", "primary": "on",
        "kind": "civil_servant", "day": "01/07/2026",
    }  # fmt: skip
    trang = town.client("trang")
    assert trang.post(reverse("people:person_create"), given).status_code == 302
    data = trang.get(reverse("people:persons") + "?xuat=xlsx").content
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active for cell in row if cell.value]
    mine = [cell for cell in cells if "HYPERLINK" in str(cell.value)]
    assert [cell.data_type for cell in mine] == ["s"]
    assert "<script>alert" not in trang.get(reverse("people:persons")).content.decode()


def test_a_dossier_nested_without_end_is_no_dossier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ho-so.json"
    path.write_text("[" * 100_000 + "]" * 100_000)
    assert main(["grade", str(path)]) == 2
    assert "không đọc được JSON" in capsys.readouterr().err
