"""Forms of this room. They read what was typed; the actions decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from canbo.office.awards import law
from canbo.office.awards.fact_file import FIRST_YEAR, titles_of, value_of
from canbo.office.awards.models import ROUNDS
from canbo.office.awards.queries.qualifying import WORDS
from canbo.office.awards.queries.roll import Key
from canbo.office.awards.recordable import TITLES, recordable
from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, LongSelect, UnitField
from canbo.office.people.queries.units import unit_choices
from canbo.office.results.forms import PaperForm

AREA = forms.Textarea(attrs={"rows": 3})
WHO = [("person", "Cá nhân"), ("collective", "Tập thể")]


class QualifyFilter(forms.Form):
    """Which subjects of a year, and which outcome of which title."""

    year = forms.TypedChoiceField(label="Năm", coerce=int, required=False)
    unit = forms.ChoiceField(label="Đơn vị", required=False, widget=LongSelect)
    who = forms.ChoiceField(label="Đối tượng", required=False, choices=WHO)
    title = forms.ChoiceField(label="Danh hiệu", required=False)
    outcome = forms.ChoiceField(label="Kết luận", required=False, choices=[("", "Tất cả"), *WORDS.items()])
    q = forms.CharField(label="Tên", required=False)

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = found.day
        self.fields["year"].choices = [(year, str(year)) for year in years(found)]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "Tất cả"), *unit_choices(found.readable, found.day)]  # type: ignore[attr-defined]
        named = [(one.key, one.label) for one in law.titles().values()]
        self.fields["title"].choices = [("", "Tất cả"), *named]  # type: ignore[attr-defined]

    def chosen(self, name: str, otherwise: Any) -> Any:
        """What was chosen, or what stands in where nothing (or nonsense) was."""
        if not self.is_bound:
            return otherwise
        self.is_valid()
        return self.cleaned_data.get(name) or otherwise


def years(found: Viewer) -> range:
    """The years a list can be asked for, the newest first: since the first law shipped."""
    return range(found.day.year, law.first_year() - 1, -1)


class FactForm(forms.Form):
    """A fact of one subject's year."""

    year = forms.IntegerField(label="Năm", min_value=FIRST_YEAR, max_value=2100)
    fact = forms.ChoiceField(label="Nội dung")
    value = forms.CharField(
        label="Giá trị", max_length=300,
        help_text="Có hoặc không; tên mức xếp loại; hoặc tên các danh hiệu đã được tặng (ghi “không” nếu không có).",
    )  # fmt: skip
    document = forms.CharField(label="Văn bản", max_length=200, help_text="Số, ký hiệu, cơ quan và ngày ban hành.")

    def __init__(self, key: Key, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        named = [(one.key, one.label) for one in recordable().values()]
        self.fields["fact"].choices = [*named, (TITLES, "Danh hiệu đã được tặng trong năm")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        fact, text = cleaned.get("fact"), str(cleaned.get("value", ""))
        if fact:
            value = titles_of(text, self.key) if fact == TITLES else value_of(fact, text)
            if value is None and text:
                self.add_error("value", "Không hiểu giá trị này. Hãy ghi như phần hướng dẫn.")
            cleaned["value"] = value
        return cleaned


class ConductForm(forms.Form):
    """Conduct of a whole unit confirmed by one paper, but of these."""

    unit = UnitField(label="Đơn vị", help_text="Mọi người của đơn vị này và các đơn vị bên dưới trong năm.")
    year = forms.IntegerField(label="Năm", min_value=FIRST_YEAR, max_value=2100)
    document = forms.CharField(label="Văn bản xác nhận", max_length=200, help_text="Biên bản họp: số, ngày.")
    but = forms.CharField(
        label="Trừ những người này", required=False, widget=AREA,
        help_text="Mỗi dòng một mã số. Chính bạn cũng được để ra ngoài; hãy nhờ người khác ghi nhận.",
    )  # fmt: skip

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.paths("officer"), found.day)  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """A file of facts about a unit's people."""

    unit = UnitField(label="Đơn vị", help_text="Tệp chỉ gồm người và đơn vị thuộc đơn vị này.")
    file = forms.FileField(label="Tệp Excel", allow_empty_file=True)

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.paths("officer"), found.day)  # type: ignore[attr-defined]


class RoundForm(forms.Form):
    """A new round."""

    unit = UnitField(label="Đơn vị")
    kind = forms.ChoiceField(label="Loại đợt", choices=ROUNDS)
    year = forms.IntegerField(label="Năm", min_value=FIRST_YEAR, max_value=2100)
    month = forms.IntegerField(
        label="Tháng", required=False, min_value=1, max_value=12, help_text="Chỉ nhập với đợt thưởng tháng."
    )
    name = forms.CharField(label="Tên đợt", max_length=200, help_text="Ví dụ: Thi đua, khen thưởng năm 2026.")

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.begins, found.day)  # type: ignore[attr-defined]


class CandidateFilter(forms.Form):
    """Which candidates of a round are shown."""

    title = forms.ChoiceField(label="Danh hiệu, hình thức", required=False)
    outcome = forms.ChoiceField(label="Kết luận", required=False)
    q = forms.CharField(label="Tên", required=False)

    def __init__(self, titles: Mapping[str, str], outcomes: Iterable[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        self.fields["title"].choices = [("", "Tất cả"), *titles.items()]  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [("", "Tất cả"), *outcomes]  # type: ignore[attr-defined]


class CouncilForm(forms.Form):
    """The meeting of the council; the counts stand in the table below it."""

    held_on = DayField(label="Ngày họp")
    invited = forms.IntegerField(label="Số thành viên hội đồng", min_value=1, max_value=1000)
    present = forms.IntegerField(label="Số có mặt", min_value=1, max_value=1000)
    chair = forms.CharField(label="Chủ trì", max_length=120)
    secretary = forms.CharField(label="Thư ký", max_length=120)
    notes = forms.CharField(label="Nội dung", required=False, widget=AREA, max_length=5000)


class ReasonForm(forms.Form):
    """A reason, where an act needs nothing else."""

    reason = forms.CharField(label="Lý do", max_length=500, widget=AREA)


class PaperReasonForm(forms.Form):
    """The paper by which something is taken back."""

    document = forms.CharField(label="Văn bản hoặc lý do", max_length=200)


class DecisionForm(forms.Form):
    """A decision as it was signed."""

    number = forms.CharField(label="Số quyết định", max_length=60)
    day = DayField(label="Ngày ký")
    authority = forms.CharField(label="Người ký, chức vụ", max_length=200)
    reason = forms.CharField(
        label="Lý do", required=False, max_length=1000, widget=AREA,
        help_text="Bắt buộc khi vượt tỷ lệ, khen người không đủ số phiếu hoặc chưa qua hội đồng.",
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """An award withdrawn."""

    document = forms.CharField(label="Văn bản hủy bỏ", max_length=200)
    day = DayField(label="Ngày")
    reason = forms.CharField(label="Lý do", max_length=500, widget=AREA)


class AwardFilter(forms.Form):
    """Which awards a list shows."""

    year = forms.TypedChoiceField(label="Năm", coerce=int, required=False)
    unit = forms.ChoiceField(label="Đơn vị", required=False, widget=LongSelect)
    title = forms.ChoiceField(label="Danh hiệu, hình thức", required=False)
    who = forms.ChoiceField(label="Đối tượng", required=False, choices=[("", "Tất cả"), *WHO])
    q = forms.CharField(label="Tên", required=False)

    def __init__(
        self, data: Any, years: Sequence[int], units: Iterable[tuple[str, str]], titles: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["year"].choices = [("", "Tất cả"), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "Tất cả"), *units]  # type: ignore[attr-defined]
        self.fields["title"].choices = [("", "Tất cả"), *titles]  # type: ignore[attr-defined]


class FrameForm(PaperForm):
    """What stands on a paper beside its content."""

    addressee = forms.CharField(label="Kính gửi (tờ trình)", required=False, max_length=200)
