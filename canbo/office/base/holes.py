"""A form for what an instrument leaves open: one field a setting, of the types choice, count, share and flag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from canbo.paperwork.numbers import NumberError, format_hundredths, parse_hundredths
from canbo.rulebook.model import Setting

OPEN = "Chưa quy định"
MOST = 10**15  # đồng, people or hundredths of a percent: beyond any that is meant, within what a database holds


def bounded(text: str, most: int) -> int:
    """A typed number in hundredths, from 0 to `most` of them. ValidationError where it is none or lies outside."""
    try:
        found = parse_hundredths(text)
    except NumberError as error:
        raise forms.ValidationError(str(error)) from error
    if not 0 <= found <= most:
        raise forms.ValidationError("Hãy nhập một số từ 0, không quá lớn.")
    return found


class WholeField(forms.CharField):
    """A whole number, or with `percent` a share: hundredths of a percent."""

    def __init__(self, percent: bool, **kwargs: Any) -> None:
        self.percent = percent
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).strip()
        if not text:
            return None
        found = bounded(text.removesuffix("%") if self.percent else text.replace(" ", ""), MOST * 100)
        if self.percent:
            return found
        if found % 100:
            raise forms.ValidationError("Hãy nhập một số nguyên.")
        return found // 100


class HolesForm(forms.Form):
    """The settings of an instrument, with what was chosen last. `values()`: what was typed, None where left open."""

    def __init__(self, settings: Iterable[Setting], chosen: Mapping[str, Any], data: Any = None) -> None:
        super().__init__(data, prefix="s")
        self.settings = tuple(settings)
        for one in self.settings:
            self.fields[one.key] = field(one, chosen.get(one.key, one.default))

    def values(self) -> dict[str, Any]:
        return {
            one.key: None if self.cleaned_data[one.key] == "" else self.cleaned_data[one.key] for one in self.settings
        }


def field(one: Setting, value: Any) -> forms.Field:
    """The field of one setting."""
    common: dict[str, Any] = {"label": one.label, "help_text": one.help, "required": not one.optional}
    if one.type == "choice":
        choices = [*([] if value and not one.optional else [("", OPEN)]), *one.choices]
        return forms.ChoiceField(choices=choices, initial=value, **common)
    if one.type == "flag":
        return forms.BooleanField(label=one.label, help_text=one.help, required=False, initial=value)
    if one.type not in ("count", "share", "days"):
        raise TypeError(f"no field for a setting of type {one.type}")
    percent = one.type == "share"
    text = "" if value is None else format_hundredths(value) + "%" if percent else str(value)
    return WholeField(percent, initial=text, **common)


def shown(one: Setting, value: Any) -> str:
    """A chosen value in words."""
    if value is None:
        return OPEN
    if one.type == "choice":
        return dict(one.choices).get(value, str(value))
    if one.type == "flag":
        return "có" if value else "không"
    return format_hundredths(value) + "%" if one.type == "share" else f"{value:,}".replace(",", ".")
