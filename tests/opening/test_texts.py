"""Levelling: habits of typing go, words stay, and doing it again changes nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.opening.texts import level


@pytest.mark.parametrize(
    ("typed", "levelled"),
    [
        ("Hoà thuận, thuỷ chung, khoẻ", "Hòa thuận, thủy chung, khỏe"), ("HÒA THUẬN!!!", "Hòa thuận!"),
        ("kỹ sư công ty mỹ thuật", "Kĩ sư công ti mĩ thuật"), ("quý hoàn toàn quỹ", "Quý hoàn toàn quỹ"),
        ("tốt😀nhưng…… chậm\u200b trễ", "Tốt nhưng… chậm trễ"), ("một\r\n\r\n hai   ba", "Một\nHai ba"),
        ("Được. thế thôi ?", "Được. Thế thôi ?"), ("👨‍👩‍👧 ok", "Ok"), ("", ""),
    ],
)  # fmt: skip
def test_typing_habits_are_levelled(typed: str, levelled: str) -> None:
    assert level(typed) == levelled
    assert level(unicodedata.normalize("NFD", typed)) == levelled


@given(st.text(alphabet=st.characters() | st.sampled_from("aàoòuùyỳqkhoeẻ!. \n\u0300\u0303\u0323😀\u200dĐđİß")))
def test_levelling_twice_is_levelling_once(text: str) -> None:
    assert level(level(text)) == level(text)
    assert level(unicodedata.normalize("NFD", text)) == level(unicodedata.normalize("NFC", text))


WORDS = ("hoà", "khoẻ", "kỹ", "lý", "Phường", "đường", "nghiêng", "tuyết", "quyết", "2026", "3,5")


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_no_word_is_lost(words: list[str]) -> None:
    assert len(level(" ".join(words)).split()) == len(words)
