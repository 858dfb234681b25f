"""A paper signed outside, with a token and whatever program: taken only if it is that paper, signed by that person."""

from __future__ import annotations

from django.utils import timezone

from canbo.office.base import files
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, StoredFile
from canbo.office.people.access import Viewer, current
from canbo.office.people.models import Person, Posting
from canbo.office.signatures import queries
from canbo.office.signatures.actions.checking import verify
from canbo.office.signatures.actions.recording import existing, record
from canbo.office.signatures.models import Signature
from canbo.paperwork.signing import Finding, SigningError, external, sameness, stamps

OTHER_PAPER = "Tệp này không phải là văn bản đã tải về từ hệ thống: {}. Hãy tải lại bản gốc, ký đúng tệp đó."
LOST = "chữ ký của người ký trước bị mất hoặc bị sửa"
OUT_OF_PLACE = (
    "Hình chữ ký không nằm gọn trong chỗ dành cho nó, nên có thể che nội dung. Hãy ký lại bản gốc: đặt hình chữ ký {}, "
    "hoặc chọn ký không hiển thị."
)
IN_SPACE, IN_MARGIN = "trong ô trống ngay trên họ tên của bạn", "ở lề dưới của trang, chỗ chưa có chữ ký khác"
NOT_SIGNED = "Tệp này chưa có chữ ký số mới nào. Hãy ký tệp bằng thiết bị ký rồi tải lên."
TOO_MANY = "Tệp này có {} chữ ký mới. Mỗi lần chỉ nhận chữ ký của một người; hãy tải lên sau mỗi lần ký."
BAD = "Chữ ký trong tệp không được chấp nhận. {}"
OTHERS = "Chữ ký trong tệp là của chứng thư “{}”, đã được xác nhận là của người khác, không phải {}."
UNKNOWN = (
    "Chữ ký trong tệp là của chứng thư “{}”, chưa được xác nhận là của {}. Hãy đăng ký chứng thư ở mục Chứng thư của "
    "tôi (có thể dùng chính tệp này), chờ cán bộ tổ chức xác nhận rồi tải lại."
)


class OtherPaper(ActionError):
    """The file is another paper than the one it should be."""


def accept_upload(
    *, actor: Account, person: Person, agency_id: int, original: StoredFile, pdf: bytes, name: str, once: str = "",
    reason: str = "", space: int | None = None,
) -> Signature:  # fmt: skip
    """Take a paper that `person` signed elsewhere. By the person, or by an officer over their unit.

    `space` is the person's place to sign on a paper of ours, from 0, as for stamps; the signature may be seen there
    alone (without one: in the lower margin), or not at all.

    ActionError with the reason where it is no PDF, another paper than `original`, changed since, not signed once more,
    or signed with a certificate that is expired, revoked, not trusted or not this person's.
    """
    _may_bring(actor, person)
    files.check_upload(name, pdf)
    if done := existing(agency_id, once):
        return done
    source = files.read(original)
    new = _new_signatures(source, pdf, agency_id)
    if len(new) != 1:
        raise ActionError(TOO_MANY.format(len(new)) if new else NOT_SIGNED)
    finding = new[0]
    if not finding.good:
        raise ActionError(BAD.format(" ".join(finding.reasons)))
    _only_signed(source, pdf, space)
    certificate = finding.certificate
    assert certificate is not None  # a good signature has one
    if queries.certificate_of(agency_id, person.pk, certificate.fingerprint) is None:
        taken = queries.certificate_of(agency_id, None, certificate.fingerprint)
        raise ActionError((OTHERS if taken else UNKNOWN).format(certificate.subject, person.full_name))
    return record(
        actor=actor, agency_id=agency_id, name=name, source=original.sha256, certificate=certificate, once=once,
        signed=external.Signed(pdf, finding.timestamp_at), at=timezone.localtime(), way="upload", person=person,
        reason=reason,
    )  # fmt: skip


def _may_bring(actor: Account, person: Person) -> None:
    if person.account_id == actor.pk:
        return
    viewer = Viewer(actor)
    rows = Posting.objects.filter(current(viewer.day), person=person)
    if not any(viewer.holds("officer", path=path) for path in rows.values_list("post__unit__path", flat=True)):
        raise ActionError(f"Chỉ {person.full_name} hoặc cán bộ tổ chức phụ trách mới tải bản ký này lên được.")


def _new_signatures(source: bytes, pdf: bytes, agency_id: int) -> list[Finding]:
    """The signatures of the file that the original does not have. What the original had must still stand."""
    before = {finding.field for finding in verify(source, agency_id).findings}
    found = verify(pdf, agency_id).findings
    broken = [finding for finding in found if finding.field in before and not finding.whole]
    if broken or len([finding for finding in found if finding.field in before]) != len(before):
        raise OtherPaper(OTHER_PAPER.format(LOST))
    return [finding for finding in found if finding.field not in before]


def _only_signed(source: bytes, pdf: bytes, space: int | None) -> None:
    """ActionError unless the file is the original with one more signature, seen in its place or not at all."""
    try:
        placed = sameness.added(source, pdf)
        if len(placed) != 1:
            raise OtherPaper(OTHER_PAPER.format(sameness.NOT_A_PLACE))
        if placed[0].shown and not stamps.in_place(source, space, placed[0].page, placed[0].box):
            raise ActionError(OUT_OF_PLACE.format(IN_MARGIN if space is None else IN_SPACE))
    except sameness.Different as error:
        raise OtherPaper(OTHER_PAPER.format(error)) from error
    except SigningError as error:
        raise ActionError(str(error)) from error
