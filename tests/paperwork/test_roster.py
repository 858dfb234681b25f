"""Staff rosters as offices keep them are understood, or refused with what to do."""

import unicodedata
from datetime import date
from typing import Any

import pytest

from canbo.paperwork.roster import RosterRow, read_roster

from .legacy_fonts import as_tcvn3, as_vni
from .sheets import xls, xlsx

na: Any = None  # an empty cell
TITLE = [["UBND PHƯỜNG PHÚC ĐỒNG", na, na, na, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["DANH SÁCH CÁN BỘ NĂM 2023"], []]
PLAIN = [["STT", "Họ và tên", "Ngày sinh", "Chức vụ"], [1, "Lê Đức Ước", "03/04/1980", "Chủ tịch"]]


def people(reading):
    return [(p.full_name, p.unit_name) for p in reading.rows]


def messages(reading):
    return [(p.row, p.column, p.severity) for p in reading.problems]


def fields(reading):
    return {c.letter: c.field for c in reading.columns}


def test_a_whole_roster_with_two_header_rows_groups_and_signatures():
    rows = [
        *TITLE,
        ["STT", "Họ và tên", "Năm sinh", na, "Chức vụ", "Đơn vị", "Trình độ", na, "Loại", "Điện thoại", "Ghi chú"],
        [na, na, "Nam", "Nữ", na, na, "Chuyên môn", "LLCT"],
        [f"({n})" for n in range(1, 12)],
        ["I", "Văn phòng HĐND - UBND (2 người)"],
        [1, "NGUYỄN VĂN AN", "01.02.1980", na, "Chánh Văn phòng", "Tổ tổng hợp", "Đại học", "Cao cấp", "CC", 912345678],
        [2, "Trần Thị  Bích", na, 1985, "Chuyên viên", na, "Đại học", "Trung cấp", "Hợp đồng", "0912.345.679", ""],
        ["II", "Phòng Kinh tế"],
        [3, "Lê Văn Cường", 29252, na, "Trưởng phòng", na, "Thạc sĩ", na, "Công chức"],
        ["Tổng cộng: 3 người"],
        [na, na, na, na, "Phúc Đồng, ngày 3 tháng 4 năm 2023"],
        [na, "Người lập biểu", na, na, "CHỦ TỊCH"],
        [na, "Phạm Quỳnh Anh", na, na, "Lê Đức Ước"],
    ]  # fmt: skip
    merges = ["A2:K2", "C4:D4", "G4:H4", "F8:F9", *(f"{c}4:{c}5" for c in "ABEFIJK")]
    reading = read_roster(xlsx(rows, merges=merges), "Danh sách.xlsx")
    assert reading.problems == ()
    assert reading.rows == (
        RosterRow(
            row=8, full_name="Nguyễn Văn An", family_name="Nguyễn Văn", given_name="An", birth_date=date(1980, 2, 1),
            birth_year=1980, sex="male", unit_name="Tổ tổng hợp", post_title="Chánh Văn phòng", kind="civil_servant",
            education="Đại học", political_theory="Cao cấp", phone="0912345678",
        ),
        RosterRow(
            row=9, full_name="Trần Thị Bích", family_name="Trần Thị", given_name="Bích", birth_year=1985, sex="female",
            unit_name="Tổ tổng hợp", post_title="Chuyên viên", kind="contract", education="Đại học",
            political_theory="Trung cấp", phone="0912345679",
        ),
        RosterRow(
            row=11, full_name="Lê Văn Cường", family_name="Lê Văn", given_name="Cường", birth_date=date(1980, 2, 1),
            birth_year=1980, sex="male", unit_name="Phòng Kinh tế", post_title="Trưởng phòng", kind="civil_servant",
            education="Thạc sĩ",
        ),
    )  # fmt: skip
    assert fields(reading) == {
        "A": "ordinal", "B": "full_name", "C": "birth_male", "D": "birth_female", "E": "post_title", "F": "unit_name",
        "G": "education", "H": "political_theory", "I": "kind", "J": "phone", "K": None,
    }  # fmt: skip
    assert [(c.row, c.column, c.original, c.converted, c.reason) for c in reading.conversions] == [
        (8, "B", "NGUYỄN VĂN AN", "Nguyễn Văn An", "capitals"),
        (8, "J", "912345678", "0912345678", "phone"),
    ]
    assert [row for row, _text in reading.skipped] == [7, 10, 12, 13, 14, 15]


@pytest.mark.parametrize(
    "titles",
    [
        ("Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Mã số CBCCVC", "Phòng, ban", "Chức danh", "Email"),
        ("HỌ VÀ TÊN", "NGÀY THÁNG NĂM SINH", "PHÁI", "SỐ HIỆU CBCCVC", "ĐƠN VỊ CÔNG TÁC", "CHỨC VỤ", "THƯ ĐIỆN TỬ"),
        ("Ho ten", "Ngay sinh", "Gioi tinh", "Ma CB", "Don vi", "Chuc vu", "E-mail"),
        ("Họ và\ntên *", "Ngày sinh (ngày/tháng/năm)", "Nam/Nữ", "Mã số", "Cơ quan", "Chức vụ", "Email công vụ"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spellings_of_titles(titles, form):
    person = ["Nguyễn Thị Thu Hà", "3/4/1985", "Nữ", "LB-01", "Văn phòng", "Kế toán", "Ha.NTT@longbien.gov.vn"]
    rows = [[unicodedata.normalize(form, text) for text in row] for row in (titles, person)]
    reading = read_roster(xlsx(rows), "a.xlsx")
    assert reading.ok
    assert reading.rows == (
        RosterRow(
            row=2, full_name="Nguyễn Thị Thu Hà", family_name="Nguyễn Thị Thu", given_name="Hà", code="LB-01",
            birth_date=date(1985, 4, 3), birth_year=1985, sex="female", unit_name="Văn phòng", post_title="Kế toán",
            email="ha.ntt@longbien.gov.vn",
        ),
    )  # fmt: skip


def test_names_in_two_columns_sex_by_a_mark_and_leaders():
    header = ["TT", "Họ đệm", "Tên", "Nữ", "Ngày vào cơ quan", "Nhóm nhiệm vụ", "Lãnh đạo", "Mã số"]
    rows = [
        header,
        [1, "Nguyễn Thị", "Hà", "x", "1/9/2015", "Giáo viên", na, 101.0],
        [2, "Lê", "Ước", na, na, na, "x", 102],
    ]
    reading = read_roster(xlsx(rows), "a.xlsx")
    assert reading.ok
    seen = [(p.full_name, p.sex, p.joined_on, p.task_group, p.leader, p.code) for p in reading.rows]
    assert seen == [
        ("Nguyễn Thị Hà", "female", date(2015, 9, 1), "Giáo viên", False, "101"),
        ("Lê Ước", "male", None, "", True, "102"),
    ]


def test_a_name_title_merged_over_two_columns():
    rows = [["STT", "Họ và tên", na, "Chức vụ"], [1, "Nguyễn Thị", "Hà", "Kế toán"], [2, "Lê Đức", "Ước", "Chủ tịch"]]
    reading = read_roster(xlsx(rows, merges=["B1:C1"]), "a.xlsx")
    assert [p.full_name for p in reading.rows] == ["Nguyễn Thị Hà", "Lê Đức Ước"]
    whole = read_roster(xlsx([rows[0], [1, "Lê Đức Ước", na, "Chủ tịch"]], merges=["B1:C1", "B2:C2"]), "a.xlsx")
    assert [p.full_name for p in whole.rows] == ["Lê Đức Ước"]


def test_unit_headings_of_several_looks():
    rows = [
        ["STT", "Họ và tên", "Chức vụ"],
        ["A. KHỐI ĐẢNG"], [1, "Lê An", "Bí thư"],
        [na, "Trường Mầm non Hoa Phượng"], [1, "Lê Bình", "Hiệu trưởng"],
        ["III", "Công an phường: 5 đ/c"], [1, "Lê Chi", "Trưởng"],
        ["Các đồng chí biệt phái"], [1, "Lê Dũng", "Cán bộ"],
    ]  # fmt: skip
    reading = read_roster(xlsx(rows, merges=["A8:C8"]), "a.xlsx")
    assert people(reading) == [
        ("Lê An", "KHỐI ĐẢNG"), ("Lê Bình", "Trường Mầm non Hoa Phượng"), ("Lê Chi", "Công an phường"),
        ("Lê Dũng", "Các đồng chí biệt phái"),
    ]  # fmt: skip


def test_old_excel_with_merged_units_and_real_dates():
    rows = [
        ["STT", "Họ và tên", "Ngày sinh", "Đơn vị"],
        [1, "Nguyễn Văn An", date(1980, 2, 1), "Văn phòng"], [2, "Trần Thị Bích", "1985", na],
    ]  # fmt: skip
    reading = read_roster(xls(rows, merges=[(1, 2, 3, 3)]), "ds.xls")
    assert reading.ok
    assert people(reading) == [("Nguyễn Văn An", "Văn phòng"), ("Trần Thị Bích", "Văn phòng")]
    assert [p.birth_date for p in reading.rows] == [date(1980, 2, 1), None]


@pytest.mark.parametrize(("encode", "reason"), [(as_tcvn3, "tcvn3"), (as_vni, "vni")])
@pytest.mark.parametrize("make", [xlsx, xls])
def test_legacy_fonts_are_converted_and_shown(encode, reason, make):
    rows: list[list[Any]] = [
        ["STT", "Họ và tên", "Ngày sinh", "Đơn vị công tác", "Chức vụ"],
        [1, "Nguyễn Thị Thu Hà", "03/04/1985", "Văn phòng", "Phó Chánh văn phòng"],
        [2, "Lê Đức Thịnh", "05/06/1979", "Tổ 1", "Kế toán trưởng"],
    ]  # fmt: skip
    stored = [[encode(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    reading = read_roster(make(stored), f"ds.{make.__name__}")
    assert reading.ok
    assert [(p.full_name, p.unit_name, p.post_title) for p in reading.rows] == [
        ("Nguyễn Thị Thu Hà", "Văn phòng", "Phó Chánh văn phòng"),
        ("Lê Đức Thịnh", "Tổ 1", "Kế toán trưởng"),
    ]
    shown = {(c.row, c.column): (c.original, c.converted, c.reason) for c in reading.conversions}
    letters = "ABCDE"
    assert shown == {
        (r, letters[c]): (stored[r - 1][c], cell, reason)
        for r, row in enumerate(rows, start=1)
        for c, cell in enumerate(row)
        if isinstance(cell, str) and stored[r - 1][c] != cell
    }


@pytest.mark.parametrize("encode", [as_tcvn3, as_vni])
def test_a_row_pasted_from_an_old_file_is_converted_among_new_ones(encode):
    old, names = "Trần Thị Bích Ngọc", ["Nguyễn Văn An", "Lê Hoàng Yến", "Phạm Đức Thịnh", "Lê Hà", "Bùi Thúy"]
    rows = [
        ["STT", "Họ và tên", "Chức vụ"],
        *([number, name, "Chuyên viên"] for number, name in enumerate(names, start=1)),
    ]
    reading = read_roster(xlsx([*rows, [6, encode(old), "Chuyên viên"]]), "a.xlsx")
    assert [person.full_name for person in reading.rows] == [*names, old]
    assert [(shown.row, shown.original, shown.converted) for shown in reading.conversions] == [(7, encode(old), old)]


def test_the_sheet_with_a_header_is_chosen_or_the_one_named():
    other = [["STT", "Họ và tên", "Chức vụ"], [1, "Lê An", "Bí thư"]]
    data = xlsx(PLAIN, name="DS 2023", more=[("Bìa", [["Danh sách"]]), ("DS 2022", other)])
    reading = read_roster(data, "a.xlsx")
    assert (reading.sheet, reading.sheets) == ("DS 2023", ("Bìa", "DS 2022", "DS 2023"))
    assert people(read_roster(data, "a.xlsx", sheet="DS 2022")) == [("Lê An", "")]


def test_every_problem_names_row_column_and_what_to_do():
    rows = [
        ["Họ và tên", "Ngày sinh", "Mã số", "Loại", "Đơn vị", "Điện thoại", "Email", "Giới tính"],
        ["Lê An", "31/02/1980", "01", "Biên chế?", "P1", "12", "khong-co", "?"],
        ["Lê Bình", "1/2/1980", "01", "CC", "P1"],
        ["Lê Chi", "1/2/1980", "03", "CC", na],
        [na, "1/2/1980", "04", "CC", "P1"],
        ["Lê Chi", "1/2/1980", na, "CC", "P1"],
        ["123", "=1/0", "06", "CC", "P1"],
        ["Lê Dũng", "1979", "07", "CC", "P1"],
        ["Lê Dũng", "1/2/79", "08", "CC", "P1"],
    ]  # fmt: skip
    rows[6][1] = "#REF!"
    reading = read_roster(xlsx(rows), "a.xlsx")
    assert messages(reading) == [
        (2, "B", "error"), (2, "D", "error"), (2, "F", "error"), (2, "G", "error"),
        (2, "H", "error"),
        (3, "C", "error"), (4, "E", "warning"), (5, "A", "error"), (6, "A", "error"), (7, "A", "error"),
        (7, "B", "error"),
        (9, "A", "warning"), (9, "B", "warning"),
    ]  # fmt: skip
    assert not reading.ok
    assert reading.problems[0].header == "Ngày sinh"
    assert "ngày/tháng/năm" in reading.problems[0].message
    assert "hàng 2 (Lê An)" in next(p.message for p in reading.problems if p.row == 3)


def test_a_header_without_people_is_an_error_not_an_empty_success():
    reading = read_roster(xlsx([PLAIN[0], ["Tổng cộng", na, na, 0]]), "a.xlsx")
    assert (reading.rows, messages(reading)) == ((), [(2, "", "error")])


def test_people_who_resemble_headings_and_signatures_are_not_lost():
    rows = [
        ["Chức vụ", "Họ và tên", "STT"],
        ["Chủ tịch", "Lê Đức Ước", 1], ["Hiệu trưởng", "Hội Thị Ban", na],
        [na, "Đoàn Văn Hậu", na], [na, "Tổ trưởng", na],
        ["Cộng", "3 người"], ["Bí thư", "Trần An", 4], ["Người lập biểu", na, "THỦ TRƯỞNG"], [na, "Phạm Quỳnh Anh", na],
    ]  # fmt: skip
    reading = read_roster(xlsx(rows), "a.xlsx")
    assert people(reading) == [("Lê Đức Ước", ""), ("Hội Thị Ban", ""), ("Đoàn Văn Hậu", ""), ("Trần An", "Tổ trưởng")]
    assert [row for row, _text in reading.skipped] == [5, 6, 8, 9]


def test_a_birth_in_three_columns_and_titles_without_merging():
    rows = [
        ["STT", "Họ và tên", "Ngày sinh", na, na, "Chức vụ"],
        [na, na, "Ngày", "Tháng", "Năm"],
        [1, "Lê An", 3, "04", 1980.0, "Kế toán"], [2, "Lê Bình", na, na, 1981, "Kế toán"],
        [3, "Lê Chi", 31, 2, 1980, "x"],
    ]  # fmt: skip
    reading = read_roster(xlsx(rows), "a.xlsx")
    assert [(p.birth_date, p.birth_year) for p in reading.rows] == [
        (date(1980, 4, 3), 1980),
        (None, 1981),
        (None, None),
    ]
    assert messages(reading) == [(5, "E", "error")]
