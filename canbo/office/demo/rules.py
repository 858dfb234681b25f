"""What the demo's bodies adopt: shipped packs, with the settings a body must choose, marked as examples of ours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from canbo import rulebook
from canbo.office.base.models import Account
from canbo.office.people.models import Unit
from canbo.office.regulations.actions.adopting import adopt
from canbo.office.regulations.actions.drafts import draft_adoption, save_draft
from canbo.office.regulations.models import Adoption
from canbo.rulebook.settings import value
from canbo.rulebook.source import compose

PACKS = Path(rulebook.__file__).parent / "packs"


def adopted(
    *,
    actor: Account,
    unit: Unit,
    pack: str,
    number: str,
    title: str,
    issued: date,
    valid_from: date,
    settings: Mapping[str, Any] | None = None,
    refines: Adoption | None = None,
    refinement: str = "",
) -> Adoption:
    """One adoption, drafted and made binding through the same actions as in the office."""
    draft = draft_adoption(actor=actor, unit=unit, pack_key="" if refines else pack, refines=refines)
    draft = save_draft(
        actor=actor,
        draft=draft,
        number=number,
        title=title,
        issued=issued,
        valid_from=valid_from,
        settings=settings,
        refinement=refinement,
    )
    return adopt(actor=actor, draft=draft)


def example(pack: str, name: str) -> str:
    """The text of an example that ships beside a pack."""
    return (PACKS / pack / "examples" / f"{name}.yaml").read_text(encoding="utf-8")


def example_settings(pack: str, name: str = "vi_du") -> dict[str, Any]:
    """The settings an example fills, in the shapes a draft keeps (numbers in hundredths)."""
    return settings_of(pack, example(pack, name), name)


def settings_of(pack: str, text: str, name: str = "demo") -> dict[str, Any]:
    """Settings written as in a pack's YAML (points as decimals, shares with %), in the shapes a draft keeps."""
    declared = {setting.key: setting for setting in rulebook.pack(pack).settings}
    return {key: value(declared[key], node) for key, node in compose(text, f"{name}.yaml").entries().items()}
