"""The room's pages: who sees them, what they say, and that nothing typed is lost."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from canbo.office.regulations import actions
from canbo.office.regulations.models import Adoption, AdoptionDraft
from tests.office.regulations import adopted
from tests.town import Town

OFFICER = {"trang"}
# One of each: head above, auditor, head, staff, officer, reader, stranger, administrator.
EVERYBODY = {"duc", "khoa", "lan", "nam", "trang", "ha", "xa", "quan_tri"}
OF_WARD_OR_ABOVE = EVERYBODY - {"xa", "quan_tri", "duc", "khoa"}


def status(town: Town, key: str, name: str, *args: object, **query: str) -> int:
    return town.client(key).get(reverse(name, args=args), query).status_code


def who_may(town: Town, name: str, *args: object) -> set[str]:
    codes = {key: status(town, key, name, *args) for key in EVERYBODY}
    assert set(codes.values()) <= {200, 404}
    return {key for key, code in codes.items() if code == 200}


def test_who_sees_what(town: Town) -> None:
    made = adopted.adopt(town)
    draft = adopted.draft(town, number="14/QĐ-UBND")
    items = adopted.draft(town, pack="lb_2023", settings={})
    open_to_all: list[tuple[Any, ...]] = [
        ("index",),
        ("packs",),
        ("pack", "nd_335_2025"),
        ("compare",),
        ("tryout",),
        ("announcements",),
    ]
    for name, *args in open_to_all:
        assert who_may(town, f"regulations:{name}", *args) == EVERYBODY
    assert who_may(town, "regulations:adoption", made.pk) == OF_WARD_OR_ABOVE | {"duc", "khoa"}
    for_officer: list[tuple[Any, ...]] = [
        ("adoption_end", made.pk), ("drafts",), ("draft", draft.pk), ("draft_preview", draft.pk),
        ("draft_adopt", draft.pk), ("draft_refinement", draft.pk), ("draft_items", items.pk, "items_staff"),
        ("draft_items_template", items.pk, "items_staff"), ("announce",),
    ]  # fmt: skip
    for name, *args in for_officer:
        assert who_may(town, f"regulations:{name}", *args) == OFFICER, name


def test_posts_by_others_change_nothing(town: Town) -> None:
    made = adopted.adopt(town)
    draft = adopted.draft(town, number="14/QĐ-UBND")
    items = adopted.draft(town, pack="lb_2023", settings={})
    posts: list[tuple[str, list[object]]] = [
        ("adoption_end", [made.pk]), ("drafts", []), ("draft", [draft.pk]), ("draft_adopt", [draft.pk]),
        ("draft_setting", [draft.pk, "general_split"]), ("draft_discard", [draft.pk]),
        ("draft_refinement", [draft.pk]), ("draft_refinement_file", [draft.pk]),
        ("draft_items", [items.pk, "items_staff"]), ("draft_items_file", [items.pk, "items_staff"]), ("announce", []),
    ]  # fmt: skip
    for name, args in posts:
        for key in EVERYBODY - OFFICER:
            url = reverse(f"regulations:{name}", args=args)
            assert town.client(key).post(url, {"reason": "x", "day": "01/02/2026"}).status_code == 404, (name, key)
    assert (Adoption.objects.count(), AdoptionDraft.objects.count()) == (1, 2)


def test_the_first_page_says_what_binds_on_a_day(town: Town) -> None:
    adopted.adopt_frame(town)
    adopted.adopt(town)
    page = town.client("nam").get(reverse("regulations:index"), {"ngay": "01/03/2026"}).content.decode()
    assert "335/2025/NĐ-CP" in page
    assert "3814-QĐ/TU" in page
    before = town.client("nam").get(reverse("regulations:index"), {"ngay": "01/03/2025"}).content.decode()
    assert before.count("Đang áp dụng") == 1
    assert "Chưa tới ngày" in before


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_costs_the_same_for_any_number(town: Town, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        adopted.adopt(town, number=f"{number}/QĐ-UBND", valid_from=date(2026, 1 + number, 1))
    client = town.client("trang")
    client.get(reverse("regulations:index"))
    with django_assert_num_queries(9):
        client.get(reverse("regulations:index"))


@pytest.mark.parametrize("count", [1, 3])
def test_drafts_cost_the_same_for_any_number(town: Town, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        adopted.draft(town, number=f"{number}/QĐ-UBND")
    client = town.client("trang")
    with django_assert_num_queries(9):
        client.get(reverse("regulations:drafts"))


def test_an_adoption_in_words_names_its_sources(town: Town) -> None:
    made = adopted.adopt(town)
    page = town.client("nam").get(reverse("regulations:adoption", args=[made.pk])).content.decode()
    for words in (
        "Phẩm chất chính trị, đạo đức", "(a + b + c)/3 × 70", "từ 90 điểm trở lên", "Điều 20", "không quá 20%",
        "Chia 30 điểm tiêu chí chung", "chưa quy định", "của phần mềm",
    ):  # fmt: skip
        assert words in page, words


def test_a_draft_keeps_what_is_half_filled_in(town: Town) -> None:
    client = town.client("trang")
    start = client.post(reverse("regulations:drafts"), {"unit": town.units["ward"].pk, "source": "pack:nd_335_2025"})
    draft = AdoptionDraft.objects.get()
    assert start.headers["Location"] == reverse("regulations:draft", args=[draft.pk])
    typed = {
        "number": "15/QĐ-UBND", "issued": "31/02/2026",
        "general_split.ethics": "13,5", "general_split.capacity": "mười", "general_split.innovation": "",
        "petition_days": "5", "rounding": "floor",
    }  # fmt: skip
    answer = client.post(reverse("regulations:draft", args=[draft.pk]), typed)
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert (draft.number, draft.settings) == ("15/QĐ-UBND", {"petition_days": 5, "rounding": "floor"})
    page = client.get(reverse("regulations:draft", args=[draft.pk])).content.decode()
    assert 'value="mười"' in page
    assert 'value="13,5"' in page
    assert "Năng lực chuyên môn" in page
    whole = {"general_split.ethics": "13,5", "general_split.capacity": "10", "general_split.innovation": "6,5"}
    saved = client.post(reverse("regulations:draft_setting", args=[draft.pk, "general_split"]), whole)
    assert "Đã lưu." in saved.content.decode()
    draft.refresh_from_db()
    assert draft.typed == {}
    assert draft.settings["general_split"] == {"ethics": 1350, "capacity": 1000, "innovation": 650}


def test_adopting_through_the_page(town: Town) -> None:
    draft = adopted.draft(town, issued=None)
    client, url = town.client("trang"), reverse("regulations:draft_adopt", args=[draft.pk])
    refused = client.post(url)
    assert (refused.status_code, Adoption.objects.count()) == (422, 0)
    assert "ngày ban hành" in refused.content.decode()
    actions.save_draft(actor=town.accounts["trang"], draft=draft, issued=date(2026, 1, 5))
    done = client.post(url)
    assert done.headers["Location"] == reverse("regulations:adoption", args=[Adoption.objects.get().pk])


def test_ending_through_the_page(town: Town) -> None:
    made = adopted.adopt(town)
    client, url = town.client("trang"), reverse("regulations:adoption_end", args=[made.pk])
    refused = client.post(url, {"day": "31/12/2025", "reason": "Thay thế"})
    assert (refused.status_code, "Thay thế" in refused.content.decode()) == (422, True)
    client.post(url, {"day": "01/06/2026", "reason": "Thay thế"})
    assert Adoption.objects.get().end.day == date(2026, 6, 1)


def test_the_history_as_a_spreadsheet(town: Town) -> None:
    frame = adopted.adopt_frame(town)
    adopted.adopt(
        town, refines=frame, settings={}, refinement=adopted.REFINEMENT, kind="Kế hoạch", number="05-KH/ĐU",
        valid_from=frame.valid_from,
    )  # fmt: skip
    answer = town.client("nam").get(reverse("regulations:index"), {"xuat": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = {row[1].value: (row[0].value, row[6].value) for row in sheet.iter_rows(min_row=3)}
    rows.pop("Số, ký hiệu", None)
    assert rows == {
        "05-KH/ĐU": ("Kế hoạch", "Đang áp dụng"), "2460-QĐ/QU": ("Quyết định", "Là khung đã được cụ thể hóa"),
    }  # fmt: skip
