"""Frames split further below, at any depth; what a frame fixes stays fixed."""

from __future__ import annotations

import re

import pytest

from canbo.rulebook import PackError, Rules, SettingsError
from canbo.rulebook.refine import apply, read
from canbo.rulebook.scoring import score
from tests.rulebook.kit import RULES, TEXTS, rules, small

HEAD = """refines: small
lineage: {issuer: Quận thử, number: 2/TEST, title: Cụ thể hóa, issued: 2024-03-01}
cite: {article: Toàn văn, confidence: ours}
forms:
"""
DISTRICT = (
    HEAD
    + """  leader:
    general:
      law: {label: Chấp hành, scale: {kind: points, max: 12, step: 0.5}}
      conduct: {label: Lối sống, scale: {kind: points, max: 18}}
    task:
      a: {label: Số lượng theo danh mục của quận}
"""
)
WARD = (
    HEAD.replace("Quận thử", "Phường thử").replace("2/TEST", "3/TEST")
    + """  leader:
    general:
      law:
        heading: Chấp hành pháp luật
        items:
          hours: {label: Giờ giấc, scale: {kind: points, max: 2}}
          deep:
            heading: Nội quy
            items:
              dress: {label: Trang phục, scale: {kind: met, max: 4}}
              order: {label: Trật tự, scale: {kind: points, max: 6}}
"""
)


def refined(base: Rules, *texts: str) -> Rules:
    for text in texts:
        base = apply(base, read(text, "cu_the.yaml"))
    return base


def test_a_group_marked_as_a_whole_is_split_and_split_again() -> None:
    made = refined(RULES, DISTRICT, WARD)
    form = made.form("leader")
    assert [(item.path, item.key, item.scale.max) for item in form.groups[0].items] == [
        (("Chấp hành pháp luật",), "hours", 200),
        (("Chấp hành pháp luật", "Nội quy"), "dress", 400),
        (("Chấp hành pháp luật", "Nội quy"), "order", 600),
        ((), "conduct", 1800),
    ]
    assert form.groups[1].items[0].label == "Số lượng theo danh mục của quận"
    assert [line.number for line in made.lineage] == ["2/TEST", "3/TEST"]
    assert (form.max, made.levels, made.ceiling) == (RULES.form("leader").max, RULES.levels, RULES.ceiling)
    assert score(made, form, (200, 400, 600, 1800, *(10000,) * 6)).total == 10000
    assert form.items[0].cite.instrument == "3/TEST"


def test_a_pack_takes_its_refinements_outermost_first() -> None:
    district, ward = read(DISTRICT, "quan.yaml"), read(WARD, "phuong.yaml")
    assert small().rules({"texts": TEXTS}, [district, ward]) == refined(RULES, DISTRICT, WARD)
    # Without the district in between, the ward's parts do not make up the frame's group.
    with pytest.raises(PackError, match="cộng lại là 12 điểm"):
        apply(RULES, ward)


REFUSED = [
    ("a sum that does not fit", DISTRICT.replace("max: 18}", "max: 17}"), 7, "cộng lại là 29 điểm"),
    (
        "a group's maximum",
        DISTRICT.replace("    general:\n", "    general:\n      max: 40\n"),
        7,
        "không được đổi điểm tối đa của nhóm",
    ),
    ("bands", DISTRICT + "levels: {excellent: {min: 80}}\n", 11, "không được thay đổi “levels”"),
    ("the ceiling", DISTRICT + "ceiling: {share: 50%}\n", 11, "không được thay đổi “ceiling”"),
    ("overrides", DISTRICT + "overrides: {}\n", 11, "không được thay đổi “overrides”"),
    ("another pack", DISTRICT.replace("refines: small", "refines: other"), 1, "dành cho “other”"),
    ("an unknown form", DISTRICT.replace("  leader:", "  boss:"), 7, "khung không có biểu “boss”"),
    ("an unknown group", DISTRICT.replace("    task:", "    work:"), 10, "không có nhóm “work”"),
    ("an unknown item", DISTRICT.replace("      a: {", "      z: {"), 10, "không có mục “z”"),
    (
        "an item's scale",
        DISTRICT.replace("{label: Số lượng theo", "{scale: {kind: percent}, label: Số lượng theo"),
        10,
        "không được đổi thang điểm",
    ),
    (
        "a share split",
        DISTRICT.replace(
            "{label: Số lượng theo danh mục của quận}", "{items: {x: {label: X, scale: {kind: percent}}}}"
        ),
        10,
        "tính theo tỷ lệ, không chia nhỏ được",
    ),
    (
        "a part without scale",
        DISTRICT.replace(", scale: {kind: points, max: 18}", ""),
        8,
        "chưa có tên hoặc thang điểm",
    ),
    ("a key used twice", DISTRICT.replace("conduct: {", "b: {"), 8, "khóa mục “b” trùng"),
    ("no citation", DISTRICT.replace("cite: {article: Toàn văn, confidence: ours}\n", ""), 1, "thiếu khóa “cite”"),
]


@pytest.mark.parametrize(("text", "line", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_a_refinement_may_not_do_is_refused_with_file_and_line(text: str, line: int, message: str) -> None:
    with pytest.raises(PackError) as caught:
        refined(RULES, text)
    assert message in caught.value.message
    assert (caught.value.file, caught.value.line) == ("cu_the.yaml", line)
    assert caught.value.expected


def test_points_may_move_between_groups_only_where_the_setting_says_so() -> None:
    text = (
        HEAD
        + """  collective:
    all: {max: 90, c1a: {items: {x: {label: X, scale: {kind: met, max: 50}}}}}
"""
    )
    with pytest.raises(PackError, match="không được đổi điểm tối đa"):
        refined(RULES, text)
    with pytest.raises(PackError, match="cộng lại là 100"):
        refined(rules(refinement_may_change="group_max"), text)
    moved = (
        HEAD
        + """  leader:
    general: {max: 40, one: {label: Một, scale: {kind: points, max: 40}}}
    task: {max: 60}
"""
    )
    assert [group.max for group in refined(rules(refinement_may_change="group_max"), moved).form("leader").groups] == [
        4000,
        6000,
    ]
    # The same under a heading: the group's one item takes the new maximum.
    headed = (
        HEAD
        + """  leader:
    general: {max: 40, general: {items: {one: {label: Một, scale: {kind: met, max: 40}}}}}
    task: {max: 60}
"""
    )
    (item,) = refined(rules(refinement_may_change="group_max"), headed).form("leader").groups[0].items
    assert (item.path, item.key, item.scale.max) == (("Tiêu chí chung",), "one", 4000)
    with pytest.raises(PackError, match="tổng điểm của biểu “Phiếu lãnh đạo” thành 110"):
        refined(rules(refinement_may_change="group_max"), moved.replace("    task: {max: 60}\n", ""))
    with pytest.raises(SettingsError):
        rules(refinement_may_change="everything")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("forms: " + "[" * 200_000, "các tầng lồng nhau quá sâu"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "không được dùng tham chiếu"),
        ("x: " + "y" * 500_000, "tệp dài 500003 ký tự"),
        (DISTRICT.replace("max: 18", "max: 1e999999"), "“1e999999” không phải là số điểm"),
        ("- một\n- hai\n", "không phải là một bảng khóa"),
        ("forms: [", "không đọc được YAML"),
        ("", "tệp rỗng"),
    ],
    ids=["deep", "aliases", "long", "exponent", "list", "broken", "empty"],
)
def test_an_upload_cannot_harm_who_reads_it(text: str, message: str) -> None:
    with pytest.raises(PackError, match=re.escape(message)):
        read(text, "tai_len.yaml")
