"""The papers of this room, as dataclasses of `canbo.paperwork.documents`: what stands on them, not the layout."""
