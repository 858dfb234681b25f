"""Filling the holes of an instrument: what a body gives, defaults for the rest, every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from canbo.rulebook import settings
from canbo.rulebook.errors import SettingsError
from canbo.rulebook.model import Setting

Fault = Callable[[Setting, object], str | None]


def filled(
    declared: Iterable[Setting], given: Mapping[str, object], further: Fault = lambda setting, value: None
) -> dict[str, object]:
    """Each setting's value in its one shape (None: optional and left open). `further` judges what is in order so far.

    SettingsError names every setting that is unknown, unfilled or out of range.
    """
    declared = tuple(declared)
    known = {setting.key for setting in declared}
    problems = [(key, "quy định này không có thiết lập đó") for key in given if key not in known]
    values: dict[str, object] = {}
    for setting in declared:
        value = given.get(setting.key)
        value = setting.default if value is None else settings.normal(setting, value)
        values[setting.key] = value
        fault = None if value is None else settings.fault(setting, value)
        if fault is None and value is None and not setting.optional:
            fault = f"chưa điền “{setting.label}”"
        if fault is None and value is not None:
            fault = further(setting, value)
        if fault:
            problems.append((setting.key, fault))
    if problems:
        raise SettingsError(problems)
    return values
