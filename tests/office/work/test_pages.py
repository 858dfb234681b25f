"""The pages of work, for who may open them; the counts of their queries; the grid and quick entry through HTTP."""

from __future__ import annotations

import io
import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from canbo.office.demo import clock
from canbo.office.work.models import Act, Assignment, Catalogue, Routine, Standing
from canbo.paperwork.spreadsheet import open_workbook
from tests.office.regulations import adopted
from tests.office.work.month import deliver, figures_of, give, nov, place, product, review
from tests.town import Town

MONTH = "?thang=2026-11"


def url(name: str, *args: object) -> str:
    return reverse(f"work:{name}", args=args)


def post(town: Town, key: str, where: str, on: Any = 15, **data: Any) -> Any:
    with clock.on(nov(on)):
        return town.client(key).post(where, data)


def text(answer: Any) -> str:
    return answer.content.decode()


def test_a_month_of_work_from_the_screens(town: Town) -> None:
    """Imported, given by paste, accepted, handed in, reviewed in the grid; a, b, c come out with their explanation."""
    adopted.adopt(town)
    _import(town)
    nam = town.persons["nam"].pk
    paste = "Mã\tSố lượng\tHạn\tNội dung\nP1\t10\t20\tCông văn\nP2\t5\t20/11/2026\t\nĐề án\t1\t\t"
    shown = post(town, "mai", url("assign"), 2, thang="2026-11", nguoi=nam, paste=paste, do="check")
    assert "3 dòng" in text(shown)
    assert "chưa đúng" not in text(shown)
    sent = {f"r{n}-{name}": value for n, row in enumerate(_ROWS) for name, value in row.items()}
    answer = post(town, "mai", url("assign"), 2, thang="2026-11", nguoi=nam, do="give", **sent)
    assert (answer.status_code, Assignment.objects.count()) == (302, 3)
    assert post(town, "nam", url("mine") + MONTH, 3).status_code == 302
    assert set(Standing.objects.values_list("stage", flat=True)) == {"doing"}
    p1, p2, p3 = Assignment.objects.order_by("id")
    for work, pieces, day in ((p1, 10, 15), (p2, 2, 15), (p2, 2, 23), (p3, 1, 15)):
        given = {"do": "deliver", "pieces": pieces, "day": f"{day}/11/2026", "redo": ""}
        assert post(town, "nam", url("assignment", work.pk), day, **given).status_code == 302
    d1, d2, d3, d4 = Act.objects.filter(kind="deliver").order_by("id")
    grid = {f"d{act.pk}-of": str(act.pieces) for act in (d1, d2, d3, d4)}
    grid |= {f"d{d4.pk}-bad": "1", f"d{d4.pk}-why": "Sai căn cứ"}
    assert post(town, "mai", url("review"), 24, do="pass", **grid).status_code == 302
    failed = Act.objects.get(kind="fail")
    again = {"do": "deliver", "pieces": 1, "day": "25/11/2026", "redo": str(failed.pk)}
    assert post(town, "nam", url("assignment", p3.pk), 25, **again).status_code == 302
    newest = Act.objects.filter(kind="deliver").latest("id")
    passed = {"do": "review", "delivery": newest.pk, "outcome": "pass", "pieces": 1}
    assert post(town, "mai", url("assignment", p3.pk), 25, **passed).status_code == 302
    page = text(town.client("nam").get(url("person", nam) + MONTH))
    for line in ("a = 46 / 50 = 92%", "b = 41 / 50 = 82%", "c = 44 / 50 = 88%"):
        assert line in page


_ROWS = (
    {"product": "P1", "quantity": "10", "due": "20", "what": "Công văn"},
    {"product": "P2", "quantity": "5", "due": "20/11/2026", "what": ""},
    {"product": "Đề án", "quantity": "1", "due": "", "what": ""},
)


def _import(town: Town) -> None:
    data = workbook([("P1", "Văn bản thường", 5), ("P2", "Báo cáo", 20), ("P3", "Đề án", 100)])
    said = {
        "unit": town.units["ward"].pk, "title": "Danh mục 2026", "number": "01/QĐ-UBND", "valid_from": "01/01/2026",
        "method": "points_5", "file": SimpleUploadedFile("danh-muc.xlsx", data),
    }  # fmt: skip
    answer: Any = town.client("trang").post(url("imports"), said)
    assert answer.status_code == 302, text(answer)
    assert "Ban hành 3 sản phẩm" in text(town.client("trang").get(answer.url))
    assert town.client("trang").post(answer.url).status_code == 302
    assert Catalogue.objects.get().title == "Danh mục 2026"


def workbook(rows: list[tuple[Any, ...]], titles: tuple[str, ...] = ("Mã", "Sản phẩm, công việc", "Điểm")) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Danh mục")
    for down, row in enumerate([titles, *rows]):
        sheet.write_row(down, 0, row)
    book.close()
    return buffer.getvalue()


def test_the_grid_keeps_what_was_typed_where_it_is_refused(town: Town) -> None:
    place(town)
    one, two = deliver(town, give(town, "P1", 3), 3), deliver(town, give(town, "P2"))
    grid = {f"d{one.pk}-of": "3", f"d{one.pk}-ok": "2", f"d{one.pk}-bad": "1", f"d{two.pk}-of": "1"}
    grid |= {f"d{two.pk}-ok": "9"}
    answer = post(town, "mai", url("review"), do="send", **grid)
    assert answer.status_code == 422
    assert "Còn 2 dòng chưa ghi được" in text(answer)
    assert '<th scope="col">Cần sửa</th>' in text(answer)
    assert "Hãy nhập lý do không đạt." in text(answer)
    assert "chỉ còn 1 sản phẩm chưa nghiệm thu" in text(answer)
    assert f'name="d{one.pk}-ok" value="2"' in text(answer)
    assert not Act.objects.filter(kind__in=["pass", "fail"]).exists()


def test_a_persons_page_adds_the_quarter_and_the_year(town: Town) -> None:
    """November: 1 of 1 in time. December: 3 not done yet. The quarter and the year count both."""
    place(town)
    review(town, deliver(town, give(town, "P1")))
    give(town, "P1", 3, due=date(2026, 12, 20))
    page = text(town.client("nam").get(url("person", town.persons["nam"].pk) + MONTH))
    assert "a = 1 / 1 = 100%" in page
    for label in ("Quý IV/2026", "Năm 2026"):
        row = page.partition(f'scope="row">{label}</th>')[2].partition("</tr>")[0]
        assert [cell.partition("<")[0] for cell in row.split('">')[1:]] == ["4", "1", "25%", "25%", "25%"]


def test_nobody_reviews_in_the_grid_what_is_not_theirs(town: Town) -> None:
    place(town)
    act = deliver(town, give(town, "P1"))
    grid = {f"d{act.pk}-of": "1", f"d{act.pk}-ok": "1"}
    for key in ("nam", "hoa", "trang", "xa", "dung"):
        assert post(town, key, url("review"), do="send", **grid).status_code == 404
    assert not Act.objects.filter(kind="pass").exists()
    assert str(town.persons["nam"]) not in text(town.client("dung").get(url("review")))


def test_quick_entry_tells_each_fault_and_gives_nothing(town: Town) -> None:
    place(town)
    rows = {"r0-product": "Không có", "r0-quantity": "1", "r0-due": "", "r0-what": ""}
    rows |= {"r1-product": "P1", "r1-quantity": "-2", "r1-due": "31/02/2026", "r1-what": ""}
    rows |= {"r2-product": "P2", "r2-quantity": "1,5", "r2-due": "", "r2-what": "Chữ giữ lại"}
    answer = post(town, "mai", url("assign"), thang="2026-11", nguoi=town.persons["nam"].pk, do="give", **rows)
    assert answer.status_code == 422
    for part in ("Không có trong danh mục", "Hãy nhập số nguyên từ 1", "không phải ngày có thật", "Chữ giữ lại"):
        assert part in text(answer)
    assert not Assignment.objects.exists()


def test_everybody_is_ticked_by_one_click_and_what_was_typed_stays(town: Town) -> None:
    place(town)
    nam, where = town.persons["nam"].pk, url("assign")
    rows = {"r0-product": "P1", "r0-quantity": "2", "r0-due": "20", "r0-what": "Công văn"}

    def ticked(do: str) -> tuple[set[int], bool, list[str]]:
        shown = text(post(town, "mai", where, thang="2026-11", nguoi=nam, do=do, **rows))
        people = {int(pk) for pk in re.findall(r'name="nguoi" value="(\d+)" checked', shown)}
        return people, 'value="Công văn"' in shown, re.findall(r'name="do" value="give">([^<]+)<', shown)

    page = text(town.client("mai").get(where + MONTH))
    everybody = {int(pk) for pk in re.findall(r'name="nguoi" value="(\d+)"', page)}
    assert nam in everybody
    assert ticked("all") == (everybody, True, [f"Giao 1 việc cho {len(everybody)} người"])
    assert ticked("none") == (set(), True, ["Giao việc"])
    assert ticked("check") == ({nam}, True, ["Giao 1 việc cho 1 người"])
    assert not Assignment.objects.exists()
    # What Enter does in a field: the first button of the form, which only checks.
    assert re.findall(r'<button[^>]* name="do" value="(\w+)"', page)[:2] == ["check", "all"]


def test_last_month_is_taken_over(town: Town) -> None:
    place(town)
    with clock.on(date(2026, 10, 1)):
        give(town, "P1", 7, on=date(2026, 10, 1), assigned_on=date(2026, 10, 1), due=date(2026, 10, 31), what="Tin")
    nam = town.persons["nam"].pk
    shown = text(post(town, "mai", url("assign"), thang="2026-11", nguoi=nam, do="last"))
    for part in ('value="P1"', 'value="7"', 'value="30/11/2026"', 'value="Tin"'):
        assert part in shown


def test_recurring_work_is_given_by_one_click_once_a_month(town: Town) -> None:
    place(town)
    nam = town.persons["nam"].pk
    begun = {"do": "begin", "person": nam, "product": "P1", "quantity": 4, "due_day": 31, "what": "Báo cáo tháng"}
    assert post(town, "mai", url("routines") + MONTH, **begun).status_code == 302
    for _ in range(2):
        assert post(town, "mai", url("routines"), do="give", thang="2026-11").status_code == 302
    made = Assignment.objects.get()
    assert (made.quantity, made.due, made.month) == (4, nov(30), "2026-11")
    routine = Routine.objects.get()
    assert post(town, "hoa", url("routine_end", routine.pk)).status_code == 404
    assert post(town, "mai", url("routine_end", routine.pk)).status_code == 302
    post(town, "mai", url("routines"), do="give", thang="2026-12")
    assert Assignment.objects.count() == 1


def test_nobody_gives_work_to_themselves_through_any_door(town: Town) -> None:
    place(town)
    mai, nam = town.persons["mai"].pk, town.persons["nam"].pk
    row = {"r0-product": "P1", "r0-quantity": "1", "r0-due": "", "r0-what": ""}
    for key, who in (("mai", mai), ("nam", nam), ("nam", mai), ("trang", nam), ("dung", nam), ("xa", nam)):
        sent = post(town, key, url("assign"), thang="2026-11", nguoi=who, do="give", **row)
        begun = post(town, key, url("routines"), do="begin", person=who, product="P1", quantity=1, due_day=5)
        assert sent.status_code == 404, key
        assert begun.status_code == (422 if key in ("mai", "dung") else 404), key
    assert not Assignment.objects.exists()
    assert not Routine.objects.exists()


def test_evidence_is_served_to_who_may_see_the_work(town: Town) -> None:
    place(town)
    work = give(town, "P1")
    act = deliver(town, work, evidence=[("bao-cao.pdf", b"%PDF-1.4 ok")])
    proof = act.proofs.get()
    for key, status in (("nam", 200), ("mai", 200), ("lan", 200), ("trang", 200), ("hoa", 404), ("xa", 404)):
        assert town.client(key).get(url("proof", proof.pk)).status_code == status, key
    bad = {"do": "deliver", "pieces": 1, "day": "15/11/2026", "evidence": SimpleUploadedFile("a.exe", b"MZ")}
    answer = post(town, "nam", url("assignment", give(town, "P1").pk), **bad)
    assert (answer.status_code, "Không nhận tệp đuôi" in text(answer)) == (422, True)


@pytest.mark.parametrize(
    ("name", "key", "counts"),
    [("mine", "nam", 11), ("unit", "mai", 12), ("review", "mai", 13), ("assign", "mai", 7)],
)
def test_lists_do_not_ask_more_for_more(town: Town, name: str, key: str, counts: int) -> None:
    place(town)
    found = []
    for people in (["nam"], ["nam", "hoa", "trang"]):
        for who in people:
            deliver(town, give(town, "P1", to=who), by=who)
        client = town.client(key)
        with clock.on(nov(20)):
            client.get(url(name) + MONTH)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url(name) + MONTH).status_code == 200
        found.append(len(queries))
    assert found == [counts, counts]


def test_lists_export_themselves(town: Town) -> None:
    rules = place(town)
    review(town, deliver(town, give(town, "P1", 2), 2))
    nam = town.persons["nam"].pk
    for key, where in (("nam", url("mine")), ("mai", url("unit")), ("mai", url("person", nam))):
        answer = town.client(key).get(where + MONTH + "&xuat=xlsx")
        cells = [str(cell) for row in open_workbook(answer.content, "a.xlsx").sheets[0].cells for cell in row]
        assert {"Văn bản hành chính thông thường", "Phạm Quốc Nam"} & set(cells), where
    found = figures_of(town, rules).ratios
    assert getattr(found, "quantity", None) == Fraction(1)


def test_a_catalogue_exported_is_read_again_as_it_was(town: Town) -> None:
    place(town)
    row = Catalogue.objects.get()
    data = town.client("nam").get(url("catalogue", row.pk) + "?xuat=xlsx").content
    from canbo.office.work.catalogue_file import read
    from tests.office.work.month import ENTRIES

    assert read(data, "a.xlsx", 500).entries == ENTRIES
    assert product("P1").coefficient == 10_000
