"""Two rules side by side."""

from __future__ import annotations

from canbo.rulebook import library
from canbo.rulebook.compare import Difference, diff, rows
from canbo.rulebook.refine import apply, read
from tests.rulebook.kit import RULES, rules, small
from tests.rulebook.test_refine import DISTRICT


def test_equal_rules_do_not_differ() -> None:
    assert diff(RULES, rules()) == ()
    assert diff(small(), small()) == ()


def test_what_differs_is_told_in_words() -> None:
    other = rules(share=3000, days=5, denominator="rated", due_self={"month": {"month_offset": 1, "day": 3}})
    assert diff(RULES, other) == (
        Difference("ceiling.share", "Tỷ lệ tối đa “Xuất sắc”", "20%", "30%"),
        Difference("ceiling.denominator", "Mẫu số của tỷ lệ", "số người xếp loại “Tốt”", "số người được xếp loại"),
        Difference(
            "steps.self",
            "Bước: Tự chấm",
            "kỳ tháng: ngày cuối của tháng cuối kỳ; kỳ năm: ngày 15, 1 tháng sau tháng cuối kỳ",
            "kỳ tháng: ngày 3, 1 tháng sau tháng cuối kỳ",
        ),
        Difference("petition.days", "Thời hạn kiến nghị", "chưa quy định", "5 ngày"),
    )


def test_a_refinement_shows_as_the_items_it_made() -> None:
    found = diff(RULES, apply(RULES, read(DISTRICT, "x.yaml")))
    assert [(one.path, one.a, one.b) for one in found] == [
        ("forms.leader.general.general", "Tiêu chí chung: 0–30 điểm, bước 0,5", "không có"),
        (
            "forms.leader.task.a",
            "Số lượng: tỷ lệ 0%–100%, trọng số 1",
            "Số lượng theo danh mục của quận: tỷ lệ 0%–100%, trọng số 1",
        ),
        ("forms.leader.general.law", "không có", "Chấp hành: 0–12 điểm, bước 0,5"),
        ("forms.leader.general.conduct", "không có", "Lối sống: 0–18 điểm, bước 0,01"),
    ]


def test_what_a_body_must_choose_shows_as_such() -> None:
    lb = next(pack for pack in library() if pack.key == "lb_2021")
    assert {value for path, _, value in rows(lb) if path in ("settings.bands", "levels.excellent")} == {
        "do đơn vị quy định"
    }


def test_every_two_shipped_packs_can_be_compared() -> None:
    packs = library()
    assert all(diff(a, b) for a in packs for b in packs if a is not b)
