"""What this room's pages read."""

from canbo.office.opinions.queries.campaigns import Round, about, campaign, campaigns, headed, own, units_of
from canbo.office.opinions.queries.draws import draws, frames, next_key, published

__all__ = [
    "Round", "about", "campaign", "campaigns", "draws", "frames", "headed", "next_key", "own", "published", "units_of",
]  # fmt: skip
