"""The minutes of a unit's meeting and the votes in it, a line for each sheet; a line left empty was not voted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from canbo.office.evaluations.actions import Ballot
from canbo.rulebook.amounts import natural

COUNTS = ("agree", "disagree", "abstain")
MOST = 99_999  # people at a meeting, as many as a vote can count


class MeetingForm(forms.Form):
    """When, who was there."""

    held_on = forms.DateField(label="Ngày họp", help_text="Ngày/tháng/năm, ví dụ 25/11/2026.")
    invited = forms.IntegerField(label="Số triệu tập", min_value=1, max_value=MOST)
    present = forms.IntegerField(label="Số có mặt", min_value=1, max_value=MOST)
    chair = forms.CharField(label="Chủ trì", max_length=120)
    secretary = forms.CharField(label="Thư ký", max_length=120)
    notes = forms.CharField(label="Nội dung, ý kiến", required=False, widget=forms.Textarea(attrs={"rows": 2}))


def read_ballots(data: Mapping[str, str], sheets: Sequence[int]) -> tuple[list[Ballot], dict[int, str]]:
    """The votes entered, and for each line that cannot be read what to do."""
    found, errors = [], {}
    for pk in sheets:
        texts = {name: data.get(f"v{pk}{name}", "").strip() for name in (*COUNTS, "level", "note")}
        if not any(texts[name] for name in (*COUNTS, "level")):
            continue
        numbers: dict[str, Any] = {}
        for name in COUNTS:
            number = natural(texts[name] or "0", 5)
            if number is None:
                errors[pk] = f"“{texts[name]}” không phải là số người. Hãy nhập số nguyên."
                break
            numbers[name] = number
        else:
            found.append(Ballot(pk, texts["level"], note=texts["note"][:500], **numbers))
    return found, errors
