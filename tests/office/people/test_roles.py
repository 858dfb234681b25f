"""Roles and delegations: who may give what to whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import Http404

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Event
from canbo.office.people.access import Viewer
from canbo.office.people.actions.roles import delegate, end_delegation, end_role, grant_role
from canbo.office.people.models import Delegation, Grant
from tests.town import START, Town

DAY = date(2026, 1, 1)


def test_an_administrator_gives_and_ends_a_role(town: Town) -> None:
    admin, nam = town.accounts["quan_tri"], town.accounts["nam"]
    given = grant_role(actor=admin, account=nam, role="officer", unit=town.units["office"], valid_from=DAY)
    assert Viewer(nam, DAY).holds("officer", path=town.units["office"].path)
    assert not Viewer(nam, DAY).holds("officer", path=town.units["ward"].path)
    with pytest.raises(ActionError, match="đã có vai trò này"):
        grant_role(actor=admin, account=nam, role="officer", unit=town.units["office"], valid_from=DAY)
    end_role(actor=admin, grant=given, day=date(2026, 2, 1))
    assert Viewer(nam, date(2026, 1, 31)).has("officer")
    assert not Viewer(nam, date(2026, 2, 1)).has("officer")
    assert list(Event.objects.values_list("verb", flat=True)) == ["people.role_given", "people.role_ended"]


@pytest.mark.parametrize("role", ["officer", "administrator", "auditor"])
def test_nobody_raises_their_own_rights(town: Town, role: str) -> None:
    with pytest.raises(ActionError, match="tự giao vai trò"):
        grant_role(
            actor=town.accounts["quan_tri"], account=town.accounts["quan_tri"], role=role,
            unit=town.units["district"], valid_from=DAY,
        )  # fmt: skip
    with pytest.raises(Http404):
        grant_role(
            actor=town.accounts["trang"], account=town.accounts["nam"], role=role, unit=town.units["office"],
            valid_from=DAY,
        )  # fmt: skip


def test_an_administrator_stays_within_their_units_and_keeps_the_last_role(town: Town) -> None:
    admin = town.accounts["quan_tri"]
    with pytest.raises(Http404):
        grant_role(actor=admin, account=town.accounts["xa"], role="reader", unit=town.units["school"], valid_from=DAY)
    with pytest.raises(ActionError, match="Không tự kết thúc"):
        end_role(actor=admin, grant=Grant.objects.get(account=admin), day=DAY)


def test_an_administrator_reads_no_marks(town: Town) -> None:
    assert Viewer(town.accounts["quan_tri"]).readable == ()


def test_a_head_lets_somebody_act(town: Town) -> None:
    lan, hung = town.persons["lan"], town.persons["hung"]
    given = delegate(
        actor=town.accounts["lan"], principal=lan, deputy=hung, valid_from=DAY, until=date(2026, 1, 10), document="GP 1"
    )
    hung_then = Viewer(town.accounts["hung"], date(2026, 1, 10))
    assert hung_then.principals == (hung.pk, lan.pk)
    assert hung_then.headed == (town.units["ward"].path,)
    assert Viewer(town.accounts["hung"], date(2026, 1, 11)).headed == ()
    with pytest.raises(ActionError, match="đến hết 10/01/2026"):
        delegate(
            actor=town.accounts["trang"], principal=lan, deputy=town.persons["mai"], valid_from=date(2026, 1, 10),
            until=date(2026, 2, 1), document="GP 2",
        )  # fmt: skip
    end_delegation(actor=town.accounts["lan"], delegation=given, day=date(2026, 1, 5))
    assert Viewer(town.accounts["hung"], date(2026, 1, 5)).headed == ()


def test_nobody_names_themselves(town: Town) -> None:
    asked: dict[str, Any] = {"valid_from": DAY, "until": DAY, "document": "GP 1"}
    with pytest.raises(ActionError, match="tự nhận ủy quyền"):
        delegate(actor=town.accounts["trang"], principal=town.persons["lan"], deputy=town.persons["trang"], **asked)
    with pytest.raises(Http404):
        delegate(actor=town.accounts["hung"], principal=town.persons["lan"], deputy=town.persons["mai"], **asked)
    with pytest.raises(ActionError, match="không đứng đầu"):
        delegate(actor=town.accounts["trang"], principal=town.persons["nam"], deputy=town.persons["hoa"], **asked)
    assert Delegation.objects.count() == 0


def test_the_pages(town: Town) -> None:
    typed = {"account": "NAM", "role": "reader", "unit": town.units["ward"].pk, "valid_from": "01/01/2026"}
    client = town.client("quan_tri")
    assert client.post("/nhan-su/vai-tro/", typed | {"account": "khong-co"}).status_code == 422
    assert client.post("/nhan-su/vai-tro/", typed).status_code == 302
    given = Grant.objects.get(account=town.accounts["nam"])
    assert (given.role, given.by, given.valid_from) == ("reader", town.accounts["quan_tri"], DAY)
    assert client.post(f"/nhan-su/vai-tro/{given.pk}/ket-thuc/", {"day": "01/02/2026"}).status_code == 302
    head = {
        "principal": "trần thị lan", "deputy": town.persons["hung"].code, "valid_from": "01/01/2026",
        "until": "31/12/2030", "document": "QĐ 5",
    }  # fmt: skip
    assert town.client("trang").post("/nhan-su/uy-quyen/", head).status_code == 302
    row = Delegation.objects.get()
    assert [town.client(who).get("/nhan-su/uy-quyen/").status_code for who in ("hung", "lan", "nam")] == [200, 200, 404]
    assert town.client("hung").post(f"/nhan-su/uy-quyen/{row.pk}/ket-thuc/").status_code == 404
    assert town.client("trang").post(f"/nhan-su/uy-quyen/{row.pk}/ket-thuc/").status_code == 302
    assert Viewer(town.accounts["hung"]).headed == ()
    assert START < DAY
