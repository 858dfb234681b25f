"""The pages against levelling: the first screen, who sees which part, the sheets behind, the evaluator's own."""

from __future__ import annotations

import re
from datetime import date

from canbo.office.base import jobs
from canbo.office.base.models import Job
from canbo.office.evaluations.models import Sheet
from canbo.office.insight.actions import examining
from canbo.office.insight.models import Examined, Signal
from canbo.office.people.models import Posting
from canbo.rulebook.levelling import Settings
from tests.office.insight import examination as examples
from tests.office.insight.examination import LEVELLED, person
from tests.town import START, Town


def page(town: Town, key: str, path: str = "") -> tuple[int, str]:
    answer = town.client(key).get(f"/buc-tranh/cao-bang/{path}")
    return answer.status_code, answer.content.decode()


def test_the_first_screen_names_the_one_unit_with_its_sentence(ward: Town) -> None:
    assert "Chưa xem xét lần nào" in page(ward, "trang")[1]
    examples.examined(ward)
    text = page(ward, "trang")[1]
    assert "<strong>1</strong> trong 12 đơn vị có dấu hiệu." in text
    assert text.index("Phòng số 6") < text.index("Không có dấu hiệu") < text.index("Phòng số 1<")
    assert "Công việc thật sự giống nhau cũng cho điểm sát nhau." in text
    assert text.count('<svg class="spread"') == 12


def test_many_units_with_signals_turn_pages_the_worst_first(ward: Town) -> None:
    row = examples.examined(ward)
    place = {"agency_id": row.agency_id, "examination": row, "people": 20, "sheets": 60, "totals": {"80": 60}}
    made = Examined.objects.bulk_create(
        Examined(**place, unit=unit, path=unit.path, found=1, least=(60 - at) / 10_000)
        for at, unit in enumerate(examples.units(ward, 60, "office"))
    )
    kept = {"agency_id": row.agency_id, "signal": "spread", "people": 20, "value": 10, "typical": 400, "rate": 0.001}
    Signal.objects.bulk_create(Signal(**kept, examined=one, found=True, words="Điểm sát nhau") for one in made)
    first, second = page(ward, "trang")[1], page(ward, "trang", "?page=2")[1]
    assert "<strong>61</strong> trong 72 đơn vị có dấu hiệu." in first
    assert [text.count('<svg class="spread"') for text in (first, second)] == [50, 22]
    assert re.findall(r'stt">(\d+)</td><th[^>]*><a[^>]*>([^<]+)<', first)[:2] == [
        ("1", "Phòng số 6"),
        ("2", "Phòng số 60"),
    ]
    assert re.findall(r'stt">(\d+)<', second) == [*map(str, range(51, 62)), *map(str, range(1, 12))]
    assert "Không có dấu hiệu" not in first


def test_a_reader_sees_their_part_and_a_stranger_nothing(ward: Town) -> None:
    row = examples.examined(ward)
    one = row.examined.get(unit=ward.units[LEVELLED])
    status, text = page(ward, "ha")  # reads the office alone, where nothing was closed
    assert (status, "Phòng số" in text) == (200, False)
    for key in ("nam", "xa", "quan_tri", "hung"):
        assert page(ward, key)[0] == 404
    for path in (f"{one.pk}/", f"{one.pk}/phieu/alike/"):
        assert page(ward, "ha", path)[0] == 404
        assert page(ward, "khoa", path)[0] == 200


def test_a_signal_drills_down_to_its_sheets(ward: Town) -> None:
    one = examples.examined(ward).examined.get(unit=ward.units[LEVELLED])
    status, text = page(ward, "trang", f"{one.pk}/")
    assert (status, text.count("Mở phiếu")) == (200, 6)
    assert "Tháng 6/2026: 100%" in text
    sheets = page(ward, "trang", f"{one.pk}/phieu/copied/")[1]
    july = Sheet.objects.filter(unit=ward.units[LEVELLED], cycle__number=7)
    assert all(f'/phieu/{sheet.pk}/"' in sheets for sheet in july)
    assert sheets.count('class="name"') == 10
    for path in (f"{one.pk}/phieu/alike/?xuat=xlsx", "?xuat=xlsx", "nguoi-cham/?xuat=xlsx"):
        assert ward.client("trang").get(f"/buc-tranh/cao-bang/{path}").content[:2] == b"PK"


def test_two_stretches_of_time_are_compared(ward: Town) -> None:
    for month, end in ((date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 7, 31))):
        job = examining.start(
            actor=ward.accounts["trang"], unit=ward.units["ward"], starts=month, ends=end, settings=Settings()
        )
        jobs.perform(job)
    text = page(ward, "trang")[1]
    assert "So với 01/06/2026 – 30/06/2026." in text
    assert text.count("5 dấu hiệu") == 1
    assert text.count("không có dấu hiệu</td>") == 11


def test_evaluators_stand_by_name_and_see_their_own_in_kind_words(ward: Town) -> None:
    row = examples.examined(ward)
    who = person(LEVELLED, -1)
    who.account = ward.accounts["quan_tri"]
    who.save()
    text = page(ward, "trang", "nguoi-cham/?het=1")[1]
    order = [text.index(f"Nguyễn o{at} -1") for at in sorted(range(12), key=lambda at: person(f"o{at}", -1).sort_key)]
    assert order == sorted(order)
    own = page(ward, "quan_tri", "cua-toi/")[1]
    assert "Một lời ghi cho thấy" not in own
    assert "Việc làm thật sự như nhau thì không có gì phải sửa." in own
    mine = row.examined.get(evaluator=who)
    status, text = page(ward, "quan_tri", f"{mine.pk}/")
    assert (status, "Báo nhầm</th>" in text, "Nên xem lại gì" in text) == (200, False, True)
    other = row.examined.get(evaluator=person("o1", -1))
    assert page(ward, "quan_tri", f"{other.pk}/")[0] == 404
    assert page(ward, "nam", "cua-toi/")[0] == 200


def test_a_head_is_not_shown_their_own_marking_among_others(ward: Town) -> None:
    who = person(LEVELLED, -1)
    who.account = ward.accounts["quan_tri"]
    who.save()
    head = Posting.objects.get(person=ward.persons["lan"]).post
    Posting.objects.create(person=who, post=head, kind="civil_servant", valid_from=START)
    examples.examined(ward)
    status, text = page(ward, "quan_tri", "nguoi-cham/?het=1")
    assert (status, "Nguyễn o5 -1</a>" in text, "Nguyễn o4 -1</a>" in text) == (200, False, True)


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(ward: Town) -> None:
    client = ward.client("trang")
    typed = {
        "unit": ward.units["ward"].pk, "starts": "01/01/2026", "ends": "31/12/2025", "people": "4", "others": "10",
        "share": "50", "rate": "5", "honest": "3,5",
    }  # fmt: skip
    answer = client.post("/buc-tranh/cao-bang/xem-xet/", typed)
    assert answer.status_code == 422
    assert "Ngày cuối phải từ ngày đầu trở đi." in answer.content.decode()
    assert 'value="3,5"' in answer.content.decode()
    answer = client.post("/buc-tranh/cao-bang/xem-xet/", typed | {"ends": "31/12/2026", "people": "8"})
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/he-thong/viec/{job.pk}/")
    assert job.arguments["settings"]["honest"] == 350
