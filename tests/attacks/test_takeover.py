"""Ways to get at the powers of somebody else, or at more of one's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from canbo.office.base.models import Account, Job
from canbo.office.evaluations.queries import people_of
from canbo.office.people.access import Viewer
from canbo.office.people.actions import accounts, roles
from canbo.office.people.models import Grant, Post, Posting
from canbo.office.people.queries.accounts import manageable
from canbo.office.people.queries.roles import heads_to_delegate
from canbo.office.results.actions import decide
from tests.office.evaluations import month
from tests.town import PASSWORD, START, Town


def test_a_second_post_does_not_hand_over_a_heads_password(town: Town) -> None:
    """The district's head also sits on a post of the ward: the ward's officer may not issue him a code."""
    post = Post.objects.create(unit=town.units["office"], title="Tổ viên", rank="staff", valid_from=START)
    for key in ("duc", "xa"):
        Posting.objects.create(person=town.persons[key], post=post, kind="cadre", primary=False, valid_from=START)
    for key in ("duc", "xa"):
        with pytest.raises(Http404):
            accounts.reissue(actor=town.accounts["trang"], accounts=[town.accounts[key].pk], address="http://x/")
    assert not Job.objects.exists()
    assert manageable(Viewer(town.accounts["trang"])).filter(username="mai").exists()


def test_giving_a_role_does_not_give_the_password(town: Town) -> None:
    """An administrator gives a role to somebody of another agency, then asks for that person's code."""
    ward_admin = Account.objects.create_user("quan_tri_phuong", "x")
    Grant.objects.create(account=ward_admin, role="administrator", unit=town.units["ward"], valid_from=START)
    for key in ("duc", "xa", "hung"):
        roles.grant_role(
            actor=ward_admin, account=town.accounts[key], role="reader", unit=town.units["ward"], valid_from=START
        )
    for key in ("duc", "xa", "hung"):
        with pytest.raises(Http404):
            accounts.reissue(actor=ward_admin, accounts=[town.accounts[key].pk], address="http://x/")
    assert accounts.reissue(actor=town.accounts["trang"], accounts=[town.accounts["hung"].pk], address="http://x/")


@pytest.mark.parametrize("spelling", ["bình", "ｂｉｎｈ", "binh\u200b", "b\u0131nh"])
def test_one_spelling_a_name(town: Town, spelling: str) -> None:
    """A name that only looks or folds alike logs nobody in: each would bring its own tries before the lockout."""
    client = Client()
    client.post(reverse("account_login"), {"login": spelling, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_login"), {"login": " BINH ", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(town.accounts["binh"].pk)


@pytest.mark.parametrize(("until", "at"), [("31/12/9999", "until"), ("01/01/2020", "__all__")])
def test_a_delegation_without_an_end_is_refused(town: Town, until: str, at: str) -> None:
    given = {
        "principal": town.persons["mai"].code, "deputy": town.persons["nam"].code, "valid_from": "01/07/2026",
        "until": until, "document": "1/GUQ",
    }  # fmt: skip
    answer = town.client("trang").post(reverse("people:delegations"), given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])


def test_the_officer_does_not_make_herself_the_judge(town: Town) -> None:
    """Naming who reviews and decides is the officer's work; naming herself would give her the head's powers."""
    from canbo.office.evaluations import actions
    from tests.office.evaluations import month

    month.opened(town)
    sheets = [month.sheet(town, "nam").pk, month.sheet(town, "anh").pk]
    for step in ("review", "decide"):
        report = actions.reassign(
            actor=town.accounts["trang"], sheets=sheets, step=step, people=[town.persons["trang"]], today=month.DAY
        )
        assert (report.done, len(report.refused)) == ([], 2)
        assert all("tự giao" in str(error) for _, error in report.refused)


def test_a_next_address_elsewhere_is_not_followed(town: Town) -> None:
    for elsewhere in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = Client().post(reverse("account_login"), {"login": "nam", "password": PASSWORD, "next": elsewhere})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/"), elsewhere
        answer = town.client("nam").post(reverse("base:density"), {"density": "dense", "next": elsewhere})
        assert answer.headers["Location"] == "/"


def test_every_post_wants_its_token(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.accounts["trang"], backend="django.contrib.auth.backends.ModelBackend")
    for name in ("people:accounts_reissue", "people:person_create", "regulations:announce", "account_logout"):
        assert client.post(reverse(name)).status_code == 403
    assert client.session["_auth_user_id"] == str(town.accounts["trang"].pk)


def test_logging_in_changes_the_session_and_leaves_strict_cookies(town: Town, settings: Any) -> None:
    client = Client()
    client.get(reverse("account_login"))
    client.session["planted"] = "1"
    before = client.session.session_key
    answer = client.post(reverse("account_login"), {"login": "nam", "password": PASSWORD})
    cookie = answer.cookies["sessionid"]
    assert client.session.session_key != before
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = client.get("/")
    assert (page.headers["X-Frame-Options"], page.headers["Cache-Control"]) == ("DENY", "private")
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy


def test_who_left_is_no_longer_the_old_officers(town: Town) -> None:
    """Nam moved to the school: the ward's officer neither renames him nor reads what was recorded there since."""
    from canbo.office.people.actions.persons import edit_person
    from canbo.office.results.access import people_under
    from tests.office.regulations.adopted import make_officer

    nam, day = town.persons["nam"], date(2026, 1, 1)
    Posting.objects.filter(person=nam).update(valid_to=day)
    post = Post.objects.get(unit=town.units["school"])
    Posting.objects.create(person=nam, post=post, kind="public_employee", valid_from=day)
    make_officer(town, "xa", "school")
    assert not people_under(Viewer(town.accounts["trang"])).filter(pk=nam.pk).exists()
    assert people_under(Viewer(town.accounts["xa"])).filter(pk=nam.pk).exists()
    with pytest.raises(Http404):
        edit_person(actor=town.accounts["trang"], person=nam, full_name="Ai Đó", code=nam.code, facts={})
    edit_person(actor=town.accounts["xa"], person=nam, full_name="Phạm Quốc Nam", code="XA-1", facts={})


def test_an_officer_of_one_unit_does_not_pass_on_a_heads_other_powers(town: Town) -> None:
    """The ward's head also leads a body elsewhere: a delegation would pass the powers over both."""
    given: dict[str, Any] = {
        "actor": town.accounts["trang"], "principal": town.persons["lan"], "deputy": town.persons["hung"],
        "valid_from": date(2026, 7, 1), "until": date(2026, 7, 31), "document": "05/UQ",
    }  # fmt: skip
    assert town.persons["lan"] in heads_to_delegate(Viewer(town.accounts["trang"]))
    post = Post.objects.create(unit=town.units["school"], title="Chủ tịch", rank="head", valid_from=START)
    Posting.objects.create(person=town.persons["lan"], post=post, kind="cadre", primary=False, valid_from=START)
    assert town.persons["lan"] not in heads_to_delegate(Viewer(town.accounts["trang"]))
    with pytest.raises(Http404):
        roles.delegate(**given)
    assert roles.delegate(**(given | {"actor": town.accounts["lan"]})).deputy == town.persons["hung"]


def test_a_head_does_not_read_the_own_result_off_the_board_before_it_is_published(town: Town) -> None:
    """The head of an office sees the office's list; the own decided sheet joins it when everybody may see it."""
    cycle = month.opened(town)
    month.reviewed(town, "mai", "lan")
    mine = month.sheet(town, "mai")
    paths = [town.units["office"].path]
    before = people_of(cycle, paths, own=town.persons["mai"].pk).count()
    decide(actor=town.accounts["lan"], person=town.persons["lan"], sheet=mine, today=month.DAY)
    assert people_of(cycle, paths, own=town.persons["mai"].pk).count() == before - 1
    assert people_of(cycle, paths, own=town.persons["nam"].pk).count() == before
