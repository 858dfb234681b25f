"""What is done with regulations: adopting, ending, announcing, confirming having read."""

from canbo.office.regulations.actions.adopting import adopt, end_adoption, keep, missing_fields
from canbo.office.regulations.actions.announcing import acknowledge, announce
from canbo.office.regulations.actions.drafts import discard_draft, draft_adoption, save_draft

__all__ = [
    "acknowledge",
    "adopt",
    "announce",
    "discard_draft",
    "draft_adoption",
    "end_adoption",
    "keep",
    "missing_fields",
    "save_draft",
]
