"""Every kind of fault in a pack is refused with its file, its line and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from canbo.rulebook import PackError, load
from tests.rulebook.kit import SMALL, small

TEXT = (SMALL / "pack.yaml").read_text(encoding="utf-8")

FAULTS = [
    ("unknown key", "    leader: false\n", "    leaders: false\n", "khóa lạ “leaders”"),
    ("unknown section", "publication: {what", "publications: {what", "mục lạ “publications”"),
    ("duplicate key", "    leader: false\n", "    leader: false\n    leader: false\n", "khóa “leader” lặp lại"),
    ("missing key", "share: {label: Tỷ lệ, type: share,", "share: {label: Tỷ lệ,", "thiếu khóa “type”"),
    (
        "wrong type",
        "        label: Nội dung\n        max: 100\n",
        "        label: Nội dung\n        max: bảy mươi\n",
        "“bảy mươi” không phải là số điểm",
    ),
    ("too fine", "short: XS, min: 90,", "short: XS, min: 89.995,", "“89.995” không phải là số điểm"),
    ("share without sign", "exceptional_share: 25%", "exceptional_share: 25", "“25” không phải là tỷ lệ"),
    ("no citation", "levels:\n  cite: {article: Điều 7, confidence: ours}\n", "levels:\n", "giá trị không có căn cứ"),
    (
        "bad confidence",
        "cite: {article: Điều 2, confidence: ours}}\n\nsettings",
        "cite: {article: Điều 2, confidence: sure}}\n\nsettings",
        "“sure”",
    ),
    (
        "dangling fact",
        "when: {fact: disciplined, is: true}",
        "when: {fact: punished, is: true}",
        "“punished” không dùng được",
    ),
    ("dangling level", "set: not_completed", "set: failed", "“failed” không dùng được"),
    ("dangling setting", "share: {setting: share}", "share: {setting: part}", "không có thiết lập “part”"),
    (
        "setting of another type",
        "share: {setting: share}",
        "share: {setting: months}",
        "kiểu count không dùng được ở đây",
    ),
    (
        "setting without its part",
        "max: {setting: split.skill}",
        "max: {setting: split}",
        "thiết lập “split” có nhiều phần",
    ),
    ("unknown part", "max: {setting: split.skill}", "max: {setting: split.art}", "không có phần “art”"),
    ("choice the place does not take", "ceiling: Lên}", "up: Lên}", "cho chọn “up”"),
    (
        "dangling form",
        "cap_to: unit_level, forms: [leader]",
        "cap_to: unit_level, forms: [boss]",
        "“boss” không dùng được",
    ),
    ("ceiling level unknown", "ceiling:\n  level: excellent", "ceiling:\n  level: best", "“best” không dùng được"),
    ("bounds not decreasing", "short: T, min: 70}", "short: T, min: 40}", "không giảm dần"),
    ("ranks with a gap", "completed: {rank: 3", "completed: {rank: 5", "thứ bậc các mức không liên tục"),
    (
        "more levels than are counted",
        "  not_completed: {rank: 4,",
        "".join(f"  fair_{n}: {{rank: {n}, label: Khá, short: K}}\n" for n in range(4, 10))
        + "  not_completed: {rank: 10,",
        "có 10 mức xếp loại",
    ),
    ("two effects", "set: not_completed}", "set: not_completed, cap: good}", "đúng một hệ quả"),
    ("cap by a fact that is no level", "cap_to: unit_level", "cap_to: is_head", "“is_head” không dùng được"),
    (
        "flag compared",
        "{fact: disciplined, is: true}",
        "{fact: disciplined, above: true}",
        "là đúng/sai, không so hơn kém được",
    ),
    (
        "split default off its total",
        "default: {ethics: 20, skill: 10}",
        "default: {ethics: 20, skill: 9}",
        "tổng các phần là 29, phải bằng 30",
    ),
    (
        "exceptional share without ground",
        "  exceptional_label: Tập thể có kết quả đột phá\n",
        "",
        "tỷ lệ đặc biệt phải nêu điều kiện",
    ),
    (
        "aggregation upside down",
        "{of: month, into: quarter,",
        "{of: quarter, into: month,",
        "kỳ gộp phải dài hơn kỳ được gộp",
    ),
    (
        "placeholders nobody fills",
        "type: items, form: collective",
        "type: items, form: staff",
        "bỏ trống mà không có thiết lập",
    ),
    ("no YAML", "basis: {value: points", "basis: {value: [points", "không đọc được YAML"),
    (
        "step that does not divide",
        "scale: {kind: points, max: 50, step: 10}",
        "scale: {kind: points, max: 50, step: 15}",
        "bước 15 không khớp",
    ),
]


# Where the fault shows on another line than the one changed: at what lacks something, or at what no longer fits.
SHOWN_AT = {
    "missing key": "{label: Tỷ lệ,",
    "no citation": "{rank: 1",
    "choice the place does not take": "rounding: {setting: ceiling_rounding}",
    "placeholders nobody fills": "label: Tiêu chí 1",
    "exceptional share without ground": "exceptional_share: 25%",
    "duplicate key": "    leader: false\n    cite",
    "bounds not decreasing": "completed: {rank: 3",
    "ranks with a gap": "not_completed: {rank: 4",
    "more levels than are counted": "cite: {article: Điều 7",
}


@pytest.mark.parametrize(("name", "before", "after", "message"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_refused_where_it_stands(tmp_path: Path, name: str, before: str, after: str, message: str) -> None:
    assert TEXT.count(before) >= 1
    text = TEXT.replace(before, after, 1)
    (tmp_path / "pack.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load(tmp_path)
    error = caught.value
    assert message in error.message
    place = text.index(SHOWN_AT[name]) if name in SHOWN_AT else text.index(after)
    lines = after.count("\n") if name not in SHOWN_AT else 0
    first = text[:place].count("\n") + 1
    assert first <= error.line <= first + lines
    assert str(error) == f"{tmp_path.name}/pack.yaml:{error.line}: {error.message}; cần: {error.expected}"
    assert error.expected


def test_items_that_do_not_add_up_name_the_line_of_the_maximum(tmp_path: Path) -> None:
    text = TEXT.replace("scale: {kind: met, max: 50}", "scale: {kind: met, max: 40}")
    (tmp_path / "pack.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match="cộng lại là 90") as caught:
        load(tmp_path)
    assert caught.value.line == text[: text.index("        max: 100\n")].count("\n") + 1
    assert caught.value.expected == "đúng bằng điểm tối đa của nhóm là 100"


def test_a_pack_may_be_cut_into_files_but_not_say_a_thing_twice(tmp_path: Path) -> None:
    head, tail = TEXT.split("\nbasis:", 1)
    (tmp_path / "a.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("basis:" + tail, encoding="utf-8")
    assert load(tmp_path).hash == small().hash
    (tmp_path / "c.yaml").write_text(
        "publication: {what: level, cite: {article: x, confidence: ours}}", encoding="utf-8"
    )
    with pytest.raises(PackError, match="mục “publication” đã có ở"):
        load(tmp_path)


def test_the_hash_follows_the_content_not_its_comments(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("# Another comment\n" + TEXT, encoding="utf-8")
    assert load(tmp_path).hash == small().hash
    (tmp_path / "pack.yaml").write_text(
        TEXT.replace("share: 20%", "share: 21%").replace("default: 20%", "default: 21%"), encoding="utf-8"
    )
    assert load(tmp_path).hash != small().hash


def test_an_empty_folder_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="không có tệp quy định nào"):
        load(tmp_path)
