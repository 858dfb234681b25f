"""What the demo's bodies adopt: shipped packs, with the settings a body must choose, from `data/adoptions.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from canbo import rulebook
from canbo.office.base.models import Account
from canbo.office.demo.places import data
from canbo.office.people.models import Unit
from canbo.office.regulations.actions.adopting import adopt
from canbo.office.regulations.actions.drafts import draft_adoption, save_draft
from canbo.office.regulations.models import Adoption
from canbo.rulebook.settings import value
from canbo.rulebook.source import compose

PACKS = Path(rulebook.__file__).parent / "packs"


def adopted(key: str, *, actor: Account, unit: Unit, refines: Adoption | None = None) -> Adoption:
    """One adoption of the data file, drafted and made binding through the same actions as in the office."""
    plan = data("adoptions")[key]
    draft = draft_adoption(actor=actor, unit=unit, pack_key="" if refines else plan["pack"], refines=refines)
    draft = save_draft(
        actor=actor,
        draft=draft,
        kind=plan["kind"],
        number=plan["number"],
        title=plan["title"],
        issued=plan["issued"],
        valid_from=plan["valid_from"],
        settings=_settings(plan),
        refinement=_example(plan["pack"], plan["refinement"]) if "refinement" in plan else "",
    )
    return adopt(actor=actor, draft=draft)


def _settings(plan: dict[str, Any]) -> dict[str, Any]:
    """The settings of a plan, in the shapes a draft keeps (numbers in hundredths)."""
    pack, text = plan["pack"], yaml.safe_dump(plan.get("settings", {}), allow_unicode=True)
    if "example" in plan:
        text = _example(pack, plan["example"])
    declared = {setting.key: setting for setting in rulebook.pack(pack).settings}
    return {name: value(declared[name], node) for name, node in compose(text, f"{pack}.yaml").entries().items()}


def _example(pack: str, name: str) -> str:
    """The text of an example that ships beside a pack."""
    return (PACKS / pack / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
