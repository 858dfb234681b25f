"""How far a frozen campaign is, in the numbers that may be known: none of them live, none of fewer than k."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.office.opinions.models import CampaignInvitation, CampaignIssuing
from canbo.office.opinions.queries.campaigns import Round
from canbo.rulebook.ballot import handover, issued
from canbo.rulebook.ballot.handover import Opening
from canbo.rulebook.ballot.issued import Part


@dataclass(frozen=True)
class Progress:
    """Of ballots taken online the numbers issued, once nobody can be issued one, and the mark
    of these lists for the minutes; of a box that was opened its own numbers."""

    parts: tuple[Part, ...]
    ended: CampaignIssuing | None
    opening: Opening | None
    remembered: bool
    lists: str


def progress(found: Round) -> Progress:
    """The numbers of a campaign. Three queries."""
    manifest = found.manifest
    parts: tuple[Part, ...] = ()
    lists = ""
    if manifest is not None and manifest.way == "tokens" and "handed" in found.papers:
        marks = handover.read_slips(found.papers["slips"], manifest)
        handed = handover.read_handed(found.papers["handed"], manifest, marks)
        parts = tuple(issued.published(manifest, handed))
        lists = handover.lists_mark(manifest, marks, handed)
    ended = CampaignIssuing.objects.filter(campaign=found.row).first()
    remembered = ended is not None and CampaignInvitation.objects.filter(campaign=found.row).exists()
    return Progress(parts, ended, found.opened, remembered, lists)
