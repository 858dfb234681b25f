"""Rosters pasted together from files of several years: TCVN3, VNI and Unicode in one column, names of two syllables."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.paperwork.legacy_text import candidates
from canbo.paperwork.roster import read_roster
from canbo.paperwork.roster.conversion import to_unicode
from canbo.paperwork.spreadsheet import Sheet

from .legacy_fonts import as_tcvn3, as_vni
from .sheets import xlsx

SHORT = ["Lê Hà", "Hồ Bá", "Vũ Hòa", "Mai Tú", "Lý Đạt", "Đỗ Nga", "Võ Hoá", "La Thế", "Hà Mỹ", "Cù Huệ", "Tô Sứ"]
FONTS: dict[str, Callable[[str], str]] = {"unicode": str, "tcvn3": as_tcvn3, "vni": as_vni}


def cells(rows: list[list[str]]) -> Sheet:
    return Sheet("DS", tuple(map(tuple, rows)), ())


@given(st.lists(st.tuples(st.sampled_from(SHORT), st.sampled_from(sorted(FONTS))), min_size=1, max_size=8))
def test_the_row_decides_for_its_short_cells(rows):
    """Whatever the font of the rows around it, a row with one telling cell is read whole, and nothing is doubted."""
    typed = [[FONTS[font](text) for text in (name, "Trường phòng Nội vụ", "Tổ 1")] for name, font in rows]
    read = to_unicode(cells(typed))
    assert [row[0] for row in read.sheet.cells] == [name for name, _ in rows]
    assert read.doubts == ()


@given(st.permutations(SHORT), st.sampled_from(sorted(FONTS)))
def test_a_sheet_of_one_font_is_not_doubted(names, font):
    """Short names alone: those that can be read in one way only decide for the column."""
    read = to_unicode(cells([[FONTS[font](name)] for name in names]))
    assert [row[0] for row in read.sheet.cells] == list(names)
    assert read.doubts == ()


def ambiguous(font: str) -> str:
    """A short name that is Vietnamese in other words too when read under another font."""
    return next(typed for name in SHORT if len(candidates(typed := FONTS[font](name))) > 1)


@pytest.mark.parametrize(("here", "there"), list(permutations(sorted(FONTS), 2)))
def test_what_nothing_decides_is_shown_with_its_other_readings(here, there):
    telling = ["Nguyễn Thị Thúy Hằng", "Trần Đức Thịnh"]
    doubtful = ambiguous("tcvn3")
    data = xlsx([
        ["STT", "Ho va ten", "Don vi"], ["1", FONTS[here](telling[0]), "VP"], ["2", FONTS[there](telling[1]), "VP"],
        ["3", doubtful, "VP"],
    ])  # fmt: skip
    reading = read_roster(data, "a.xlsx")
    assert [person.full_name for person in reading.rows[:2]] == telling
    [seen] = reading.warnings
    assert (seen.row, seen.column, seen.header) == (4, "B", "Ho va ten")
    assert f"máy chọn “{reading.rows[2].full_name}”" in seen.message


def test_foreign_names_are_left_alone():
    names = ["José García", "Müller", "Zoë"]
    read = to_unicode(cells([[name, "Chuyên gia"] for name in names]))
    assert [row[0] for row in read.sheet.cells] == names
    assert (read.changes, read.doubts) == ((), ())


def test_each_reading_of_each_short_name_is_among_the_possible():
    for name, font in product(SHORT, FONTS):
        assert font in candidates(FONTS[font](name))
