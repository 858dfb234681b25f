"""Accounts: one-time codes on slips, lockout, closing by date, the second factor, no other door."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import CommandError, call_command
from django.http import Http404
from django.test import Client
from django.utils import timezone

from canbo.office.base import files, jobs
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Event, Job
from canbo.office.people.access import Viewer
from canbo.office.people.actions import accounts
from canbo.office.people.actions.postings import end_posting
from canbo.office.people.actions.roles import end_role, grant_role
from canbo.office.people.actions.usernames import Usernames, from_name
from canbo.office.people.models import Grant, Person, Posting
from canbo.office.people.queries.accounts import manageable, role_accounts
from tests.town import PASSWORD, START, Town

LOGIN = "/tai-khoan/dang-nhap/"


def log_in(name: str, password: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post(LOGIN, {"login": name, "password": password})


def logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes made during the test, in order: outside a test they are nowhere but on paper."""
    made: list[str] = []
    real = accounts.new_code

    def spy() -> str:
        made.append(real())
        return made[-1]

    monkeypatch.setattr(accounts, "new_code", spy)
    return made


def test_accounts_in_bulk_and_first_log_in(town: Town, codes: list[str]) -> None:
    Person.objects.filter(pk__in=[town.persons["anh"].pk, town.persons["binh"].pk]).update(account=None)
    persons = [town.persons["anh"].pk, town.persons["binh"].pk, town.persons["xa"].pk]
    job = accounts.open_accounts(
        actor=town.accounts["trang"], persons=persons, style="name", address="http://canbo.example/"
    )
    made = Account.objects.filter(person__in=persons[:2]).order_by("username")
    assert list(made.values_list("username", flat=True)) == ["anhhn", "binhbd"]
    jobs.perform(job)
    assert (job.state, job.done, len(codes)) == ("done", 2, 2)
    assert job.file
    assert files.read(job.file).startswith(b"%PDF-")
    assert {len(code) for code in codes} == {8}
    assert Event.objects.filter(verb="people.code_issued").count() == 2

    client, _ = log_in("ANHHN", codes[0])
    assert logged_in(client)
    assert client.get("/nhan-su/nguoi/").headers["Location"] == "/tai-khoan/mat-khau/"
    new = {"oldpassword": codes[0], "password1": "troi-xanh-may-trang", "password2": "troi-xanh-may-trang"}
    client.post("/tai-khoan/mat-khau/", new)
    account = Account.objects.get(username="anhhn")
    assert (account.must_change, account.code_expires, account.check_password(codes[0])) == (False, None, False)
    assert client.get(f"/nhan-su/nguoi/{town.persons['anh'].pk}/").status_code == 200


def test_slips_are_for_their_maker_only(town: Town) -> None:
    job = accounts.reissue(actor=town.accounts["trang"], accounts=[town.accounts["nam"].pk], address="http://x/")
    jobs.perform(job)
    path = f"/he-thong/tep/{job.file_id}/"
    assert [town.client(who).get(path).status_code for who in ("trang", "hoa", "lan", "quan_tri")] == [
        200,
        404,
        404,
        404,
    ]


def test_a_reset_ends_the_password_and_the_sessions(town: Town, codes: list[str]) -> None:
    client, _ = log_in("nam", PASSWORD)
    page = f"/nhan-su/nguoi/{town.persons['nam'].pk}/"
    assert client.get(page).status_code == 200
    job = accounts.reissue(actor=town.accounts["trang"], accounts=[town.accounts["nam"].pk], address="http://x/")
    assert client.get(page).status_code == 200
    jobs.perform(job)
    assert client.get(page).status_code == 302
    assert not logged_in(log_in("nam", PASSWORD)[0])
    assert logged_in(log_in("nam", codes[0])[0])
    again = jobs.perform(job)
    assert (again.state, len(codes)) == ("done", 1)


def test_a_killed_job_leaves_the_old_password(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    job = accounts.reissue(actor=town.accounts["trang"], accounts=[town.accounts["nam"].pk], address="http://x/")
    monkeypatch.setattr(accounts, "_switch", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.perform(job)
    assert logged_in(log_in("nam", PASSWORD)[0])
    monkeypatch.undo()
    assert jobs.perform(job).state == "done"


def test_an_expired_code_and_a_closed_account_do_not_log_in(town: Town) -> None:
    nam = Account.objects.filter(username="nam")
    nam.update(must_change=True, code_expires=timezone.now() - timedelta(minutes=1))
    client, answer = log_in("nam", PASSWORD)
    assert (logged_in(client), answer.headers["Location"]) == (False, "/tai-khoan/khong-dang-nhap-duoc/")
    nam.update(must_change=False, code_expires=None, closed_on=timezone.localdate())
    assert not logged_in(log_in("nam", PASSWORD)[0])
    nam.update(closed_on=timezone.localdate() + timedelta(days=1))
    client, _ = log_in("nam", PASSWORD)
    assert logged_in(client)
    nam.update(closed_on=timezone.localdate())
    assert client.get("/").status_code == 302


def test_leaving_closes_the_account_and_coming_back_opens_it(town: Town) -> None:
    posting = Posting.objects.get(person=town.persons["nam"])
    end_posting(actor=town.accounts["trang"], posting=posting, day=date(2026, 1, 1))
    town.accounts["nam"].refresh_from_db()
    assert town.accounts["nam"].closed_on == date(2026, 1, 1)
    with pytest.raises(Http404):
        accounts.reissue(actor=town.accounts["trang"], accounts=[town.accounts["nam"].pk], address="http://x/")


def test_lockout_by_account_whatever_the_capitals_and_unlocking(town: Town, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    for name in ("nam", "NAM", "Nam"):
        _, answer = log_in(name, "sai")
    assert answer.status_code == 429
    assert "Tài khoản tạm khóa" in answer.content.decode()
    assert not logged_in(log_in("nam", PASSWORD)[0])
    assert logged_in(log_in("hoa", PASSWORD)[0])
    assert "tạm khóa" in town.client("trang").get("/nhan-su/tai-khoan/").content.decode()
    page = f"/nhan-su/tai-khoan/{town.accounts['nam'].pk}/"
    assert town.client("hoa").post(page, {"viec": "mo-khoa"}).status_code == 404
    assert town.client("trang").post(page, {"viec": "mo-khoa"}).status_code == 302
    assert logged_in(log_in("nam", PASSWORD)[0])


def test_whose_codes_an_officer_may_not_issue(town: Town) -> None:
    trang = town.accounts["trang"]
    Grant.objects.create(account=town.accounts["hoa"], role="administrator", unit=town.units["ward"], valid_from=START)
    Grant.objects.create(account=town.accounts["nam"], role="reader", unit=town.units["district"], valid_from=START)
    for key in ("trang", "xa", "duc", "hoa", "nam", "quan_tri"):
        with pytest.raises(Http404):
            accounts.reissue(actor=trang, accounts=[town.accounts[key].pk], address="http://x/")
    assert accounts.reissue(actor=trang, accounts=[town.accounts["ha"].pk], address="http://x/").state == "waiting"


def test_an_administrator_gets_at_no_marks_by_a_code(town: Town) -> None:
    """Whoever prints a code could log in with it: not a role holder's, nor a role that reads for a made-up account."""
    admin = town.accounts["quan_tri"]
    Grant.objects.create(account=town.accounts["lan"], role="administrator", unit=town.units["ward"], valid_from=START)
    old_officer = Account.objects.create_user("to_chuc_cu", PASSWORD)
    Grant.objects.create(account=old_officer, role="officer", unit=town.units["ward"], valid_from=START)
    for account in (town.accounts["nam"], town.accounts["trang"], town.accounts["lan"], old_officer):
        with pytest.raises(Http404):
            accounts.reissue(actor=admin, accounts=[account.pk], address="http://x/")
    job = accounts.open_technical(actor=admin, username="phu", unit=town.units["ward"], address="http://x/")
    made = Account.objects.get(username="phu")
    assert jobs.perform(job).state == "done"
    for role in ("officer", "reader", "auditor"):
        with pytest.raises(ActionError, match="chỉ giữ được vai trò quản trị"):
            grant_role(actor=admin, account=made, role=role, unit=town.units["ward"], valid_from=START)
    assert Viewer(made).readable == ()
    assert accounts.reissue(actor=admin, accounts=[made.pk], address="http://x/").state == "waiting"
    with pytest.raises(ActionError, match="đã có"):
        accounts.open_technical(actor=admin, username="PHU", unit=town.units["ward"], address="http://x/")


def test_a_technical_account_belongs_to_the_administrators_of_its_unit(town: Town) -> None:
    admin, school = town.accounts["quan_tri"], Account.objects.create_user("quan_tri_truong", PASSWORD)
    Grant.objects.create(account=school, role="administrator", unit=town.units["school"], valid_from=START)
    with pytest.raises(Http404):
        accounts.open_technical(actor=school, username="phu", unit=town.units["ward"], address="http://x/")
    accounts.open_technical(actor=admin, username="phu", unit=town.units["ward"], address="http://x/")
    made = Account.objects.get(username="phu")
    Grant.objects.filter(account=made).update(valid_from=START)
    assert [manageable(Viewer(who)).filter(pk=made.pk).exists() for who in (admin, school)] == [True, False]
    end_role(actor=admin, grant=Grant.objects.get(account=made), day=timezone.localdate())
    for who, status in (("quan_tri", 302), ("quan_tri_truong", 404)):
        client = Client()
        client.force_login(Account.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
        assert client.post(f"/nhan-su/tai-khoan/{made.pk}/", {"viec": "dong"}).status_code == status
    assert not role_accounts(Viewer(school)).filter(pk=made.pk).exists()


def test_a_role_taken_back_before_it_began_closes_a_made_up_account(town: Town) -> None:
    admin = town.accounts["quan_tri"]
    accounts.open_technical(actor=admin, username="phu", unit=town.units["ward"], address="http://x/")
    end_role(actor=admin, grant=Grant.objects.get(account__username="phu"), day=timezone.localdate())
    assert not Account.objects.get(username="phu").is_active


def test_the_server_helps_whom_no_officer_may(town: Town) -> None:
    out = StringIO()
    call_command("code", "QUAN_TRI", stdout=out)
    code = out.getvalue().split()[1]
    assert not logged_in(log_in("quan_tri", PASSWORD)[0])
    assert logged_in(log_in("quan_tri", code)[0])
    event = Event.objects.get(verb="people.code_issued")
    assert (event.actor, event.subject_id) == (None, town.accounts["quan_tri"].pk)
    with pytest.raises(CommandError, match="Không có tài khoản"):
        call_command("code", "khong_co")


def test_usernames_are_plain_and_unique(town: Town) -> None:
    people = [Person(code="CB000001", full_name="Nguyễn Thị Thu Hà"), Person(code="VC-012", full_name="Đỗ Ước")]
    assert from_name("Đỗ Thị Ước") == "uocdt"
    Account.objects.create_user("hantt", None)
    names = Usernames(people, "code")
    assert [names.of(people[0]), names.of(people[1]), names.of(people[0])] == ["hantt2", "vc012", "hantt3"]


def test_the_second_factor_of_an_officer(town: Town, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client, _ = log_in("trang", PASSWORD)
    assert client.get("/nhan-su/nguoi/").headers["Location"] == "/tai-khoan/bao-mat/ung-dung/"
    again = client.get("/tai-khoan/bao-mat/ung-dung/").headers["Location"]
    setup = client.post(again, {"password": PASSWORD}, follow=True)
    secret = setup.context["form"].secret
    client.post("/tai-khoan/bao-mat/ung-dung/", {"code": code_of(secret)})
    assert client.get("/nhan-su/nguoi/").status_code == 200
    Authenticator.objects.all().update(last_used_at=None)

    client, answer = log_in("trang", PASSWORD)
    assert (logged_in(client), answer.headers["Location"]) == (False, "/tai-khoan/bao-mat/dang-nhap/")
    wrong = client.post("/tai-khoan/bao-mat/dang-nhap/", {"code": "000000"})
    assert wrong.context["form"].errors["code"] == ["Mã không đúng hoặc đã cũ. Hãy nhập mã ứng dụng đang hiện."]
    assert client.get("/nhan-su/nguoi/").status_code == 302


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/key/x-y/", "password/set/", "confirm-email/", "login/code/confirm/"]
)
def test_no_other_door(town: Town, path: str) -> None:
    assert Client().get(f"/tai-khoan/{path}").status_code in {302, 404}
    assert town.client("nam").get(f"/tai-khoan/{path}").status_code == 404


def test_forgotten_passwords_lead_to_the_officer(db: None) -> None:
    answer = Client().get("/tai-khoan/quen-mat-khau/")
    assert "cán bộ tổ chức" in answer.content.decode()


def test_jobs_are_queued_by_the_pages(town: Town) -> None:
    client = town.client("trang")
    chosen = {"account": [town.accounts["nam"].pk, town.accounts["hoa"].pk]}
    asked = client.post("/nhan-su/tai-khoan/cap-lai/", chosen)
    assert "2 tài khoản" in asked.content.decode()
    done = client.post("/nhan-su/tai-khoan/cap-lai/", chosen | {"confirmed": "1"})
    assert done.headers["Location"] == f"/he-thong/viec/{Job.objects.get().pk}/"
    refused = client.post("/nhan-su/tai-khoan/cap-lai/", {"account": [town.accounts["xa"].pk], "confirmed": "1"})
    assert refused.status_code == 404
