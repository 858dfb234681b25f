"""Forms of planning. They read what was typed; the actions decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, PickedDay, UnitField
from canbo.office.people.forms.picking import PersonField
from canbo.office.people.queries.persons import seen
from canbo.office.results.forms import PaperForm
from canbo.office.talent.models import CadrePlan, PlanPost
from canbo.office.talent.models.planning import LEVELS, POTENTIALS

AREA = forms.Textarea(attrs={"rows": 3})
PAPER_HELP = "Số, ký hiệu, cơ quan và ngày ban hành."


class PlanForm(forms.Form):
    """A new plan."""

    unit = UnitField(label="Đơn vị")
    name = forms.CharField(
        label="Tên quy hoạch", max_length=200, help_text="Ví dụ: Quy hoạch lãnh đạo, quản lý phường 2025–2030."
    )
    first_year = forms.IntegerField(label="Nhiệm kỳ từ năm", min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label="Đến năm", min_value=2000, max_value=2100)
    began = DayField(label="Ngày bắt đầu xây dựng")
    document = forms.CharField(label="Kế hoạch, văn bản", max_length=200, help_text=PAPER_HELP)

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.begins, found.day)  # type: ignore[attr-defined]


class DayFilter(forms.Form):
    """As of which day a plan is held against the rules."""

    day = PickedDay(label="Xét theo ngày", required=False)


class PostForm(forms.Form):
    """A post people are planned for."""

    title = forms.CharField(label="Chức danh", max_length=160, help_text="Ví dụ: Phó Chủ tịch Ủy ban nhân dân.")
    unit = UnitField(label="Thuộc đơn vị")
    level = forms.ChoiceField(
        label="Cấp", choices=LEVELS, help_text="Để tính số chức danh cùng cấp quy hoạch cho một người."
    )
    leads = forms.ChoiceField(label="Vai trò", choices=PlanPost._meta.get_field("leads").choices or ())

    def __init__(self, plan: CadrePlan, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer([plan.unit.path], found.day)  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """Somebody for a post."""

    act = forms.ChoiceField(
        label="Việc", choices=[("proposed", "Đề xuất, giới thiệu"), ("put_in", "Đưa vào quy hoạch")]
    )
    post = forms.ChoiceField(label="Chức danh")
    person = PersonField(label="Người")
    step = forms.ChoiceField(label="Ở bước", required=False)
    day = DayField(label="Ngày")
    reason = forms.CharField(label="Lý do", required=False, max_length=500, widget=AREA)
    document = forms.CharField(
        label="Văn bản", required=False, max_length=200, help_text="Bắt buộc khi đưa vào quy hoạch."
    )

    def __init__(
        self, posts: Iterable[PlanPost], steps: Mapping[str, str], found: Viewer, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(one.pk): one for one in posts}
        self.fields["post"].choices = [(key, str(one)) for key, one in self.posts.items()]  # type: ignore[attr-defined]
        self.fields["step"].choices = [("", "Ngoài các bước"), *steps.items()]  # type: ignore[attr-defined]
        self.fields["person"].offer(seen(found), found)  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """A line put in after a proposal, or taken out."""

    day = DayField(label="Ngày")
    reason = forms.CharField(label="Lý do", max_length=500, widget=AREA)
    document = forms.CharField(label="Văn bản", max_length=200, help_text=PAPER_HELP)

    def __init__(self, out: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = out


class ConfirmForm(forms.Form):
    """What the advisory body confirms."""

    fact = forms.ChoiceField(label="Nội dung")
    value = forms.TypedChoiceField(
        label="Xác nhận", choices=[("1", "Có, đúng"), ("0", "Không")], coerce=lambda text: text == "1"
    )
    document = forms.CharField(label="Văn bản xác nhận", max_length=200, help_text=PAPER_HELP)

    def __init__(self, facts: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = list(facts)  # type: ignore[attr-defined]


class PotentialForm(forms.Form):
    """How the council saw somebody's potential."""

    level = forms.ChoiceField(label="Triển vọng", choices=POTENTIALS)
    day = DayField(label="Ngày nhận định")
    document = forms.CharField(label="Biên bản", max_length=200, help_text=PAPER_HELP)


class StepForm(forms.Form):
    """A step as it was held; counts by hand stand in the table below."""

    step = forms.ChoiceField(label="Bước")
    held_on = DayField(label="Ngày họp")
    invited = forms.IntegerField(label="Số được triệu tập", min_value=1, max_value=5000)
    present = forms.IntegerField(label="Số có mặt", min_value=1, max_value=5000)
    chair = forms.CharField(label="Chủ trì", max_length=120)
    document = forms.CharField(label="Biên bản", max_length=200, help_text=PAPER_HELP)
    minutes = forms.FileField(label="Tệp biên bản", required=False, allow_empty_file=True)
    returned = forms.IntegerField(
        label="Số phiếu thu về", required=False, min_value=0, max_value=5000,
        help_text="Để trống nếu bước này không bỏ phiếu, hoặc lấy số phiếu từ đợt lấy phiếu.",
    )  # fmt: skip
    campaign = forms.TypedChoiceField(
        label="Hoặc lấy số phiếu từ đợt lấy phiếu", required=False, coerce=int, empty_value=None
    )

    def __init__(
        self, steps: Mapping[str, str], campaigns: Iterable[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = list(steps.items())  # type: ignore[attr-defined]
        offered = list(campaigns)
        self.fields["campaign"].choices = [("", "Không, đếm bằng tay"), *offered]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["campaign"]


class PublishForm(forms.Form):
    """How a list is published."""

    day = DayField(label="Công khai từ ngày")
    until = DayField(label="Đến hết ngày")
    place = forms.CharField(
        label="Hình thức, nơi công khai", max_length=200, help_text="Ví dụ: niêm yết tại trụ sở và trên phần mềm."
    )


class SayForm(forms.Form):
    """A comment on a published list, or its answer."""

    text = forms.CharField(label="Nội dung", max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))


class ApproveForm(forms.Form):
    """A decision as it was signed."""

    number = forms.CharField(label="Số quyết định", max_length=60)
    day = DayField(label="Ngày ký")
    authority = forms.CharField(label="Người ký, chức vụ", max_length=200)
    reason = forms.CharField(
        label="Lý do", required=False, max_length=1000, widget=AREA,
        help_text="Bắt buộc khi danh sách còn điểm chưa đúng quy định.",
    )  # fmt: skip


class ImportForm(forms.Form):
    """A list from Excel."""

    file = forms.FileField(label="Tệp Excel", allow_empty_file=True)
    act = forms.ChoiceField(
        label="Việc", choices=[("proposed", "Đề xuất, giới thiệu"), ("put_in", "Đưa vào quy hoạch")]
    )
    day = DayField(label="Ngày")
    document = forms.CharField(label="Văn bản", max_length=200, help_text=PAPER_HELP)


class ListFrameForm(PaperForm):
    """What stands on a paper beside its content."""
