"""Forms of confidence votes and of rounds that follow."""

from __future__ import annotations

from typing import Any

from django import forms

from canbo.office.opinions.forms.campaigns import HOLDERS
from canbo.office.opinions.votes import Vote
from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, UnitField
from canbo.rulebook.ballot.manifest import Question

MOST_SUMMONED = 5000


class MeetingForm(forms.Form):
    """The meeting that votes, and of what number shares are taken."""

    body = forms.CharField(
        label="Hội nghị lấy phiếu", max_length=200, help_text="Ví dụ: Hội nghị Ban Chấp hành Đảng bộ phường."
    )
    summoned = forms.IntegerField(label="Số người được triệu tập", min_value=1, max_value=MOST_SUMMONED)
    base = forms.ChoiceField(label="Tỷ lệ tính trên")

    def __init__(self, vote: Vote, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cite = vote.rules.base_cite
        self.fields["base"].choices = [("", "Chọn"), *vote.rules.bases.items()]  # type: ignore[attr-defined]
        self.fields["base"].help_text = cite.note


class LeadersForm(forms.Form):
    """A unit whose leaders come onto the ballot."""

    unit = UnitField(label="Lãnh đạo của đơn vị")

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.paths("officer"), found.day)  # type: ignore[attr-defined]


class VotedForm(forms.Form):
    """Somebody for the ballot who is not kept in the software."""

    name = forms.CharField(label="Họ và tên", max_length=120)
    post = forms.CharField(label="Chức vụ, chức danh", max_length=160)


class DaysForm(forms.Form):
    """The days of a vote, keys and spare slips: no thresholds, since a vote is told exactly."""

    opens = DayField(label="Nhận phiếu từ ngày", required=False)
    closes = DayField(label="Nhận phiếu đến hết ngày", required=False)
    need = forms.IntegerField(label="Số người giữ khóa cần để mở hòm", min_value=1, max_value=HOLDERS)
    spare = forms.IntegerField(label="Phiếu in thêm", min_value=0, max_value=50)


class PresentForm(forms.Form):
    """How many came."""

    present = forms.IntegerField(label="Số người có mặt", min_value=1, max_value=MOST_SUMMONED)


class AgainForm(forms.Form):
    """A round that follows."""

    title = forms.CharField(label="Tên đợt", max_length=200)
    key = forms.SlugField(label="Mã đợt", max_length=60, help_text="Chữ không dấu, số, gạch ngang; ví dụ LYK-2026-11.")


class SelfForm(forms.Form):
    """The questions of a campaign, answered by a head about themselves."""

    def __init__(self, questions: list[tuple[str, Question]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, one in questions:
            many = one.kind == "many"
            field: type[forms.ChoiceField] = forms.MultipleChoiceField if many else forms.ChoiceField
            widget = forms.CheckboxSelectMultiple if many else forms.RadioSelect
            self.fields[place] = field(label=one.text, choices=one.options, required=False, widget=widget)

    @property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """What was chosen, by place; without what was left open."""
        rows = {place: [value] if isinstance(value, str) else value for place, value in self.cleaned_data.items()}
        return {place: tuple(one for one in value if one) for place, value in rows.items() if any(value)}
