"""What can be compared and tried out, under a short name: packs, adoptions a viewer may see, drafts he may edit."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.office.people.access import Viewer, above, subtree
from canbo.office.regulations import access, drafting, queries, wording
from canbo.office.regulations.models import Adoption, AdoptionDraft
from canbo.rulebook import Pack, Rules, library

Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Source:
    """Rules under a short name ("pack:nd_335_2025", "adoption:5", "draft:7"). `is_specimen` where the rules hold
    stand-ins for what nobody has decided yet."""

    name: str
    label: str
    rules: Rules
    pack: Pack | None = None
    is_specimen: bool = False

    @property
    def compared(self) -> Rules | Pack:
        """What the rulebook compares: a pack as such, so that its open settings show."""
        return self.pack or self.rules


def visible_adoptions(viewer: Viewer) -> list[Adoption]:
    """The adoptions that bind the viewer, lie above him, or below what he reads; newest first."""
    places = {step for path in access.bound_paths(viewer) for step in above(path)}
    rows = Adoption.objects.filter(subtree(viewer.readable, "unit__path")) | Adoption.objects.filter(
        unit__path__in=places
    )
    return list(rows.select_related("unit").order_by("-valid_from", "-id"))


def offered(viewer: Viewer) -> Choices:
    """The sources a viewer may choose, grouped for a list of choices."""
    adoptions = [(f"adoption:{row.pk}", adoption_label(row)) for row in visible_adoptions(viewer)]
    drafts = [(f"draft:{row.pk}", draft_label(row)) for row in queries.drafts(viewer.paths("officer"))]
    packs = [(f"pack:{found.key}", pack_label(found)) for found in reversed(library())]
    groups = [("Đã ban hành", adoptions), ("Dự thảo", drafts), ("Danh mục văn bản", packs)]
    return [(label, choices) for label, choices in groups if choices]


def find(viewer: Viewer, name: str) -> Source | None:
    """The source under a name, None where there is none or it is not the viewer's to see."""
    kind, _, key = name.partition(":")
    if kind == "pack":
        found = next((shipped for shipped in library() if shipped.key == key), None)
        return Source(name, pack_label(found), found.specimen, found, is_specimen=True) if found else None
    if not key.isascii() or not key.isdigit():
        return None
    if kind == "adoption":
        row = Adoption.objects.select_related("unit").filter(pk=int(key)).first()
        if row is None or not access.may_see_adoption(viewer, row):
            return None
        return Source(name, adoption_label(row), queries.rules(row.rules_id))
    if kind == "draft":
        return _draft(viewer, name, int(key))
    return None


def _draft(viewer: Viewer, name: str, pk: int) -> Source | None:
    draft = AdoptionDraft.objects.select_related("unit", "refines__unit").filter(pk=pk).first()
    if draft is None or not access.may_edit_draft(viewer, draft):
        return None
    made = drafting.outcome(draft).rules
    rules = made or drafting.frame(draft)
    return Source(name, draft_label(draft), rules, is_specimen=made is None) if rules else None


def pack_label(found: Pack) -> str:
    return f"{wording.name(found.instrument)} – {found.instrument.issuer}"


def adoption_label(row: Adoption) -> str:
    return f"{row.number} – {row.unit.name} – từ {row.valid_from:%d/%m/%Y}"


def draft_label(row: AdoptionDraft) -> str:
    return f"Dự thảo {row.number or 'chưa có số'} – {row.unit.name}"
