"""A file that is not what it says, or too much, is refused with what to do."""

import io
import zipfile

import pytest

from canbo.paperwork import spreadsheet
from canbo.paperwork.roster import read_roster
from canbo.paperwork.spreadsheet import SpreadsheetError, column_letter, open_workbook

from .sheets import xls, xlsx

GOOD = [["STT", "Họ và tên", "Chức vụ"], [1, "Lê An", "Bí thư"]]


def repacked(data, changes, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", compression) as target:
        parts = {name: source.read(name) for name in source.namelist()} | changes
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()


def far_cell(reference):
    sheet = zipfile.ZipFile(io.BytesIO(xlsx(GOOD))).read("xl/worksheets/sheet1.xml").decode()
    return sheet.replace("</sheetData>", f'<row><c r="{reference}" t="n"><v>1</v></c></row></sheetData>').encode()


@pytest.mark.parametrize(
    ("data", "filename", "words"),
    [
        (b"", "a.xlsx", "Tệp trống"),
        (b"<html><table><tr><td>STT</td></tr></table></html>", "a.xls", "trang web"),
        (b"STT,Ho va ten\n1,An\n", "a.xlsx", "không phải Excel"),
        (xls(GOOD), "a.xlsx", "đổi đuôi thành .xls"),
        (xlsx(GOOD), "a.xls", "đổi đuôi tệp thành .xlsx"),
        (xlsx(GOOD), "a.pdf", "Chỉ nhận tệp Excel"),
        (xlsx(GOOD), "a.xlsm", "macro"),
        (xlsx(GOOD)[:900], "a.xlsx", "bị hỏng"),
        (xls(GOOD)[:700], "a.xls", "bị hỏng"),
        (repacked(xlsx(GOOD), {"xl/vbaProject.bin": b"x"}), "a.xlsx", "macro"),
        (xls(GOOD) + "_VBA_PROJECT".encode("utf-16-le"), "a.xls", "macro"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "mật khẩu"),
        (repacked(xlsx(GOOD), {"xl/worksheets/sheet1.xml": far_cell("A1048576")}), "a.xlsx", "quá lớn"),
        (repacked(xlsx(GOOD), {"xl/worksheets/sheet1.xml": far_cell("XFD9")}), "a.xlsx", "quá lớn"),
        (xlsx([]), "a.xlsx", "không có dữ liệu"),
        (xlsx([["Kính gửi"], ["Danh sách", "đính kèm"]]), "a.xlsx", "hàng tiêu đề"),
    ],
)  # fmt: skip
def test_refused(data, filename, words):
    with pytest.raises(SpreadsheetError, match=words) as refusal:
        read_roster(data, filename)
    assert "Hãy" in str(refusal.value) or "Cần" in str(refusal.value)


def test_a_bomb_is_refused_even_when_it_declares_a_small_size(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED_BYTES", 2**20)
    bomb = repacked(xlsx(GOOD), {"xl/media/a.bin": bytes(2**20 + 1)})
    size = (2**20 + 1).to_bytes(4, "little")
    assert bomb.count(size) == 2
    for data in (bomb, bomb.replace(size, (10).to_bytes(4, "little"))):
        with pytest.raises(SpreadsheetError, match="quá nhiều dữ liệu"):
            open_workbook(data, "a.xlsx")


def test_an_old_file_that_makes_its_reader_ask_for_64_gigabytes_ends_only_the_reader():
    first_cell = b"\xfd\x00\x0a\x00" + bytes(4)  # a LABELSST record of 10 bytes, row 0, column 0
    far_cell = b"\xfd\x00\x0a\x00\xff\xff\xff\x7f"
    data = xls(GOOD)
    assert data.count(first_cell) == 1
    with pytest.raises(SpreadsheetError, match="bị hỏng"):
        open_workbook(data.replace(first_cell, far_cell), "a.xls")


def test_a_damaged_part_is_told_as_damage():
    data = bytearray(xlsx(GOOD))
    data[60:90] = bytes(30)
    with pytest.raises(SpreadsheetError, match="bị hỏng"):
        open_workbook(bytes(data), "a.xlsx")


def test_an_unknown_sheet_names_those_there_are():
    with pytest.raises(SpreadsheetError, match="Danh sách"):
        read_roster(xlsx(GOOD), "a.xlsx", sheet="Tháng 7")


def test_styled_but_empty_far_cells_do_no_harm():
    sheet = far_cell("A1048576").replace(b't="n"><v>1</v></c>', b"/>")
    assert len(read_roster(repacked(xlsx(GOOD), {"xl/worksheets/sheet1.xml": sheet}), "a.xlsx").rows) == 1


def test_column_letters():
    assert [column_letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
