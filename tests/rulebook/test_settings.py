"""Filling a pack's holes: what is missing or out of range is named, what is filled arrives in the rules."""

from __future__ import annotations

import pytest

from canbo.rulebook import Due, SettingsError
from tests.rulebook.kit import COLLECTIVE, TEXTS, rules, small


def refused(**settings: object) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        rules(**settings)
    return dict(caught.value.problems)


def test_an_untouched_pack_names_what_must_be_filled() -> None:
    pack = small()
    assert [setting.key for setting in pack.unfilled({})] == ["texts"]
    assert [setting.key for setting in pack.unfilled({"texts": {"c1": "x", "c1a": "y"}})] == ["texts"]
    assert pack.unfilled({"texts": TEXTS}) == ()
    with pytest.raises(SettingsError) as caught:
        pack.rules({})
    assert [key for key, _ in caught.value.problems] == ["texts"]


def test_placeholders_name_every_text_and_where_it_stands() -> None:
    assert [(blank.setting, blank.key, blank.kind, blank.path) for blank in small().placeholders] == [
        ("texts", "c1", "heading", ()),
        ("texts", "c1a", "item", ("Tiêu chí 1",)),
        ("texts", "c1b", "item", ("Tiêu chí 1",)),
    ]


def test_texts_arrive_in_the_items_and_their_headings() -> None:
    assert [(item.path, item.label, item.placeholder) for item in COLLECTIVE.items] == [
        (("Tiêu chí một",), "Nội dung một", False),
        (("Tiêu chí một",), "Nội dung hai", False),
    ]
    named = rules(texts={"c1": "Chung", "c1a": {"path": ["Riêng"], "label": "Một"}, "c1b": "Hai"}).form("collective")
    assert named.items[0].path == ("Chung", "Riêng")


def test_an_optional_setting_left_open_stays_open() -> None:
    assert rules().petition.days is None
    assert rules(days=5).petition.days == 5


def test_values_arrive_where_the_holes_are() -> None:
    filled = rules(
        split={"ethics": 1000, "skill": 2000},
        denominator="rated",
        share=3000,
        step=50,
        months=9,
        again=True,
        due_self={"month": {"month_offset": 1, "day": 3}},
    )
    ethics, skill = filled.form("staff").items[:2]
    assert (ethics.scale.max, skill.scale.max, ethics.scale.step) == (1000, 2000, 50)
    assert filled.ceiling is not None
    assert (filled.ceiling.denominator, filled.ceiling.share) == ("rated", 3000)
    assert filled.steps[0].due == {"month": Due(1, 3)}
    assert filled.petition.second_review is True


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"split": {"ethics": 1000, "skill": 1999}}, "tổng các phần là 29,99, phải bằng 30"),
        ({"split": {"ethics": 3000}}, "nhập đủ các phần"),
        ({"denominator": "everybody"}, "chọn một trong"),
        ({"share": 5001}, "không được lớn hơn 50%"),
        ({"months": 0}, "không được nhỏ hơn 1"),
        ({"months": "6"}, "nhập một số"),
        ({"again": 1}, "chọn có hoặc không"),
        ({"due_self": {"month": {"month_offset": 0, "day": 32}}}, "ngày từ 1 đến 31"),
        ({"texts": ["a", "b", "c"]}, "có 3 dòng, biểu chỉ có 2 mục"),
        ({"texts": {**TEXTS, "c9": "x"}}, "biểu không có mục “c9”"),
        ({"texts": {**TEXTS, "c1a": "  "}}, "còn 1 trong 3 mục chưa có nội dung"),
        ({"step": 700}, "bước 7 không khớp"),
        ({"unheard_of": 1}, "không có thiết lập đó"),
    ],
)
def test_a_value_that_does_not_fit_is_named(settings: dict[str, object], message: str) -> None:
    problems = refused(**settings)
    assert list(problems) == list(settings)
    assert message in next(iter(problems.values()))


def test_all_faults_are_named_at_once() -> None:
    assert set(refused(share=9999, months=13, again="có")) == {"share", "months", "again"}
