"""Forms of handing out ballots online."""

from __future__ import annotations

from typing import Any

from django import forms

from canbo.office.people.access import Viewer
from canbo.office.people.forms.fields import UnitField


class FromForm(forms.Form):
    """The unit whose people are shown."""

    unit = UnitField(label="Người của đơn vị", required=False)

    def __init__(self, found: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(found.paths("officer"), found.day)  # type: ignore[attr-defined]
