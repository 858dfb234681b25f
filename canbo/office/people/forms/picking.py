"""A person chosen from thousands: type a part of the name or the code, choose among those who match.

The same list of matches comes while one types (htmx) and, without a script, with the answer to the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from canbo.office.people.access import Viewer
from canbo.office.people.models import Person
from canbo.office.people.queries.persons import Match, matches

ASKED = "tim"  # the query of a request for the matches of one field, as in ?tim=deputy&deputy=lan
NOBODY = "Không thấy ai có tên hoặc mã số này trong phạm vi của mình."


class Typed(NamedTuple):
    """What a browser sends: the text, and the id of the match that was chosen."""

    text: str
    chosen: str


class PickInput(forms.TextInput):
    """The box to type in, with the matches below it."""

    found: Match | None = None

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        return Typed(str(data.get(name) or ""), str(data.get(f"{name}-chon") or ""))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        typed = value if isinstance(value, Typed) else Typed(str(value or ""), "")
        box = f"{(attrs or {}).get('id', name)}_found"
        asking = {
            "type": "text", "name": name, "value": typed.text, "autocomplete": "off", "hx-get": f"?{ASKED}={name}",
            "hx-trigger": "input changed delay:250ms", "hx-target": f"#{box}", "aria-controls": box,
        }  # fmt: skip
        return format_html(
            '<input{}><div class="picks" id="{}" aria-live="polite">{}</div>',
            flatatt(self.build_attrs({**self.attrs, **asking}, attrs)), box, listed(name, self.found, typed.chosen),
        )  # fmt: skip


class PersonField(forms.Field):
    """A person among `offer`ed rows; `cleaned_data` holds the Person."""

    widget = PickInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Gõ một phần họ tên (có dấu hay không) hoặc mã số.")
        self.rows: QuerySet[Person] = Person.objects.none()
        super().__init__(**kwargs)

    def offer(self, rows: QuerySet[Person], viewer: Viewer) -> None:
        """The persons to choose among; where they work is told as of the viewer's day."""
        self.rows, self.day = rows, viewer.day

    def search(self, text: str) -> Match:
        """Those offered who match the text."""
        return matches(self.rows, text, self.day)

    def clean(self, value: Any) -> Person | None:
        typed = value if isinstance(value, Typed) else Typed(str(value or ""), "")
        if not typed.text.strip():
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        found = self.widget.found = self.search(typed.text)
        person = found.only(typed.chosen)
        if person is None:
            raise forms.ValidationError(_many(found) if found.people else NOBODY)
        return person


def _many(found: Match) -> str:
    if found.more:
        return "Có nhiều người khớp. Hãy gõ thêm, hoặc chọn một người bên dưới."
    return f"Có {len(found.people)} người khớp. Hãy chọn một người bên dưới."


def listed(name: str, found: Match | None, chosen: str) -> str:
    """The matches as radio buttons; the one chosen, or the only one that fits, is marked."""
    if found is None:
        return ""
    only = found.only(chosen)
    return render_to_string("people/parts/picks.html", {"name": name, "found": found, "only": only, "nobody": NOBODY})
