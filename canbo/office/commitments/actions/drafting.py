"""Writing the words of a commitment: the draft, and the text it becomes when it is to be signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.commitments import access
from canbo.office.commitments.actions.acting import hold, viewer_of
from canbo.office.commitments.errors import DraftConflict, WordsRefused
from canbo.office.commitments.models import CommitmentDraft, CommitmentText
from canbo.office.commitments.standing import Case, items_of, words_of
from canbo.office.people.models import Person
from canbo.rulebook import Form

LONGEST = 1000


@transaction.atomic
def save_draft(
    *, actor: Account, person: Person, commitment: int, words: Mapping[str, str], version: int,
    today: date | None = None,
) -> CommitmentDraft:  # fmt: skip
    """Keep the words being written, by item key. `version`: that of the draft the screen began with, 0 for none.

    NotTheirs where it is not the person's own; ActionError where it waits for no words; WordsRefused where some are too
    long or no item has such a key; DraftConflict where another screen saved meanwhile, with what that one kept.
    """
    case = hold(commitment)
    viewer = viewer_of(actor, person, today)
    must_write(case, access.is_subject(viewer, case.commitment))
    check(case.form, words)
    kept = items_of(case.form, words)
    row = CommitmentDraft.objects.filter(commitment=case.commitment).first()
    if row is None:
        return CommitmentDraft.objects.create(
            agency_id=case.commitment.agency_id, commitment=case.commitment, items=kept
        )
    if row.items == kept:
        return row
    if row.version != version:
        raise DraftConflict(row.version, words_of(row.items))
    row.items, row.version = kept, row.version + 1
    row.save(update_fields=["items", "version", "updated_at"])
    return row


def must_write(case: Case, own: bool) -> None:
    """NotTheirs where it is not one's own, ActionError where it does not wait for one's words now."""
    if not own:
        raise NotTheirs("Đây không phải bản cam kết của bạn.")
    if case.stage == "withdrawn":
        raise ActionError("Bản cam kết này đã được rút, không sửa hay ký được nữa.")
    if case.stage != "subject":
        raise ActionError("Bạn đã ký bản cam kết này. Muốn sửa, hãy lấy lại để sửa khi cấp trên chưa ký.")


def check(form: Form, words: Mapping[str, str]) -> None:
    """WordsRefused where words are too long or belong to no item of the form."""
    labels = {item.key: item.label for item in form.items}
    if strange := words.keys() - labels.keys():
        raise WordsRefused(dict.fromkeys(strange, "Biểu không có mục này. Hãy tải lại trang."))
    long = {
        key: f"“{labels[key][:60]}”: lời cam kết dài hơn {LONGEST} ký tự. Hãy viết gọn lại."
        for key, text in words.items()
        if len(text.strip()) > LONGEST
    }
    if long:
        raise WordsRefused(long)


def settle_text(*, actor: Account, case: Case) -> CommitmentText:
    """The text to be signed: what the draft holds, or the newest one. A text that was returned is not signed again, nor
    one that was printed changed: what is signed then is a new row. Call it while the case is held."""
    row = CommitmentDraft.objects.filter(commitment=case.commitment).first()
    items = row.items if row else case.text.items
    if items == case.text.items and case.returned is None:
        return case.text
    return CommitmentText.objects.create(
        agency_id=case.commitment.agency_id, commitment=case.commitment, items=items, by=actor
    )
