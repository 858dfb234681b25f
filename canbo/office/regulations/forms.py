"""Forms of the regulations room. They read what was typed; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms

from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import DayField, PickedDay, UnitField
from canbo.office.people.models import Unit
from canbo.office.regulations import queries, sources
from canbo.office.regulations.models import Adoption, AdoptionDraft
from canbo.rulebook import library


class PlaceForm(forms.Form):
    """Which unit, on which day: the filters of what is in force."""

    unit = UnitField(label="Đơn vị", required=False)
    ngay = PickedDay(label="Ngày", required=False)


class StartForm(forms.Form):
    """Begin a draft: for which unit, of which instrument or of what a unit above adopted."""

    unit = UnitField(label="Áp dụng cho đơn vị", help_text="Đơn vị này và mọi đơn vị bên dưới.")
    source = forms.ChoiceField(
        label="Căn cứ",
        help_text="Văn bản trong danh mục, hoặc quy định cấp trên đã ban hành để đơn vị cụ thể hóa (chia nhỏ) thêm.",
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer = viewer.paths("officer")
        self.fields["unit"].offer(officer, viewer.day)  # type: ignore[attr-defined]
        rows = queries.adoptions_of(officer).filter(queries.in_force(viewer.day))
        uppers = [(f"adoption:{row.pk}", sources.adoption_label(row)) for row in rows]
        packs = [(f"pack:{found.key}", sources.pack_label(found)) for found in reversed(library())]
        groups = [("Văn bản trong danh mục", packs), ("Cụ thể hóa quy định đã ban hành", uppers)]
        choices = [("", "Chọn căn cứ"), *((label, rows) for label, rows in groups if rows)]
        self.fields["source"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> tuple[Unit, str, Adoption | None]:
        """The unit, the pack's key, the adoption to refine (one of the last two)."""
        kind, _, key = self.cleaned_data["source"].partition(":")
        unit = self.cleaned_data["unit"]
        if kind == "pack":
            return unit, key, None
        return unit, "", Adoption.objects.select_related("unit").get(pk=int(key))


class ParticularsForm(forms.ModelForm[AdoptionDraft]):
    """The document by which the body adopts: anything may still be empty in a draft."""

    issued = DayField(label="Ngày ban hành", required=False)
    valid_from = DayField(label="Áp dụng từ ngày", required=False)

    suggested = ("Quyết định", "Nghị quyết", "Kế hoạch", "Hướng dẫn", "Quy định", "Quy chế", "Chỉ thị", "Công văn")

    class Meta:
        model = AdoptionDraft
        fields = ["kind", "number", "title", "issued", "valid_from"]
        help_texts = {
            "kind": "Chọn hoặc tự nhập. Các văn bản in ra sẽ dẫn đúng tên loại này.",
            "number": "Ví dụ 12/QĐ-UBND.",
            "title": "Văn bản của đơn vị quyết định việc áp dụng.",
        }
        widgets = {"kind": forms.TextInput(attrs={"list": "document-kinds", "autocomplete": "off"})}


class RefinementForm(forms.Form):
    """A refinement as a file: uploaded, or edited as text."""

    file = forms.FileField(label="Tải lên tệp cụ thể hóa (.yaml)", required=False)
    text = forms.CharField(
        label="Nội dung tệp", required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "font-monospace"}),
    )  # fmt: skip


class ItemsFileForm(forms.Form):
    """The texts of a form from Excel."""

    file = forms.FileField(label="Tệp Excel (.xlsx, .xls) đã điền")


class EndForm(forms.Form):
    """End an adoption."""

    day = DayField(label="Thôi áp dụng từ ngày")
    reason = forms.CharField(label="Lý do", max_length=300, help_text="Ví dụ số văn bản thay thế.")


class CompareForm(forms.Form):
    """Two regulations side by side."""

    a = forms.ChoiceField(label="Quy định thứ nhất", required=False)
    b = forms.ChoiceField(label="Quy định thứ hai", required=False)
    all = forms.BooleanField(label="Hiện cả phần giống nhau", required=False)

    def __init__(self, choices: sources.Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            self.fields[name].choices = [("", "Chọn quy định"), *choices]  # type: ignore[attr-defined]


class AnnounceForm(forms.Form):
    """Announce to the people of a unit and below."""

    unit = UnitField(label="Gửi tới", help_text="Mọi người của đơn vị này và các đơn vị bên dưới.")
    adoption = forms.ChoiceField(label="Về quy định", required=False)
    title = forms.CharField(label="Tiêu đề", max_length=300)
    body = forms.CharField(label="Nội dung", widget=forms.Textarea(attrs={"rows": 8}))
    file = forms.FileField(label="Tệp kèm theo", required=False, help_text="PDF, Word, Excel hoặc ảnh, tối đa 10 MB.")

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer = viewer.paths("officer")
        self.fields["unit"].offer(officer, viewer.day)  # type: ignore[attr-defined]
        rows = sources.visible_adoptions(viewer)
        choices = [("", "Không gắn với quy định nào"), *((str(row.pk), sources.adoption_label(row)) for row in rows)]
        self.fields["adoption"].choices = choices  # type: ignore[attr-defined]

    def chosen_adoption(self) -> Adoption | None:
        chosen = self.cleaned_data["adoption"]
        return Adoption.objects.select_related("unit").get(pk=int(chosen)) if chosen else None


class ChoiceForm(forms.Form):
    """From when, for whom and by which paper a body's choices hold."""

    unit = UnitField(label="Áp dụng cho", help_text="Đơn vị này và mọi đơn vị bên dưới.")
    valid_from = DayField(label="Áp dụng từ ngày")
    document = forms.CharField(label="Văn bản", max_length=200, help_text="Số, ký hiệu, cơ quan và ngày ban hành.")

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.begins, found.day)  # type: ignore[attr-defined]
