"""Signing: by the person, then by the superior of the day or who stands in; late is marked; nothing signed changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Event
from canbo.office.commitments import queries, superiors
from canbo.office.commitments.errors import DraftConflict, WordsRefused
from canbo.office.commitments.models import CommitmentDraft, CommitmentSigning, CommitmentText
from canbo.office.people.access import Viewer
from canbo.office.people.models import Delegation, Posting
from canbo.office.signatures.actions.checking import verify
from canbo.office.signatures.models import Signature
from tests.office.commitments import year
from tests.town import START, Town


def words_of(town: Town, key: str, text: str = "Trả lời dân trong ngày") -> dict[str, str]:
    return {year.case(town, key).form.items[0].key: text}


def test_the_person_signs_then_the_superior_on_one_paper(town: Town) -> None:
    year.opened(town)
    words = words_of(town, "nam")
    year.write(town, "nam", words)
    mine = year.sign(town, "nam", "nam")
    above = year.sign(town, "mai", "nam")
    case = year.case(town, "nam")
    assert (case.stage, case.words, case.state.late) == ("done", words, False)
    assert (mine.part, mine.late, mine.person, mine.text_id) == ("subject", False, town.persons["nam"], case.text.pk)
    assert (above.part, above.person, above.on_behalf_of, above.text_id) == (
        "superior", town.persons["mai"], None, mine.text_id,
    )  # fmt: skip
    report = verify(files.read(above.signature.file), case.commitment.agency_id)
    assert len(report.findings) == 2
    assert all(finding.whole for finding in report.findings)
    assert [row.way for row in Signature.objects.order_by("id")] == ["reauth", "reauth"]
    assert not CommitmentDraft.objects.exists()
    assert queries.check_commitments() == []
    told = Event.objects.filter(verb="commitments.signed").order_by("id").values_list("data__part", flat=True)
    assert list(told) == ["subject", "superior"]
    assert journal.verify(agency_id=case.commitment.agency_id).faults == ()


def test_a_wrong_password_signs_nothing(town: Town) -> None:
    year.opened(town)
    with pytest.raises(ActionError, match="Mật khẩu không đúng"):
        year.sign(town, "nam", "nam", password="sai")
    assert (CommitmentSigning.objects.count(), Signature.objects.count()) == (0, 0)
    assert year.case(town, "nam").stage == "subject"


def test_nobody_signs_for_another_nor_countersigns_oneself(town: Town) -> None:
    year.opened(town)
    for stranger in ("mai", "hoa", "lan", "trang", "ha", "khoa", "xa"):
        with pytest.raises((NotTheirs, ActionError)):
            year.sign(town, stranger, "nam")
    year.sign(town, "nam", "nam")
    for stranger in ("nam", "hoa", "lan", "dung", "trang", "ha", "khoa", "duc", "xa"):
        with pytest.raises((NotTheirs, ActionError)):
            year.sign(town, stranger, "nam")
    assert CommitmentSigning.objects.count() == 1
    # The head of the office answers to the ward's secretary, the secretary to the district's.
    year.sign(town, "mai", "mai")
    with pytest.raises(ActionError, match="Bạn đã ký"):
        year.sign(town, "mai", "mai")
    assert year.sign(town, "lan", "mai").part == "superior"
    year.sign(town, "lan", "lan")
    assert year.sign(town, "duc", "lan").part == "superior"


def test_who_stands_in_signs_for_the_superior_but_never_for_themselves(town: Town) -> None:
    year.opened(town)
    today = timezone.localdate()
    Delegation.objects.create(
        principal=town.persons["mai"], deputy=town.persons["nam"], valid_from=START, document="5/QĐ",
        valid_to=today + timedelta(days=30), by=town.accounts["trang"],
    )  # fmt: skip
    year.sign(town, "hoa", "hoa")
    signing = year.sign(town, "nam", "hoa")
    assert (signing.person, signing.on_behalf_of) == (town.persons["nam"], town.persons["mai"])
    assert signing.signature.on_behalf_of == town.persons["mai"]
    year.sign(town, "nam", "nam")
    with pytest.raises(ActionError, match="Bạn đã ký"):
        year.sign(town, "nam", "nam")
    assert superiors.waiting(Viewer(town.accounts["nam"], year.DAY)) == {}
    assert list(superiors.waiting(Viewer(town.accounts["mai"], year.DAY))) == [year.of(town, "nam").pk]


def test_signing_after_the_last_day_is_marked_not_refused(town: Town) -> None:
    year.opened(town)
    assert year.sign(town, "nam", "nam", today=year.LAST).late is False
    assert year.sign(town, "hoa", "hoa", today=year.LAST + timedelta(days=1)).late is True
    board = queries.board([town.units["ward"].path], 2026, year.LAST + timedelta(days=1))
    assert (board.total, board.counts) == (9, {"subject": 7, "overdue": 7, "superior": 2, "done": 0, "late": 1})


def test_a_return_takes_the_signature_back_and_keeps_it_on_record(town: Town) -> None:
    year.opened(town)
    year.sign(town, "nam", "nam")
    with pytest.raises(ActionError, match="Hãy ghi lý do"):
        year.send_back(town, "mai", "nam", reason=" ")
    with pytest.raises(NotTheirs):
        year.send_back(town, "lan", "nam")
    year.send_back(town, "mai", "nam")
    case = year.case(town, "nam")
    assert (case.stage, len(case.signings), case.signed("subject")) == ("subject", 1, None)
    year.write(town, "nam", words_of(town, "nam"))
    year.sign(town, "nam", "nam")
    year.sign(town, "mai", "nam")
    case = year.case(town, "nam")
    assert (case.stage, len(case.texts), len(case.signings)) == ("done", 2, 3)
    with pytest.raises(ActionError, match="không trả lại được"):
        year.send_back(town, "mai", "nam")
    with pytest.raises(DatabaseError, match="is a record"), transaction.atomic():
        CommitmentText.objects.all().update(items=[])


def test_the_person_takes_back_what_the_superior_has_not_signed(town: Town) -> None:
    year.opened(town)
    year.sign(town, "nam", "nam")
    year.send_back(town, "nam", "nam", reason="Sửa mục 2")
    assert year.sign(town, "nam", "nam").text_id != CommitmentText.objects.order_by("id")[0].pk


def test_withdrawing_is_for_officers_and_superiors_with_a_reason(town: Town) -> None:
    year.opened(town)
    year.sign(town, "nam", "nam")
    for stranger in ("nam", "hoa", "ha", "khoa", "quan_tri", "xa", "dung"):
        with pytest.raises(NotTheirs):
            year.withdraw(town, stranger, "nam")
    year.withdraw(town, "mai", "nam")
    with pytest.raises(ActionError, match="đã được rút rồi"):
        year.withdraw(town, "trang", "nam")
    with pytest.raises(ActionError, match="chưa ký, hoặc"):
        year.sign(town, "mai", "nam")
    with pytest.raises(NotTheirs):
        year.withdraw(town, "trang", "trang")
    assert queries.check_commitments() == []


def test_words_too_long_of_no_item_or_of_another_screen_lose_nothing(town: Town) -> None:
    year.opened(town)
    with pytest.raises(WordsRefused, match="dài hơn 1000 ký tự"):
        year.write(town, "nam", words_of(town, "nam", "a" * 1001))
    with pytest.raises(WordsRefused, match="không có mục này"):
        year.write(town, "nam", {"khong_co": "x"})
    with pytest.raises(NotTheirs):
        year.write(town, "nam", words_of(town, "nam"), by="mai")
    assert year.write(town, "nam", words_of(town, "nam", "một")).version == 1
    assert year.write(town, "nam", words_of(town, "nam", "hai"), version=1).version == 2
    with pytest.raises(DraftConflict) as refused:
        year.write(town, "nam", words_of(town, "nam", "ba"), version=1)
    assert (refused.value.version, refused.value.words) == (2, words_of(town, "nam", "hai"))
    assert year.write(town, "nam", words_of(town, "nam", "hai"), version=1).version == 2


def test_a_new_head_countersigns_for_the_one_who_left(town: Town) -> None:
    year.opened(town)
    year.sign(town, "nam", "nam")
    Posting.objects.filter(person=town.persons["mai"]).update(valid_to=date(2026, 1, 10))
    head = Posting.objects.get(person=town.persons["mai"]).post
    Posting.objects.filter(person=town.persons["hung"]).update(valid_to=date(2026, 1, 10))
    Posting.objects.create(person=town.persons["hung"], post=head, kind="civil_servant", valid_from=date(2026, 1, 10))
    with pytest.raises(NotTheirs):
        year.sign(town, "mai", "nam")
    assert year.sign(town, "hung", "nam").person == town.persons["hung"]
