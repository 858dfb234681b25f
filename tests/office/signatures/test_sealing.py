"""Sealing: who may, after what, with which key; once under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from canbo.office.base import files
from canbo.office.base.errors import ActionError
from canbo.office.signatures import actions
from canbo.office.signatures.models import Signature
from canbo.paperwork.signing import Stamp
from tests.paperwork.signing.papers import paper
from tests.town import PASSWORD

if TYPE_CHECKING:
    from tests.town import Town


def seal(town: Town, who: str, person: str | None = None, **given: object) -> Signature:
    wanted = {
        "pdf": paper(),
        "name": "cam-ket.pdf",
        "stamp": Stamp("Phạm Quốc Nam", "Chuyên viên"),
        "reason": "Cam kết",
    }
    return actions.seal(
        actor=town.accounts[who], person=town.persons[person] if person else None,
        agency_id=town.units["ward"].agency_id, **(wanted | given),  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_person_who_confirmed_has_a_paper_sealed(town: Town) -> None:
    actions.confirm(actor=town.accounts["nam"], password=PASSWORD)
    row = seal(town, "nam", "nam")
    report = actions.verify(files.read(row.file), row.agency_id)
    assert report.good
    assert (row.way, row.person, row.subject) == ("reauth", town.persons["nam"], "Phường An Bình (con dấu nội bộ)")


def test_nothing_is_sealed_without_the_password(town: Town) -> None:
    with pytest.raises(ActionError, match="nhập lại mật khẩu"):
        seal(town, "nam", "nam")
