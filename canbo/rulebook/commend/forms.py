"""Forms of commendation without conditions that can be computed: a council considers, an authority decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from canbo.rulebook import document
from canbo.rulebook.commend.model import Subject
from canbo.rulebook.model import Citation
from canbo.rulebook.reader import one_of

FILE = Path(__file__).parent / "forms.yaml"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of commendation and who may be given it."""

    key: str
    label: str
    of: tuple[Subject, ...]
    cite: Citation


@cache
def forms() -> Mapping[str, Form]:
    """Every shipped form by its key."""
    found = document.read(FILE, ("instrument", "forms"))
    read = {}
    for key, node in found.content["forms"].entries().items():
        given = node.fields(("label", "of"))
        of = tuple(one_of(element, get_args(Subject)) for element in given["of"].elements())
        read[key] = Form(key, given["label"].scalar, of, found.instrument.cite)
    return read
