"""The folder from which the ballot box takes surveys: the office writes into it and reads nothing (decision 0005)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from canbo.office.base.errors import ActionError
from canbo.rulebook.ballot import handover

FILES = {"slips": handover.SLIPS, "handed": handover.HANDED, "opened": handover.OPENED}


def write(survey: str, manifest: str, papers: Mapping[str, str]) -> None:
    """Put what the box may know of a survey into its folder, each file whole. The manifest waits for the slips: a
    survey without them is none yet. ActionError where the disk refuses."""
    if "slips" not in papers:
        return
    folder = Path(settings.BOX_INBOX) / survey
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, name in FILES.items():
            if kind in papers:
                _put(folder / name, papers[kind])
        _put(folder / handover.MANIFEST, manifest)
    except OSError as error:
        raise ActionError("Không ghi được vào thư mục của hòm phiếu. Hãy báo người quản trị, rồi thử lại.") from error


def _put(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
