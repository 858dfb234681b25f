"""Drafts of an adoption: begun from a pack or from what a unit above adopted, saved as they are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import EllipsisType
from typing import Any

from django.db import transaction

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.models import Unit
from canbo.office.regulations import access, drafting
from canbo.office.regulations.models import Adoption, AdoptionDraft
from canbo.rulebook import library
from canbo.rulebook.settings import normal


def draft_adoption(*, actor: Account, unit: Unit, pack_key: str = "", refines: Adoption | None = None) -> AdoptionDraft:
    """Begin a draft for a unit: of a pack, or splitting further what the unit or one above it adopted.

    ActionError where the actor is not the unit's officer, neither or both are named, the pack is unknown, or the
    adoption does not reach the unit.
    """
    access.must_adopt(actor, unit)
    if bool(pack_key) == (refines is not None):
        raise ActionError("Hãy chọn một văn bản trong danh mục, hoặc một quy định của cấp trên để cụ thể hóa.")
    if refines is not None:
        if not unit.path.startswith(refines.unit.path):
            raise ActionError(f"Quy định này do “{refines.unit.name}” ban hành, không áp dụng cho “{unit.name}”.")
        pack_key = refines.pack
    elif pack_key not in {shipped.key for shipped in library()}:
        raise ActionError("Không có văn bản này trong danh mục. Hãy chọn lại.")
    return AdoptionDraft.objects.create(unit=unit, pack=pack_key, refines=refines, by=actor)


def save_draft(
    *,
    actor: Account,
    draft: AdoptionDraft,
    kind: str | EllipsisType = ...,
    number: str | EllipsisType = ...,
    title: str | EllipsisType = ...,
    issued: date | EllipsisType | None = ...,
    valid_from: date | EllipsisType | None = ...,
    refinement: str | EllipsisType = ...,
    settings: Mapping[str, Any] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> AdoptionDraft:
    """Keep what was filled in so far, valid or not; what is not named stays as it was.

    `settings` (values as the pack takes them, numbers in hundredths; None empties one) and `typed` (texts not yet
    such values) are merged by key: a setting named in `settings` loses what was typed for it, and the other way round.
    """
    access.must_adopt(actor, draft.unit)
    with transaction.atomic():
        row = AdoptionDraft.objects.select_for_update().filter(pk=draft.pk).first()
        if row is None:
            raise ActionError("Dự thảo không còn: đã được ban hành hoặc bị xóa. Hãy xem lại danh sách quy định.")
        given = {
            "kind": kind, "number": number, "title": title, "issued": issued, "valid_from": valid_from,
            "refinement": refinement,
        }  # fmt: skip
        for name, value in given.items():
            if value is not ...:
                setattr(row, name, value)
        _merge(row, _ordered(row, settings or {}), typed or {})
        row.save()
    for field in row._meta.concrete_fields:
        setattr(draft, field.attname, getattr(row, field.attname))
    return draft


def _ordered(row: AdoptionDraft, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Values in the shape that keeps their order: PostgreSQL's JSON does not keep that of a mapping's keys."""
    found = drafting.source(row)
    declared = {setting.key: setting for setting in found.settings} if found else {}
    return {key: normal(declared[key], value) if key in declared else value for key, value in settings.items()}


def _merge(row: AdoptionDraft, settings: Mapping[str, Any], typed: Mapping[str, Any]) -> None:
    for key, value in settings.items():
        row.typed.pop(key, None)
        if value is None:
            row.settings.pop(key, None)
        else:
            row.settings[key] = value
    for key, texts in typed.items():
        row.settings.pop(key, None)
        row.typed[key] = texts


def discard_draft(*, actor: Account, draft: AdoptionDraft) -> None:
    """Throw a draft away; nothing was adopted by it."""
    access.must_adopt(actor, draft.unit)
    draft.delete()
