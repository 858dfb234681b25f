"""What the tests of this room share: papers sealed, certificates confirmed, authorities trusted in the town."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

from canbo.office.base import files
from canbo.office.base.models import StoredFile
from canbo.office.signatures import actions
from canbo.office.signatures.models import PersonCertificate, SealKey, Signature, Trusted
from canbo.paperwork.signing import Stamp
from tests.paperwork.signing import pki
from tests.paperwork.signing.papers import paper
from tests.paperwork.signing.pki import Holder
from tests.town import PASSWORD

if TYPE_CHECKING:
    from tests.town import Town

STAMP = Stamp("Phạm Quốc Nam", "Chuyên viên")


def agency(town: Town) -> int:
    return town.units["ward"].agency_id


def confirm(town: Town, who: str, about: str = "") -> Any:
    return actions.confirm(actor=town.accounts[who], password=PASSWORD, about=about)


def seal(town: Town, who: str, person: str | None = None, **given: Any) -> Signature:
    """Seal a paper of the ward."""
    wanted: dict[str, Any] = {"pdf": paper(), "name": "cam-ket.pdf", "stamp": STAMP, "reason": "Cam kết"}
    return actions.seal(
        actor=town.accounts[who], person=town.persons[person] if person else None, agency_id=agency(town),
        **(wanted | given),
    )  # fmt: skip


def trust(town: Town, *holders: Holder) -> None:
    """The ward trusts these, by its administrator."""
    for holder in holders or (pki.root(),):
        actions.add_trusted(actor=town.accounts["quan_tri"], agency_id=agency(town), data=holder.der)


def certified(town: Town, who: str, holder: Holder, by: str = "trang") -> PersonCertificate:
    """Somebody's certificate, confirmed by the officer."""
    row = actions.claim(actor=town.accounts[who], agency_id=agency(town), data=holder.der)
    actions.rule(actor=town.accounts[by], certificate=row, verdict="confirmed")
    return row


def original(town: Town, data: bytes = b"") -> StoredFile:
    """A paper as the system gave it out."""
    return files.store(
        agency_id=agency(town), actor=town.accounts["nam"], name="cam-ket.pdf", data=data or paper(),
        content_type="application/pdf",
    )  # fmt: skip


def upload(town: Town, pdf: bytes, who: str = "nam", person: str = "nam", **given: Any) -> Signature:
    """Bring a paper signed outside."""
    wanted: dict[str, Any] = {"name": "cam-ket.pdf", "agency_id": agency(town)}
    wanted["original"] = given.pop("original", None) or original(town)
    return actions.accept_upload(actor=town.accounts[who], person=town.persons[person], pdf=pdf, **(wanted | given))


@contextmanager
def time_server(answer: Any) -> Iterator[str]:
    """A time-stamp server on this machine that answers by the function; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200 if body else 503)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://user:word@127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def furnish(town: Town) -> dict[str, int]:
    """One of everything for the walk through all addresses: all of it Nam's."""
    trust(town)
    certificate = certified(town, "nam", pki.person())
    confirm(town, "nam")
    row = seal(town, "nam", "nam")
    return {
        "signature": row.pk, "certificate": certificate.pk, "seal_key": SealKey.objects.get().pk,
        "trusted": Trusted.objects.get().pk,
    }  # fmt: skip
