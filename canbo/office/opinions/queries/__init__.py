"""What this room's pages read."""

from canbo.office.opinions.queries.draws import draws, frames, next_key, published

__all__ = ["draws", "frames", "next_key", "published"]
