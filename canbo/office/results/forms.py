"""What is typed on the pages of results. Fields only: what may be done is the actions' business."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms

from canbo.office.base.widgets import LongSelect
from canbo.office.people.forms.fields import DayField
from canbo.office.results.grounds import Kind
from canbo.paperwork.numbers import NumberError, parse_hundredths
from canbo.rulebook import FactValue, Rules

Choices = Sequence[tuple[str, str]]
KEPT = ("0", "Giữ nguyên kết quả")
ACCEPTED = ("1", "Chấp nhận kiến nghị")
MANNERS = [("writing", "Bằng văn bản"), ("dialogue", "Đối thoại")]
FILES = "PDF, Word, Excel hoặc ảnh, không quá 10 MB."
TEXT = forms.Textarea(attrs={"rows": 3})


class FilterForm(forms.Form):
    """The line above a list of results."""

    q = forms.CharField(label="Tên", required=False)
    unit = forms.ChoiceField(label="Đơn vị", required=False, widget=LongSelect)
    show = forms.ChoiceField(label="Hiện", required=False)

    def __init__(self, data: object, units: Choices, shows: Choices, first: str = "") -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["unit"].choices = [("", "Tất cả"), *units]  # type: ignore[attr-defined]
        self.fields["show"].choices = shows  # type: ignore[attr-defined]
        self.fields["show"].initial = first

    def chosen(self, name: str) -> str:
        """A field's value, "" where it is none of the choices."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class CloseForm(forms.Form):
    """Closing a cycle."""

    number = forms.CharField(label="Số quyết định hoặc biên bản", required=False, max_length=60)
    exceptional = forms.BooleanField(label="Áp dụng tỷ lệ đặc biệt", required=False)
    document = forms.CharField(
        label="Văn bản công nhận thành tích của tập thể", required=False, max_length=200,
        help_text="Bắt buộc khi áp dụng tỷ lệ đặc biệt: số, ký hiệu, ngày ban hành.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Lý do", required=False, max_length=1000, widget=TEXT,
        help_text="Bắt buộc khi vượt tỷ lệ hoặc còn phiếu chưa quyết định.",
    )  # fmt: skip

    def __init__(self, data: object, rules: Rules) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        if rules.ceiling is None or rules.ceiling.exceptional_share is None:
            del self.fields["exceptional"], self.fields["document"]
        else:
            self.fields["exceptional"].help_text = rules.ceiling.exceptional_label


class CorrectForm(forms.Form):
    """A decision made anew."""

    level = forms.ChoiceField(label="Mức xếp loại mới")
    reason = forms.CharField(label="Lý do sửa", max_length=900, widget=TEXT)

    def __init__(self, data: object, levels: Choices, computed: str) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        self.fields["level"].initial = computed


class PetitionForm(forms.Form):
    """A petition, with a file where there is one."""

    text = forms.CharField(label="Nội dung kiến nghị", widget=forms.Textarea(attrs={"rows": 5}))
    file = forms.FileField(
        label="Tệp kèm theo",
        required=False,
        allow_empty_file=True,
        help_text=FILES,
    )


class AnswerForm(forms.Form):
    """The answer to a petition. `level` counts only where the petition is accepted."""

    accepted = forms.ChoiceField(
        label="Kết quả xem xét",
        widget=forms.RadioSelect,
        choices=[KEPT, ACCEPTED],
    )
    level = forms.ChoiceField(
        label="Mức xếp loại mới", required=False, help_text="Chỉ dùng khi chấp nhận kiến nghị; sẽ có quyết định sửa."
    )
    manner = forms.ChoiceField(
        label="Hình thức trả lời",
        widget=forms.RadioSelect,
        choices=MANNERS,
    )
    text = forms.CharField(label="Nội dung trả lời", max_length=900, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: object, levels: Choices, held: str, decides: bool) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        self.fields["level"].initial = held
        if not decides:
            self.fields["accepted"].choices = [KEPT]  # type: ignore[attr-defined]
            self.fields["accepted"].initial = KEPT[0]
            del self.fields["level"]


class GroundForm(forms.Form):
    """A ground about one person."""

    fact = forms.ChoiceField(label="Căn cứ")
    value = forms.CharField(
        label="Số lượng", required=False, help_text="Chỉ nhập khi căn cứ là một con số (số tháng, số lần, tỷ lệ %)."
    )
    degree = forms.CharField(label="Hình thức, mức độ", required=False, max_length=120)
    day = DayField(label="Ngày", help_text="Ngày của quyết định, kết luận; hoặc ngày bắt đầu nghỉ.")
    until = DayField(label="Đến hết ngày", required=False, help_text="Chỉ nhập khi căn cứ kéo dài, như nghỉ thai sản.")
    document = forms.CharField(label="Văn bản", max_length=200, help_text="Số, ký hiệu, cơ quan và ngày ban hành.")

    def __init__(self, data: object, kinds: Iterable[Kind]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.kinds = {one.key: one for one in kinds}
        self.fields["fact"].choices = [(one.key, f"{one.label} ({one.source})") for one in self.kinds.values()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """`value` becomes what the fact's type is: true for a flag, hundredths for a share, a whole number else."""
        cleaned: dict[str, object] = super().clean() or {}
        kind = self.kinds.get(str(cleaned.get("fact", "")))
        if kind is None or kind.type == "flag":
            cleaned["value"] = True
            return cleaned
        try:
            cleaned["value"] = self._number(kind, str(cleaned.get("value", "")))
        except NumberError as error:
            self.add_error("value", str(error))
        return cleaned

    def _number(self, kind: Kind, text: str) -> FactValue:
        value = parse_hundredths(text.removesuffix("%"))
        if kind.type == "share":
            return value
        if value < 0 or value % 100:
            raise NumberError("Hãy nhập một số nguyên không âm.")
        return value // 100


class RevokeForm(forms.Form):
    """Taking a ground back."""

    document = forms.CharField(label="Văn bản hoặc lý do hủy", max_length=200)


class PaperForm(forms.Form):
    """What stands on a paper beside the results: number, place, day, who signs."""

    superior = forms.CharField(label="Cơ quan cấp trên", required=False, max_length=200)
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200)
    number = forms.CharField(label="Số, ký hiệu", required=False, max_length=60, help_text="Để trống nếu ghi tay sau.")
    place = forms.CharField(label="Nơi ban hành", max_length=80)
    dated = DayField(label="Ngày ban hành", required=False, help_text="Để trống nếu ghi tay khi ký.")
    on_behalf_of = forms.CharField(label="Thay mặt (TM.)", required=False, max_length=120)
    in_place_of = forms.CharField(label="Ký thay (KT.)", required=False, max_length=120)
    position = forms.CharField(label="Chức vụ người ký", max_length=160)
    name = forms.CharField(label="Họ và tên người ký", required=False, max_length=120)

    def suit(self, heading: str) -> None:
        """Leave out what a paper of this style does not have: the Party signs T/M or T/L, never "ký thay"."""
        if heading == "party":
            del self.fields["in_place_of"]
