"""Vietnamese names: parts, order on any engine, search."""

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.paperwork.names import join, proper_case, search_key, slug, sort_key, split

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
SYLLABLES = st.text(alphabet=LETTERS + "àảãáạằẩẫếệòỗợừỷ", min_size=1, max_size=6)
NAMES = st.lists(SYLLABLES, min_size=1, max_size=4).map(" ".join)


def test_parts_of_a_name():
    assert split("Nguyễn  Thị Thu Hà ") == ("Nguyễn Thị Thu", "Hà")
    assert split("Hà") == ("", "Hà")
    assert split("  ") == ("", "")
    assert join(" Nguyễn Thị ", "Hà") == "Nguyễn Thị Hà"


def test_a_roll_of_names_stands_as_an_office_files_it():
    roll = [
        "Lê Thị An", "Nguyễn Văn An", "Trần An", "Nguyễn Thị Án", "Phạm Văn Anh", "Đỗ Văn Ánh", "Lê Ân", "Vũ Bình",
        "Lê Văn Dũng", "Nguyễn Dũng", "Nguyễn Đạt", "Nguyễn Đức", "Lê Hà", "Lê Hả", "Lê Hạ", "Mai Oanh", "Mai Ôn",
        "Mai Ơn", "Hồ Uyên", "Hồ Ước", "Lý Yến",
    ]  # fmt: skip
    assert sorted(sorted(roll), key=sort_key) == roll
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE person (name TEXT, name_sort TEXT)")
        database.executemany("INSERT INTO person VALUES (?, ?)", [(name, sort_key(name)) for name in reversed(roll)])
        assert [row[0] for row in database.execute("SELECT name FROM person ORDER BY name_sort")] == roll


def test_the_alphabet_is_the_vietnamese_one():
    assert sorted(sorted(LETTERS), key=sort_key) == list(LETTERS)


@pytest.mark.parametrize("tones", ["aàảãáạ", "ơờởỡớợ", "êềểễếệ", "yỳỷỹýỵ"])
def test_tones_stand_in_the_order_of_the_dictionary(tones):
    assert sorted(sorted(tones), key=sort_key) == list(tones)


@given(NAMES)
def test_keys_do_not_depend_on_the_form_of_unicode_or_case(name):
    for other in (unicodedata.normalize("NFD", name), name.upper(), f"  {name.replace(' ', '   ')} "):
        assert sort_key(other) == sort_key(name)
        assert search_key(other) == search_key(name)
    assert sort_key(name).isascii()
    assert sort_key(name).isalnum()
    assert search_key(search_key(name)) == search_key(name)


@given(NAMES, NAMES)
def test_different_names_have_different_keys(one, other):
    assert (sort_key(one) == sort_key(other)) == (one == other)


def test_search_folds_what_people_do_not_type():
    assert search_key("  ĐỖ Thị-Ước ") == "do thi uoc"
    assert slug("Đảng ủy phường số 1 (Long Biên)") == "dang-uy-phuong-so-1-long-bien"
    assert slug("…") == ""


def test_capitals_are_lowered_only_when_the_whole_name_shouts():
    assert proper_case("NGUYỄN THỊ ƯỚC") == "Nguyễn Thị Ước"
    assert proper_case("nguyễn đức an") == "Nguyễn Đức An"
    assert proper_case("H'HEN NIÊ") == "H'Hen Niê"
    assert proper_case("Nguyễn Văn McĐạt") == "Nguyễn Văn McĐạt"
