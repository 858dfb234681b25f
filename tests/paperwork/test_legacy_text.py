"""Texts in the fonts of before Unicode are told apart and read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.paperwork.legacy_text import decode, detect, from_tcvn3, from_vni
from canbo.paperwork.syllables import is_syllable

from .legacy_fonts import TCVN3, VNI, as_tcvn3, as_vni

ROLL = [
    "Nguyễn Thị Thu Hà", "Trần Văn Bình", "Lê Đức Ước", "Đặng Quốc Khánh", "Phạm Quỳnh Anh", "Hoàng Thị Thuý Hằng",
    "Vũ Mạnh Hùng", "Bùi Thị Hồng Nhung", "Đỗ Hữu Nghĩa", "Ngô Xuân Trường", "Lý Thị Yến", "Mai Thế Vỹ",
]  # fmt: skip
TITLES = [
    "Họ và tên",
    "Chức vụ",
    "Đơn vị công tác",
    "Trình độ chuyên môn",
    "Phó Chủ tịch phường",
    "Viên chức",
    "Kế toán",
]


def test_every_letter_of_both_tables():
    assert {letter: from_tcvn3(legacy) for letter, legacy in TCVN3.items()} == {letter: letter for letter in TCVN3}
    assert {letter: from_vni(legacy) for letter, legacy in VNI.items()} == {letter: letter for letter in VNI}


def test_each_encoding_is_recognised():
    assert detect(ROLL) == "unicode"
    assert detect([unicodedata.normalize("NFD", name) for name in ROLL]) == "unicode"
    assert detect(map(as_tcvn3, ROLL)) == "tcvn3"
    assert detect(map(as_vni, ROLL)) == "vni"
    assert detect(["An", "Binh", "1980"]) == "unicode"
    assert detect(["José", "Müller", "café"]) == "unicode"


@pytest.mark.parametrize("text", ROLL + TITLES)
def test_one_text_alone(text):
    assert decode(text, "tcvn3") == text
    assert decode(text, "vni") == text
    assert decode(as_vni(text), "vni") == text
    assert decode(as_tcvn3(text), "tcvn3").lower() == text.lower()


@given(st.lists(st.sampled_from(ROLL + TITLES), min_size=3, max_size=12, unique=True))
def test_any_few_lines_are_enough_to_tell(lines):
    assert (detect(lines), detect(map(as_tcvn3, lines)), detect(map(as_vni, lines))) == ("unicode", "tcvn3", "vni")


def test_the_sheet_decides_for_a_short_column():
    assert detect(["C«"], fallback="tcvn3") == "tcvn3"
    assert detect(["Tổ 1"], fallback="tcvn3") == "tcvn3"
    assert decode("Tổ 1", "tcvn3") == "Tổ 1"


def test_syllables():
    yes = "nguyễn quyết giếng gì thuở ước phường quý nghĩa khuya oanh xoong khuỷu ai yêu Ủy quốc huỳnh"
    no = "nguyÔn V¨n quôc tôt hac José ngg xyz Müller"
    assert [word for word in yes.split() if not is_syllable(word)] == []
    assert [word for word in no.split() if is_syllable(word)] == []
