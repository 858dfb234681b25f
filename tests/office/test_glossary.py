"""The bridge between code and screens: every model has exactly one name in the glossary."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"


def test_every_model_has_its_line() -> None:
    named = re.findall(r"^\| ([A-Z]\w+) \|", GLOSSARY.read_text(encoding="utf-8"), flags=re.M)
    ours = [model.__name__ for model in apps.get_models() if model.__module__.startswith("canbo.")]
    assert sorted(name for name in named if name != "English") == sorted(ours)
